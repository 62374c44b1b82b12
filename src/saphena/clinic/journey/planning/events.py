"""What happens in planning, in the record's words."""

from __future__ import annotations

from dataclasses import dataclass

from saphena.clinic.record.events import Event


@dataclass(frozen=True)
class QuestionsAnswered(Event):
    """`changed` names the questions whose answer became another one."""

    action = "planning.questions.answered"
    sentence = "answered the questions on {group} for {patient}; changed: {changed}"
    patient_id: int
    round_id: int
    group: str
    changed: list[str]


@dataclass(frozen=True)
class DayConfirmed(Event):
    action = "planning.questions.confirmed"
    sentence = "asked {patient} again on the day; changed: {changed}"
    patient_id: int
    round_id: int
    changed: list[str]


@dataclass(frozen=True)
class AllergiesChanged(Event):
    """Follows from either of the above: a test session from before says nothing any more."""

    action = "planning.allergies.changed"
    sentence = "learned that the allergies of {patient} have changed"
    patient_id: int
    round_id: int


@dataclass(frozen=True)
class FindingDecided(Event):
    action = "planning.finding.decided"
    sentence = "decided on {condition} ({level}) of {patient}, {decision}: {reason}"
    patient_id: int
    course_id: int
    condition: str
    level: str
    decision: str
    reason: str


@dataclass(frozen=True)
class RuleSetSwitched(Event):
    action = "planning.rule_set.switched"
    sentence = "put the rule set {rule_set} {state}: {reason}"
    rule_set: str
    state: str
    reason: str


@dataclass(frozen=True)
class PlanWritten(Event):
    action = "planning.plan.written"
    sentence = "began version {version} of the treatment plan of {patient}"
    patient_id: int
    course_id: int
    plan_id: int
    version: int


@dataclass(frozen=True)
class PlanChanged(Event):
    action = "planning.plan.changed"
    sentence = "changed version {version} of the treatment plan of {patient}: {what}"
    patient_id: int
    course_id: int
    plan_id: int
    version: int
    what: str


@dataclass(frozen=True)
class PlanSigned(Event):
    action = "planning.plan.signed"
    sentence = "signed version {version} of the treatment plan of {patient}"
    patient_id: int
    course_id: int
    plan_id: int
    version: int
    over_reason: str


@dataclass(frozen=True)
class ConsentTextApproved(Event):
    action = "planning.consent_text.approved"
    sentence = "approved version {version} of the text of the {kind} consent"
    kind: str
    version: str
    fingerprint: str


@dataclass(frozen=True)
class ConsentSigned(Event):
    """By the patient, or by whoever of the staff the patient signed with."""

    action = "planning.consent.signed"
    sentence = "signed the {kind} consent of {patient}, {how}, under the text {fingerprint}"
    patient_id: int
    course_id: int
    consent_id: int
    kind: str
    how: str
    fingerprint: str


@dataclass(frozen=True)
class ConsentWithdrawn(Event):
    action = "planning.consent.withdrawn"
    sentence = "withdrew the {kind} consent of {patient}"
    patient_id: int
    course_id: int
    consent_id: int
    kind: str
    reason: str


@dataclass(frozen=True)
class TestBegun(Event):
    __test__ = False  # its name begins like a test's

    action = "planning.test.begun"
    sentence = "injected {ml} mL of {percent} % {product} into small veins of {patient} as a test"
    patient_id: int
    course_id: int
    test_id: int
    product: str
    percent: str
    ml: str


@dataclass(frozen=True)
class TestObserved(Event):
    __test__ = False  # its name begins like a test's

    action = "planning.test.observed"
    sentence = "saw {seen} in {patient} at {at} after the test"
    patient_id: int
    course_id: int
    test_id: int
    seen: str
    at: str


@dataclass(frozen=True)
class TestClosed(Event):
    __test__ = False  # its name begins like a test's

    action = "planning.test.closed"
    sentence = "recorded the test session of {patient} as {result}"
    patient_id: int
    course_id: int
    test_id: int
    result: str


@dataclass(frozen=True)
class TestGateSettled(Event):
    """What the tests of a patient mean for one course; `reason` is a name of testing.toml, empty for an open gate."""

    __test__ = False  # its name begins like a test's

    action = "planning.test.gate"
    sentence = "the test gate of {patient} stands {state} ({reason})"
    patient_id: int
    course_id: int
    state: str
    reason: str
