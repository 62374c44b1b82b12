"""What was tried before a vein is closed: noted as it is told, and taken back where it was a slip."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from saphena.clinic.journey.planning.events import TriedNoLonger, TriedNoted
from saphena.clinic.journey.planning.models import Tried, TriedTakenBack
from saphena.clinic.people.access import require
from saphena.clinic.record.announcing import announce
from saphena.clinic.record.typed import said_why, tidied
from saphena.pathway.planning.payers import asks_how_often
from saphena.pathway.refused import Refused

if TYPE_CHECKING:
    from datetime import date

    from saphena.clinic.people.models import Patient, User

__all__ = ["note_tried", "take_back_tried"]

LONGEST_NAME = 200


def note_tried(
    *, actor: User, patient: Patient, legs: str, what: str, since: date, until: date | None = None, mmhg: str = "",
    often: str = "", helped: str = "", words: str = "", told_by: str = "",
) -> Tried:  # fmt: skip
    """Note one thing that was tried, from when to when, as `told_by` says. Without an end it is still going on."""
    require(actor, "planning.screen", patient)
    who = tidied(told_by, LONGEST_NAME)
    if not who:
        raise Refused(_("Please say who told it: the patient, a letter, a physician."), "told_by")
    _check_days(patient, since, until)
    if asks_how_often(what) and not often:
        raise Refused(_("Please say how often they were worn: a payer asks."), "often")
    with transaction.atomic():
        row = Tried.objects.create(
            patient=patient, legs=legs, what=what, since=since, until=until, often=often, helped=helped,
            mmhg=mmhg if asks_how_often(what) else "", words=tidied(words), told_by=who, noted_by=actor,
        )  # fmt: skip
        end = until.isoformat() if until else ""
        announce(TriedNoted(patient.pk, row.pk, what, legs, since.isoformat(), end, who), by=actor, patient=patient)
    return row


def _check_days(patient: Patient, since: date, until: date | None) -> None:
    today = timezone.localdate()
    if since > today:
        raise Refused(_("This day is still to come: only what was begun is noted here."), "since")
    if since < patient.birth_date:
        raise Refused(_("This day lies before the patient was born."), "since")
    if until and until < since:
        raise Refused(_("It ends before it begins. Please look at both days."), "until")
    if until and until > today:
        raise Refused(_("This day is still to come. Leave it empty while it is going on."), "until")


def take_back_tried(*, actor: User, tried: Tried, reason: str) -> TriedTakenBack:
    """It was a slip, or of somebody else: it stays readable and no longer counts. Twice is refused."""
    require(actor, "planning.screen", tried.patient)
    why = said_why(reason)
    with transaction.atomic():
        row, new = TriedTakenBack.objects.get_or_create(tried=tried, defaults={"reason": why, "by": actor})
        if not new:
            raise Refused(_("Somebody has taken this back already."), "reason")
        announce(TriedNoLonger(tried.patient_id, tried.pk, tried.what, why), by=actor)
    return row
