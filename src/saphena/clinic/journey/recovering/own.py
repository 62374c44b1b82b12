"""What the patient's other pages say of the weeks at home: that a question waits, that there is a message."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from saphena.clinic.courses.drawing import standing
from saphena.clinic.courses.hanging import OwnNotice
from saphena.clinic.journey.recovering.queries import open_check_ins, unread_letters

if TYPE_CHECKING:
    from collections.abc import Sequence

    from saphena.clinic.courses.models import Course
    from saphena.clinic.people.models import Patient


def is_treated(courses: Sequence[Course]) -> bool:
    return any("injected" in standing(course.happenings.all()).happened for course in courses)


def always(courses: Sequence[Course]) -> bool:
    return True


def asked(patient: Patient) -> int:
    """How many questions wait."""
    return open_check_ins(patient, timezone.now()).count()


def unread(patient: Patient) -> int:
    return unread_letters(patient)


def question(patient: Patient) -> OwnNotice | None:
    """Today asks first, while there is a question."""
    if not asked(patient):
        return None
    return OwnNotice(_("We would like to know how the leg is. It takes a minute."), _("Tell us now"), "recovering:own")
