"""What a viewer may see of courses and protocols."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Prefetch
from django.http import Http404

from saphena.clinic.courses.models import Course, Happening, ProtocolVersion
from saphena.clinic.people.access import may, require
from saphena.clinic.record.folding import words

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from saphena.clinic.people.models import Patient


def protocols_for(viewer: object) -> QuerySet[ProtocolVersion]:
    """Every version that the clinic keeps, newest of each first."""
    if not may(viewer, "courses.see_protocols"):
        return ProtocolVersion.objects.none()
    return ProtocolVersion.objects.select_related("approved_by")


def protocol_for(viewer: object, version_id: int) -> ProtocolVersion:
    require(viewer, "courses.see_protocols")
    version = protocols_for(viewer).filter(pk=version_id).first()
    if version is None:
        raise Http404
    return version


def protocols_to_give() -> QuerySet[ProtocolVersion]:
    """Those that a physician has approved."""
    return ProtocolVersion.objects.filter(approved_at__isnull=False)


def courses_for(viewer: object, typed: str = "", discharged: bool = False) -> QuerySet[Course]:
    """Courses that are on their way, or those that are finished, the newest first, narrowed by what was typed of the
    patient. Four queries a page.
    """
    if not may(viewer, "courses.see_chart"):
        return Course.objects.none()
    found = Course.objects.filter(discharged_at__isnull=not discharged)
    found = found.order_by("-discharged_at" if discharged else "-opened_at", "-pk")
    for word in words(typed):
        found = found.filter(patient__search__contains=word)
    return with_all(found)


def courses_of(viewer: object, patient: Patient) -> QuerySet[Course]:
    """A patient's courses, newest first, with what is needed to draw their plans. Four queries, however many.

    For the patient three: the gates that were opened by hand are the staff's business.
    """
    staff = may(viewer, "courses.see_chart", patient)
    if not (staff or may(viewer, "people.own_pages", patient)):
        return Course.objects.none()
    return with_all(Course.objects.filter(patient=patient), "overrides" if staff else None)


def course_for(viewer: object, course_id: int) -> Course:
    """One course. Raises `PermissionDenied`, or `Http404` when there is none of that number."""
    require(viewer, "courses.see_chart")
    course = with_all(Course.objects.filter(pk=course_id)).first()
    if course is None:
        raise Http404
    return course


def with_all(found: QuerySet[Course], also: str | None = "overrides") -> QuerySet[Course]:
    """The courses with what is needed to draw their plans."""
    happenings = Prefetch("happenings", Happening.objects.order_by("pk"))
    drawn = found.select_related("protocol__approved_by", "patient", "follows", "next_round")
    drawn = drawn.prefetch_related(happenings)
    return drawn.prefetch_related(also) if also else drawn
