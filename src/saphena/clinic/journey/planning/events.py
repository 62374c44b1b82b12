"""What happens in planning, in the record's words."""

from __future__ import annotations

from dataclasses import dataclass

from saphena.clinic.record.events import Event


@dataclass(frozen=True)
class OfRound(Event, abstract=True):
    """One time that somebody was asked."""

    patient_id: int
    round_id: int


@dataclass(frozen=True)
class OfCourse(Event, abstract=True):
    """About one leg of one patient."""

    patient_id: int
    course_id: int


@dataclass(frozen=True)
class OfPlan(OfCourse, abstract=True):
    plan_id: int
    version: int


@dataclass(frozen=True)
class OfConsent(OfCourse, abstract=True):
    consent_id: int
    kind: str


@dataclass(frozen=True)
class OfTest(OfCourse, abstract=True):
    __test__ = False  # the names of these begin like a test's

    test_id: int


@dataclass(frozen=True)
class QuestionsAnswered(OfRound):
    """`changed` names the questions whose answer became another one."""

    action = "planning.questions.answered"
    sentence = "answered the questions on {group} for {patient}; changed: {changed}"
    group: str
    changed: list[str]


@dataclass(frozen=True)
class DayConfirmed(OfRound):
    action = "planning.questions.confirmed"
    sentence = "asked {patient} again on the day; changed: {changed}"
    changed: list[str]


@dataclass(frozen=True)
class AllergiesChanged(OfRound):
    """Follows from either of the above: a test session from before says nothing any more."""

    action = "planning.allergies.changed"
    sentence = "learned that the allergies of {patient} have changed"


@dataclass(frozen=True)
class FindingDecided(OfCourse):
    action = "planning.finding.decided"
    sentence = "decided on {condition} ({level}) of {patient}, {decision}: {reason}"
    condition: str
    level: str
    decision: str
    reason: str


@dataclass(frozen=True)
class PlanWritten(OfPlan):
    action = "planning.plan.written"
    sentence = "began version {version} of the treatment plan of {patient}"


@dataclass(frozen=True)
class PlanChanged(OfPlan):
    action = "planning.plan.changed"
    sentence = "changed version {version} of the treatment plan of {patient}: {what}"
    what: str


@dataclass(frozen=True)
class PlanSigned(OfPlan):
    action = "planning.plan.signed"
    sentence = "signed version {version} of the treatment plan of {patient}"
    over_reason: str


@dataclass(frozen=True)
class ConsentTextApproved(Event):
    action = "planning.consent_text.approved"
    sentence = "approved version {version} of the text of the {kind} consent"
    kind: str
    version: str
    fingerprint: str


@dataclass(frozen=True)
class ConsentSigned(OfConsent):
    """By the patient, or by whoever of the staff the patient signed with."""

    action = "planning.consent.signed"
    sentence = "signed the {kind} consent of {patient}, {how}, under the text {fingerprint}"
    how: str
    fingerprint: str


@dataclass(frozen=True)
class ConsentWithdrawn(OfConsent):
    action = "planning.consent.withdrawn"
    sentence = "withdrew the {kind} consent of {patient}"
    reason: str


@dataclass(frozen=True)
class TestBegun(OfTest):
    action = "planning.test.begun"
    sentence = "injected {ml} mL of {percent} % {product} into small veins of {patient} as a test"
    product: str
    percent: str
    ml: str


@dataclass(frozen=True)
class TestObserved(OfTest):
    action = "planning.test.observed"
    sentence = "saw {seen} in {patient} at {at} after the test"
    seen: str
    at: str


@dataclass(frozen=True)
class TestClosed(OfTest):
    action = "planning.test.closed"
    sentence = "recorded the test session of {patient} as {result}"
    result: str


@dataclass(frozen=True)
class TestGateSettled(OfCourse):
    """What the tests of a patient mean for one course; `reason` is a name of testing.toml, empty for an open gate."""

    __test__ = False  # its name begins like a test's

    action = "planning.test.gate"
    sentence = "the test gate of {patient} stands {state} ({reason})"
    state: str
    reason: str


@dataclass(frozen=True)
class TriedNoted(Event):
    """`what` is a name of payers.toml; an open end is empty."""

    action = "planning.tried.noted"
    sentence = "noted what {patient} has tried before: {what} ({legs}) from {since} to {until}, as {told_by} says"
    patient_id: int
    tried_id: int
    what: str
    legs: str
    since: str
    until: str
    told_by: str


@dataclass(frozen=True)
class TriedNoLonger(Event):
    action = "planning.tried.taken_back"
    sentence = "took back that {patient} has tried {what}: {reason}"
    patient_id: int
    tried_id: int
    what: str
    reason: str
