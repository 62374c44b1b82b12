"""What happens to examinations, in the record's words."""

from __future__ import annotations

from dataclasses import dataclass

from saphena.clinic.record.events import Event


@dataclass(frozen=True)
class ExaminationOpened(Event):
    action = "mapping.examination.opened"
    sentence = "opened examination {examination_id} of {patient}: {legs}, {posture}"
    patient_id: int
    examination_id: int
    legs: str
    posture: str


@dataclass(frozen=True)
class ExaminationChanged(Event):
    action = "mapping.examination.changed"
    sentence = "changed {names} of examination {examination_id} of {patient}"
    patient_id: int
    examination_id: int
    names: list[str]


@dataclass(frozen=True)
class Noted(Event):
    """`said` as it was understood: “left GSV upper thigh: diameter 6.2 mm, reflux 0.8 s”."""

    action = "mapping.noted"
    sentence = "noted in examination {examination_id} of {patient}: {said}"
    patient_id: int
    examination_id: int
    said: str
    origin: str


@dataclass(frozen=True)
class RestCompetent(Event):
    action = "mapping.rest_competent"
    sentence = "noted in examination {examination_id} of {patient}: rest of the {leg} leg competent ({count} segments)"
    patient_id: int
    examination_id: int
    leg: str
    count: int


@dataclass(frozen=True)
class NotedTakenBack(Event):
    action = "mapping.taken_back"
    sentence = "took back in examination {examination_id} of {patient} what was noted in one act ({count} values)"
    patient_id: int
    examination_id: int
    count: int


@dataclass(frozen=True)
class ExaminationReviewed(Event):
    action = "mapping.examination.reviewed"
    sentence = "reviewed examination {examination_id} of {patient}"
    patient_id: int
    examination_id: int


@dataclass(frozen=True)
class ExaminationReopened(Event):
    action = "mapping.examination.reopened"
    sentence = "opened examination {examination_id} of {patient} again: {reason}"
    patient_id: int
    examination_id: int
    reason: str


@dataclass(frozen=True)
class MapSigned(Event):
    action = "mapping.map.signed"
    sentence = "signed the vein map of {patient} (examination {examination_id}, scanned by {sonographer})"
    patient_id: int
    examination_id: int
    sonographer: str


@dataclass(frozen=True)
class ExaminationWithdrawn(Event):
    action = "mapping.examination.withdrawn"
    sentence = "withdrew examination {examination_id} of {patient}: {reason}"
    patient_id: int
    examination_id: int
    reason: str


@dataclass(frozen=True)
class AddendumAdded(Event):
    action = "mapping.addendum.added"
    sentence = "added to the signed map of {patient} (examination {examination_id})"
    patient_id: int
    examination_id: int
