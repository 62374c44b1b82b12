"""What Today asks first: the questions, and then the consent, once a day for the injection is near."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from saphena.clinic.courses.drawing import standing
from saphena.clinic.courses.hanging import OwnNotice
from saphena.clinic.courses.queries import courses_of
from saphena.clinic.journey.planning.answers import answers_of
from saphena.clinic.journey.planning.consenting import consent_for, is_approved
from saphena.clinic.journey.planning.models import TreatmentPlan
from saphena.clinic.journey.planning.states import PlanState
from saphena.pathway.planning.consenting import ConsentKind
from saphena.pathway.planning.screening import unanswered

if TYPE_CHECKING:
    from saphena.clinic.courses.drawing import Standing
    from saphena.clinic.courses.models import Course
    from saphena.clinic.people.models import Patient

__all__ = ["what_is_asked"]

DAYS = {"test", "procedure"}


def what_is_asked(patient: Patient) -> OwnNotice | None:
    """While a test or a procedure that is still to come has a day: the open questions; with none left, the consent."""
    near = [(course, known) for course in courses_of(patient, patient) if _is_near(known := _known(course))]
    if not near:
        return None
    if unanswered(answers_of(patient)):
        text = _("Before your treatment we need to know a few things about your health.")
        return OwnNotice(text, _("Answer the questions"), "planning:own_questions")
    if any(_waits_for_a_signature(course, known) for course, known in near):
        text = _("Before your treatment there is a consent to read and sign.")
        return OwnNotice(text, _("Read and sign"), "planning:own_questions")
    return None


def _known(course: Course) -> Standing:
    return standing(course.happenings.all())


def _is_near(known: Standing) -> bool:
    return bool(DAYS & set(known.events)) and "injected" not in known.happened


def _waits_for_a_signature(course: Course, known: Standing) -> bool:
    """Of the two texts, the one that comes next: to the test until it is over, then to what a physician has planned."""
    kind = ConsentKind.TEST if "test" in known.events and "test" not in known.happened else ConsentKind.PROCEDURE
    signed = TreatmentPlan.objects.filter(course=course, state=PlanState.SIGNED)
    planned = kind is ConsentKind.TEST or signed.exists()
    return planned and is_approved(kind) and consent_for(course, kind) is None
