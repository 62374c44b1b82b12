"""What the patient's other pages say of the weeks at home: that a question waits, that there is a message."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from saphena.clinic.courses.drawing import standing
from saphena.clinic.courses.hanging import OwnNotice
from saphena.clinic.courses.speaking import language
from saphena.clinic.design.dates import moment_format
from saphena.clinic.journey.recovering import wording
from saphena.clinic.journey.recovering.models import Answer
from saphena.clinic.journey.recovering.queries import open_check_ins, unread_letters
from saphena.clinic.journey.recovering.states import State
from saphena.clinic.people.queries import the_clinic
from saphena.pathway.recovering import Level

if TYPE_CHECKING:
    from collections.abc import Sequence

    from saphena.clinic.courses.models import Course
    from saphena.clinic.people.models import Patient


STANDS = timedelta(days=1)


def is_treated(courses: Sequence[Course]) -> bool:
    return any("injected" in standing(course.happenings.all()).happened for course in courses)


def always(courses: Sequence[Course]) -> bool:
    return True


def asked(patient: Patient) -> int:
    """How many questions wait."""
    return open_check_ins(patient, timezone.now()).count()


def unread(patient: Patient) -> int:
    return unread_letters(patient)


def still_stands(patient: Patient) -> OwnNotice | None:
    """What a patient was told to do at once stays on Today, for a day or until the clinic has closed it."""
    since = timezone.now() - STANDS
    told = Answer.objects.filter(check_in__course__patient=patient, told_at__gte=since).order_by("-told_at").first()
    if told is None or told.level > Level.TODAY:
        return None
    waits = told.check_in.matters.exclude(state=State.CLOSED.value)
    if not waits.exists():
        return None
    title = wording.filled(wording.said_of(told).title[language()], the_clinic())
    at = moment_format(told.told_at.astimezone(patient.zone_info), "H:i")
    text = _("At %(time)s we told you: %(what)s.") % {"time": at, "what": title}
    return OwnNotice(text, _("See what to do"), "recovering:own_one", (told.check_in_id,), urgent=True)


def question(patient: Patient) -> OwnNotice | None:
    """Today asks first, while there is a question."""
    if not asked(patient):
        return None
    return OwnNotice(_("We would like to know how the leg is. It takes a minute."), _("Tell us now"), "recovering:own")
