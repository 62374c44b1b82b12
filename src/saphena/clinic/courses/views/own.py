"""The patient's own pages: today, the whole plan, the paper and the calendar file."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_POST, require_safe

from saphena.clinic.courses import actions, papers
from saphena.clinic.courses.drawing import standing
from saphena.clinic.courses.hanging import notices_for, own_courses, own_page, worry_for
from saphena.clinic.courses.queries import courses_of
from saphena.clinic.courses.showing import days, for_patient
from saphena.clinic.courses.speaking import language
from saphena.clinic.courses.today import cards_to_come, lines_of, next_things, now_card
from saphena.clinic.courses.views.offline import may_be_kept
from saphena.clinic.courses.week import week
from saphena.clinic.people.acting import refusals_said_to
from saphena.clinic.people.link_door import patient_link
from saphena.clinic.record.announcing import chart_opened
from saphena.pathway.protocol.meeting import Rounds
from saphena.pathway.protocol.wording import say_day
from saphena.pathway.refused import Refused

if TYPE_CHECKING:
    from django.http import HttpResponse

    from saphena.clinic.courses.models import Course
    from saphena.clinic.people.link_door import PatientRequest
    from saphena.pathway.protocol.plan import Line, Plan


ON_THE_WAY = timedelta(hours=12)
"""Whoever has not said by then that they are home is not asked any more; it may be past midnight."""


# Compressed, since a telephone on a slow line waits for it. Nothing that a stranger sends is reflected in these pages,
# and Django adds a random length, so their length tells nothing of the link in them.
@require_safe
@patient_link
@gzip_page
def today(request: PatientRequest) -> HttpResponse:
    """What now, what next, this week. For two legs, both plans together."""
    chart_opened(patient_id=request.patient.pk, by=request.patient, page="today’s page")
    courses, plans = own_courses(request)
    said, now = language(), timezone.now()
    first, together = notices_for(request), Rounds(plans, [course.leg for course in courses])
    gone = together.overruled(now)
    lines = [line for line in lines_of(plans) if id(line.item) not in gone]
    page = own_page(request, "courses:own_today", courses, plans) | {
        "heading": _("Today"),
        "first": first,
        "date_text": say_day(now.astimezone(request.patient.zone_info).date(), said, now.year),
        "now": now_card(lines, said, now),
        "quiet_text": _("Nothing to do by the clock right now.") if plans else "",
        "coming": cards_to_come(lines, said, now),
        "made_at": now,
        "things": next_things(plans, lines, said, now),
        "stricter": together.said(now, said),
        "week": week(plans, lines, said, now),
        "worry_url": worry_for(request, courses, first),
        "whole_url": reverse("courses:own_plan", args=[request.token]),
        "going_home": _going_home(courses),
        "any_plan": bool(plans),
    }
    return may_be_kept(request, render(request, "courses/own_today.html", page))


def _going_home(courses: list[Course]) -> Course | None:
    """The course of a procedure just over, while the clinic waits to hear that the patient is home."""
    for course in courses:
        known = standing(course.happenings.all())
        if known.happened & {"injected", "left"} and "home" not in known.happened:
            first = known.events.get("injected") or known.events["left"]
            if timezone.now() - first < ON_THE_WAY:
                return course
    return None


@require_safe
@patient_link
@gzip_page
def plan(request: PatientRequest) -> HttpResponse:
    chart_opened(patient_id=request.patient.pk, by=request.patient, page="the plan")
    courses, plans = own_courses(request)
    said, now = language(), timezone.now()
    told, together = [], Rounds(plans, [course.leg for course in courses])
    notes = together.notes(now, said)
    for course, drawn in zip(courses, plans, strict=True):
        shown = days(drawn, _worth_telling(drawn), said, now, f"c{course.pk}-", notes)
        here = f"c{course.pk}-{now.astimezone(drawn.zone):%Y%m%d}"
        # The days that are over come first; whoever is in the middle of it goes on from today.
        from_now_on = next((day.anchor for day in shown if day.anchor >= here), "")
        told.append({"course": course, "days": shown, "now_anchor": from_now_on})
    page = own_page(request, "courses:own_plan", courses, plans) | {
        "plans": told,
        "several": len(plans) > 1,
        "stricter": together.said(now, said, ahead=True),
        "made_at": now,
    }
    return may_be_kept(request, render(request, "courses/own_plan.html", page))


def _worth_telling(drawn: Plan) -> list[Line]:
    """One line a day at most of what comes round daily would bury the rest: repeated days are told once, as a whole."""
    found = []
    for line in for_patient(drawn.lines()):
        if line.number > 1 and (line.all_day or (line.item.rule.repeat and line.item.rule.repeat.nightly)):
            continue
        found.append(line)
    return found


@require_safe
@patient_link
def handout(request: PatientRequest) -> HttpResponse:
    chart_opened(patient_id=request.patient.pk, by=request.patient, page="the handout")
    return papers.handout(_newest(request), request.clinic, language())


@require_safe
@patient_link
def calendar(request: PatientRequest) -> HttpResponse:
    chart_opened(patient_id=request.patient.pk, by=request.patient, page="the calendar file")
    return papers.calendar(_newest(request), request.clinic, language())


def _newest(request: PatientRequest) -> Course:
    wanted = request.GET.get("course", "")
    courses = list(courses_of(request.patient, request.patient))
    chosen = [course for course in courses if str(course.pk) == wanted] or courses
    if not chosen:
        raise Refused(_("There is no plan yet."))
    return chosen[0]


@require_POST
@patient_link
def say_home(request: PatientRequest) -> HttpResponse:
    """“I am home”: the hours with the legs up begin now, and everything after them moves along."""
    course = _going_home(list(courses_of(request.patient, request.patient)))
    if course is None:
        messages.info(request, _("There is nothing to say right now."))
        return redirect("courses:own_today", request.token)
    with refusals_said_to(request):
        actions.say_home(actor=request.patient, course=course, at=timezone.now().replace(microsecond=0))
        messages.success(request, _("Good. Your times are set from now."))
    return redirect("courses:own_today", request.token)
