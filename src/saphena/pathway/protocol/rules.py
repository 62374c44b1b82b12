"""The vocabulary of a clinic's protocol: what a rule may say, as plain frozen data.

A protocol is read from TOML by `reading`, searched for conflicts by `checking`, and drawn into a dated plan by
`drawing`. Nothing here knows a date, a clinic or a clinical number: those stand in the protocol, with their sources.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from saphena.pathway.protocol.phrases import Condition, Edge, Quantity, Repeat

__all__ = [
    "Actor", "Approval", "Blocks", "EventDefinition", "Fact", "Gate", "Kind", "Legs", "Level", "Limit", "NotARule",
    "Observation", "Option", "Parameter", "Protocol", "Rule", "Source", "Strength", "Sure", "Texts", "Value", "Window",
]  # fmt: skip

Texts = Mapping[str, str]
"""One text in several languages: language code -> words."""

Value = int | float | bool | str | time
"""What a parameter or a fact holds."""


class Kind(StrEnum):
    """What a rule asks. The kind decides how an item is shown and what the clinic may do with it."""

    DO = "do"
    AVOID = "avoid"
    MAY = "may"
    BRING = "bring"
    HAVE = "have"
    ASK = "ask"
    TELL = "tell"
    NOTICE = "notice"
    LIMIT = "limit"
    GATE = "gate"
    CHOICE = "choice"
    SELF_CARE = "self-care"
    ESCALATE = "escalate"


class Strength(StrEnum):
    """How strongly the source says it; never stronger."""

    MUST = "must"
    SHOULD = "should"
    MAY = "may"
    TRY = "try"


class Sure(StrEnum):
    """How sure we are of the rule's number. What is only recalled ships switched off until a clinic confirms it."""

    FOUND = "found"
    DERIVED = "derived"
    ENGINEERING = "engineering"
    RECALLED = "recalled"


class Actor(StrEnum):
    """Whose duty it is."""

    PATIENT = "patient"
    PHYSICIAN = "physician"
    SONOGRAPHER = "sonographer"
    NURSE = "nurse"
    RECEPTION = "reception"
    CLINIC = "clinic"


class Blocks(StrEnum):
    """What a shut gate holds up."""

    BOOKING = "booking"
    ARRIVAL = "arrival"
    PROCEDURE = "procedure"
    DISCHARGE = "discharge"
    SECOND = "second"


class Legs(StrEnum):
    """Which leg an instruction is about."""

    TREATED = "treated"
    BOTH = "both"


class Level(StrEnum):
    """Where a limit's number lies for one patient."""

    OK = "ok"
    WARN = "warn"
    STOP = "stop"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Source:
    """Where a rule comes from."""

    key: str
    title: str
    address: str = ""
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Approval:
    """Who answers for the protocol. A protocol that we ship is approved by nobody until a clinic's physician signs."""

    physician: str = ""
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Parameter:
    """A number (or a clock time, or a word) that a clinic may change within bounds."""

    name: str
    value: Value
    unit: str
    label: Texts
    reason: str
    source: str
    sure: Sure = Sure.ENGINEERING
    least: Value | None = None
    most: Value | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """Something about this patient that rules depend on: yes or no, or a number with a unit."""

    name: str
    ask: Texts
    unit: str = "yes-no"
    default: Value = False


@dataclass(frozen=True, slots=True)
class Observation:
    """Something that may be seen and, when it is, ends or begins or changes a rule."""

    name: str
    label: Texts


@dataclass(frozen=True, slots=True)
class EventDefinition:
    """An event that rules hang on: its name in a sentence, and where it is expected while it has not happened.

    It is not expected before any of the moments of `not_before` that are known: nobody leaves before the injection.
    """

    name: str
    label: Texts
    expected: Edge | None = None
    not_before: tuple[Edge, ...] = ()
    why: str = ""
    many: bool = False
    first_of: tuple[str, ...] = ()
    after: str = ""


@dataclass(frozen=True, slots=True)
class Window:
    """From when until when a rule holds. Every edge may be missing: a rule with no end is found by the check."""

    begin: Edge | None = None
    end: Edge | None = None
    lasts: Quantity | None = None
    not_before: Edge | None = None
    not_after: Edge | None = None


@dataclass(frozen=True, slots=True)
class Limit:
    """A number with a warning band: `measures` is a fact's name, or two events between which minutes are counted.

    `between` is a range given as if it were one limit; the check asks which end warns and which stops.
    `text_assumed` speaks while the number rests on a fact's default, which nobody has said of this patient.
    """

    measures: tuple[str, ...]
    between: tuple[Quantity, Quantity] | None = None
    warn_above: Quantity | None = None
    stop_above: Quantity | None = None
    text_warn: Texts = field(default_factory=dict)
    text_stop: Texts = field(default_factory=dict)
    text_assumed: Texts = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Gate:
    """A gate: what it blocks, what opens it, who may open it by hand with a reason."""

    blocks: Blocks
    opens_when: Condition | None = None
    needs: tuple[str, ...] = ()
    override: Actor | None = None


@dataclass(frozen=True, slots=True)
class Option:
    """One way to meet a choice; later rules ask for it by the fact it sets."""

    fact: str
    text: Texts


@dataclass(frozen=True, slots=True)
class Rule:
    """One sentence of the protocol that a nurse could check."""

    id: str
    kind: Kind
    strength: Strength
    text: Texts
    source: str
    leaflet: str = ""
    actor: Actor = Actor.PATIENT
    about: str = ""
    by: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    legs: Legs | None = None
    window: Window = Window()
    whole_days: bool | None = None
    repeat: Repeat | None = None
    each_lasts: tuple[Quantity, Quantity] | None = None
    text_each: Texts = field(default_factory=dict)
    points: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    when: Condition | None = None
    on: str = ""
    ends_early_on: tuple[str, ...] = ()
    begins: str = ""
    ends: str = ""
    because: Texts = field(default_factory=dict)
    sure: Sure = Sure.ENGINEERING
    off: bool = False
    differs: Texts = field(default_factory=dict)
    settles: tuple[str, ...] = ()
    supervised: bool = False
    counted: str = ""
    level: str = ""
    limit: Limit | None = None
    gate: Gate | None = None
    options: tuple[Option, ...] = ()
    line: int = 0


@dataclass(frozen=True, slots=True)
class NotARule:
    """A statement of the leaflet that is deliberately not a rule, and why."""

    leaflet: str
    reason: str


@dataclass(frozen=True)
class Protocol:
    """A clinic's protocol, complete and read, before any patient."""

    id: str
    version: str
    effective: date
    zone: str
    languages: tuple[str, ...]
    title: Texts
    about: Texts
    approval: Approval
    sources: Mapping[str, Source]
    parameters: Mapping[str, Parameter]
    facts: Mapping[str, Fact]
    observations: Mapping[str, Observation]
    events: Mapping[str, EventDefinition]
    rules: tuple[Rule, ...]
    terms: Mapping[str, Texts] = field(default_factory=dict)
    not_rules: tuple[NotARule, ...] = ()
    fingerprint: str = ""
    path: str = ""

    def rule(self, rule_id: str) -> Rule:
        """The rule of that id. Raises `KeyError`."""
        for rule in self.rules:
            if rule.id == rule_id:
                return rule
        raise KeyError(rule_id)
