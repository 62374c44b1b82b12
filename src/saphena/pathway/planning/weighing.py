"""Who forbids what: every finding held against every chosen rule set, side by side, and never merged.

A label and a guideline may disagree about the same patient. Both are shown with their source. What stops is what any
chosen set calls absolute; only a physician goes on, and says why.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from enum import IntEnum
from functools import cache
from typing import TYPE_CHECKING, Any

from saphena.pathway.planning.reading import Texts, checked, raw, texts
from saphena.pathway.planning.screening import Known, questionnaire

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from saphena.pathway.planning.screening import Answers

__all__ = [
    "Finding",
    "Level",
    "Rule",
    "RuleSet",
    "Rules",
    "Said",
    "ToAsk",
    "Verdict",
    "Weighed",
    "bounds_shipped",
    "conditions",
    "means",
    "read",
    "rule_sets",
    "sets_for",
    "weigh",
]

KINDS = ("guideline", "label", "compression", "clinic")


class Level(IntEnum):
    """How much a rule set minds, the stronger the greater. Silence is not permission: the set does not speak of it."""

    SILENT = 0
    CAUTION = 1
    RELATIVE = 2
    ABSOLUTE = 3


@dataclass(frozen=True, slots=True)
class Rule:
    """What one rule set says of one condition. With `operator` it is about a measured number: below 0.6, for one."""

    condition: str
    level: Level
    source: str
    sure: str
    note: Texts | None = None
    form: str = ""
    operator: str = ""
    value: Decimal | None = None

    @property
    def name(self) -> str:
        """“pregnant”, “abpi < 0.6”: its place in its set. Another value in a later version is another rule."""
        return f"{self.condition} {self.operator} {self.value}" if self.operator else self.condition


@dataclass(frozen=True)
class RuleSet:
    """A label, a guideline, or the clinic's own list."""

    name: str
    kind: str
    title: Texts
    source: str
    sure: str
    rules: Mapping[str, Rule]
    numbers: tuple[Rule, ...] = ()
    address: str = ""
    year: int | None = None
    products: tuple[str, ...] = ()
    default: bool = True

    @property
    def whole(self) -> dict[str, Rule]:
        """Every rule by its name, the strongest first."""
        return {rule.name: rule for rule in sorted((*self.rules.values(), *self.numbers), key=lambda each: -each.level)}

    def ships_off(self, rule: Rule) -> bool:
        """A rule that was only recalled is off, but in a set that a physician takes on as a whole."""
        return rule.sure == "recalled" and self.sure != "recalled"


@dataclass(frozen=True)
class Rules:
    """Every rule set, the conditions that follow from others, and what numbers are called."""

    sets: Mapping[str, RuleSet]
    derived: Mapping[str, Mapping[str, Any]]
    numbers: Mapping[str, Texts]


@dataclass(frozen=True, slots=True)
class Said:
    """What the clinic has said beside its choice of sets: derived conditions that it does not want to be told of, its
    own bounds of them, and single rules that are on or off, by set and name of the rule.
    """

    put_off: Collection[str] = ()
    bounds: Mapping[str, Decimal] = field(default_factory=dict)
    rules: Mapping[tuple[str, str], bool] = field(default_factory=dict)


AS_SHIPPED = Said()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one chosen rule set says of one finding. `put_off` is what it would say, had the clinic not put it off."""

    rule_set: str
    level: Level
    source: str = ""
    sure: str = ""
    note: Texts | None = None
    put_off: Rule | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is so, with a verdict of every chosen set in their order; `question` is where it was answered."""

    condition: str
    question: str
    verdicts: tuple[Verdict, ...]
    value: Decimal | None = None

    @property
    def level(self) -> Level:
        """The strongest that any chosen set says."""
        return max((verdict.level for verdict in self.verdicts), default=Level.SILENT)

    @property
    def disagree(self) -> bool:
        """Whether sets that speak of it differ, or of label and guideline one forbids and one is silent."""
        kinds = rule_sets().sets
        spoken = {verdict.level for verdict in self.verdicts if verdict.level}
        facing = {
            verdict.level
            for verdict in self.verdicts
            if kinds[verdict.rule_set].kind in ("guideline", "label") and not verdict.put_off
        }
        return len(spoken) > 1 or {Level.SILENT, Level.ABSOLUTE} <= facing


