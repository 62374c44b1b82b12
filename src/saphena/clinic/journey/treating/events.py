"""What happens in the treatment room, in the record's words."""

from __future__ import annotations

from dataclasses import dataclass

from saphena.clinic.record.events import Event


@dataclass(frozen=True)
class SessionOpened(Event):
    action = "treating.session.opened"
    sentence = "opened session {session_id} for the {side} leg of {patient}"
    patient_id: int
    session_id: int
    side: str


@dataclass(frozen=True)
class WeightGiven(Event):
    action = "treating.weight.given"
    sentence = "wrote down the weight of {patient} in session {session_id}: {weight}"
    patient_id: int
    session_id: int
    weight: str


@dataclass(frozen=True)
class SessionMoved(Event):
    """`missing` is what had not been recorded, `reason` why it went on all the same."""

    action = "treating.session.moved"
    sentence = "session {session_id} of {patient}: {move}, now {after} (missing: {missing}; {reason})"
    patient_id: int
    session_id: int
    transition_id: int
    move: str
    after: str
    missing: str
    reason: str


@dataclass(frozen=True)
class SyringeDrawn(Event):
    action = "treating.syringe.drawn"
    sentence = "drew {product} {percent} % {ratio} of lot {lot} for {patient} in session {session_id}"
    patient_id: int
    session_id: int
    syringe_id: int
    product: str
    percent: str
    ratio: str
    lot: str


@dataclass(frozen=True)
class Injected(Event):
    """`passed` are the rules that it passed, by name."""

    action = "treating.injection.recorded"
    sentence = (
        "injected {volume} mL of {product} into {segment} of {patient} in session {session_id} (passed: {passed})"
    )
    patient_id: int
    session_id: int
    injection_id: int
    product: str
    volume: str
    segment: str
    passed: str
    reason: str


@dataclass(frozen=True)
class InjectionTakenBack(Event):
    action = "treating.injection.taken_back"
    sentence = "took back injection {injection_id} of {patient} in session {session_id}: {reason}"
    patient_id: int
    session_id: int
    injection_id: int
    reason: str


@dataclass(frozen=True)
class InjectionApproved(Event):
    action = "treating.injection.approved"
    sentence = "gave the reason for injection {injection_id} of {patient} in session {session_id}: {reason}"
    patient_id: int
    session_id: int
    injection_id: int
    reason: str


@dataclass(frozen=True)
class DeedRecorded(Event):
    action = "treating.deed.recorded"
    sentence = "recorded {what} {words} for {patient} in session {session_id}"
    patient_id: int
    session_id: int
    what: str
    words: str


@dataclass(frozen=True)
class Sighted(Event):
    action = "treating.sighting.recorded"
    sentence = "saw {what} in {patient} in session {session_id}"
    patient_id: int
    session_id: int
    what: str


@dataclass(frozen=True)
class EmergencyStepDone(Event):
    action = "treating.emergency.step"
    sentence = "{emergency}, {step}: done for {patient} in session {session_id}"
    patient_id: int
    session_id: int
    emergency: str
    step: str


@dataclass(frozen=True)
class ComplicationCoded(Event):
    action = "treating.complication.coded"
    sentence = "coded the complication {what} {code} of {patient} in session {session_id}"
    patient_id: int
    session_id: int
    what: str
    code: str


@dataclass(frozen=True)
class NoteSigned(Event):
    action = "treating.note.signed"
    sentence = "signed the note of session {session_id} of {patient}"
    patient_id: int
    session_id: int
    fingerprint: str


@dataclass(frozen=True)
class AddendumWritten(Event):
    action = "treating.note.added_to"
    sentence = "added to the note of session {session_id} of {patient}"
    patient_id: int
    session_id: int
    addendum_id: int


@dataclass(frozen=True)
class ReportMade(Event):
    action = "treating.report.made"
    sentence = "made the report on session {session_id} of {patient} for the referrer"
    patient_id: int
    session_id: int


@dataclass(frozen=True)
class RowConfirmed(Event):
    action = "treating.row.confirmed"
    sentence = "switched the number {name} {to}: {words}"
    name: str
    to: str
    words: str
