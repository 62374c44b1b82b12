"""Pat has been treated in two segments, and is back after so many days."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from saphena.clinic.courses.actions import record_event
from saphena.clinic.journey.reviewing import actions
from saphena.pathway.reviewing import Found
from tests import cast
from tests.clinic.journey.treating.couch import confirmed, inject, liquid

if TYPE_CHECKING:
    from saphena.clinic.courses.models import Course
    from saphena.clinic.journey.reviewing.models import Review, SegmentFound

UPPER, LOWER = "gsv.thigh.upper", "gsv.thigh.lower"
CLOSED = Found(compressible=False, flow=False, treated_length=Decimal(20))
REFLUXING = Found(flow=True, compressible=True, reflux=Decimal("1.2"), diameter=Decimal(6), open_length=Decimal(6))


def treated_course() -> Course:
    """Injected today."""
    session = confirmed()
    into = liquid(session)
    inject(session, into, "0.5", UPPER)
    inject(session, into, "0.5", LOWER)
    course = session.course
    from saphena.clinic.courses.drawing import standing

    if "injected" not in standing(course.happenings.order_by("pk")).happened:
        record_event(actor=cast.nora(), course=course, name="injected", at=timezone.now())
    return course


def later(days: int) -> datetime:
    return timezone.now() + timedelta(days=days)


def back(days: int = 60, time: str = "result", course: Course | None = None) -> Review:
    return actions.open_review(actor=cast.sam(), course=course or treated_course(), time=time, now=later(days))


def confirm_all() -> None:
    """A physician has read what was only recalled."""
    for name in ("outcome.complete", "outcome.partial", "outcome.recanalised", "extension.half"):
        actions.confirm_definition(actor=cast.priya(), name=name, words="read in the paper, page 90")


def noted(review: Review, segment: str = UPPER, found: Found = CLOSED, **more: Any) -> SegmentFound:
    return actions.note_segment(actor=cast.sam(), review=review, segment=segment, found=found, **more)
