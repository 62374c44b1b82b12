"""Who is not ready for their visit, and one visit's preparation as staff see it and write it down on the telephone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from saphena.clinic.courses.speaking import language
from saphena.clinic.journey.preparing import actions, wording
from saphena.clinic.journey.preparing.forms import MedicineForm, PrescriberForm, StockingForm, TripForm, WayHomeForm
from saphena.clinic.journey.preparing.queries import not_ready as states_not_ready
from saphena.clinic.journey.preparing.queries import question_for, state_for
from saphena.clinic.journey.preparing.views.own import stocking_told
from saphena.clinic.people.access import needs
from saphena.clinic.people.acting import refusals_said_to, refusals_shown_in
from saphena.clinic.record.announcing import chart_opened

if TYPE_CHECKING:
    from django import forms
    from django.http import HttpResponse, QueryDict

    from saphena.clinic.journey.preparing.readiness import State
    from saphena.clinic.people.access import StaffRequest
    from saphena.clinic.people.models import User

INVALID = 422


@require_safe
@needs("preparing.see")
def not_ready(request: StaffRequest) -> HttpResponse:
    """One list, the most pressing first, with what is missing in words."""
    now = timezone.now()
    states = states_not_ready(request.user, now)
    page = {
        "waiting": [(state, said_missing(state), wording.moment(state.visit, state), wording.countdown(state, now))
                    for state in states if state.missing],
        "ready": [(state, wording.moment(state.visit, state)) for state in states if not state.missing],
    }  # fmt: skip
    return render(request, "preparing/not_ready.html", page)


def said_missing(state: State) -> list[tuple[str, str]]:
    """What is missing, each with the state that shows how much it presses."""
    return [(wording.LATE_STATES[each.late], each.text) for each in state.missing]


@require_safe
@needs("preparing.see")
def one(request: StaffRequest, course_id: int) -> HttpResponse:
    return _shown(request, course_id)


def _forms(state: State) -> dict[str, forms.Form]:
    way = state.way_home
    return {
        "stocking": StockingForm(course=state.course, language=state.said, initial=stocking_told(state.stocking)),
        "way-home": WayHomeForm(initial={"driver": way.driver, "minutes": way.minutes} if way else {}),
        "medicine": MedicineForm(),
        "trip": TripForm(),
    }


HEADINGS = {
    "stocking": gettext_lazy("Stocking"),
    "way-home": gettext_lazy("Way home"),
    "medicine": gettext_lazy("A medicine"),
    "trip": gettext_lazy("A trip"),
}


def _shown(request: StaffRequest, course_id: int, status: int | None = None, **wrong: forms.Form) -> HttpResponse:
    state = state_for(request.user, course_id)
    patient, now = state.course.patient, timezone.now()
    chart_opened(patient_id=patient.pk, by=request.user, page="the preparation")
    asked = _forms(state) | {name.replace("_", "-"): form for name, form in wrong.items()}
    may_ask = request.user.may("preparing.ask_prescriber", patient)
    page = {
        "state": state,
        "course": state.course,
        "patient": patient,
        "under": f"{wording.moment(state.visit, state)}, {wording.countdown(state, now)}",
        "missing": said_missing(state),
        "tasks": wording.tasks(state, now),
        "stocking": wording.stocking(state),
        "way_home": wording.way_home(state),
        "medicines": [
            (row, said, PrescriberForm(auto_id=f"id_q{row.pk}_%s") if may_ask and _is_open(row) else None)
            for row, said in zip(state.rows.medicines, wording.medicines([state], state.rows.medicines), strict=True)
        ],
        "trips": wording.trips([state], state.rows.trips),
        "forms": [(name, HEADINGS[name], form, bool(form.errors)) for name, form in asked.items()],
        "may_record": request.user.may("preparing.record", patient),
    }
    return render(request, "preparing/one.html", page, status=status)


def _is_open(row: object) -> bool:
    question = getattr(row, "question", None)
    return question is not None and question.state != "answered"


@require_POST
@needs("preparing.record")
def tick(request: StaffRequest, course_id: int) -> HttpResponse:
    """On the telephone: what the patient says is ticked for them, and the row says by whom."""
    course, posted = state_for(request.user, course_id).course, request.POST
    rule, shown = posted.get("rule", "")[:100], posted.get("shown", "")
    with refusals_said_to(request):
        actions.tick(
            actor=request.user, course=course, rule=rule, done=posted.get("done") == "yes", language=language(),
            shown=shown,
        )  # fmt: skip
    return redirect("preparing:one", course_id)


@require_POST
@needs("preparing.record")
def tell(request: StaffRequest, course_id: int, what: str) -> HttpResponse:
    """Stocking, way home, a medicine, a trip: what the patient says is written down for them."""
    state = state_for(request.user, course_id)
    if what not in HEADINGS:
        raise Http404
    form = _form(state, what, request.POST)
    if form.is_valid():
        with refusals_shown_in(form):
            _tell(request.user, state, what, form.cleaned_data)
            messages.success(request, _("Saved."))
            return redirect("preparing:one", course_id)
    return _shown(request, course_id, INVALID, **{what.replace("-", "_"): form})


def _form(state: State, what: str, posted: QueryDict) -> forms.Form:
    if what == "stocking":
        return StockingForm(posted, course=state.course, language=state.said)
    simple: dict[str, type[forms.Form]] = {"way-home": WayHomeForm, "medicine": MedicineForm, "trip": TripForm}
    return simple[what](posted)


def _tell(actor: User, state: State, what: str, told: dict[str, Any]) -> None:
    course, patient = state.course, state.course.patient
    if what == "stocking":
        actions.tell_stocking(actor=actor, course=course, **told)
    elif what == "way-home":
        actions.tell_way_home(actor=actor, course=course, **told)
    elif what == "medicine":
        actions.tell_medicine(actor=actor, patient=patient, **told)
    else:
        actions.tell_trip(actor=actor, patient=patient, **told)


@require_POST
@needs("preparing.ask_prescriber")
def note_prescriber(request: StaffRequest, question_id: int) -> HttpResponse:
    question, form = question_for(request.user, question_id), PrescriberForm(request.POST)
    course = request.POST.get("course", "")
    if form.is_valid():
        with refusals_said_to(request):
            actions.note_prescriber(actor=request.user, question=question, **form.cleaned_data)
            messages.success(request, _("Saved."))
    else:
        messages.error(request, _("Please say how far it is, and what they said."))
    if course.isdecimal() and len(course) < 19:
        return redirect("preparing:one", int(course))
    return redirect("preparing:not_ready")
