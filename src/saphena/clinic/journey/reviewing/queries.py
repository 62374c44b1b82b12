"""What a viewer may see of return visits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404

from saphena.clinic.courses.models import Course
from saphena.clinic.journey.reviewing.models import Review
from saphena.clinic.journey.reviewing.states import State
from saphena.clinic.people.access import may, require
from saphena.clinic.record.folding import words

if TYPE_CHECKING:
    from django.db.models import QuerySet


def reviews_for(viewer: object, typed: str = "") -> QuerySet[Review]:
    """Every return visit, the newest first; what was withdrawn is left out."""
    if not may(viewer, "reviewing.see"):
        return Review.objects.none()
    found = Review.objects.exclude(state=State.WITHDRAWN).select_related("course__patient", "signed_by")
    for word in words(typed):
        found = found.filter(course__patient__search__contains=word)
    return found.order_by("-seen_at", "-pk")


def review_for(viewer: object, review_id: int) -> Review:
    """One return visit with its segments. Raises `PermissionDenied`, or `Http404` when there is none of that number."""
    require(viewer, "reviewing.see")
    found = Review.objects.select_related("course__patient", "course__protocol__approved_by", "signed_by")
    review = found.prefetch_related("segments__noted_by").filter(pk=review_id).first()
    if review is None:
        raise Http404
    return review


def course_to_review(viewer: object, course_id: int) -> Course:
    require(viewer, "reviewing.note")
    course = Course.objects.select_related("patient", "protocol__approved_by").filter(pk=course_id).first()
    if course is None:
        raise Http404
    return course