@dataclass(frozen=True, slots=True)
class ToAsk:
    """A question that nobody has answered, or that the patient cannot answer: the worst that it might mean."""

    question: str
    level: Level
    answered: bool


@dataclass(frozen=True, slots=True)
class Weighed:
    """What is so, the strongest first, and what has to be asked."""

    findings: tuple[Finding, ...]
    to_ask: tuple[ToAsk, ...]


def weigh(answers: Answers, chosen: Sequence[str], form: str = "", said: Said = AS_SHIPPED) -> Weighed:
    """Hold what is known against the chosen rule sets, as far as the clinic has not `said` otherwise.

    `form` is "foam", "liquid", or empty while nobody knows: then rules about either count. A question without an answer
    is asked, never taken for a no. Raises `KeyError` for a rule set that there is not.
    """
    sets = [rule_sets().sets[name] for name in chosen]
    found = [
        Finding(name, question, _verdicts(name, sets, form, said))
        for name, question in conditions(answers, said).items()
    ]
    found += _measured(answers, sets, said)
    found.sort(key=lambda finding: (-finding.level, finding.question, finding.condition))
    return Weighed(tuple(found), tuple(_to_ask(answers, sets, form, said)))


def conditions(answers: Answers, said: Said = AS_SHIPPED) -> dict[str, str]:
    """What is so, and the question that says it; obesity and several risks together follow from other answers."""
    so = {item: name for name, answer in answers.items() if answer.state is Known.SOME for item in answer.items}
    derived, bounds = rule_sets().derived, bounds_shipped() | dict(said.bounds)
    body = answers.get("Q25")
    height, weight = (body.numbers.get("height"), body.numbers.get("weight")) if body else (None, None)
    if height and weight and "obesity" not in said.put_off and weight * 10_000 >= bounds["obesity"] * height * height:
        so["obesity"] = "Q25"
    several = derived["several_risks"]
    risks = [name for name in several["of"] if name in so]
    if len(risks) >= bounds["several_risks"] and "several_risks" not in said.put_off:
        so["several_risks"] = so[risks[0]]
    return so


def bounds_shipped() -> dict[str, Decimal]:
    """The bounds of the derived conditions as shipped: the body mass index of obesity, how many risks are several."""
    derived = rule_sets().derived
    return {
        "obesity": Decimal(derived["obesity"]["bmi_least"]),
        "several_risks": Decimal(derived["several_risks"]["least"]),
    }


def _verdicts(condition: str, sets: Sequence[RuleSet], form: str, said: Said) -> tuple[Verdict, ...]:
    return tuple(_verdict(one, one.rules.get(condition), said, form) for one in sets)


def _verdict(one: RuleSet, rule: Rule | None, said: Said, form: str = "") -> Verdict:
    if rule is None or (rule.form and form and rule.form != form):
        return Verdict(one.name, Level.SILENT)
    if said.rules.get((one.name, rule.name), not one.ships_off(rule)):
        return Verdict(one.name, rule.level, rule.source, rule.sure, rule.note)
    return Verdict(one.name, Level.SILENT, put_off=None if one.ships_off(rule) else rule)


def _measured(answers: Answers, sets: Sequence[RuleSet], said: Said) -> list[Finding]:
    found = []
    for question, answer in answers.items():
        for name, value in answer.numbers.items():
            verdicts = tuple(_of_number(one, name, value, said) for one in sets)
            if any(verdict.level or verdict.put_off for verdict in verdicts):
                found.append(Finding(name, question, verdicts, value))
    return found


