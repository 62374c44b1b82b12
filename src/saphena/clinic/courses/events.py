"""What happens to courses and protocols, in the record's words."""

from __future__ import annotations

from dataclasses import dataclass

from saphena.clinic.record.events import Event


@dataclass(frozen=True)
class ProtocolKept(Event):
    action = "courses.protocol.kept"
    sentence = "kept version {version} of the protocol {key}"
    version_id: int
    key: str
    version: str


@dataclass(frozen=True)
class ProtocolApproved(Event):
    action = "courses.protocol.approved"
    sentence = "approved version {version} of the protocol {key}"
    version_id: int
    key: str
    version: str


@dataclass(frozen=True)
class CourseOpened(Event):
    action = "courses.course.opened"
    sentence = "opened a course for the {leg} of {patient}, by the protocol {protocol}"
    patient_id: int
    course_id: int
    leg: str
    protocol: str


@dataclass(frozen=True)
class RoundStarted(Event):
    """`course_id` is the new course, `before_id` the one that it follows; `carried` names what was carried over."""

    action = "courses.round.started"
    sentence = "started round {round} for the {leg} of {patient}; carried over: {carried}"
    patient_id: int
    course_id: int
    before_id: int
    round: int
    leg: str
    carried: list[str]


@dataclass(frozen=True)
class CourseDischarged(Event):
    action = "courses.course.discharged"
    sentence = "discharged {patient} from the treatment of the {leg}. {reason}"
    patient_id: int
    course_id: int
    leg: str
    reason: str


@dataclass(frozen=True)
class CourseReopened(Event):
    action = "courses.course.reopened"
    sentence = "opened the treatment of the {leg} of {patient} again: {reason}"
    patient_id: int
    course_id: int
    leg: str
    reason: str


@dataclass(frozen=True)
class EventPlanned(Event):
    """`before` is where it was planned until now, empty the first time."""

    action = "courses.event.planned"
    sentence = "planned {name} of {patient} for {at} (before: {before})"
    patient_id: int
    course_id: int
    name: str
    at: str
    before: str


@dataclass(frozen=True)
class EventHappened(Event):
    action = "courses.event.happened"
    sentence = "recorded {name} of {patient} at {at}"
    patient_id: int
    course_id: int
    name: str
    at: str
    reason: str


@dataclass(frozen=True)
class EventTakenBack(Event):
    action = "courses.event.taken_back"
    sentence = "took back {name} of {patient}: {reason}"
    patient_id: int
    course_id: int
    name: str
    reason: str


@dataclass(frozen=True)
class GateOpened(Event):
    """Against the protocol, by somebody whom it allows to."""

    action = "courses.gate.opened"
    sentence = "opened the gate {gate} for {patient}: {reason}"
    patient_id: int
    course_id: int
    gate: str
    reason: str


@dataclass(frozen=True)
class Observed(Event):
    action = "courses.observation.made"
    sentence = "saw {name} in {patient} at {at}"
    patient_id: int
    course_id: int
    name: str
    at: str


@dataclass(frozen=True)
class FactsAnswered(Event):
    action = "courses.facts.answered"
    sentence = "answered {facts} for {patient}"
    patient_id: int
    course_id: int
    facts: list[str]
    before: dict[str, object]
    after: dict[str, object]
