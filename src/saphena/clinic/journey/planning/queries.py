"""What a viewer may see of planning."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404

from saphena.clinic.courses.drawing import standing
from saphena.clinic.courses.queries import course_for
from saphena.clinic.journey.planning.models import Consent, TestSession, TreatmentPlan, Tried
from saphena.clinic.journey.planning.states import PlanState
from saphena.clinic.people.access import may, require

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from saphena.clinic.courses.models import Course
    from saphena.clinic.people.models import Patient


def planned_course(viewer: object, course_id: int) -> Course:
    """The course, for somebody who may see what is planned. Raises `PermissionDenied` or `Http404`."""
    require(viewer, "planning.see")
    return course_for(viewer, course_id)


def plan_in_force(viewer: object, course: Course) -> TreatmentPlan | None:
    """The signed plan, with its injections in order. Two queries."""
    if not may(viewer, "planning.see", course.patient):
        return None
    signed = TreatmentPlan.objects.filter(course=course, state=PlanState.SIGNED)
    return signed.select_related("signed_by", "course__patient").prefetch_related("injections").first()


def draft_of(viewer: object, course: Course) -> TreatmentPlan | None:
    if not may(viewer, "planning.see", course.patient):
        return None
    draft = TreatmentPlan.objects.filter(course=course, state=PlanState.DRAFT)
    return draft.select_related("course__patient").prefetch_related("injections").first()


def tests_of(viewer: object, patient: Patient) -> QuerySet[TestSession]:
    """All tests of a patient, whichever leg they were for, the newest first."""
    if not may(viewer, "planning.see", patient):
        return TestSession.objects.none()
    tests = TestSession.objects.filter(patient=patient).select_related("lot", "begun_by", "closed_by", "course")
    return tests.prefetch_related("observations__recorded_by").order_by("-at", "-pk")


def test_for(viewer: object, course: Course, test_id: int) -> TestSession:
    found = tests_of(viewer, course.patient).filter(pk=test_id, course=course).first()
    if found is None:
        raise Http404
    return found


def consents_of(viewer: object, course: Course) -> QuerySet[Consent]:
    """Every consent that was signed, those withdrawn too, the newest first."""
    if not may(viewer, "planning.see", course.patient):
        return Consent.objects.none()
    return Consent.objects.filter(course=course).select_related("withdrawal", "taken_by", "plan").order_by("-pk")


def tried_of(viewer: object, patient: Patient, leg: str = "") -> QuerySet[Tried]:
    """What was tried before, the earliest first, those taken back too; of one leg, or of any."""
    if not may(viewer, "planning.see", patient):
        return Tried.objects.none()
    found = Tried.objects.filter(patient=patient).select_related("noted_by", "taken_back__by")
    return found.filter(legs__in=(leg, "both")) if leg else found


def are_asked(courses: Sequence[Course]) -> bool:
    """Whether questions and consents wait for the patient: a course is open whose injection is still to come."""
    return any("injected" not in standing(course.happenings.all()).happened for course in courses)
