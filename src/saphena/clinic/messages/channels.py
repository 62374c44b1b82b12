"""By which way a message goes: what the patient allows and prefers, what can reach them, what suits the message."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings

from saphena.clinic.messages.kinds import KINDS
from saphena.clinic.messages.models import Channel, Wishes
from saphena.clinic.messages.numbers import number_of

if TYPE_CHECKING:
    from saphena.clinic.people.models import Patient

__all__ = ["best_channel", "can_be_reached", "has_stopped", "takes_texts", "wishes_of"]


def wishes_of(patient: Patient) -> Wishes:
    """What the patient has said; of somebody who has said nothing, empty ones that are not stored."""
    try:
        return patient.wishes
    except Wishes.DoesNotExist:
        return Wishes(patient=patient)


def has_stopped(patient: Patient, kind: str) -> bool:
    """Whether the patient wants no more messages of this kind. What is necessary cannot be stopped."""
    known = KINDS.get(kind)
    return known is not None and known.topic is not None and known.topic.name in wishes_of(patient).stopped


def takes_texts(patient: Patient) -> bool:
    """Whether a text message can reach the patient, and they want any."""
    return bool(settings.SAPHENA_SMS_URL and patient.text_allowed and number_of(patient.phone))


def takes_email(patient: Patient) -> bool:
    return bool(patient.email and patient.email_allowed)


def can_be_reached(patient: Patient) -> bool:
    """Whether there is any way at all; whether they want it is asked again when the message is due."""
    return bool(patient.email) or takes_texts(patient)


def best_channel(patient: Patient, kind: str) -> Channel:
    """What the patient prefers; else e-mail, unless the message is worth a text message, or the patient has no e-mail.

    Somebody who can be reached by neither gets e-mail: when it is due, the outbox says why it did not leave.
    """
    if not takes_texts(patient):
        return Channel.EMAIL
    if not takes_email(patient):
        return Channel.TEXT
    if preferred := wishes_of(patient).prefers:
        return Channel(preferred)
    known = KINDS.get(kind)
    return Channel.TEXT if known is not None and known.text_first else Channel.EMAIL
