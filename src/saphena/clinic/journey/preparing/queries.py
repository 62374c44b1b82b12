"""What a viewer may see of preparation: one patient's, one chart's, and everybody who is not ready."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.utils import timezone

from saphena.clinic.courses.models import Course, Happening
from saphena.clinic.courses.queries import course_for, with_all
from saphena.clinic.courses.speaking import language
from saphena.clinic.journey.preparing.models import (
    Medicine,
    PrescriberQuestion,
    Reading,
    Stocking,
    Tick,
    Trip,
    WayHome,
)
from saphena.clinic.journey.preparing.readiness import Rows, State, is_preparing, state_of
from saphena.clinic.people.access import may, require
from saphena.pathway.preparing import settings

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from django.db.models import Model

    from saphena.clinic.people.models import User

TODAY = timedelta(hours=12)
"""Whoever has not come yet is still looked for on the day itself."""


def rows_of(courses: Sequence[Course]) -> dict[int, Rows]:
    """What was told for each of the courses. Six queries, however many they are."""
    ids = [course.pk for course in courses]
    patients = {course.patient_id for course in courses}
    ticks = _by(Tick.objects.filter(course__in=ids), "course_id")
    readings = _by(Reading.objects.filter(course__in=ids), "course_id")
    stockings = _by(Stocking.objects.filter(course__in=ids), "course_id")
    ways = _by(WayHome.objects.filter(course__in=ids), "course_id")
    listed = Medicine.objects.filter(patient__in=patients, removed_at__isnull=True).select_related("question")
    medicines = _by(listed, "patient_id")
    trips = _by(Trip.objects.filter(patient__in=patients, removed_at__isnull=True), "patient_id")
    return {
        course.pk: Rows(
            ticks[course.pk],
            readings[course.pk],
            stockings[course.pk],
            ways[course.pk],
            medicines[course.patient_id],
            trips[course.patient_id],
        )
        for course in courses
    }


def _by(found: Iterable[Model], name: str) -> dict[int, list[Any]]:
    grouped: dict[int, list[Any]] = defaultdict(list)
    for row in found:
        grouped[getattr(row, name)].append(row)
    return grouped


def states_of(courses: Sequence[Course], said: str, now: datetime) -> list[State]:
    """The preparation of those of the courses that have a visit before them."""
    preparing = [course for course in courses if is_preparing(course)]
    rows = rows_of(preparing) if preparing else {}
    found = (state_of(course, rows[course.pk], said, now) for course in preparing)
    return [state for state in found if state]


def on_charts(viewer: User, courses: Sequence[Course]) -> Mapping[int, State]:
    """For the chart: the courses that are in preparation."""
    if not courses or not may(viewer, "preparing.see", courses[0].patient):
        return {}
    return {state.course.pk: state for state in states_of(courses, language(), timezone.now())}


def not_ready(viewer: User, now: datetime, days: int | None = None) -> list[State]:
    """Everybody whose visit is in the next days and for whom something is missing, the most pressing first."""
    if not may(viewer, "preparing.see"):
        return []
    since, until = now - TODAY, now + timedelta(days=days or settings().look_ahead_days)
    soon = Happening.objects.filter(name="procedure", seen=False, at__gte=since, at__lt=until)
    courses = list(with_all(Course.objects.filter(pk__in=soon.values("course_id"))))
    states = [state for state in states_of(courses, language(), now) if since <= state.visit < until]
    return sorted(states, key=_most_pressing)


def _most_pressing(state: State) -> tuple[int, datetime]:
    return (state.missing[0].late if state.missing else 9), state.visit


def state_for(viewer: User, course_id: int) -> State:
    """One course's preparation. Raises `Http404` when it has no visit before it."""
    require(viewer, "preparing.see")
    found = states_of([course_for(viewer, course_id)], language(), timezone.now())
    if not found:
        raise Http404
    return found[0]


def question_for(viewer: User, question_id: int) -> PrescriberQuestion:
    require(viewer, "preparing.see")
    question = PrescriberQuestion.objects.filter(pk=question_id).select_related("medicine__patient").first()
    if question is None:
        raise Http404
    return question
