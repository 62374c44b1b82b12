"""What happens in the treatment room, in the record's words."""

from __future__ import annotations

from dataclasses import dataclass

from saphena.clinic.record.events import Event


@dataclass(frozen=True)
class OfSession(Event, abstract=True):
    """In one session of one patient."""

    patient_id: int
    session_id: int


@dataclass(frozen=True)
class SessionOpened(OfSession):
    action = "treating.session.opened"
    sentence = "opened session {session_id} for the {side} leg of {patient}"
    side: str


@dataclass(frozen=True)
class WeightGiven(OfSession):
    action = "treating.weight.given"
    sentence = "wrote down the weight of {patient} in session {session_id}: {weight}"
    weight: str


@dataclass(frozen=True)
class InjectorNamed(OfSession):
    action = "treating.injector.named"
    sentence = "named {who} as injecting in session {session_id} of {patient}"
    injector_id: int
    who: str


@dataclass(frozen=True)
class SentForAnother(OfSession):
    """Entries that somebody else had tapped on this tablet: they stand under that person's name."""

    action = "treating.entries.sent_for_another"
    sentence = "sent {count} entries that {author} had tapped for {patient} in session {session_id}"
    author_id: int
    author: str
    count: int


@dataclass(frozen=True)
class SessionMoved(OfSession):
    """`missing` is what had not been recorded, `reason` why it went on all the same."""

    action = "treating.session.moved"
    sentence = "session {session_id} of {patient}: {move}, now {after} (missing: {missing}; {reason})"
    transition_id: int
    move: str
    after: str
    missing: str
    reason: str


@dataclass(frozen=True)
class SyringeDrawn(OfSession):
    action = "treating.syringe.drawn"
    sentence = "drew {product} {percent} % {ratio} of lot {lot} for {patient} in session {session_id}"
    syringe_id: int
    product: str
    percent: str
    ratio: str
    lot: str


@dataclass(frozen=True)
class Injected(OfSession):
    """`passed` are the rules that it passed, by name."""

    action = "treating.injection.recorded"
    sentence = (
        "injected {volume} mL of {product} into {segment} of {patient} in session {session_id} (passed: {passed})"
    )
    injection_id: int
    product: str
    volume: str
    segment: str
    passed: str
    reason: str


@dataclass(frozen=True)
class InjectionTakenBack(OfSession):
    action = "treating.injection.taken_back"
    sentence = "took back injection {injection_id} of {patient} in session {session_id}: {reason}"
    injection_id: int
    reason: str


@dataclass(frozen=True)
class InjectionApproved(OfSession):
    action = "treating.injection.approved"
    sentence = "gave the reason for injection {injection_id} of {patient} in session {session_id}: {reason}"
    injection_id: int
    reason: str


@dataclass(frozen=True)
class DeedRecorded(OfSession):
    action = "treating.deed.recorded"
    sentence = "recorded {what} {words} for {patient} in session {session_id}"
    what: str
    words: str


@dataclass(frozen=True)
class Sighted(OfSession):
    action = "treating.sighting.recorded"
    sentence = "saw {what} in {patient} in session {session_id}"
    what: str


@dataclass(frozen=True)
class EmergencyStepDone(OfSession):
    action = "treating.emergency.step"
    sentence = "{emergency}, {step}: done for {patient} in session {session_id}"
    emergency: str
    step: str


@dataclass(frozen=True)
class ComplicationCoded(OfSession):
    action = "treating.complication.coded"
    sentence = "coded the complication {what} {code} of {patient} in session {session_id}"
    what: str
    code: str


@dataclass(frozen=True)
class NoteSigned(OfSession):
    action = "treating.note.signed"
    sentence = "signed the note of session {session_id} of {patient}"
    fingerprint: str


@dataclass(frozen=True)
class Explained(OfSession):
    action = "treating.explained"
    sentence = "gave the reason for {kind} {row_id} of {patient} in session {session_id}: {reason}"
    kind: str
    row_id: int
    reason: str


@dataclass(frozen=True)
class AddendumWritten(OfSession):
    action = "treating.note.added_to"
    sentence = "added to the note of session {session_id} of {patient}"
    addendum_id: int


@dataclass(frozen=True)
class ReportMade(OfSession):
    action = "treating.report.made"
    sentence = "made the report on session {session_id} of {patient} for the referrer"


@dataclass(frozen=True)
class MeasuredOnImage(Event):
    """A value that was accepted on an image is said of an injection."""

    action = "treating.injection.measured"
    sentence = "noted at injection {injection_id} of {patient} in session {session_id}, from an image: {kind} {value}"
    patient_id: int
    session_id: int
    injection_id: int
    kind: str
    value: str
