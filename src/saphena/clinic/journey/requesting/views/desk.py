"""The triage desk: the list, one request, and what is done with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from saphena.clinic.design.components import Act
from saphena.clinic.journey.requesting import actions, wording
from saphena.clinic.journey.requesting.forms import DeclineForm, QuestionForm
from saphena.clinic.journey.requesting.hanging import notes_for
from saphena.clinic.journey.requesting.queries import candidates, how_many, request_for
from saphena.clinic.journey.requesting.queries import desk as requests_on
from saphena.clinic.journey.requesting.states import OPEN, State
from saphena.clinic.people.access import needs
from saphena.clinic.people.acting import refused
from saphena.clinic.people.paging import listed, rows_alone, typed
from saphena.clinic.people.queries import patient_for
from saphena.pathway.refused import Refused
from saphena.pathway.requesting import Leg, Urgency

if TYPE_CHECKING:
    from django import forms
    from django.core.paginator import Page
    from django.http import HttpResponse

    from saphena.clinic.journey.requesting.models import AppointmentRequest
    from saphena.clinic.people.access import StaffRequest

INVALID = 422
TABS = (
    ("", gettext_lazy("To do")),
    ("asked", gettext_lazy("Waiting for an answer")),
    ("closed", gettext_lazy("Closed")),
)


@require_safe
@needs("requesting.see_desk")
def desk(request: StaffRequest) -> HttpResponse:
    """One list, the most urgent first, with the reasons in words."""
    which = request.GET.get("state", "")
    which = which if which in dict(TABS) else ""
    context = listed(request, requests_on(request.user, which, typed(request)))
    for asked in cast("Page[AppointmentRequest]", context["page"]):
        described(asked)
    counts = how_many(request.user)
    context |= {
        "state": which,
        "tabs": [(tab, label, counts.get(tab, 0)) for tab, label in TABS],
        "may_triage": request.user.may("requesting.triage"),
        "notes": notes_for(request.user),
        "acts": [Act(_("Write down a request"), reverse("requesting:write_down"), "phone")]
        if request.user.may("requesting.triage")
        else [],
        "public_address": settings.SAPHENA_URL + reverse("requesting:ask"),
    }
    return render(request, "requesting/desk_rows.html" if rows_alone(request) else "requesting/desk.html", context)


def described(asked: AppointmentRequest) -> None:
    """What is shown beside its columns: how urgent in a word, why, and how far it is."""
    asked.badge = wording.BADGES[Urgency(asked.urgency)]  # type: ignore[attr-defined]  # for the template
    asked.urgent = str(wording.URGENCIES[asked.urgency])  # type: ignore[attr-defined]  # for the template
    asked.why = wording.reasons_of(asked)  # type: ignore[attr-defined]  # for the template
    asked.state_name = str(wording.STATE_NAMES[State(asked.state)])  # type: ignore[attr-defined]  # for the template
    asked.may_be_taken = asked.state in (State.NEW, State.ANSWERED)  # type: ignore[attr-defined]  # for the template


@require_safe
@needs("requesting.see_desk")
def one(request: StaffRequest, request_id: int) -> HttpResponse:
    asked = request_for(request.user, request_id)
    actions.see(actor=request.user, asked=asked)
    return _shown(request, asked)


def _shown(
    request: StaffRequest, asked: AppointmentRequest, status: int | None = None, **in_hand: object
) -> HttpResponse:
    described(asked)
    is_open = asked.state in OPEN
    alike = candidates(request.user, asked) if is_open else []
    page = {
        "asked": asked,
        "under": _under(asked),
        "tellings": [(telling, wording.told_lines(telling)) for telling in reversed(asked.tellings.all())],
        "may_triage": request.user.may("requesting.triage") and is_open,
        "mine": asked.taken_by_id == request.user.pk,
        "candidates": alike,
        "seems_known": any(candidate.same_person for candidate in alike),
        "question_form": QuestionForm(),
        "decline_form": DeclineForm(initial={"seen": _last(asked)}),
        "call_now": is_open and asked.urgency <= Urgency.TODAY,
        "next_acts": _next(request, asked),
        "differs": _differs(asked),
    }
    return render(request, "requesting/request.html", {**page, **in_hand}, status=status)


def _last(asked: AppointmentRequest) -> int:
    """The last telling on the page."""
    return max((telling.pk for telling in asked.tellings.all()), default=0)


def _under(asked: AppointmentRequest) -> str:
    return f"{asked.urgent}, {asked.state_name}"  # type: ignore[attr-defined]  # see described


def _next(request: StaffRequest, asked: AppointmentRequest) -> list[Act]:
    """Once accepted: the chart, and a course for each leg that has none from this request."""
    if asked.patient is None:
        return []
    acts = [Act(_("The chart"), reverse("courses:chart", args=[asked.patient_id]), "person", quiet=True)]
    if request.user.may("courses.open", asked.patient):
        done = {each.course.leg for each in asked.courses.all()}
        legs = [leg for leg in Leg if any(leg in told.answers["legs"] for told in asked.tellings.all())]
        words = {Leg.LEFT: _("Open a course, left leg"), Leg.RIGHT: _("Open a course, right leg")}
        opening = reverse("courses:open", args=[asked.patient_id])
        times = {Leg.LEFT: _("Find times, left leg"), Leg.RIGHT: _("Find times, right leg")}
        waiting = [leg for leg in legs if leg not in done]
        found = {leg: reverse(settings.SAPHENA_TIMES_PAGE, args=[asked.pk, leg.value]) for leg in waiting}
        acts = [
            *(Act(times[leg], found[leg], "calendar") for leg in waiting),
            *acts,
            *(Act(words[leg], f"{opening}?leg={leg}", "leg", quiet=True) for leg in waiting),
        ]
    return acts


def _differs(asked: AppointmentRequest) -> list[str]:
    """What a known patient gave otherwise than it stands in their details."""
    patient = asked.patient
    if patient is None:
        return []
    pairs = ((_("telephone"), asked.phone, patient.phone), (_("e-mail"), asked.email, patient.email))
    return [
        _("Another %(what)s than in the details: %(given)s") % {"what": what, "given": given}
        for what, given, known in pairs
        if given and given != known
    ]


@require_POST
@needs("requesting.triage")
def take(request: StaffRequest, request_id: int) -> HttpResponse:
    asked = request_for(request.user, request_id)
    over_from = request.POST.get("over_from", "")
    actions.take(actor=request.user, asked=asked, over_from=int(over_from) if over_from.isdecimal() else None)
    return redirect("requesting:one", request_id)


@require_POST
@needs("requesting.triage")
def put_back(request: StaffRequest, request_id: int) -> HttpResponse:
    actions.put_back(actor=request.user, asked=request_for(request.user, request_id))
    return redirect("requesting:desk")


@require_POST
@needs("requesting.triage")
def ask_back(request: StaffRequest, request_id: int) -> HttpResponse:
    asked, form = request_for(request.user, request_id), QuestionForm(request.POST)
    if form.is_valid():
        try:
            actions.ask_back(actor=request.user, asked=asked, text=form.cleaned_data["text"])
        except Refused as no:
            return _no(request, asked, form, no, "question_form")
        messages.success(request, _("The question goes out with the next messages."))
        return redirect("requesting:desk")
    return _shown(request, asked, INVALID, question_form=form)


@require_POST
@needs("requesting.triage")
def decline(request: StaffRequest, request_id: int) -> HttpResponse:
    asked, form = request_for(request.user, request_id), DeclineForm(request.POST)
    if not form.is_valid():
        return _shown(request, asked, INVALID, decline_form=form)
    reason, seen = form.cleaned_data["reason"], form.cleaned_data["seen"]
    try:
        actions.decline(actor=request.user, asked=asked, reason=reason, seen=seen)
    except Refused as no:
        # The page that is shown now has what is new, so that it can be declined from there.
        again = DeclineForm({"reason": reason, "seen": _last(request_for(request.user, request_id))})
        return _no(request, asked, again, no, "decline_form")
    sent = _("Declined. The reason goes out with the next messages.")
    messages.success(request, sent if asked.email else _("Declined. They gave no e-mail address: please call them."))
    return redirect("requesting:desk")


def _no(request: StaffRequest, asked: AppointmentRequest, form: forms.Form, no: Refused, name: str) -> HttpResponse:
    """What the rule says, at its field; what has changed in the meantime is shown."""
    refused(form, no)
    return _shown(request, request_for(request.user, asked.pk), INVALID, **{name: form})


@require_POST
@needs("requesting.triage")
def accept(request: StaffRequest, request_id: int) -> HttpResponse:
    """As the known patient whose number is sent, else as a new one."""
    asked = request_for(request.user, request_id)
    known = request.POST.get("patient", "")
    if known.isdecimal():
        patient = patient_for(request.user, int(known))
        actions.accept_as_known(actor=request.user, asked=asked, patient=patient)
    else:
        try:
            actions.accept_as_new(
                actor=request.user, asked=asked, although_known=bool(request.POST.get("although_known"))
            )
        except Refused as no:
            return _shown(request, request_for(request.user, request_id), INVALID, accept_refused=no.reason)
    messages.success(request, _("Accepted. Find times next: the course opens with the first visit."))
    return redirect("requesting:one", request_id)
