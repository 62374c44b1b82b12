"""The patient's own list: tick, read, tell medicines, stocking, way home and trips. No account, no script."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from saphena.clinic.courses.hanging import own_courses, own_page
from saphena.clinic.courses.speaking import language
from saphena.clinic.journey.preparing import actions, wording
from saphena.clinic.journey.preparing.forms import MedicineForm, StockingForm, TripForm, WayHomeForm
from saphena.clinic.journey.preparing.queries import states_of
from saphena.clinic.people.acting import refusals_said_to, refusals_shown_in
from saphena.clinic.people.link_door import patient_link
from saphena.clinic.record.announcing import chart_opened

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from django import forms
    from django.http import HttpResponse

    from saphena.clinic.courses.models import Course
    from saphena.clinic.journey.preparing.models import Stocking
    from saphena.clinic.journey.preparing.readiness import State
    from saphena.clinic.people.link_door import PatientRequest

INVALID = 422


def _states(request: PatientRequest) -> tuple[dict[str, object], list[State]]:
    """What every one of these pages has, and the visits to prepare for."""
    courses, plans = own_courses(request)
    states = states_of(courses, language(), timezone.now())
    return own_page(request, "preparing:own", courses, plans), states


@require_safe
@patient_link
def checklist(request: PatientRequest) -> HttpResponse:
    chart_opened(patient_id=request.patient.pk, by=request.patient, page="the list before the visit")
    page, states = _states(request)
    now = timezone.now()
    return render(request, "preparing/own.html", page | {"visits": [_visit(state, now) for state in states]})


def _visit(state: State, now: datetime) -> dict[str, object]:
    lines = wording.tasks(state, now)
    todo = [line for line in lines if line.ticked and not line.done]
    medicines = wording.medicines([state], state.rows.medicines)
    trips = wording.trips([state], state.rows.trips)
    return {
        "course": state.course,
        "when": wording.moment(state.visit, state),
        "countdown": wording.countdown(state, now),
        "moved": wording.moment(state.moved, state) if state.moved else "",
        "done": state.done_count,
        "all": len(state.to_tick),
        "now": [line for line in todo if line.due],
        "later": [line for line in lines if not line.done and not (line.ticked and line.due)],
        "ticked": [line for line in lines if line.done],
        "digest": state.whole_digest,
        "has_read": bool(state.rows.readings) and state.rows.readings[-1].visit_at == state.visit,
        "stocking": wording.stocking(state),
        "way_home": wording.way_home(state),
        "medicines": medicines,
        "medicines_kind": gravest(medicines),
        "trips": trips,
        "trips_kind": gravest(trips),
    }


def gravest(told: list[wording.Said]) -> str:
    kinds = {each.kind for each in told}
    return next((kind for kind in ("stop", "warning", "info", "done") if kind in kinds), "waiting")


def _course(request: PatientRequest, course_id: int) -> Course:
    for course in own_courses(request)[0]:
        if course.pk == course_id:
            return course
    raise Http404


def _act(request: PatientRequest, act: Callable[[], object], said: str = "") -> HttpResponse:
    """Do it and show the list again; what no longer holds is said there."""
    with refusals_said_to(request):
        act()
        if said:
            messages.success(request, said)
    return redirect("preparing:own", request.token)


@require_POST
@patient_link
def tick(request: PatientRequest, course_id: int) -> HttpResponse:
    course, posted = _course(request, course_id), request.POST
    rule, shown, done = posted.get("rule", ""), posted.get("shown", ""), posted.get("done") == "yes"

    def act() -> None:
        actions.tick(actor=request.patient, course=course, rule=rule[:100], done=done, language=language(), shown=shown)

    return _act(request, act)


@require_POST
@patient_link
def say_read(request: PatientRequest, course_id: int) -> HttpResponse:
    course, shown = _course(request, course_id), request.POST.get("shown", "")

    def act() -> None:
        actions.say_read(actor=request.patient, course=course, language=language(), shown=shown)

    return _act(request, act, _("Thank you. We know that you have read it."))


def _asked(
    request: PatientRequest, form: forms.Form, act: Callable[[], object], done: str, **shown: object
) -> HttpResponse:
    """One page that asks one thing: what is wrong is shown with what was typed."""
    if request.method == "POST" and form.is_valid():
        with refusals_shown_in(form):
            act()
            messages.success(request, done)
            return redirect(request.path if shown.get("told") is not None else "preparing:own", *_token(request, shown))
    chart_opened(patient_id=request.patient.pk, by=request.patient, page="the questions before the visit")
    return render(request, "preparing/own_ask.html", {"form": form, **shown}, status=INVALID if form.errors else None)


def _token(request: PatientRequest, shown: dict[str, object]) -> list[str]:
    return [] if shown.get("told") is not None else [request.token]


@require_http_methods(["GET", "HEAD", "POST"])
@patient_link
def medicines(request: PatientRequest) -> HttpResponse:
    page, states = _states(request)
    form = MedicineForm(request.POST or None)
    rows = states[0].rows.medicines if states else []

    def act() -> None:
        actions.tell_medicine(actor=request.patient, patient=request.patient, **form.cleaned_data)

    shown = {
        "heading": _("Your medicines"),
        "lead": _("Everything you take: pills, drops, patches, herbs, also what you buy without a prescription."),
        "told": wording.medicines(states, rows),
        "told_heading": _("Your list"),
        "remove": "preparing:own_medicine_remove",
        "button": _("Add to my list"),
    }
    return _asked(request, form, act, _("It is on your list."), **page, **shown)


@require_POST
@patient_link
def remove_medicine(request: PatientRequest) -> HttpResponse:
    row = request.POST.get("row", "")
    if row.isdecimal() and len(row) < 19:
        actions.remove_medicine(actor=request.patient, patient=request.patient, medicine_id=int(row))
    return redirect("preparing:own_medicines", request.token)


@require_http_methods(["GET", "HEAD", "POST"])
@patient_link
def trips(request: PatientRequest) -> HttpResponse:
    page, states = _states(request)
    form = TripForm(request.POST or None)
    rows = states[0].rows.trips if states else []

    def act() -> None:
        actions.tell_trip(actor=request.patient, patient=request.patient, **form.cleaned_data)

    shown = {
        "heading": _("Your trips"),
        "lead": _("Journeys in the weeks before and after your visit, when you sit for more than an hour or two."),
        "told": wording.trips(states, rows),
        "told_heading": _("Trips that you told us"),
        "remove": "preparing:own_trip_remove",
        "button": _("Tell the clinic"),
    }
    return _asked(request, form, act, _("Thank you for telling us."), **page, **shown)


@require_POST
@patient_link
def remove_trip(request: PatientRequest) -> HttpResponse:
    row = request.POST.get("row", "")
    if row.isdecimal() and len(row) < 19:
        actions.remove_trip(actor=request.patient, patient=request.patient, trip_id=int(row))
    return redirect("preparing:own_trips", request.token)


@require_http_methods(["GET", "HEAD", "POST"])
@patient_link
def stocking(request: PatientRequest, course_id: int) -> HttpResponse:
    course = _course(request, course_id)
    page, states = _states(request)
    newest = next((state.stocking for state in states if state.course.pk == course_id), None)
    form = StockingForm(request.POST or None, course=course, language=language(), initial=stocking_told(newest))

    def act() -> None:
        actions.tell_stocking(actor=request.patient, course=course, **form.cleaned_data)

    shown = {
        "heading": _("Your stocking"),
        "lead": _("You wear it home over the bandage. It has to be there on the day, and it has to fit."),
        "button": _("Tell the clinic"),
    }
    return _asked(request, form, act, _("Thank you for telling us."), **page, **shown)


@require_http_methods(["GET", "HEAD", "POST"])
@patient_link
def way_home(request: PatientRequest, course_id: int) -> HttpResponse:
    course = _course(request, course_id)
    page, states = _states(request)
    newest = next((state.way_home for state in states if state.course.pk == course_id), None)
    told = {"driver": newest.driver, "minutes": newest.minutes} if newest else {}
    form = WayHomeForm(request.POST or None, initial=told)

    def act() -> None:
        actions.tell_way_home(actor=request.patient, course=course, **form.cleaned_data)

    shown = {
        "heading": _("Your way home"),
        "lead": _("After the visit you go straight home. If it is far, somebody else has to drive."),
        "button": _("Tell the clinic"),
    }
    return _asked(request, form, act, _("Thank you for telling us."), **page, **shown)


def stocking_told(newest: Stocking | None) -> dict[str, object]:
    if newest is None:
        return {}
    told: dict[str, object] = {"choice": newest.choice, "strength": newest.strength, "size": newest.size}
    return told | {"in_hand": "yes" if newest.in_hand else "no"}
