"""What becomes of messages, in the record's words. `label` is the kind in plain English.

A message to somebody who has asked for an appointment and is no patient yet has no `patient_id`.
"""

from __future__ import annotations

from dataclasses import dataclass

from saphena.clinic.record.events import Event


@dataclass(frozen=True)
class MessagePromised(Event):
    action = "messages.promised"
    sentence = "promised {patient} a message ({label}) for {due_at}"
    patient_id: int | None
    message_id: int
    label: str
    due_at: str


@dataclass(frozen=True)
class MessageCancelled(Event):
    action = "messages.cancelled"
    sentence = "cancelled a message to {patient} ({label}): {reason}"
    patient_id: int | None
    message_id: int
    label: str
    reason: str


@dataclass(frozen=True)
class MessageSent(Event):
    action = "messages.sent"
    sentence = "sent {patient} a message ({label}) by {channel}"
    patient_id: int | None
    message_id: int
    label: str
    channel: str


@dataclass(frozen=True)
class MessageFailed(Event):
    action = "messages.failed"
    sentence = "could not send {patient} a message ({label}): {reason}"
    patient_id: int | None
    message_id: int
    label: str
    reason: str


@dataclass(frozen=True)
class MessageLost(Event):
    action = "messages.unknown"
    sentence = "does not know whether a message to {patient} ({label}) was sent: {reason}"
    patient_id: int | None
    message_id: int
    label: str
    reason: str


@dataclass(frozen=True)
class MessageTooLate(Event):
    action = "messages.too_late"
    sentence = "did not send {patient} a message ({label}): its time had passed"
    patient_id: int | None
    message_id: int
    label: str


@dataclass(frozen=True)
class MessageRenewed(Event):
    action = "messages.renewed"
    sentence = "had a message to {patient} ({label}) sent again"
    patient_id: int | None
    message_id: int
    label: str


@dataclass(frozen=True)
class MessageConfirmed(Event):
    action = "messages.confirmed"
    sentence = "found that a message to {patient} ({label}) had arrived"
    patient_id: int | None
    message_id: int
    label: str


@dataclass(frozen=True)
class WishesChanged(Event):
    action = "messages.wishes.changed"
    sentence = "said how {patient} wants to be reached: {what}"
    patient_id: int
    what: str


@dataclass(frozen=True)
class TopicStopped(Event):
    """By whoever has a message of this kind: the link in it asks for no birth date."""

    action = "messages.topic.stopped"
    sentence = "stopped messages to {patient} by the link in one of them: {what}"
    patient_id: int
    what: str


@dataclass(frozen=True)
class TextsStopped(Event):
    action = "messages.texts.stopped"
    sentence = "answered STOP from the telephone of {patient}: no more text messages"
    patient_id: int


@dataclass(frozen=True)
class TextsStarted(Event):
    action = "messages.texts.started"
    sentence = "answered START from the telephone of {patient}: text messages again"
    patient_id: int
