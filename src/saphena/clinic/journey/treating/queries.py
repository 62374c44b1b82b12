"""What a viewer may see of the sessions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.db.models import Prefetch
from django.http import Http404
from django.utils import timezone

from saphena.clinic.courses.drawing import standing
from saphena.clinic.courses.models import Course, Happening
from saphena.clinic.journey.treating.deeds import STATE_WORDS
from saphena.clinic.journey.treating.models import IS_IN_THE_ROOM, Session
from saphena.clinic.journey.treating.states import State
from saphena.clinic.people.access import may, require
from saphena.clinic.people.models import User
from saphena.clinic.record.folding import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet


def sessions_for(viewer: object, typed: str = "") -> QuerySet[Session]:
    """Every session, the newest first, narrowed by what was typed of the patient."""
    if not may(viewer, "treating.see"):
        return Session.objects.none()
    found = Session.objects.select_related("course__patient").order_by("-opened_at", "-pk")
    for word in words(typed):
        found = found.filter(course__patient__search__contains=word)
    return found


def unfinished(viewer: object) -> list[Session]:
    """The sessions whose note is not signed: in the room, or gone; the oldest first."""
    return list(sessions_for(viewer).exclude(state=State.SIGNED).order_by("opened_at", "pk"))


def session_for(viewer: object, session_id: int) -> Session:
    """One session. Raises `PermissionDenied`, or `Http404` when there is none of that number."""
    require(viewer, "treating.see")
    found = Session.objects.select_related("course__patient", "course__protocol__approved_by", "injector")
    session = found.filter(pk=session_id).first()
    if session is None:
        raise Http404
    return session


def course_to_treat(viewer: object, course_id: int) -> Course:
    """The course that a session is opened for."""
    require(viewer, "treating.record")
    course = Course.objects.select_related("patient", "protocol__approved_by").filter(pk=course_id).first()
    if course is None:
        raise Http404
    return course


SOON = timedelta(hours=3)


@dataclass(frozen=True, slots=True)
class Ready:
    """Somebody whose procedure is planned for about now, and when."""

    course: Course
    at: datetime


def ready_to_treat(viewer: object) -> list[Ready]:
    """Whose procedure is planned for today, or soon although it is tomorrow, and who has not been injected, by the
    hour. Two queries.
    """
    if not may(viewer, "treating.record"):
        return []
    now, today = timezone.now(), timezone.localdate()
    planned = Happening.objects.filter(name="procedure", seen=False, at__range=(_noon(today, -1), _noon(today, 1)))
    courses = Course.objects.filter(pk__in=planned.values("course")).select_related("patient")
    in_the_room = set(Session.objects.filter(IS_IN_THE_ROOM).values_list("course_id", flat=True))
    found = []
    for course in courses.prefetch_related(Prefetch("happenings", Happening.objects.order_by("pk"))):
        known = standing(course.happenings.all())
        at = known.events.get("procedure")
        if at is None or "injected" in known.happened or course.pk in in_the_room:
            continue
        if timezone.localdate(at) == today or now <= at <= now + SOON:
            found.append(Ready(course, at))
    return sorted(found, key=lambda each: each.at)


def _noon(day: date, days: int) -> datetime:
    return datetime.combine(day + timedelta(days=days), time(12), timezone.get_current_timezone())


@dataclass(frozen=True, slots=True)
class OnChart:
    """The sessions of a course, the newest first, each with where it is; whether one may be opened now."""

    sessions: tuple[tuple[Session, str], ...]
    may_open: bool


def on_charts(viewer: User, courses: Sequence[Course]) -> dict[int, OnChart]:
    """For each course that is as far as that: its sessions. One query, however many courses."""
    if not may(viewer, "treating.see"):
        return {}
    found: dict[int, list[tuple[Session, str]]] = {}
    for session in Session.objects.filter(course__in=courses).order_by("-opened_at", "-pk"):
        found.setdefault(session.course_id, []).append((session, str(STATE_WORDS[session.state])))
    parts = {}
    for course in courses:
        rows = found.get(course.pk, [])
        open_now = any(session.is_in_the_room for session, _said in rows)
        planned = course.discharged_at is None and "procedure" in standing(course.happenings.all()).events
        may_open = planned and not open_now and may(viewer, "treating.record", course.patient)
        if rows or may_open:
            parts[course.pk] = OnChart(tuple(rows), may_open)
    return parts


def those_who_may(capability: str) -> list[User]:
    """Everybody who works here and may: on whose word it is given, who injects."""
    return [user for user in User.objects.filter(is_active=True).order_by("name", "pk") if user.may(capability)]
