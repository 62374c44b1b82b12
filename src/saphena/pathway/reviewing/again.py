"""Another injection, another method, or the end: each criterion with its answer and reason; the physician decides."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from saphena.pathway.reviewing.outcomes import Outcome

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from saphena.pathway.reviewing.rows import Definition, Definitions

__all__ = ["Answer", "Proposal", "Round", "Verdict", "propose_next"]

REFLUXING = (Outcome.PARTLY_REFLUXING, Outcome.OPEN)


class Verdict(StrEnum):
    """What is proposed."""

    AGAIN = "again"
    OTHER_METHOD = "other_method"
    WAIT = "wait"
    DISCHARGE = "discharge"
    ASK = "ask"  # something that decides is not known


class Answer(StrEnum):
    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Criterion:
    """One question, its answer, and why; `rule` where a number decided it."""

    name: str
    answer: Answer
    reason: str = ""
    rule: Definition | None = None


@dataclass(frozen=True, slots=True)
class Round:
    """What is known at a return visit. Outcomes are the physician's own, None what was not answered.

    `widest` is the widest refluxing segment in mm; `interval_days` what the product's label or the protocol demands
    between two injections; `rounds` how many injections this leg has had.
    """

    seen: date
    injected: date
    outcomes: Sequence[Outcome]
    symptoms: bool | None = None
    visible: bool | None = None
    reaction: bool | None = None
    deep_clear: bool | None = None
    wanted: bool | None = None
    contraindicated: bool | None = None
    widest: Decimal | None = None
    interval_days: int | None = None
    rounds: int = 1


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is proposed, every criterion behind it, and from which day it may be."""

    verdict: Verdict
    criteria: tuple[Criterion, ...]
    not_before: date | None = None

    def of(self, answer: Answer) -> tuple[Criterion, ...]:
        return tuple(each for each in self.criteria if each.answer is answer)


def propose_next(known: Round, by: Definitions) -> Proposal:
    """What the criteria say. Another injection needs every one of them; anything unknown that decides is asked for.

    Nothing that still refluxes and nothing that troubles: the end. A clot in a deep vein is nobody's second round.
    """
    criteria = (*_needs(known), *_better_otherwise(known, by))
    not_before = known.injected + timedelta(days=known.interval_days) if known.interval_days is not None else None
    return Proposal(_verdict(known, {each.name: each.answer for each in criteria}), criteria, not_before)


def _needs(known: Round) -> tuple[Criterion, ...]:
    refluxing = sum(each in REFLUXING for each in known.outcomes)
    examined = [each for each in known.outcomes if each is not Outcome.NOT_EXAMINED]
    open_segment = Answer.YES if refluxing else Answer.NO if examined else Answer.UNKNOWN
    return (
        Criterion("refluxing", open_segment, f"{refluxing} of {len(examined)} examined segments reflux"),
        Criterion("troubled", _either(known.symptoms, known.visible), "symptoms or visible varicose veins"),
        Criterion("deep_clear", _said(known.deep_clear), "the scan of the deep veins"),
        Criterion("no_reaction", _not(known.reaction), "no reaction in the earlier sessions"),
        Criterion("no_contraindication", _not(known.contraindicated), "nothing new in the screening"),
        Criterion("wanted", _said(known.wanted), "the patient’s own wish"),
        _interval(known),
    )


def _interval(known: Round) -> Criterion:
    if known.interval_days is None:
        return Criterion("interval", Answer.UNKNOWN, "no interval is known for this product")
    passed = (known.seen - known.injected).days
    kept = Answer.YES if passed >= known.interval_days else Answer.NO
    return Criterion("interval", kept, f"{passed} of at least {known.interval_days} days have passed")


def _better_otherwise(known: Round, by: Definitions) -> tuple[Criterion, ...]:
    found = []
    for name, number in (("again.wide", known.widest), ("again.failures", Decimal(_failures(known)))):
        rule = by.on(name)
        if rule is not None and number is not None:
            met = Answer.YES if rule.met(number) else Answer.NO
            found.append(Criterion(name, met, f"{number.normalize():f} {rule.unit}".removesuffix(" 1"), rule))
    return tuple(found)


def _failures(known: Round) -> int:
    """Every round counts as one when a segment still refluxes after it; the last one is this visit's."""
    return known.rounds if any(each in REFLUXING for each in known.outcomes) else 0


def _verdict(known: Round, said: dict[str, Answer]) -> Verdict:
    if said["deep_clear"] is Answer.NO:
        return Verdict.WAIT
    if said["refluxing"] is Answer.NO and said["troubled"] is Answer.NO:
        return Verdict.DISCHARGE
    if said["refluxing"] is Answer.YES and Answer.YES in (said.get("again.wide"), said.get("again.failures")):
        return Verdict.OTHER_METHOD
    needed = ("refluxing", "troubled", "deep_clear", "no_reaction", "no_contraindication", "wanted")
    answers = [said[name] for name in needed]
    if Answer.NO in answers:
        return Verdict.ASK if said["refluxing"] is Answer.YES else Verdict.WAIT
    if Answer.UNKNOWN in answers:
        return Verdict.ASK
    return {Answer.YES: Verdict.AGAIN, Answer.NO: Verdict.WAIT, Answer.UNKNOWN: Verdict.ASK}[said["interval"]]


def _said(value: bool | None) -> Answer:
    return Answer.UNKNOWN if value is None else Answer.YES if value else Answer.NO


def _not(value: bool | None) -> Answer:
    return Answer.UNKNOWN if value is None else Answer.NO if value else Answer.YES


def _either(one: bool | None, other: bool | None) -> Answer:
    if one or other:
        return Answer.YES
    return Answer.UNKNOWN if None in (one, other) else Answer.NO
