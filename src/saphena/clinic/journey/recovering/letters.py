"""Messages between a patient and the clinic: read on their pages, behind link and birth date or behind sign-in."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from saphena.clinic.journey.recovering.actions import answered
from saphena.clinic.journey.recovering.events import LetterWritten
from saphena.clinic.journey.recovering.models import Kind, Letter, Matter
from saphena.clinic.journey.recovering.raising import add_news, open_matters, raise_matter
from saphena.clinic.people.access import require
from saphena.clinic.record.actors import SAPHENA
from saphena.clinic.record.announcing import announce
from saphena.pathway.recovering import Level
from saphena.pathway.refused import Refused

if TYPE_CHECKING:
    from datetime import datetime

    from saphena.clinic.people.models import Patient, User

LONGEST = 4000


def write_to_clinic(*, actor: Patient, text: str, form_key: str, now: datetime | None = None) -> Letter:
    """The patient writes. It comes up in the inbox; the same form sent twice is one letter."""
    require(actor, "recovering.check_in", actor)
    now, text = now or timezone.now(), _checked(text)
    digest = hashlib.sha256(f"{actor.pk} {form_key}".encode()).hexdigest() if form_key else ""
    for last_try in (False, True):
        try:
            return _received(actor, text, digest, now)
        except IntegrityError:
            if digest and (same := Letter.objects.filter(digest=digest).first()):
                return same
            if last_try:  # a second letter in the same moment has made the row of the inbox; now there is one to add to
                raise
    raise AssertionError("the last try returns or raises")


def _received(actor: Patient, text: str, digest: str, now: datetime) -> Letter:
    with transaction.atomic():
        letter = Letter.objects.create(patient=actor, text=text, written_at=now, digest=digest)
        announce(LetterWritten(patient_id=actor.pk, letter_id=letter.pk, side="the patient"), by=actor)
        _tell_the_inbox(actor, now)
    return letter


def _tell_the_inbox(patient: Patient, now: datetime) -> None:
    """One open row for a patient's letters, however many they write."""
    waiting = Matter.objects.select_for_update().filter(open_matters(patient=patient, kind=Kind.LETTER)).first()
    if waiting is None:
        raise_matter(Kind.LETTER, Level.OFFICE, now, by=SAPHENA, patient=patient)
    else:
        add_news(waiting, now, by=patient, text="wrote again")


def write_to_patient(
    *, actor: User, patient: Patient, text: str, matter: Matter | None = None, now: datetime | None = None
) -> Letter:
    """The clinic writes. What follows promises an e-mail that says only that there is a message."""
    require(actor, "recovering.answer", patient)
    now, text = now or timezone.now(), _checked(text)
    if matter is not None and matter.patient_id != patient.pk:
        raise Refused(_("This belongs to somebody else."), "text")
    with transaction.atomic():
        letter = Letter.objects.create(patient=patient, writer=actor, text=text, written_at=now)
        announce(LetterWritten(patient_id=patient.pk, letter_id=letter.pk, side="the clinic"), by=actor)
        if matter is not None:
            answered(actor=actor, matter=matter, text=text, now=now)
    return letter


def read_by_patient(*, actor: Patient, now: datetime | None = None) -> int:
    """The patient has the page open: what the clinic wrote is read."""
    require(actor, "recovering.check_in", actor)
    unread = Letter.objects.filter(patient=actor, writer__isnull=False, read_at__isnull=True)
    return unread.update(read_at=now or timezone.now())


def read_by_clinic(*, actor: User, patient: Patient, now: datetime | None = None) -> int:
    require(actor, "recovering.see_inbox", patient)
    unread = Letter.objects.filter(patient=patient, writer__isnull=True, read_at__isnull=True)
    return unread.update(read_at=now or timezone.now())


def _checked(text: str) -> str:
    text = text.replace("\0", "").strip()
    if not text:
        raise Refused(_("Please write something first."), "text")
    if len(text) > LONGEST:
        raise Refused(_("This is too long. Please keep it under %(count)d characters.") % {"count": LONGEST}, "text")
    return text
