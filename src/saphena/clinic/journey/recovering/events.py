"""What happens in the weeks at home, in the record's words. Levels and rows are named, never what somebody wrote."""

from __future__ import annotations

from dataclasses import dataclass

from saphena.clinic.record.events import Event


@dataclass(frozen=True)
class CheckInExpected(Event):
    action = "recovering.check_in.expected"
    sentence = "expects an answer of {patient} ({name}) from {due}"
    patient_id: int
    check_in_id: int
    name: str
    due: str


@dataclass(frozen=True)
class CheckInMoved(Event):
    action = "recovering.check_in.moved"
    sentence = "moved the check-in of {patient} ({name}) from {before} to {due}"
    patient_id: int
    check_in_id: int
    name: str
    before: str
    due: str


@dataclass(frozen=True)
class CheckInCalledOff(Event):
    action = "recovering.check_in.called_off"
    sentence = "called off the check-in of {patient} ({name})"
    patient_id: int
    check_in_id: int
    name: str


@dataclass(frozen=True)
class CheckInAnswered(Event):
    """`rows` are the numbers of the triage table that fired, `level` what they came to."""

    action = "recovering.check_in.answered"
    sentence = "answered the check-in of {patient} ({name}): {level}, rows {rows}"
    patient_id: int
    check_in_id: int
    name: str
    level: str
    rows: str


@dataclass(frozen=True)
class CheckInSilent(Event):
    action = "recovering.check_in.silent"
    sentence = "had no answer of {patient} to the check-in ({name})"
    patient_id: int
    check_in_id: int
    name: str


@dataclass(frozen=True)
class MatterRaised(Event):
    action = "recovering.matter.raised"
    sentence = "raised row {matter_id} of the inbox about {patient} ({kind}, {level})"
    patient_id: int | None
    matter_id: int
    kind: str
    level: str


@dataclass(frozen=True)
class MatterSeen(Event):
    action = "recovering.matter.seen"
    sentence = "opened row {matter_id} of the inbox about {patient}"
    patient_id: int | None
    matter_id: int


@dataclass(frozen=True)
class MatterMoved(Event):
    """`what` is the verb: take, assign, snooze, answer, escalate; `text` whom or how long it was about."""

    action = "recovering.matter.moved"
    sentence = "row {matter_id} of the inbox about {patient}: {what} {text}"
    patient_id: int | None
    matter_id: int
    what: str
    text: str


@dataclass(frozen=True)
class MatterClosed(Event):
    action = "recovering.matter.closed"
    sentence = "closed row {matter_id} of the inbox about {patient}: {outcome}"
    patient_id: int | None
    matter_id: int
    outcome: str


@dataclass(frozen=True)
class LetterWritten(Event):
    """`side` is "the clinic" or "the patient"; what was written is not in the record but with the letter."""

    action = "recovering.letter.written"
    sentence = "wrote a message between {patient} and the clinic, from {side}"
    patient_id: int
    letter_id: int
    side: str


@dataclass(frozen=True)
class PhotoSeen(Event):
    action = "recovering.photo.seen"
    sentence = "looked at a photo of {patient}"
    patient_id: int
    photo_id: int


@dataclass(frozen=True)
class TriageApproved(Event):
    action = "recovering.triage.approved"
    sentence = "approved the triage table, version {version}"
    version: str
    table: str
