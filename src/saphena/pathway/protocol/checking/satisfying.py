"""Whether conditions can hold together, and for which patients.

A condition asks about facts, observations and events. Yes-or-no questions have two answers; a number is tried at every
value that a comparison names, between them, below and above; so the search is complete. The options of one choice
exclude each other.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import islice, pairwise
from typing import TYPE_CHECKING

from saphena.pathway.protocol.compiling import number
from saphena.pathway.protocol.phrases import Condition

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from saphena.pathway.protocol.rules import Protocol, Value

__all__ = ["Answers", "Patients", "Question", "opposite"]

Question = tuple[str, str]
"""(`"fact" | "seen" | "happened"`, name)."""

Answers = dict[Question, "Value"]
"""What one patient answers to the questions that matter."""

MOST = 32
"""So many kinds of patient are tried for one pair of rules; each is one way to meet the conditions."""


@dataclass(frozen=True, slots=True)
class _Choice:
    """Facts of which one patient has at most one, or exactly one when everybody is asked."""

    facts: frozenset[str]
    everybody: bool


@dataclass
class Patients:
    """Every kind of patient that a protocol can tell apart."""

    protocol: Protocol
    never: frozenset[str] = frozenset()
    """Events that cannot happen."""
    choices: list[_Choice] = field(init=False)

    def __post_init__(self) -> None:
        self.choices = [
            _Choice(frozenset(option.fact for option in rule.options), everybody=rule.when is None)
            for rule in self.protocol.rules
            if rule.options and not rule.off
        ]

    def can(self, *conditions: Condition | None) -> bool:
        """Whether some patient meets all of these; a missing condition is met by everyone."""
        return next(self.meeting(*conditions), None) is not None

    def some(self, *conditions: Condition | None) -> list[Answers]:
        """At most `MOST` kinds of patient that meet all of these."""
        return list(islice(self.meeting(*conditions), MOST))

    def meeting(self, *conditions: Condition | None) -> Iterator[Answers]:
        """Every kind of patient that meets all of these."""
        asked = [condition for condition in conditions if condition is not None]
        yield from self._search(asked, list(self._possible(asked).items()), {})

    def _search(
        self, conditions: Sequence[Condition], open_questions: list[tuple[Question, list[Value]]], answers: Answers
    ) -> Iterator[Answers]:
        verdicts = [self.judge(condition, answers) for condition in conditions]
        if False in verdicts or not self._allowed(answers):
            return
        if not open_questions:
            yield dict(answers)
            return
        (question, values), *rest = open_questions
        for value in values:
            yield from self._search(conditions, rest, {**answers, question: value})

    def _allowed(self, answers: Answers) -> bool:
        for choice in self.choices:
            given = [answers[("fact", name)] for name in choice.facts if ("fact", name) in answers]
            chosen = sum(bool(answer) for answer in given)
            if chosen > 1 or (choice.everybody and not chosen and len(given) == len(choice.facts)):
                return False
        return True

    def agree(self, one: Answers, other: Answers) -> bool:
        """Whether one patient can give both sets of answers."""
        same = all(other.get(question, value) == value for question, value in one.items())
        return same and self._allowed({**one, **other})

    def judge(self, condition: Condition, answers: Mapping[Question, Value]) -> bool | None:
        """Whether a condition holds for answers that may be incomplete; `None` when that is still open."""
        if condition.op == "not":
            inner = self.judge(condition.parts[0], answers)
            return None if inner is None else not inner
        if condition.parts:
            verdicts = [self.judge(part, answers) for part in condition.parts]
            decides = condition.op == "or"
            if decides in verdicts:
                return decides
            return None if None in verdicts else not decides
        if _question(condition) not in answers:
            return None
        return condition.holds(lambda what, name: self._answer(what, name, answers))

    def _answer(self, what: str, name: str, answers: Mapping[Question, Value]) -> object:
        return number(self.protocol.parameters[name].value) if what == "number" else answers[(what, name)]

    def _possible(self, conditions: Sequence[Condition]) -> dict[Question, list[Value]]:
        """Each question with the answers worth trying, what is usual first."""
        leaves = [leaf for condition in conditions for leaf in condition.leaves()]
        possible: dict[Question, list[Value]] = {}
        for question in dict.fromkeys(_question(leaf) for leaf in leaves):
            what, name = question
            if what == "fact" and self.protocol.facts[name].unit != "yes-no":
                possible[question] = self._numbers(name, leaves)
            elif what == "fact":
                usual = bool(self.protocol.facts[name].default)
                possible[question] = [usual, not usual]
            else:
                possible[question] = [False] if what == "happened" and name in self.never else [False, True]
        return possible

    def _numbers(self, name: str, leaves: Sequence[Condition]) -> list[Value]:
        usual = number(self.protocol.facts[name].default)
        named = {usual, 0.0}
        for leaf in leaves:
            if leaf.name == name and leaf.than:
                own = self.protocol.parameters.get(leaf.than.name)
                named.add(number(own.value if own else leaf.than.amount))
        steps = sorted(value for value in named if value >= 0)
        between = [(low + high) / 2 for low, high in pairwise(steps)]
        rest = {*steps, *between, steps[-1] + 1} - {usual}
        return [usual, *sorted(rest)]


def opposite(condition: Condition) -> Condition:
    """The condition that holds where this one does not."""
    return Condition(condition.words, "not", (condition,))


def _question(leaf: Condition) -> Question:
    return (leaf.op if leaf.op in {"seen", "happened"} else "fact", leaf.name)
