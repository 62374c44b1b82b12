"""A patient's link: made, found again by its token, withdrawn.

The token is long and random and is shown once, in the message that carries it; only its hash is stored. Opening a link
changes nothing, because mail scanners open links too: whatever acts is a POST, and behind the birth date.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import date, datetime, timedelta
from enum import StrEnum

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from saphena.clinic.people import trying
from saphena.clinic.people.access import require
from saphena.clinic.people.events import (
    BirthDateWrong,
    LinkLocked,
    LinkMade,
    LinkProved,
    LinkSendingAsked,
    LinksWithdrawn,
    NewLinkAsked,
)
from saphena.clinic.people.models import Patient, PatientLink, User
from saphena.clinic.record.actors import NOBODY_KNOWN, Actor
from saphena.clinic.record.announcing import announce

TOKEN_BYTES = 32


class Proof(StrEnum):
    """What became of a birth date that was given for a link."""

    RIGHT = "right"
    WRONG = "wrong"
    TOO_MANY = "too many"


def hash_of(token: str) -> str:
    """The token has 256 random bits, so one plain hash is enough: there is nothing to guess."""
    return hashlib.sha256(token.encode()).hexdigest()


def make_link(*, actor: Actor, patient: Patient, now: datetime | None = None) -> str:
    """A new link for the patient. Gives the token, which nobody can ask for again."""
    require(actor, "people.send_links", patient)
    now = now or timezone.now()
    token = secrets.token_urlsafe(TOKEN_BYTES)
    with transaction.atomic():
        link = PatientLink.objects.create(
            patient=patient,
            token_hash=hash_of(token),
            created_at=now,
            created_by_id=actor.actor_id,
            expires_at=now + timedelta(days=settings.SAPHENA_LINK_DAYS),
        )
        announce(LinkMade(patient_id=patient.pk, link_id=link.pk), by=actor, patient=patient)
    return token


def address_of(token: str) -> str:
    """The whole address that goes into the message."""
    return settings.SAPHENA_URL + reverse("people:link", args=[token])


def find_link(token: str) -> PatientLink | None:
    """The link of that token, dead or alive."""
    return PatientLink.objects.select_related("patient").filter(token_hash=hash_of(token)).first()


def prove(*, link: PatientLink, birth_date: date, address: str, now: datetime | None = None) -> Proof:
    """Whether this is the patient. A locked link does not look at the birth date at all; each try is recorded."""
    now = now or timezone.now()
    if not trying.may_try_birth_date(link, address, now):
        return Proof.TOO_MANY
    with transaction.atomic():
        if birth_date == link.patient.birth_date:
            trying.birth_date_was_right(link, now)
            announce(LinkProved(patient_id=link.patient_id, link_id=link.pk), by=link.patient)
            return Proof.RIGHT
        announce(BirthDateWrong(patient_id=link.patient_id, link_id=link.pk), by=NOBODY_KNOWN)
        if not trying.birth_date_is_locked(link, now):
            return Proof.WRONG
        announce(LinkLocked(patient_id=link.patient_id, link_id=link.pk), by=NOBODY_KNOWN)
        return Proof.TOO_MANY


def ask_for_new_link(*, token: str, address: str, now: datetime | None = None) -> None:
    """A link has ended and its holder asks for another. Nothing comes back: the answer is the same for every token."""
    link = find_link(token)
    if not trying.may_ask_for_new_link(link.pk if link else 0, address, now or timezone.now()) or link is None:
        return
    with transaction.atomic():
        announce(NewLinkAsked(patient_id=link.patient_id, link_id=link.pk), by=NOBODY_KNOWN)


def ask_to_send_link(*, actor: User, patient: Patient) -> None:
    """Staff want the patient to have a link; the message is promised by what follows this event."""
    require(actor, "people.send_links", patient)
    with transaction.atomic():
        announce(LinkSendingAsked(patient_id=patient.pk), by=actor)


def withdraw_links(*, actor: User, patient: Patient, now: datetime | None = None) -> int:
    """All of the patient's links stop working at once: a telephone was lost, an address was wrong."""
    require(actor, "people.send_links", patient)
    with transaction.atomic():
        live = PatientLink.objects.filter(patient=patient, withdrawn_at__isnull=True)
        count = live.update(withdrawn_at=now or timezone.now())
        if count:
            announce(LinksWithdrawn(patient_id=patient.pk, count=count), by=actor)
    return count
