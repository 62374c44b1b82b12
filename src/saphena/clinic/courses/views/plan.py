"""The plan as staff see it, and what they write down that moves it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from saphena.clinic.courses import actions, papers
from saphena.clinic.courses.chart import event_rows
from saphena.clinic.courses.drawing import draw, standing
from saphena.clinic.courses.forms import EventForm, FactsForm, ObservationForm, question_of
from saphena.clinic.courses.hanging import linked, page_of_step, with_way
from saphena.clinic.courses.journey import gates, journey, overrides_of
from saphena.clinic.courses.queries import course_for, courses_of
from saphena.clinic.courses.questions import clinical, said_of, waiting_for_a_clinician
from saphena.clinic.courses.rounds import may_start, start_next_round
from saphena.clinic.courses.showing import days, for_patient
from saphena.clinic.courses.speaking import language, undated
from saphena.clinic.design.components import Act
from saphena.clinic.people.access import needs
from saphena.clinic.people.acting import asked_next, refusals_said_to, refusals_shown_in
from saphena.clinic.record.announcing import chart_opened
from saphena.pathway.protocol.comparing import compare
from saphena.pathway.protocol.meeting import Rounds
from saphena.pathway.protocol.rules import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django import forms
    from django.http import HttpResponse

    from saphena.clinic.courses.journey import GateRow
    from saphena.clinic.courses.models import Course
    from saphena.clinic.people.access import StaffRequest
    from saphena.clinic.people.models import User
    from saphena.pathway.protocol.plan import Line, Plan

INVALID = 422
MOMENT = {"at": "day"}
"""A moment is typed as a day and a time."""
WHO = ("all", "patient", "clinic")


@require_safe
@needs("courses.see_chart")
def plan(request: StaffRequest, course_id: int) -> HttpResponse:
    course = course_for(request.user, course_id)
    chart_opened(patient_id=course.patient_id, by=request.user, page="the plan")
    return render(request, "courses/plan.html", _page(request, course))


def _page(request: StaffRequest, course: Course, **forms: forms.Form) -> dict[str, object]:
    said, now = language(), timezone.now()
    known = standing(course.happenings.all())
    drawn = draw(course, known)
    opened = overrides_of(course)
    gate_rows = gates(drawn, said, opened, course.whys)
    who = request.GET.get("who", "all")
    who = who if who in WHO else "all"
    together = _together(request.user, course, drawn)
    shown = days(drawn, _lines(drawn, who), said, now, notes=together.notes(now, said))
    return {
        "course": course,
        "patient": course.patient,
        "title": drawn.protocol.title[said],
        "steps": linked(request.user, journey(drawn, known, said, now, opened, course.whys), course),
        "days": shown,
        "stricter": together.said(now, said, ahead=True),
        "now_anchor": next((day.anchor for day in shown if day.today), ""),
        "gates": [row if row.open else with_way(request.user, row, course) for row in gate_rows],
        "openable": openable(request.user, course, gate_rows),
        "who": who,
        "whose": [("all", _("Everything")), ("patient", _("For the patient")), ("clinic", _("For the clinic"))],
        "heading": f"{_('Plan')}, {course.get_leg_display()}",
        "acts": _acts(request, course),
        "waiting": [(undated(w.rule.text[said], drawn.protocol, drawn.parameters, said),
                     drawn.protocol.events[w.event].label[said]) for w in drawn.waiting
                    if w.event in drawn.protocol.events],
        "open_questions": waiting_for_a_clinician(request.user, course),
        "events": event_rows(course, drawn, said, now),
        "event_form": forms.get("event_form") or EventForm(course=course, language=said),
        "observation_form": forms.get("observation_form") or ObservationForm(course=course, language=said),
        "may_start": request.user.may("courses.open", course.patient) and may_start(course, known),
        "may_record": request.user.may("courses.record_event", course.patient),
    }  # fmt: skip


def _together(viewer: User, course: Course, drawn: Plan) -> Rounds:
    """This plan with those of the patient's other courses: where they meet, the stricter counts."""
    others = [each for each in courses_of(viewer, course.patient) if each.pk != course.pk]
    return Rounds([drawn, *map(draw, others)], [each.leg for each in (course, *others)])


def openable(user: User, course: Course, rows: Iterable[GateRow]) -> frozenset[str]:
    """The shut gates that this member of staff may open by hand."""
    if not user.may("courses.open_gate", course.patient):
        return frozenset()
    return frozenset(row.id for row in rows if not row.open and row.may_open & user.held_roles)


@require_POST
@needs("courses.open_gate")
def open_gate(request: StaffRequest, course_id: int) -> HttpResponse:
    """Open a gate by hand, and go back to the page from which it was asked."""
    course = course_for(request.user, course_id)
    gate, reason = request.POST.get("gate", "")[:60], request.POST.get("reason", "")
    with refusals_said_to(request):
        actions.open_gate(actor=request.user, course=course, gate=gate, reason=reason)
        messages.success(request, _("The gate is open. Your name and the reason stay with it."))
    wanted = asked_next(request.POST)
    return redirect(wanted) if wanted else redirect("courses:plan", course_id)


@require_POST
@needs("courses.open")
def next_round(request: StaffRequest, course_id: int) -> HttpResponse:
    """One tap: a course that follows this one, with what still counts carried over."""
    course = course_for(request.user, course_id)
    with refusals_said_to(request):
        new = start_next_round(actor=request.user, course=course)
        messages.success(request, _("Round %(round)d has begun. What was carried over says so.") % {"round": new.round})
        return redirect("courses:plan", new.pk)
    return redirect("courses:plan", course_id)


