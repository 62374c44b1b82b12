"""Visits of several patients held in one act: the day that was proposed is booked whole, or not at all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from saphena.clinic.journey.booking.actions import booked, within_reach
from saphena.clinic.journey.booking.refusing import CannotBe, Unavailable
from saphena.clinic.journey.booking.writing import behind_the_patients_lock, in_turn, lock_days
from saphena.clinic.people.access import require
from saphena.pathway.refused import Refused

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from saphena.clinic.courses.models import Course
    from saphena.clinic.diary.models import Site
    from saphena.clinic.journey.booking.models import Visit
    from saphena.clinic.people.models import User

__all__ = ["Wanted", "book_together"]


@dataclass(frozen=True, slots=True)
class Wanted:
    """One visit of one patient, and its time."""

    course: Course
    step: str
    starts: datetime


def book_together(*, actor: User, site: Site, wanted: Sequence[Wanted], now: datetime | None = None) -> list[Visit]:
    """Hold all of them or none. What cannot be had is named with its patient and with times near it that can.

    Patients are locked in one order, then the days: two who book at once wait for each other and never for ever.
    """
    now = now or timezone.now()
    for each in wanted:
        require(actor, "booking.book", each.course.patient)
    within_reach((each.starts for each in wanted), now)
    held: list[Visit] = []
    about: Wanted | None = None
    try:
        with in_turn():
            for patient in sorted({each.course.patient for each in wanted}, key=lambda patient: patient.pk):
                behind_the_patients_lock(patient)
            lock_days(site, [each.starts for each in wanted])
            for about in sorted(wanted, key=lambda each: each.starts):
                held += booked(
                    actor=actor, course=about.course, site=site, starts={about.step: about.starts}, now=now,
                    explain=False,
                )  # fmt: skip
    except CannotBe as no:
        raise _named(no.explained(), about) from None
    except Refused as no:
        raise _named(no, about) from None
    return held


def _named(no: Refused, about: Wanted | None) -> Refused:
    told = {"who": about.course.patient.formal_name if about else "", "why": no.reason}
    words = _("Nothing was booked. %(who)s: %(why)s") % told
    if isinstance(no, Unavailable):
        return Unavailable(words, no.near, no.obstacles, no.words)
    return Refused(words, no.field)
