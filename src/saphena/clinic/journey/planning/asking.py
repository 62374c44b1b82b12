"""What Today asks first: the questions, and then the consent, once a day for the injection is near."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from saphena.clinic.courses.drawing import standing
from saphena.clinic.courses.hanging import OwnNotice
from saphena.clinic.courses.queries import courses_of
from saphena.clinic.journey.planning.answers import answers_of
from saphena.pathway.planning.screening import unanswered

if TYPE_CHECKING:
    from saphena.clinic.people.models import Patient

__all__ = ["what_is_asked"]

DAYS = {"test", "procedure"}


def what_is_asked(patient: Patient) -> OwnNotice | None:
    """The questions, while some are open and a test or a procedure that is still to come has a day."""
    known = [standing(course.happenings.all()) for course in courses_of(patient, patient)]
    ahead = any(DAYS & set(each.events) and "injected" not in each.happened for each in known)
    if not ahead or not unanswered(answers_of(patient)):
        return None
    text = _("Before your treatment we need to know a few things about your health.")
    return OwnNotice(text, _("Answer the questions"), "planning:own_questions")
