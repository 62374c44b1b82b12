"""One course's findings against the rule sets that the clinic has chosen, with what physicians decided about each."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from saphena.clinic.confirming.models import About
from saphena.clinic.confirming.queries import newest
from saphena.clinic.journey.planning.answers import answers_of
from saphena.clinic.journey.planning.models import FindingDecision, TreatmentPlan
from saphena.clinic.journey.planning.states import PlanState
from saphena.pathway.planning.weighing import Level, Said, rule_sets, sets_for, weigh

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from saphena.clinic.confirming.models import Word
    from saphena.clinic.courses.models import Course
    from saphena.pathway.planning.screening import Answers
    from saphena.pathway.planning.weighing import Finding, ToAsk

__all__ = [
    "Findings",
    "WeighedFinding",
    "chosen_sets",
    "findings_of",
    "number_of",
    "own_bounds",
    "plan_in_hand",
    "put_off",
    "rules_said",
    "switched",
]


@dataclass(frozen=True, slots=True)
class WeighedFinding:
    """One finding, what a decision about it is held to, and the decision that counts."""

    finding: Finding
    basis: str
    decision: FindingDecision | None

    @property
    def stops(self) -> bool:
        """Whether nobody goes on before a physician has: absolute or relative, and not decided to go on."""
        return self.finding.level >= Level.RELATIVE and not (self.decision and self.decision.goes_on)


@dataclass(frozen=True, slots=True)
class Findings:
    """Everything that was found, the strongest first, what has to be asked, and by which sets."""

    sets: tuple[str, ...]
    found: tuple[WeighedFinding, ...]
    to_ask: tuple[ToAsk, ...]

    @property
    def stopping(self) -> tuple[WeighedFinding, ...]:
        return tuple(each for each in self.found if each.stops)

    @property
    def asking(self) -> tuple[ToAsk, ...]:
        """What must be answered before anybody goes on: it might be more than a caution."""
        return tuple(each for each in self.to_ask if each.level >= Level.RELATIVE)

    @property
    def clear(self) -> bool:
        return not (self.stopping or self.asking)


def findings_of(course: Course, answers: Answers | None = None, drawn: tuple[list[str], str] | None = None) -> Findings:
    """The findings of a course: by the label of what is planned, the guidelines, compression, the clinic's own.

    `drawn` are other products than the plan's, and "foam" or "liquid".
    """
    products, form = drawn or plan_in_hand(course)
    words = newest(About.PLANNING)
    said = {name: word.on for name, word in words.items()}
    sets = chosen_sets(products, said)
    known = answers_of(course.patient) if answers is None else answers
    weighed = weigh(known, sets, form, Said(put_off(said), own_bounds(words), rules_said(said)))
    decided = {row.condition: row for row in FindingDecision.objects.filter(course=course).order_by("pk")}
    found = []
    for finding in weighed.findings:
        basis, decision = basis_of(finding), decided.get(finding.condition)
        found.append(WeighedFinding(finding, basis, decision if decision and decision.basis == basis else None))
    return Findings(tuple(sets), tuple(found), weighed.to_ask)


def basis_of(finding: Finding) -> str:
    """What a decision is about: the finding with every verdict. Another product or a new rule makes it another one."""
    said = [[verdict.rule_set, int(verdict.level)] for verdict in finding.verdicts if verdict.level]
    told = json.dumps([finding.condition, str(finding.value), said])
    return hashlib.sha256(told.encode()).hexdigest()


def plan_in_hand(course: Course) -> tuple[list[str], str]:
    """What the plan injects (the draft before the signed one), and "foam" or "liquid" if all of it is that."""
    plans = TreatmentPlan.objects.filter(course=course, state__in=[PlanState.DRAFT, PlanState.SIGNED])
    for plan in plans.prefetch_related("injections"):
        injections = list(plan.injections.all())
        if injections:
            forms = {each.form for each in injections}
            return sorted({each.product for each in injections}), forms.pop() if len(forms) == 1 else ""
    return [], ""


def chosen_sets(products: list[str], said: Mapping[str, bool] | None = None) -> list[str]:
    """The rule sets for these products; for none yet, every label speaks."""
    now_on = switched(what_was_said() if said is None else said)
    confirmed = [name for name, on in now_on.items() if on]
    off = [name for name, on in now_on.items() if not on]
    wanted = {name for product in products or [""] for name in sets_for(product, confirmed, off)}
    return [name for name in rule_sets().sets if name in wanted]


def what_was_said() -> dict[str, bool]:
    """What physicians of the clinic have put on or off; the newest counts."""
    return {name: word.on for name, word in newest(About.PLANNING).items()}


def switched(said: Mapping[str, bool]) -> dict[str, bool]:
    """The rule sets among it."""
    return {name: on for name, on in said.items() if name in rule_sets().sets}


def put_off(said: Mapping[str, bool]) -> list[str]:
    """The derived conditions of our own that the clinic does not want to be told of."""
    return [name for name in rule_sets().derived if said.get(number_of(name)) is False]


def rules_said(said: Mapping[str, bool]) -> dict[tuple[str, str], bool]:
    """The single rules among it, by set and rule; of those that a later version does not know nobody is told."""
    pairs = {(one, rule): on for name, on in said.items() for one, _, rule in [name.partition(" ")]}
    return {pair: on for pair, on in pairs.items() if pair[0] in rule_sets().sets and pair[1]}


def own_bounds(words: Mapping[str, Word]) -> dict[str, Decimal]:
    """The clinic's own bounds of the derived conditions."""
    own = {name: words[number_of(name)].figures for name in rule_sets().derived if number_of(name) in words}
    return {name: figures["value"] for name, figures in own.items() if figures}


def number_of(name: str) -> str:
    """Under which name a number of our own is confirmed or put off."""
    return f"number {name}"
