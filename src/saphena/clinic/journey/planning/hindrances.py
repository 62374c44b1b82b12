"""What stands between a leg and its procedure: told on the page of planning, and at the couch, where it stops."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from saphena.clinic.courses.speaking import language
from saphena.clinic.design.dates import date_format
from saphena.clinic.journey.planning.answers import answers_of
from saphena.clinic.journey.planning.consenting import consent_for
from saphena.clinic.journey.planning.gates import EVENT, standing_of, why
from saphena.clinic.journey.planning.models import Consent, TestSession, TreatmentPlan
from saphena.clinic.journey.planning.said_only import is_said_only, said_only
from saphena.clinic.journey.planning.states import PlanState
from saphena.clinic.journey.planning.weighing import findings_of
from saphena.clinic.journey.planning.wording import finding_text
from saphena.pathway.planning.consenting import ConsentKind
from saphena.pathway.planning.screening import unanswered
from saphena.pathway.planning.weighing import Level, rule_sets

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from saphena.clinic.courses.drawing import Standing
    from saphena.clinic.courses.models import Course
    from saphena.clinic.journey.planning.weighing import Findings, WeighedFinding

__all__ = ["Hindrance", "Kind", "Looked", "findings_told", "gate_told", "look"]


class Kind(StrEnum):
    QUESTIONS = "questions"  # not answered yet
    UNASKED = "unasked"  # those among them that might forbid it
    UNKNOWN = "unknown"  # might be more than a caution, and nobody knows
    FINDING = "finding"
    PLAN = "plan"
    TEST_CONSENT = "test consent"
    TEST = "test"
    CONSENT = "consent"
    WITHDRAWN = "withdrawn"  # there was a consent to the procedure, and the patient has taken it back


@dataclass(frozen=True, slots=True)
class Hindrance:
    """One thing in the way, as a sentence in the reader's language."""

    kind: Kind
    sentence: str


@dataclass(frozen=True, slots=True)
class Looked:
    """A course looked through once: what was found, asked, planned, agreed to and tested."""

    answered: int
    left: int
    findings: Findings
    plan: TreatmentPlan | None
    consents: dict[ConsentKind, Consent | None]
    tests: tuple[TestSession, ...]
    gate: str
    hindrances: tuple[Hindrance, ...]


def look(course: Course, known: Standing, at: datetime | None = None) -> Looked:
    """Everything in the way of the procedure, in the order in which it is done; `at` is its moment, else its plan's."""
    answers = answers_of(course.patient)
    left, findings = len(unanswered(answers)), findings_of(course, answers)
    plan = TreatmentPlan.objects.filter(course=course, state=PlanState.SIGNED).select_related("signed_by").first()
    consents = {kind: consent_for(course, kind) for kind in ConsentKind}
    tests = tuple(TestSession.objects.filter(patient_id=course.patient_id).order_by("at", "pk"))
    gate = gate_told(course, tests, known, at)
    found = [
        *_questions(left),
        *findings_told(findings),
        *_plan(plan),
        *_test_consent(gate, consents),
        *([Hindrance(Kind.TEST, gate)] if gate else []),
        *_consent(course, consents[ConsentKind.PROCEDURE]),
    ]
    return Looked(len(answers), left, findings, plan, consents, tests, gate, tuple(found))


def gate_told(
    course: Course, tests: Sequence[TestSession], known: Standing, at: datetime | None = None, product: str = ""
) -> str:
    """Why the test gate stands shut for a procedure at that moment; nothing when it is open, or none is asked for.

    A clinic that keeps its tests elsewhere ticks that one was tolerated: the gate of the protocol opens, and here it is
    said that nobody knows more. `product` asks for another product than the plan's.
    """
    if EVENT not in course.protocol.protocol.events:
        return ""
    if is_said_only(course, tests):
        return said_only(course)
    found = standing_of(course, tests, known, at=at, product=product)
    return "" if found.open else why(course, found, product)[language()]


def findings_told(findings: Findings) -> list[Hindrance]:
    """What a physician has to decide first, by name, and what nobody knows."""
    unknown = sum(each.answered for each in findings.asking)
    unasked = len(findings.asking) - unknown
    told = []
    if unasked:
        sentence = ngettext(
            "%(n)s question that may forbid it is not answered.",
            "%(n)s questions that may forbid it are not answered.",
            unasked,
        )
        told.append(Hindrance(Kind.UNASKED, sentence % {"n": unasked}))
    if unknown:
        sentence = ngettext(
            "%(n)s answer is not known and matters.", "%(n)s answers are not known and matter.", unknown
        )
        told.append(Hindrance(Kind.UNKNOWN, sentence % {"n": unknown}))
    return [*told, *(Hindrance(Kind.FINDING, _finding(each)) for each in findings.stopping)]


def _finding(each: WeighedFinding) -> str:
    """“Occlusive arterial disease: forbidden by UIP 2023, and no physician has decided otherwise.”"""
    said, finding = language(), each.finding
    loudest = [verdict.rule_set for verdict in finding.verdicts if verdict.level == finding.level]
    told = {
        "finding": finding_text(finding),
        "who": ", ".join(rule_sets().sets[name].title[said] for name in loudest),
    }
    if each.decision:
        told |= {"decider": str(each.decision.decided_by), "reason": each.decision.reason.rstrip(".")}
        return _("%(finding)s: %(decider)s has decided not to go on: %(reason)s.") % told
    if finding.level is Level.ABSOLUTE:
        return _("%(finding)s: forbidden by %(who)s, and no physician has decided otherwise.") % told
    return _("%(finding)s: a physician has to look first (%(who)s).") % told


def _questions(left: int) -> list[Hindrance]:
    told = ngettext("%(n)s question is not answered.", "%(n)s questions are not answered.", left) % {"n": left}
    return [Hindrance(Kind.QUESTIONS, told)] if left else []


def _plan(plan: TreatmentPlan | None) -> list[Hindrance]:
    return [] if plan else [Hindrance(Kind.PLAN, _("No physician has signed a treatment plan."))]


def _test_consent(gate: str, consents: dict[ConsentKind, Consent | None]) -> list[Hindrance]:
    """Only while a test is still to come."""
    waits = gate and consents[ConsentKind.TEST] is None
    return [Hindrance(Kind.TEST_CONSENT, _("The consent to the test session is not signed."))] if waits else []


def _consent(course: Course, counting: Consent | None) -> list[Hindrance]:
    if counting:
        return []
    last = Consent.objects.filter(course=course, kind=ConsentKind.PROCEDURE).select_related("withdrawal").last()
    if last is None:
        return [Hindrance(Kind.CONSENT, _("The consent to the procedure is not signed."))]
    if withdrawal := getattr(last, "withdrawal", None):
        told = _("The patient has withdrawn the consent to the procedure on %(day)s.")
        return [Hindrance(Kind.WITHDRAWN, told % {"day": date_format(withdrawal.withdrawn_at, "j M Y")})]
    return [Hindrance(Kind.CONSENT, _("The plan has changed since the consent was signed: it is signed again first."))]
