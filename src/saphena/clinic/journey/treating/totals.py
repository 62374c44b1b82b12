"""What the patient has been given: from the database, inside the transaction of the act, behind the patient's lock."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.db.models import F
from django.utils import timezone

from saphena.clinic.journey.planning.models import TestSession
from saphena.clinic.journey.treating.models import Injection, Session
from saphena.clinic.people.models import Patient
from saphena.pathway.treating import Dose, Drawn, Form, shipped

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["as_doses", "bumped", "day_of", "doses_around", "held"]

NEAR = timedelta(days=8)  # a ceiling adds up seven days at most; a day more, because days begin by the clinic's clock


def held(session: Session) -> Session:
    """The session as it is now; whatever else is recorded for this patient waits until the transaction ends.

    The lock is the patient's, not the session's: a ceiling adds up both legs, and two tablets may stand at one couch.
    """
    Patient.objects.select_for_update().get(pk=session.course.patient_id)
    return Session.objects.select_related("course__patient", "course__protocol", "injector").get(pk=session.pk)


def bumped(session: Session) -> None:
    """There is something newer to see."""
    Session.objects.filter(pk=session.pk).update(version=F("version") + 1)
    session.refresh_from_db(fields=["version"])


def doses_around(patient_id: int, day: date) -> list[Dose]:
    """Every injection of the patient within a week of the day, on either leg, that was not taken back."""
    noon = datetime.combine(day, time(12), timezone.get_current_timezone())
    rows = Injection.objects.filter(
        session__course__patient_id=patient_id,
        at__range=(noon - NEAR, noon + NEAR),
        void__isnull=True,
    )
    return [*as_doses(rows.select_related("syringe")), *_of_tests(patient_id, noon)]


def _of_tests(patient_id: int, noon: datetime) -> list[Dose]:
    """A test session gives sclerosant too: what it gave counts on its day like the rest."""
    tests = TestSession.objects.filter(patient_id=patient_id, at__range=(noon - NEAR, noon + NEAR), ml__gt=0)
    return [
        Dose(Drawn(row.product, row.percent, Form.LIQUID), row.ml, timezone.localdate(row.at))
        for row in tests
        if row.product in shipped().products
    ]


def as_doses(rows: Iterable[Injection]) -> list[Dose]:
    return [Dose(row.syringe.drawn, row.volume, row.day, row.vein, str(row.session_id)) for row in rows]


def day_of(at: datetime) -> date:
    """The clinic's day."""
    return timezone.localdate(at)
