"""The end of a course: a physician discharges the patient, and may open the course again.

After it nothing is asked any more and no injection is booked. What the patient tells by themselves is still taken, the
links stay, and a scan a year later can be booked and noted: the end of a treatment is not the end of looking at it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from saphena.clinic.courses.events import CourseDischarged, CourseReopened
from saphena.clinic.courses.models import Course
from saphena.clinic.design.dates import date_format
from saphena.clinic.people.access import require
from saphena.clinic.people.models import Patient
from saphena.clinic.record.announcing import announce
from saphena.pathway.refused import Refused

if TYPE_CHECKING:
    from datetime import datetime

    from saphena.clinic.people.models import User
    from saphena.clinic.record.actors import Actor

__all__ = ["discharge", "refuse_after_discharge", "reopen"]

WITH_A_NEEDLE = frozenset({"test", "procedure", "second"})
"""Steps of a course in which something is injected, by the first word of their name."""


def discharge(*, actor: User, course: Course, reason: str = "", now: datetime | None = None) -> None:
    """The treatment of this leg is finished. Said twice, the first word stands."""
    require(actor, "courses.discharge", course.patient)
    with transaction.atomic():
        open_one = Course.objects.filter(pk=course.pk, discharged_at__isnull=True)
        if open_one.update(discharged_at=now or timezone.now()):
            announce(CourseDischarged(course.patient_id, course.pk, course.get_leg_display(), reason), by=actor)
    course.refresh_from_db(fields=["discharged_at"])


def reopen(*, actor: User, course: Course, reason: str) -> None:
    """The treatment goes on after all: by a physician, with a reason."""
    require(actor, "courses.discharge", course.patient)
    if not reason.strip():
        raise Refused(_("Please say why."), "reason")
    with transaction.atomic():
        if not Course.objects.filter(pk=course.pk, discharged_at__isnull=False).update(discharged_at=None):
            raise Refused(_("This treatment is open already."))
        announce(CourseReopened(course.patient_id, course.pk, course.get_leg_display(), reason.strip()[:500]), by=actor)
    course.refresh_from_db(fields=["discharged_at"])


def refuse_after_discharge(actor: Actor, course: Course, step: str) -> None:
    """Raises `Refused` for a visit with an injection in a course that is finished, and says what to do instead."""
    ended = Course.objects.filter(pk=course.pk).values_list("discharged_at", flat=True).first()
    if ended is None or step.split(" ")[0] not in WITH_A_NEEDLE:
        return
    told = {"day": date_format(timezone.localtime(ended), "j M Y")}
    if isinstance(actor, Patient):
        raise Refused(_("This treatment was finished on %(day)s. Please call us, and we look at it together.") % told)
    raise Refused(
        _("This treatment was finished on %(day)s. A physician opens it again on the chart; then it can be booked.")
        % told
    )
