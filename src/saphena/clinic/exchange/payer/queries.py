"""What a viewer may see of packs for payers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from saphena.clinic.courses.drawing import standing
from saphena.clinic.exchange.payer.models import PackTaken
from saphena.clinic.people.access import may

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.db.models import QuerySet

    from saphena.clinic.courses.models import Course
    from saphena.clinic.people.models import User

__all__ = ["on_charts", "taken_for"]


def taken_for(viewer: object, course: Course) -> QuerySet[PackTaken]:
    """The packs that were taken away, the newest first."""
    if not may(viewer, "planning.see", course.patient):
        return PackTaken.objects.none()
    return PackTaken.objects.filter(course=course).select_related("by")


def on_charts(viewer: User, courses: Sequence[Course]) -> Mapping[int, list[PackTaken]]:
    """Of each course the packs that were taken; an empty list leads there before the treatment. One query."""
    if not courses or not may(viewer, "payers.take", courses[0].patient):
        return {}
    found: dict[int, list[PackTaken]] = {
        course.pk: [] for course in courses if "injected" not in standing(course.happenings.all()).happened
    }
    for row in PackTaken.objects.filter(course__in=courses).select_related("by"):
        found.setdefault(row.course_id, []).append(row)
    return found
