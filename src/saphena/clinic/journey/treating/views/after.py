"""The procedure note: read, given reasons for, signed, added to; and the report for the referrer."""

from __future__ import annotations

import re
import uuid
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from saphena.clinic.design.components import Act
from saphena.clinic.design.dates import date_format
from saphena.clinic.journey.treating import injecting, noting, signing
from saphena.clinic.journey.treating.asking import language
from saphena.clinic.journey.treating.deeds import STATE_WORDS
from saphena.clinic.journey.treating.flags import open_flags
from saphena.clinic.journey.treating.forms import AddendumForm, ReasonForm
from saphena.clinic.journey.treating.from_images import said_of_injections, told
from saphena.clinic.journey.treating.models import Complication, Injection, Note
from saphena.clinic.journey.treating.pictures import Picture, pictures_of
from saphena.clinic.journey.treating.queries import session_for
from saphena.clinic.journey.treating.states import ENDED
from saphena.clinic.journey.treating.telling import parts_of
from saphena.clinic.letters.pages import typed
from saphena.clinic.people.access import needs
from saphena.clinic.people.acting import refusals_shown_in
from saphena.clinic.record.announcing import chart_opened
from saphena.pathway.treating.complications import complications

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django import forms

    from saphena.clinic.imaging.queries import Source
    from saphena.clinic.journey.treating.models import Session
    from saphena.clinic.letters.forms import AddresseeForm
    from saphena.clinic.people.access import StaffRequest

    OfInjection = tuple[str, list[Picture], list[tuple[str, Source | None]]]

INVALID = 422
STAMPED = re.compile(r"(\d\d:\d\d(?::\d\d)?):? (.+)", re.DOTALL)


@require_safe
@needs("treating.see")
def note(request: StaffRequest, session_id: int) -> HttpResponse:
    """The note as it would be signed now, or as it was."""
    session = session_for(request.user, session_id)
    chart_opened(patient_id=session.course.patient_id, by=request.user, page="the procedure note")
    return _shown(request, session)


def _shown(
    request: StaffRequest,
    session: Session,
    status: int | None = None,
    form: forms.Form | None = None,
    to: AddresseeForm | None = None,
) -> HttpResponse:
    signed = Note.objects.filter(session=session).select_related("signed_by").first()
    may = request.user.may
    room = Act(_("The treatment room"), reverse("treating:room", args=[session.pk]), "syringe")
    report = Act(_("Report for the referrer (PDF)"), reverse("treating:report", args=[session.pk]), "print")
    page = {
        "session": session,
        "under": f"{session.get_side_display()}, {date_format(session.day, 'j M Y')}: {STATE_WORDS[session.state]}",
        "acts": [report] if signed else [room],
        "note": signed,
        "parts": _lines(signed.text[language()] if signed else parts_of(session)),
        "pictures": _pictures(request, session),
        "addenda": list(signed.addenda.select_related("by")) if signed else [],
        "addendum_form": form or AddendumForm(),
        "addressed": signing.letter_of(session).shown(request, reverse("treating:address", args=[session.pk]), to)
        if signed
        else None,
        "open_flags": open_flags(session),
        "complications": [(name, each.title[language()]) for name, each in complications().items()],
        "coded": Complication.objects.filter(session=session).exists(),
        "is_over": session.state in ENDED,
        "may_sign": may("treating.sign"),
        "may_override": may("treating.override"),
        "may_record": may("treating.record"),
    }
    return render(request, "treating/note.html", page, status=status)


def _lines(parts: Iterable[Sequence[Any]]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Each heading with its sentences; what begins with a time has it apart, so that the times stand in a column."""
    found = []
    for heading, sentences in parts:
        split = [STAMPED.match(sentence) for sentence in sentences]
        lines = [(at[1], at[2]) if at else ("", said) for at, said in zip(split, sentences, strict=True)]
        found.append((heading, lines))
    return found


def _pictures(request: StaffRequest, session: Session) -> list[OfInjection]:
    """“10:06, 2 mL, great saphenous vein, lower thigh” with the stills and clips of that minute, and what was accepted
    on them."""
    given = list(Injection.objects.filter(session=session, void__isnull=True).order_by("at", "pk"))
    found, values = pictures_of(request.user, session, given), said_of_injections(request.user, session)
    return [
        (told(row), found.get(row.pk, []), values.get(row.pk, []))
        for row in given
        if row.pk in found or row.pk in values
    ]


@require_POST
@needs("treating.sign")
def sign(request: StaffRequest, session_id: int) -> HttpResponse:
    seen = request.POST.get("seen", "")
    version = int(seen[:9]) if seen.isdecimal() else None
    signing.sign_note(actor=request.user, session=session_for(request.user, session_id), seen=version)
    messages.success(request, _("Signed. The note is locked; what is missing can be added below it."))
    return redirect("treating:note", session_id)


@require_POST
@needs("treating.sign")
def addendum(request: StaffRequest, session_id: int) -> HttpResponse:
    session, form = session_for(request.user, session_id), AddendumForm(request.POST)
    if form.is_valid():
        with refusals_shown_in(form):
            signing.add_addendum(actor=request.user, session=session, **form.cleaned_data)
            return redirect("treating:note", session_id)
    return _shown(request, session, INVALID, form)


@require_POST
@needs("treating.override")
def approve(request: StaffRequest, session_id: int, injection_id: int) -> HttpResponse:
    session, form = session_for(request.user, session_id), ReasonForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    injecting.approve_injection(
        actor=request.user, session=session, key=str(uuid.uuid4()), injection_id=injection_id, reason=reason
    )
    return redirect("treating:note", session_id)


@require_POST
@needs("treating.override")
def explain(request: StaffRequest, session_id: int, kind: str, row_id: int) -> HttpResponse:
    session, form = session_for(request.user, session_id), ReasonForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    signing.explain(actor=request.user, session=session, key=str(uuid.uuid4()), kind=kind, row_id=row_id, reason=reason)
    return redirect("treating:note", session_id)


@require_POST
@needs("treating.record")
def complication(request: StaffRequest, session_id: int) -> HttpResponse:
    what, words = request.POST.get("what", "")[:40], request.POST.get("words", "")
    session, key, now = session_for(request.user, session_id), str(uuid.uuid4()), timezone.now()
    noting.code_complication(actor=request.user, session=session, key=key, what=what, words=words, at=now)
    return redirect("treating:note", session_id)


@require_POST
@needs("letters.address")
def address(request: StaffRequest, session_id: int) -> HttpResponse:
    """Say to whom the report goes."""
    session, form = session_for(request.user, session_id), typed(request)
    if signing.letter_of(session).send_to(request, form):
        return redirect("treating:note", session_id)
    return _shown(request, session, INVALID, to=form)


@require_safe
@needs("treating.see")
def report(request: StaffRequest, session_id: int) -> HttpResponse:
    session = session_for(request.user, session_id)
    response = HttpResponse(
        signing.make_report(actor=request.user, session=session, language=language()), content_type="application/pdf"
    )
    response["Content-Disposition"] = 'attachment; filename="report.pdf"'
    return response
