"""How a happening is written down: behind the course's lock, within reach of today, and not twice for one form."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from saphena.clinic.courses.drawing import Standing, standing
from saphena.clinic.courses.models import Course, Happening
from saphena.clinic.record.typed import tidied
from saphena.pathway.refused import Refused

if TYPE_CHECKING:
    from datetime import date, datetime

    from saphena.clinic.record.actors import Actor

__all__ = ["check_day", "check_moment", "locked_standing", "newest_says", "write"]

REACH = timedelta(days=3653)
"""Rows stay for good, and a plan cannot be drawn at the ends of the calendar: a mistyped year must not get in."""
TOO_FAR = _("This is more than ten years away. Please look at the year again.")
LONGEST_NAME = 200


def check_day(day: date) -> None:
    """A validator, for before the day becomes a moment."""
    if abs(day - timezone.localdate()) > REACH:
        raise ValidationError(TOO_FAR)


def check_moment(at: datetime, now: datetime | None = None) -> None:
    if abs(at - (now or timezone.now())) > REACH + timedelta(days=2):  # the form's days are those of another clock
        raise Refused(str(TOO_FAR), "at")


def locked_standing(course: Course) -> Standing:
    """How the course stands now, whatever was read before; nobody else writes in it until the transaction ends."""
    Course.objects.select_for_update().get(pk=course.pk)
    return standing(Happening.objects.filter(course=course).order_by("pk"))


def newest_says(course: Course, name: str, at: datetime, *, happened: bool, reason: str = "") -> Happening | None:
    """The newest row of the event when it says just this: a form that was sent twice."""
    newest = Happening.objects.filter(course=course, name=name, seen=False).order_by("pk").last()
    told = newest and (newest.at, newest.happened, newest.reason) == (at, happened, tidied(reason))
    return newest if told else None


def write(
    course: Course,
    actor: Actor,
    name: str,
    *,
    at: datetime | None,
    happened: bool = False,
    seen: bool = False,
    reason: str = "",
) -> Happening:
    row = Happening.objects.create(
        course=course,
        name=name,
        seen=seen,
        at=at,
        happened=happened,
        reason=tidied(reason),
        recorded_by=actor.actor_name[:LONGEST_NAME],
    )
    course._prefetched_objects_cache = {}  # type: ignore[attr-defined]  # happenings read before are not the newest
    return row
