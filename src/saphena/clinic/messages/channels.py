"""By which way a message goes: what the patient allows, what can reach them, what suits the message."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings

from saphena.clinic.messages.kinds import KINDS
from saphena.clinic.messages.models import Channel
from saphena.clinic.messages.numbers import number_of

if TYPE_CHECKING:
    from saphena.clinic.people.models import Patient

__all__ = ["best_channel", "can_be_reached", "takes_texts"]


def takes_texts(patient: Patient) -> bool:
    """Whether a text message can reach the patient, and they want any."""
    return bool(settings.SAPHENA_SMS_URL and patient.text_allowed and number_of(patient.phone))


def takes_email(patient: Patient) -> bool:
    return bool(patient.email and patient.email_allowed)


def can_be_reached(patient: Patient) -> bool:
    """Whether there is any way at all; whether they want it is asked again when the message is due."""
    return bool(patient.email) or takes_texts(patient)


def best_channel(patient: Patient, kind: str) -> Channel:
    """E-mail, unless the patient has none of it, or the message is worth a text message and they take those.

    Somebody who can be reached by neither gets e-mail: when it is due, the outbox says why it did not leave.
    """
    known = KINDS.get(kind)
    wants_text = not takes_email(patient) or (known is not None and known.text_first)
    return Channel.TEXT if wants_text and takes_texts(patient) else Channel.EMAIL