def _of_number(one: RuleSet, name: str, value: Decimal, said: Said) -> Verdict:
    """The strongest of the set's rules about the number that it breaks and that holds; else one that was put off."""
    broken = [rule for rule in one.numbers if rule.condition == name and _holds(value, rule)]
    verdicts = [_verdict(one, rule, said) for rule in sorted(broken, key=lambda rule: -rule.level)]
    silent = Verdict(one.name, Level.SILENT)
    return max(verdicts, key=lambda verdict: (verdict.level, verdict.put_off is not None), default=silent)


def _holds(value: Decimal, rule: Rule) -> bool:
    assert rule.value is not None
    return value < rule.value if rule.operator == "<" else value <= rule.value


def _to_ask(answers: Answers, sets: Sequence[RuleSet], form: str, said: Said) -> list[ToAsk]:
    asked = []
    for question in questionnaire().questions.values():
        answer = answers.get(question.id)
        if question.of != "patient" or (answer and answer.state is not Known.UNKNOWN):
            continue
        verdicts = [verdict for item in question.means for verdict in _verdicts(item, sets, form, said)]
        worst = max((verdict.level for verdict in verdicts), default=0)
        if worst:
            asked.append(ToAsk(question.id, Level(worst), answer is not None))
    return sorted(asked, key=lambda each: -each.level)


def sets_for(product: str, confirmed: Collection[str] = (), off: Collection[str] = ()) -> list[str]:
    """The rule sets that speak for a product: its label, the guidelines, compression, the clinic's own.

    Without a product every label speaks. A set that was only recalled counts once a physician has `confirmed` it; one
    that the clinic has put `off` does not.
    """
    return [
        name
        for name, one in rule_sets().sets.items()
        if name not in off
        and (name in confirmed or (one.default and one.sure != "recalled"))
        and (one.kind != "label" or not product or product in one.products)
    ]


def means(condition: str) -> Texts:
    """How staff read a condition or a measured number."""
    known = rule_sets()
    if condition in known.derived:
        return texts(condition, known.derived[condition]["means"])
    if condition in known.numbers:
        return known.numbers[condition]
    question = questionnaire().asking(condition)
    if question is None:
        raise KeyError(condition)
    return question.means[condition]


@cache
def rule_sets() -> Rules:
    """Every rule set, as shipped."""
    return read(raw("rules"))


def read(table: Mapping[str, Any]) -> Rules:
    """The file's rule sets. Raises `ValueError` for a rule without source or level, or of a condition nobody asks."""
    derived = table["derived"]
    for name, row in derived.items():
        checked(name, row)
    numbers = {name: texts(name, words) for name, words in table["numbers"].items()}
    return Rules({name: _rule_set(name, row, derived) for name, row in table["sets"].items()}, derived, numbers)


def _rule_set(name: str, row: Mapping[str, Any], derived: Mapping[str, Any]) -> RuleSet:
    source, sure = checked(name, row)
    if row["kind"] not in KINDS:
        raise ValueError(f"{name} is one of {', '.join(KINDS)}")
    rules = {condition: _rule(name, condition, each, source, sure) for condition, each in row["rules"].items()}
    if nobody := [each for each in rules if each not in derived and questionnaire().asking(each) is None]:
        raise ValueError(f"{name} speaks of {', '.join(nobody)}, which nobody asks")
    numbers = tuple(_rule(name, each["of"], each, source, sure) for each in row.get("numbers", ()))
    rest = {key: row[key] for key in ("address", "year", "default") if key in row}
    title, products = texts(name, row["title"]), tuple(row.get("products", ()))
    return RuleSet(name, row["kind"], title, source, sure, rules, numbers, products=products, **rest)


def _rule(of: str, condition: str, row: Mapping[str, Any], source: str, sure: str) -> Rule:
    where = f"{of} {condition}"
    source, sure = checked(where, {"source": row.get("source", source), "sure": row.get("sure", sure)})
    value = Decimal(row["value"]) if "value" in row else None
    if (operator := row.get("operator", "")) not in ("", "<", "<=") or bool(operator) != (value is not None):
        raise ValueError(f"{where} needs an operator and a value, both or neither")
    note = texts(where, row["note"]) if "note" in row else None
    return Rule(condition, Level[row["level"].upper()], source, sure, note, row.get("form", ""), operator, value)
