"""The questions before an injection, and what the answers make known: conditions that are so, and what nobody knows.

The questions are data: screening.toml. An answer that is missing and one that says "I do not know" are the same here:
neither is ever read as "no".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Any

from saphena.pathway.planning.reading import Texts, checked, raw, texts

__all__ = [
    "Answer",
    "Answers",
    "Known",
    "Number",
    "Problem",
    "Question",
    "Questionnaire",
    "allergies_changed",
    "changed",
    "problems",
    "questionnaire",
    "read",
    "unanswered",
]

KINDS = ("several", "yes", "numbers", "words")
LONGEST = 1000


class Known(StrEnum):
    """How a question was answered."""

    SOME = "some"
    NONE = "none"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: what was ticked, what was written beside it, or the numbers that were given."""

    state: Known
    items: tuple[str, ...] = ()
    more: str = ""
    numbers: Mapping[str, Decimal] = field(default_factory=dict)


Answers = Mapping[str, Answer]


@dataclass(frozen=True, slots=True)
class Number:
    """A number that is asked for, and the bounds beyond which it is a slip of the hand."""

    name: str
    ask: Texts
    unit: str
    least: Decimal
    most: Decimal
    source: str
    sure: str


@dataclass(frozen=True, slots=True)
class Question:
    """One question: the patient reads `ask` and the items, staff read `means`."""

    id: str
    group: str
    kind: str
    ask: Texts
    items: Mapping[str, Texts] = field(default_factory=dict)
    means: Mapping[str, Texts] = field(default_factory=dict)
    numbers: tuple[Number, ...] = ()
    more: Texts | None = None
    help: Texts | None = None
    none: Texts | None = None
    again: bool = False
    allergy: bool = False
    of: str = "patient"


@dataclass(frozen=True)
class Questionnaire:
    """Everything that is asked, in order, and the groups that are asked together."""

    groups: Mapping[str, Texts]
    questions: Mapping[str, Question]

    def of_group(self, group: str) -> list[Question]:
        return [question for question in self.questions.values() if question.group == group]

    def groups_for(self, who: str) -> list[str]:
        """The groups that the patient, or staff alone, are asked."""
        asked = {question.group for question in self.questions.values() if question.of == who}
        return [group for group in self.groups if group in asked]

    def asking(self, condition: str) -> Question | None:
        """The question of which the condition is an item."""
        return next((each for each in self.questions.values() if condition in each.means), None)


@dataclass(frozen=True, slots=True)
class Problem:
    """Why an answer cannot be taken: the question or number it is about, and which rule."""

    field: str
    rule: str


def problems(question: Question, answer: Answer) -> list[Problem]:
    """An answer says one thing: something is so, nothing is, or it is not known; numbers stay within their bounds."""
    found = []
    if question.kind in ("several", "yes"):
        if answer.state is Known.SOME and not answer.items:
            found.append(Problem(question.id, "nothing ticked"))
        if answer.state is not Known.SOME and answer.items:
            found.append(Problem(question.id, "both"))
        if set(answer.items) - set(question.means):
            found.append(Problem(question.id, "no such item"))
    for number in question.numbers:
        given = answer.numbers.get(number.name)
        if given is not None and not number.least <= given <= number.most:
            found.append(Problem(number.name, "not likely"))
    if len(answer.more) > LONGEST:
        found.append(Problem(question.id, "too long"))
    return found


def unanswered(answers: Answers, who: str = "patient") -> list[str]:
    """The questions that nobody has answered yet; what may be left empty (words) is not among them."""
    asked = questionnaire().questions.values()
    return [each.id for each in asked if each.of == who and each.kind != "words" and each.id not in answers]


def changed(before: Answers, after: Answers) -> list[str]:
    """The questions whose answer is another one now, in their order; what is answered for the first time is not."""
    return [
        name for name in questionnaire().questions if name in before and name in after and before[name] != after[name]
    ]


def allergies_changed(before: Answers, after: Answers) -> bool:
    """Whether an answer about allergies is another one now: a test session from before says nothing any more."""
    known = questionnaire().questions
    return any(known[name].allergy for name in changed(before, after))


@cache
def questionnaire() -> Questionnaire:
    """What is asked, as shipped."""
    return read(raw("screening"))


def read(table: Mapping[str, Any]) -> Questionnaire:
    """The file's questions. Raises `ValueError` for one that is not complete or whose condition comes twice."""
    groups = {name: texts(f"the group {name}", words) for name, words in table["groups"].items()}
    known = {name: _question(name, row, groups) for name, row in table["questions"].items()}
    every = [condition for question in known.values() for condition in question.means]
    if twice := sorted({name for name in every if every.count(name) > 1}):
        raise ValueError(f"{', '.join(twice)} stands in two questions")
    # Asked in the order of their groups, and within a group in the order of the file.
    order = list(groups)
    return Questionnaire(groups, dict(sorted(known.items(), key=lambda pair: order.index(pair[1].group))))


def _question(name: str, row: Mapping[str, Any], groups: Mapping[str, Texts]) -> Question:
    if row["kind"] not in KINDS or row["group"] not in groups:
        raise ValueError(f"{name} needs a group and one of the kinds {', '.join(KINDS)}")
    items = row.get("items", {})
    ask = texts(name, row["ask"])
    return Question(
        name,
        row["group"],
        row["kind"],
        ask,
        {item: texts(f"{name} {item}", words.get("ask", ask)) for item, words in items.items()},
        {item: texts(f"{name} {item}", words["means"]) for item, words in items.items()},
        tuple(_number(name, number, words) for number, words in row.get("numbers", {}).items()),
        texts(name, row["more"]) if "more" in row else None,
        texts(name, row["help"]) if "help" in row else None,
        texts(name, row["none"]) if "none" in row else None,
        bool(row.get("again")),
        bool(row.get("allergy")),
        row.get("of", "patient"),
    )


def _number(question: str, name: str, row: Mapping[str, Any]) -> Number:
    source, sure = checked(f"{question} {name}", row)
    bounds = Decimal(row["least"]), Decimal(row["most"])
    return Number(name, texts(f"{question} {name}", row["ask"]), row["unit"], *bounds, source, sure)
