"""What a viewer may see of return visits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404

from saphena.clinic.courses.models import Course, Happening
from saphena.clinic.courses.speaking import language
from saphena.clinic.journey.booking.models import Visit
from saphena.clinic.journey.booking.states import State as VisitState
from saphena.clinic.journey.reviewing.models import ComplicationFound, Review
from saphena.clinic.journey.reviewing.states import State
from saphena.clinic.journey.reviewing.wording import METHODS, VERDICTS
from saphena.clinic.journey.treating.veins import said
from saphena.clinic.people.access import may, require
from saphena.clinic.record.folding import words
from saphena.pathway.reviewing import times
from saphena.pathway.treating.complications import complications

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from django.db.models import QuerySet

    from saphena.clinic.journey.reviewing.models import Drainage
    from saphena.clinic.people.models import User


def reviews_for(viewer: object, typed: str = "") -> QuerySet[Review]:
    """Every return visit, the newest first; what was withdrawn is left out."""
    if not may(viewer, "reviewing.see"):
        return Review.objects.none()
    found = Review.objects.exclude(state=State.WITHDRAWN).select_related("course__patient", "signed_by")
    for word in words(typed):
        found = found.filter(course__patient__search__contains=word)
    return found.order_by("-seen_at", "-pk")


def unsigned(viewer: object) -> list[Review]:
    """The return visits that nobody has signed, the oldest first."""
    return list(reviews_for(viewer).filter(state=State.OPEN).order_by("seen_at", "pk"))


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


def drainages_of(course: Course, spoken: str) -> list[tuple[Drainage, str, object]]:
    """Each with its vein and its way in words, the newest first."""
    rows = course.drainages.select_related("by")
    return [(row, said(row.segment, spoken), METHODS.get(row.method, row.method)) for row in rows]


def complications_of(course: Course, spoken: str) -> list[tuple[ComplicationFound, str]]:
    """What came to be known after the sessions of a course, the newest first."""
    rows = ComplicationFound.objects.filter(session__course=course).select_related("by", "session")
    known = complications()
    return [(row, known[row.what].title[spoken] if row.what in known else row.what) for row in rows]


def visits_to_come(course: Course, now: datetime) -> list[Visit]:
    """What is still booked of it."""
    return list(Visit.objects.filter(course=course, state=VisitState.EXPECTED.value, starts_at__gt=now))


def on_charts(viewer: User, courses: Sequence[Course]) -> dict[int, object]:
    """For each treated course its return visits, and whether one may be begun. Two queries, however many courses."""
    if not may(viewer, "reviewing.see"):
        return {}
    found: dict[int, list[tuple[Review, str, object]]] = {}
    said = language()
    rows = Review.objects.filter(course__in=courses).exclude(state=State.WITHDRAWN).order_by("-seen_at", "-pk")
    for review in rows:
        label = times()[review.time].label[said]
        found.setdefault(review.course_id, []).append((review, label, VERDICTS.get(review.decided, "")))
    treated = set(Happening.objects.filter(course__in=courses, name="injected").values_list("course_id", flat=True))
    opens, reopens = may(viewer, "reviewing.note"), may(viewer, "courses.discharge")
    shown = [course for course in courses if opens or course.pk in treated | found.keys()]
    return {
        course.pk: {
            "reviews": found.get(course.pk, []),
            "treated": course.pk in treated,
            "may_open": opens,
            "discharged": course.discharged_at,
            "may_reopen": reopens,
        }
        for course in shown
    }
