"""What happens at return visits, in the record's words."""

from __future__ import annotations

from dataclasses import dataclass

from saphena.clinic.record.events import Event


@dataclass(frozen=True)
class ReviewOpened(Event):
    action = "reviewing.review.opened"
    sentence = "opened a return visit of {patient} ({time})"
    patient_id: int
    course_id: int
    review_id: int
    time: str


@dataclass(frozen=True)
class SegmentNoted(Event):
    action = "reviewing.segment.noted"
    sentence = "noted what became of {segment} of {patient}: {outcome} (proposed: {proposed})"
    patient_id: int
    review_id: int
    segment: str
    outcome: str
    proposed: str


@dataclass(frozen=True)
class ReviewNoted(Event):
    action = "reviewing.review.noted"
    sentence = "noted what was found at a return visit of {patient}"
    patient_id: int
    review_id: int


@dataclass(frozen=True)
class ReviewSigned(Event):
    """`event` is what it is in the protocol: “review”, “review 2”. `deep_clear` is only true when somebody said so."""

    action = "reviewing.review.signed"
    sentence = "signed a return visit of {patient}: {decided} (proposed: {proposed}). {reason}"
    patient_id: int
    course_id: int
    review_id: int
    decided: str
    proposed: str
    reason: str


@dataclass(frozen=True)
class ReviewWithdrawn(Event):
    action = "reviewing.review.withdrawn"
    sentence = "withdrew a return visit of {patient}: {reason}"
    patient_id: int
    review_id: int
    reason: str


@dataclass(frozen=True)
class CoagulumDrained(Event):
    action = "reviewing.coagulum.drained"
    sentence = "drained a coagulum of {patient} ({segment})"
    patient_id: int
    course_id: int
    segment: str


@dataclass(frozen=True)
class OutcomesExported(Event):
    """`what` is “registry” (names nobody) or “sample” (names the patients in it)."""

    action = "reviewing.outcomes.exported"
    sentence = "took outcomes away: {what}, {rows} rows"
    what: str
    rows: int


@dataclass(frozen=True)
class ScoresBeforeNoted(Event):
    action = "reviewing.scores_before.noted"
    sentence = "noted the scores of {patient} before treatment"
    patient_id: int
    course_id: int


@dataclass(frozen=True)
class ComplicationNoted(Event):
    """`found_by` is how it came to be known: scan, seen, told, elsewhere."""

    action = "reviewing.complication.noted"
    sentence = "noted a complication of {patient} after session {session_id}: {what}, {found_by}"
    patient_id: int
    session_id: int
    what: str
    found_by: str


@dataclass(frozen=True)
class SkinPhotographed(Event):
    action = "reviewing.photo.kept"
    sentence = "kept a photo of the leg of {patient}"
    patient_id: int
    review_id: int
    photo_id: int


@dataclass(frozen=True)
class CaseRated(Event):
    action = "reviewing.case.rated"
    sentence = "rated session {session_id} of {patient}: {fitness}"
    patient_id: int
    session_id: int
    fitness: str
