"""The entry page: everything of an examination on one screen, and the small acts by which it is filled in.

Each act answers with what was understood, every row that the page has not seen, the map and what follows from it. The
script sends one after the other and keeps what waits; without it the line is an ordinary form.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from saphena.clinic.design.components import Act
from saphena.clinic.journey.mapping import noting
from saphena.clinic.journey.mapping.boxes import more_boxes, slot_name
from saphena.clinic.journey.mapping.queries import examination_for, examination_to_note
from saphena.clinic.journey.mapping.sent import read_sent
from saphena.clinic.journey.mapping.showing import row_json, rows_said, sheet
from saphena.clinic.journey.mapping.showing_images import film_of, origins_of
from saphena.clinic.journey.mapping.standing import slot_of
from saphena.clinic.journey.mapping.views.speaking import said_of, under
from saphena.clinic.journey.mapping.wording import spoken
from saphena.clinic.people.access import needs
from saphena.clinic.record.announcing import chart_opened
from saphena.pathway.anatomy import Category, anatomy
from saphena.pathway.mapping import quantities
from saphena.pathway.mapping.codes import codes
from saphena.pathway.mapping.examined import examined
from saphena.pathway.mapping.words import place_name, sentence
from saphena.pathway.refused import Refused

if TYPE_CHECKING:
    from django.http import HttpResponse

    from saphena.clinic.journey.mapping.models import Examination, Measurement
    from saphena.clinic.people.access import StaffRequest
    from saphena.pathway.mapping.typing_in import Problem

INVALID, OVERTAKEN = 422, 409


@require_safe
@needs("mapping.see")
def entry(request: StaffRequest, examination_id: int) -> HttpResponse:
    """The page to note on; whoever may not, or once it is not preliminary, reads the map instead."""
    examination = examination_for(request.user, examination_id)
    if not (examination.is_preliminary and request.user.may("mapping.note", examination.patient)):
        return redirect("mapping:map", examination.pk)
    chart_opened(patient_id=examination.patient_id, by=request.user, page="the examination")
    return _page(request, examination)


def _page(
    request: StaffRequest, examination: Examination, status: int | None = None, **in_hand: object
) -> HttpResponse:
    shown = sheet(examination)
    page = {
        "examination": examination,
        "patient": examination.patient,
        "sheet": shown,
        "origins": origins_of(request.user, examination, shown.rows.values()),
        "film": film_of(request.user, examination),
        "under": under(examination),
        "acts": [
            Act(_("Look over and review"), reverse("mapping:map", args=[examination.pk]), "check"),
            Act(_("Change the head"), reverse("mapping:head", args=[examination.pk]), ""),
        ],
        "key": get_random_string(12),
        "first_leg": examination.each_leg[0],
        "others": _others(),
        "codes": code_list(),
        "words": script_words(),
    }
    return render(request, "mapping/entry.html", {**page, **in_hand}, status=status)


def _others() -> list[tuple[str, list[tuple[str, str]]]]:
    """The veins that are not in the table from the start, for the list: perforators, tributaries, and the rest."""
    known, language = set(examined()), spoken()
    groups = ((_("Perforators"), Category.PERFORATOR), (_("Tributaries"), Category.TRIBUTARY), (_("Others"), None))
    named = {category for _title, category in groups}
    return [
        (
            title,
            [
                (segment.id, segment.name(language))
                for segment in anatomy()
                if segment.id not in known
                and (segment.category is category or (category is None and segment.category not in named))
            ],
        )
        for title, category in groups
    ]


def code_list() -> list[tuple[str, str]]:
    """One line for each segment that has codes: “gsv ak, lt, dt, bc” and its name."""
    found: dict[str, list[str]] = {}
    for code, id in codes().items():
        vein, _space, part = code.partition(" ")
        known = found.setdefault(id, [vein])
        if vein == known[0] and part:
            known.append(part)
    return [
        (f"{known[0]} {', '.join(known[1:])}".strip(), place_name(id, None, spoken())) for id, known in found.items()
    ]


def script_words() -> dict[str, str]:
    """What the script says by itself."""
    return {
        "saved": _("All saved"),
        "saving": _("Saving …"),
        "waiting": _("No network: # kept on this device, in order. They go as soon as it is back."),
        "out": _("You are signed out. Sign in again in another tab; # are kept on this device meanwhile."),
        "correct": _("Correct"),
        "undo": _("Undo"),
        "undone": _("Taken back"),
        "theirs": _("Keep theirs"),
        "mine": _("Save mine over it"),
    }


@require_POST
@needs("mapping.note")
def note(request: StaffRequest, examination_id: int) -> HttpResponse:
    """One line, one field, or one vein. What is wrong comes back at its field, with what was typed."""
    examination = examination_to_note(request.user, examination_id)
    sent = read_sent(request.POST.dict(), str(examination.each_leg[0]))
    if sent.problems:
        return _wrong(request, examination, [(each.field, sentence(each, spoken())) for each in sent.problems])
    try:
        rows = noting.note(
            actor=request.user,
            examination=examination,
            notings=sent.notings,
            key=_key(request),
            seen=_number(request, "seen"),
        )
    except noting.Overtaken as no:
        return _overtaken(request, examination, no)
    except Refused as no:
        return _wrong(request, examination, [(no.field or "line", str(no))])
    return _kept(request, examination_id, rows, sent.warnings)


@require_POST
@needs("mapping.note")
def rest(request: StaffRequest, examination_id: int) -> HttpResponse:
    examination = examination_to_note(request.user, examination_id)
    try:
        rows = noting.note_rest_competent(
            actor=request.user, examination=examination, leg=request.POST.get("leg", ""), key=_key(request)
        )
    except Refused as no:
        return _wrong(request, examination, [("rest", str(no))])
    said = _("The rest of the leg is competent: %(count)s segments.") % {"count": len(rows)}
    return _kept(request, examination_id, rows, [], said)


@require_POST
@needs("mapping.note")
def undo(request: StaffRequest, examination_id: int) -> HttpResponse:
    examination = examination_to_note(request.user, examination_id)
    try:
        rows = noting.take_back(
            actor=request.user, examination=examination, of=request.POST.get("of", ""), key=_key(request)
        )
    except Refused as no:
        return _wrong(request, examination, [("line", str(no))])
    return _kept(request, examination_id, rows, [], _("Taken back."))


@require_safe
@needs("mapping.see")
def changes(request: StaffRequest, examination_id: int) -> HttpResponse:
    """What others have noted since; the page asks every few seconds."""
    examination = examination_for(request.user, examination_id)
    since = _number(request, "since") or 0
    if examination.serial <= since:
        return JsonResponse({"serial": examination.serial, "rows": []})
    return JsonResponse(_answer(request, examination, since))


@require_safe
@needs("mapping.see")
def table(request: StaffRequest, examination_id: int) -> HttpResponse:
    """The table of one leg again: a vein that was not in it has been noted."""
    examination = examination_for(request.user, examination_id)
    asked = request.GET.get("leg", "")
    shown = sheet(examination)
    legs = {leg.leg: leg for leg in shown.legs}
    leg = legs.get(asked) or next(iter(legs.values()))
    origins = origins_of(request.user, examination, shown.rows.values())
    return render(request, "mapping/table.html", {"leg": leg, "origins": origins})


@require_safe
@needs("mapping.see")
def more(request: StaffRequest, examination_id: int) -> HttpResponse:
    """Everything else of one place, and its history."""
    examination = examination_for(request.user, examination_id)
    leg, segment, level = [*request.GET.get("place", "").split("|"), "", "", ""][:3]
    sent = read_sent({"slot": f"{leg}|{segment}|{level}|remark", "typed": "."})
    if sent.problems or leg not in examination.each_leg:
        raise Refused(_("There is no such place on this map."))
    at = sent.notings[0].slot
    shown, rows = sheet(examination), list(examination.measurements.all())
    origins = origins_of(request.user, examination, shown.rows.values(), rows)
    page = {
        "title": place_name(segment, at.level, spoken()),
        "place": f"{leg}|{segment}|{level}",
        "boxes": more_boxes(leg, segment, at.level, shown.rows),
        "origins": origins,
        "ruled_words": [(value, words[spoken()]) for value, words in quantities().choices["ruled"].of.items()],
        "may_rule": request.user.may("mapping.rule", examination.patient),
        "history": [
            (said_of(row), origins.by_source.get(row.source))
            for row in rows
            if (row.leg, row.segment, row.level) == (leg, segment, at.level)
        ],
    }
    return render(request, "mapping/more.html", page)


def _kept(
    request: StaffRequest, examination_id: int, rows: list[Measurement], warnings: list[Problem], said: str = ""
) -> HttpResponse:
    examination = examination_for(request.user, examination_id)
    since = _number(request, "seen")
    answer = _answer(request, examination, min(row.serial for row in rows) - 1 if since is None else since)
    answer["said"] = said or rows_said(rows, answer.pop("derived"))
    answer["warnings"] = [{"field": each.field, "text": sentence(each, spoken())} for each in warnings]
    answer.pop("derived", None)
    if _wants_json(request):
        return JsonResponse(answer)
    messages.success(request, answer["said"])
    for warning in answer["warnings"]:
        messages.warning(request, warning["text"])
    return redirect("mapping:entry", examination_id)


def _answer(request: StaffRequest, examination: Examination, since: int) -> dict[str, Any]:
    new = [row for row in examination.measurements.all() if row.serial > since]
    shown = sheet(examination, draw=list({row.leg for row in new}))
    origins = origins_of(request.user, examination, shown.rows.values())
    page = {"sheet": shown, "examination": examination, "origins": origins}
    answer: dict[str, Any] = {
        "serial": examination.serial,
        "rows": [{**row_json(row), "image": slot_name(slot_of(row)) in origins.by_slot} for row in new],
        "judged": {
            row.place: [row.judged, row.judged_word] for leg in shown.legs for g in leg.groups for row in g.rows
        },
        "maps": {
            leg.leg: render_to_string("mapping/one_picture.html", {"leg": leg, "picture": picture})
            for leg, picture in shown.drawn
        },
        "results": render_to_string("mapping/results.html", page),
    }
    if request.method == "POST":
        answer["derived"] = shown.derived
    return answer


def _wrong(request: StaffRequest, examination: Examination, problems: list[tuple[str, str]]) -> HttpResponse:
    if _wants_json(request):
        told = [{"field": name, "text": text} for name, text in problems]
        return JsonResponse({"problems": told}, status=INVALID)
    typed = request.POST.get("line", "")
    return _page(request, examination, INVALID, problems=problems, typed=typed, sent=request.POST)


def _overtaken(request: StaffRequest, examination: Examination, no: noting.Overtaken) -> HttpResponse:
    if not _wants_json(request):
        return _wrong(request, examination, [("line", str(no))])
    theirs = [row_json(row) for row in no.theirs]
    return JsonResponse({"text": str(no), "theirs": theirs, "serial": examination.serial}, status=OVERTAKEN)


def _wants_json(request: StaffRequest) -> bool:
    return "application/json" in request.headers.get("Accept", "")


def _key(request: StaffRequest) -> str:
    return request.POST.get("key", "")[: noting.LONGEST_KEY] or get_random_string(24)


def _number(request: StaffRequest, name: str) -> int | None:
    typed = request.POST.get(name) or request.GET.get(name) or ""
    return int(typed) if typed.isdecimal() and len(typed) < 10 else None