def _acts(request: StaffRequest, course: Course) -> list[Act]:
    """Without a procedure the next thing is to find one; with it, to give the plan away."""
    acts = [
        Act(_("Sheet to print (PDF)"), reverse("courses:handout", args=[course.pk]), "print"),
        Act(_("Calendar file"), reverse("courses:calendar", args=[course.pk]), "calendar"),
    ]
    times = page_of_step(request.user, "booking", course)
    if times and course.discharged_at is None and "procedure" not in standing(course.happenings.all()).events:
        acts.insert(0, Act(_("Find times for visits"), times, "clock"))
    if request.user.may("courses.record_event", course.patient):
        acts.append(Act(_("Questions about the patient"), reverse("courses:facts", args=[course.pk]), "person"))
    return acts


def _lines(drawn: Plan, who: str) -> list[Line]:
    every = [line for line in drawn.lines() if line.item.rule.kind is not Kind.GATE]
    mine = for_patient(every)
    if who == "patient":
        return mine
    if who == "clinic":
        theirs = {id(line) for line in mine}
        return [line for line in every if id(line) not in theirs]
    return every


@require_safe
@needs("courses.see_chart")
def handout(request: StaffRequest, course_id: int) -> HttpResponse:
    course = course_for(request.user, course_id)
    chart_opened(patient_id=course.patient_id, by=request.user, page="the handout")
    asked = request.GET.get("lang", "")
    spoken = asked if asked in course.protocol.protocol.languages else course.patient.language
    return papers.handout(course, request.clinic, spoken)


@require_safe
@needs("courses.see_chart")
def calendar(request: StaffRequest, course_id: int) -> HttpResponse:
    course = course_for(request.user, course_id)
    chart_opened(patient_id=course.patient_id, by=request.user, page="the calendar file")
    return papers.calendar(course, request.clinic, course.patient.language)


@require_POST
@needs("courses.record_event")
def record_event(request: StaffRequest, course_id: int) -> HttpResponse:
    """Plan an event, or record that it has happened; then say what has moved."""
    course = course_for(request.user, course_id)
    before = draw(course)
    form = EventForm(request.POST, course=course, language=language())
    if form.is_valid():
        act = actions.record_event if "happened" in request.POST else actions.plan_event
        details = {"name": form.cleaned_data["name"], "at": form.at, "reason": form.cleaned_data["reason"]}
        with refusals_shown_in(form, MOMENT):
            act(actor=request.user, course=course, **details)
            _say_what_moved(request, before, course_id)
            return redirect("courses:plan", course_id)
    return _once_more(request, course, event_form=form)


@require_POST
@needs("courses.record_event")
def take_back(request: StaffRequest, course_id: int) -> HttpResponse:
    course = course_for(request.user, course_id)
    before = draw(course)
    name, reason = request.POST.get("name", ""), request.POST.get("reason", "")
    seen = name.startswith("seen:")
    with refusals_said_to(request):
        actions.take_back(actor=request.user, course=course, name=name.removeprefix("seen:"), reason=reason, seen=seen)
        _say_what_moved(request, before, course_id)
    return redirect("courses:plan", course_id)


@require_POST
@needs("courses.record_event")
def observe(request: StaffRequest, course_id: int) -> HttpResponse:
    course = course_for(request.user, course_id)
    before = draw(course)
    form = ObservationForm(request.POST, course=course, language=language())
    if form.is_valid():
        with refusals_shown_in(form, MOMENT):
            actions.observe(actor=request.user, course=course, name=form.cleaned_data["name"], at=form.at)
            _say_what_moved(request, before, course_id)
            return redirect("courses:plan", course_id)
    return _once_more(request, course, observation_form=form)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("courses.record_event")
def facts(request: StaffRequest, course_id: int) -> HttpResponse:
    course = course_for(request.user, course_id)
    protocol, said = course.protocol.protocol, language()
    left = [] if request.user.may("courses.answer_clinical", course.patient) else clinical(protocol)
    who = said_of([course])[course.pk]
    form = FactsForm(request.POST or None, protocol=protocol, language=said, known=course.facts, left=left, said=who)
    if request.method == "POST" and form.is_valid():
        before = draw(course)
        with refusals_shown_in(form):
            actions.answer_facts(actor=request.user, course=course, facts=form.answers)
            _say_what_moved(request, before, course_id)
            return redirect("courses:plan", course_id)
    chart_opened(patient_id=course.patient_id, by=request.user, page="the questions")
    questions = [(question_of(protocol.facts[name], said), course.facts.get(name), who.get(name)) for name in left]
    page = {"form": form, "course": course, "patient": course.patient, "left": questions}
    return render(request, "courses/facts.html", page, status=INVALID if form.errors else None)


def _once_more(request: StaffRequest, course: Course, **forms: forms.Form) -> HttpResponse:
    """The page with what was typed and what is wrong with it. It shows the whole plan, so it is a look at it."""
    chart_opened(patient_id=course.patient_id, by=request.user, page="the plan")
    return render(request, "courses/plan.html", _page(request, course, **forms), status=INVALID)


def _say_what_moved(request: StaffRequest, before: Plan, course_id: int) -> None:
    """After every act that moves the plan, the page says what moved."""
    changes = [change.sentence(language()) for change in compare(before, draw(course_for(request.user, course_id)))]
    messages.success(request, _("Saved.") + (" " + _("What moved:") if changes else ""))
    for sentence in changes[:8]:
        messages.info(request, sentence)
    if len(changes) > 8:
        messages.info(request, _("and %(count)d more; the plan below has them all.") % {"count": len(changes) - 8})
