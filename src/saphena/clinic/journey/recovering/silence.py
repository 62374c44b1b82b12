"""What time alone brings: a check-in that nobody answered becomes a row of the inbox, a row comes back.

`saphena work` goes round with these after the messages that are due.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from saphena.clinic.journey.recovering.events import CheckInSilent, MatterMoved
from saphena.clinic.journey.recovering.models import CheckIn, Kind, Matter
from saphena.clinic.journey.recovering.moving import move, move_check_in
from saphena.clinic.journey.recovering.raising import note, raise_matter
from saphena.clinic.journey.recovering.states import Answering, Asked, Move, State
from saphena.clinic.record.actors import SAPHENA
from saphena.clinic.record.announcing import announce
from saphena.pathway.recovering import Level
from saphena.pathway.refused import Refused

if TYPE_CHECKING:
    from datetime import datetime

BATCH = 100


def fall_silent(now: datetime | None = None) -> int:
    """The grace time of these is over. Gives how many; each is one transaction, so that one cannot undo the others."""
    now = now or timezone.now()
    late = CheckIn.objects.filter(state=Asked.EXPECTED, silent_at__lte=now).select_related("course__patient")
    return sum(_fall_silent(row, now) for row in late.order_by("silent_at", "pk")[:BATCH])


def _fall_silent(row: CheckIn, now: datetime) -> bool:
    with transaction.atomic():
        if not move_check_in(row, Answering.FALL_SILENT):
            return False
        patient = row.course.patient
        announce(CheckInSilent(patient_id=patient.pk, check_in_id=row.pk, name=row.name), by=SAPHENA)
        raise_matter(Kind.SILENCE, Level(row.level), now, by=SAPHENA, patient=patient, check_in=row)
    return True


def wake(now: datetime | None = None) -> int:
    """Rows that were put off until now are anybody's again."""
    now = now or timezone.now()
    due = Matter.objects.filter(state=State.SNOOZED, snoozed_until__lte=now).order_by("snoozed_until", "pk")
    return sum(_wake(matter, now) for matter in due[:BATCH])


def _wake(matter: Matter, now: datetime) -> bool:
    among = Matter.objects.filter(snoozed_until__lte=now)
    try:
        with transaction.atomic():
            move(matter, Move.WAKE, among, taken_by=None, snoozed_until=None)
            note(matter, Move.WAKE, by=SAPHENA, at=now)
            told = MatterMoved(patient_id=matter.patient_id, matter_id=matter.pk, what=Move.WAKE.value, text="")
            announce(told, by=SAPHENA)
    except Refused:  # somebody took it in this moment
        return False
    return True
