"""A map to read, to review, to sign, to compare and to take away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from saphena.clinic.courses.drawing import standing as course_standing
from saphena.clinic.courses.hanging import page_of_step
from saphena.clinic.courses.queries import courses_of
from saphena.clinic.design.components import Act
from saphena.clinic.design.leg_map import leg_map_picture
from saphena.clinic.journey.mapping import actions, taking_away
from saphena.clinic.journey.mapping.drawing import change_marks, leg_map
from saphena.clinic.journey.mapping.forms import AddendumForm, ReasonForm
from saphena.clinic.journey.mapping.queries import counts_until, criteria_sets, earlier_maps, examination_for
from saphena.clinic.journey.mapping.reporting import letter_of
from saphena.clinic.journey.mapping.showing import Sheet, sheet
from saphena.clinic.journey.mapping.showing_criteria import set_shown
from saphena.clinic.journey.mapping.showing_images import film_of, origins_of
from saphena.clinic.journey.mapping.standing import derived_of, standing
from saphena.clinic.journey.mapping.states import State
from saphena.clinic.journey.mapping.views.speaking import moment, said_of, under
from saphena.clinic.journey.mapping.wording import leg_name, spoken
from saphena.clinic.letters.pages import typed
from saphena.clinic.people.access import needs
from saphena.clinic.people.acting import refusals_shown_in
from saphena.clinic.record.announcing import chart_opened
from saphena.pathway.mapping import Kind, compare
from saphena.pathway.mapping.concluding import CHANGES, STATES
from saphena.pathway.mapping.words import place_name, reason
from saphena.pathway.refused import Refused

if TYPE_CHECKING:
    from collections.abc import Iterable

    from saphena.clinic.journey.mapping.models import Examination
    from saphena.clinic.letters.forms import AddresseeForm
    from saphena.clinic.people.access import StaffRequest
    from saphena.pathway.mapping import Change

INVALID = 422


@require_safe
@needs("mapping.see")
def map_page(request: StaffRequest, examination_id: int) -> HttpResponse:
    """The map: drawn, as a table, and what follows; `with` names an earlier one to compare it with."""
    examination = examination_for(request.user, examination_id)
    chart_opened(patient_id=examination.patient_id, by=request.user, page="the vein map")
    return _page(request, examination)


def _page(
    request: StaffRequest,
    examination: Examination,
    status: int | None = None,
    to: AddresseeForm | None = None,
    **in_hand: object,
) -> HttpResponse:
    shown = sheet(examination, tables=False)
    course, earlier = examination.course, earlier_maps(request.user, examination)
    noted = list(examination.measurements.all())
    origins = origins_of(request.user, examination, shown.rows.values(), noted)
    page = {
        "examination": examination,
        "patient": examination.patient,
        "under": under(examination),
        "sheet": shown,
        "acts": _acts(request, examination),
        "may": {
            verb: request.user.may(f"mapping.{verb}", examination.patient) for verb in ("review", "sign", "examine")
        },
        "stage": {state.value: examination.state == state for state in State},
        "until": counts_until(examination, course) if course else None,
        "earlier": [(each.pk, moment(each.examined_at)) for each in earlier],
        "compared": _compared(request, earlier, shown),
        "signed_at": moment(examination.signed_at) if examination.signed_at else "",
        "reviewed_at": moment(examination.reviewed_at) if examination.reviewed_at else "",
        "origins": origins,
        "film": film_of(request.user, examination),
        "history": [(said_of(row), origins.by_source.get(row.source)) for row in noted],
        "addenda": [(each.text, each.added_by.name, moment(each.added_at)) for each in examination.addenda.all()],
        "addendum_form": AddendumForm(),
        "addressed": letter_of(examination).shown(request, reverse("mapping:address", args=[examination.pk]), to),
        "reason_form": ReasonForm(),
    }
    return render(request, "mapping/map.html", {**page, **in_hand}, status=status)


def _onward(request: StaffRequest, examination: Examination) -> list[Act]:
    """From a signed map to what is planned on its legs: of the courses that signing dates, begun from them or not."""
    if not examination.is_signed:
        return []
    courses = [
        course
        for course in courses_of(request.user, examination.patient)
        if course.leg in examination.each_leg and "injected" not in course_standing(course.happenings.all()).happened
    ]
    ways = [(course, page_of_step(request.user, "planning", course)) for course in courses]
    said = _("On to planning, %(leg)s") if len(courses) > 1 else _("On to planning")
    return [Act(said % {"leg": course.get_leg_display()}, way, "next") for course, way in ways if way]


def _acts(request: StaffRequest, examination: Examination) -> list[Act]:
    acts = _onward(request, examination)
    if examination.is_preliminary and request.user.may("mapping.note", examination.patient):
        acts.append(Act(_("Go on noting"), reverse("mapping:entry", args=[examination.pk]), "leg"))
    report = reverse("mapping:report", args=[examination.pk])
    acts.append(Act(_("Report (PDF)"), report, "print"))
    if examination.is_signed:
        theirs = f"{report}?for=patient&lang={examination.patient.language[:2]}"
        acts.append(Act(_("For the patient (PDF)"), theirs, "print"))
    acts.append(Act(_("Table (CSV)"), reverse("mapping:csv", args=[examination.pk]), "document"))
    acts.append(Act(_("Data (JSON)"), reverse("mapping:json", args=[examination.pk]), "document"))
    return acts


def _compared(request: StaffRequest, earlier: list[Examination], shown: Sheet) -> dict[str, object] | None:
    """Two maps side by side with what has changed, where one was asked for."""
    asked = request.GET.get("with", "")
    before = next((each for each in earlier if str(each.pk) == asked), None)
    if before is None:
        return None
    rows = standing(before)
    was = derived_of(before, rows)
    changes = compare(was, shown.derived)
    legs = before.each_leg
    told = _told(changes)
    now = leg_map(shown.derived, shown.rows)
    return {
        "pk": before.pk,
        "before": leg_map_picture(leg_map(was, rows), legs=legs, key="before"),
        "after": leg_map_picture(now, legs=legs, changes=change_marks(changes), key="after"),
        "before_label": moment(before.examined_at),
        "changes": told,
        "unchanged": sum(1 for change in changes if change.kind is Kind.UNCHANGED),
    }


def _told(changes: Iterable[Change]) -> list[dict[str, str]]:
    """One line for each place that is not as it was, the weightiest of its changes first."""
    language = spoken()
    places: dict[tuple[object, ...], list[Change]] = {}
    for change in changes:
        if change.kind is not Kind.UNCHANGED:
            places.setdefault((change.leg, change.segment, change.level), []).append(change)
    return [
        {
            "leg": leg_name(first.leg),
            "place": place_name(first.segment, first.level, language),
            "word": CHANGES[first.kind][language],
            "also": ", ".join(CHANGES[each.kind][language] for each in rest),
            "before": STATES[first.before][language],
            "after": STATES[first.after][language],
            "why": "; ".join(reason(each.why, language) for each in (first, *rest) if each.why),
        }
        for first, *rest in places.values()
    ]


@require_POST
@needs("mapping.review")
def review(request: StaffRequest, examination_id: int) -> HttpResponse:
    examination = examination_for(request.user, examination_id)
    try:
        actions.review(actor=request.user, examination=examination)
    except Refused as no:
        return _page(request, examination_for(request.user, examination_id), INVALID, refused=str(no))
    messages.success(request, _("Reviewed. A physician can sign it now."))
    return redirect("mapping:map", examination_id)


@require_POST
@needs("mapping.sign")
def sign(request: StaffRequest, examination_id: int) -> HttpResponse:
    examination = examination_for(request.user, examination_id)
    try:
        actions.sign_map(actor=request.user, examination=examination)
    except Refused as no:
        return _page(request, examination_for(request.user, examination_id), INVALID, refused=str(no))
    messages.success(request, _("Signed. Planning can begin."))
    return redirect("mapping:map", examination_id)


@require_POST
@needs("mapping.review")
def reopen(request: StaffRequest, examination_id: int) -> HttpResponse:
    examination, form = examination_for(request.user, examination_id), ReasonForm(request.POST)
    if form.is_valid():
        with refusals_shown_in(form):
            actions.reopen(actor=request.user, examination=examination, **form.cleaned_data)
            return redirect("mapping:entry", examination_id)
    return _page(request, examination, INVALID, reason_form=form)


@require_POST
@needs("mapping.examine")
def withdraw(request: StaffRequest, examination_id: int) -> HttpResponse:
    examination, form = examination_for(request.user, examination_id), ReasonForm(request.POST)
    if form.is_valid():
        with refusals_shown_in(form):
            actions.withdraw(actor=request.user, examination=examination, **form.cleaned_data)
            messages.success(request, _("Withdrawn. What was noted stays readable."))
            return redirect("mapping:examinations")
    return _page(request, examination, INVALID, reason_form=form)


@require_POST
@needs("mapping.review")
def addendum(request: StaffRequest, examination_id: int) -> HttpResponse:
    examination, form = examination_for(request.user, examination_id), AddendumForm(request.POST)
    if form.is_valid():
        with refusals_shown_in(form):
            actions.add_addendum(actor=request.user, examination=examination, **form.cleaned_data)
            messages.success(request, _("Added."))
            return redirect("mapping:map", examination_id)
    return _page(request, examination, INVALID, addendum_form=form)


@require_POST
@needs("letters.address")
def address(request: StaffRequest, examination_id: int) -> HttpResponse:
    """Say to whom the report goes."""
    examination, form = examination_for(request.user, examination_id), typed(request)
    if letter_of(examination).send_to(request, form):
        return redirect("mapping:map", examination_id)
    return _page(request, examination, INVALID, form)


@require_safe
@needs("mapping.see")
def as_csv(request: StaffRequest, examination_id: int) -> HttpResponse:
    examination = examination_for(request.user, examination_id)
    chart_opened(patient_id=examination.patient_id, by=request.user, page="the vein map as a table")
    answer = HttpResponse(taking_away.as_csv(examination), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="vein-map-{examination.pk}.csv"'
    return answer


@require_safe
@needs("mapping.see")
def as_json(request: StaffRequest, examination_id: int) -> HttpResponse:
    examination = examination_for(request.user, examination_id)
    chart_opened(patient_id=examination.patient_id, by=request.user, page="the vein map as data")
    answer = JsonResponse(taking_away.as_data(examination), json_dumps_params={"indent": 1, "ensure_ascii": False})
    answer["Content-Disposition"] = f'attachment; filename="vein-map-{examination.pk}.json"'
    return answer


@require_safe
@needs("mapping.see")
def criteria(request: StaffRequest) -> HttpResponse:
    """Every set with its rows, where each stands, and how sure we are of it."""
    shown = [set_shown(known, row) for known, row in criteria_sets()]
    may = request.user.may("mapping.confirm_criteria")
    return render(request, "mapping/criteria.html", {"shown_sets": shown, "may_confirm": may})


@require_POST
@needs("mapping.confirm_criteria")
def confirm_criteria(request: StaffRequest, name: str) -> HttpResponse:
    actions.confirm_criteria(actor=request.user, name=name)
    messages.success(request, _("Confirmed. The set can be chosen now."))
    return redirect("mapping:criteria")
