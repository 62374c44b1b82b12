"""A drawn plan: items with a window, their occurrences, and what each can say of itself in words.

Windows and occurrences are UTC instants inside; `start` and `end` give them on the plan's own clocks. Words, reasons
and occurrences are made when asked for.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from saphena.pathway.protocol.phrases import Grain
from saphena.pathway.protocol.reasons import Reason, explain, reasons
from saphena.pathway.protocol.rules import Kind, Level, Protocol, Rule, Value
from saphena.pathway.protocol.telling import tell
from saphena.pathway.protocol.wording import Moment

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from zoneinfo import ZoneInfo

    from saphena.pathway.protocol.compiling import CompiledRule

__all__ = ["GateState", "Item", "Known", "Line", "Plan", "Reading", "Waiting"]

ENDLESS = 366
"""At most so many occurrences are listed of an item that has no end; a checked protocol has none."""


class Known(NamedTuple):
    """When an event is: given (planned or happened), or only expected by the protocol.

    `assumed`: expected by a fact's default, which nobody has said of this patient.
    """

    moment: Moment
    given: bool
    touched: frozenset[str] = frozenset()
    assumed: bool = False


@dataclass(frozen=True, slots=True)
class Waiting:
    """A rule that cannot be dated yet, and the event it waits for."""

    rule: Rule
    event: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A limit's number for this patient, and where it lies: fine, in the warning band, or beyond the limit."""

    value: float
    warn_above: float | None
    stop_above: float | None
    level: Level
    assumed: bool = False

    @classmethod
    def of(cls, value: float, warn_above: float | None, stop_above: float | None, *, assumed: bool = False) -> Reading:
        """The level of a number, all three in the limit's own unit; a number that is not known (NaN) is unknown."""
        level = Level.OK
        if value != value:
            level = Level.UNKNOWN
        elif stop_above is not None and value > stop_above:
            level = Level.STOP
        elif warn_above is not None and value > warn_above:
            level = Level.WARN
        return cls(value, warn_above, stop_above, level, assumed)


@dataclass(frozen=True, slots=True)
class GateState:
    """Whether a gate is open; if not, the events that are missing and the condition that does not hold."""

    open: bool
    missing: tuple[str, ...] = ()
    unmet: str = ""


@dataclass(slots=True)
class Item:
    """One rule, dated for one patient."""

    plan: Plan
    compiled: CompiledRule
    begin: Moment
    finish: Moment | None
    ended_by: str = ""
    uncut: Moment | None = None
    touched: frozenset[str] = frozenset()
    reading: Reading | None = None
    gate: GateState | None = None
    chosen: str = ""

    @property
    def rule(self) -> Rule:
        """The protocol's rule that was dated."""
        return self.compiled.rule

    @property
    def start(self) -> datetime:
        """When it begins, aware, on the clocks of the plan's zone."""
        return self.begin.at.astimezone(self.plan.zone)

    @property
    def end(self) -> datetime | None:
        """When it ends, aware, on the clocks of the plan's zone; no longer part of the window. None: open."""
        return self.finish.at.astimezone(self.plan.zone) if self.finish else None

    @property
    def all_day(self) -> bool:
        """Told by its dates: no clock time in it matters to the patient."""
        if self.rule.whole_days is not None:
            return self.rule.whole_days
        return self.begin.grain is Grain.DAY and (
            self.finish is None or self.finish.grain in (Grain.DAY, Grain.DAY_END)
        )

    @property
    def empty(self) -> bool:
        """Nothing is left of it: no time between start and end, or it does not come round. A deadline has no length."""
        if self.rule.kind is Kind.NOTICE or (self.rule.on and self.rule.on not in self.plan.seen):
            return False
        if self.finish is None:
            return False
        recurrence = self.compiled.recurrence
        if recurrence and not recurrence.comes_round(self.begin.at, self.finish.at, self.plan.zone):
            return True
        return self.finish.at <= self.begin.at

    @property
    def changed(self) -> list[str]:
        """The parameters that the clinic changed from the protocol's own and that this item depends on."""
        return sorted(self.touched & self.plan.changed)

    def occurrences(self) -> Iterator[Line]:
        """The times at which the item comes round, lazily; none when the rule does not repeat."""
        recurrence = self.compiled.recurrence
        if recurrence is None or (self.rule.on and self.rule.on not in self.plan.seen):
            return
        finish = self.finish.at if self.finish else None
        for found in recurrence.inside(self.begin.at, finish, self.plan.zone):
            whole = Grain.DAY if found.all_day else Grain.CLOCK
            yield Line(self, Moment(found.start, whole), Moment(found.end, whole), found.number, found.all_day)

    def lines(self) -> Iterator[Line]:
        """The item's occurrences, or the item itself as the one line that it is."""
        found = False
        for line in islice(self.occurrences(), ENDLESS):
            found = True
            yield line
        if not found:
            yield Line(self, self.begin, self.finish, 0, self.all_day)

    def text(self, language: str) -> str:
        """What to do, in words, for the whole window."""
        return tell(Line(self, self.begin, self.finish, 0, self.all_day), language)

    def why(self, language: str) -> str:
        """Which rule, which event, which arithmetic, which numbers, which source."""
        return explain(self, language)

    def reasons(self, language: str) -> list[Reason]:
        """The same, part by part."""
        return reasons(self, language)


@dataclass(slots=True)
class Line:
    """One dated line of a plan: an item, or one occurrence (`number` from 1) of an item that repeats."""

    item: Item
    begin: Moment
    finish: Moment | None
    number: int = 0
    all_day: bool = False

    @property
    def start(self) -> datetime:
        """When it begins, aware, on the clocks of the plan's zone."""
        return self.begin.at.astimezone(self.item.plan.zone)

    @property
    def end(self) -> datetime | None:
        """When it ends, aware, on the clocks of the plan's zone; no longer part of the window. None: open."""
        return self.finish.at.astimezone(self.item.plan.zone) if self.finish else None

    @property
    def length(self) -> timedelta:
        """How long it takes by the stopwatch; nothing while it has no end."""
        return self.finish.at - self.begin.at if self.finish else timedelta()

    def text(self, language: str) -> str:
        """What the patient reads, in one of the protocol's languages, with its dates. Raises `KeyError` for another."""
        return tell(self, language)


@dataclass(slots=True)
class Plan:
    """A patient's plan as it stands: dated items, rules that still wait for an event, and the events known to it."""

    protocol: Protocol
    parameters: Mapping[str, Value]
    changed: set[str]
    zone: ZoneInfo
    facts: Mapping[str, Value]
    seen: Mapping[str, datetime]
    numbers_said: dict[tuple[str, str], str]
    """The clinic's numbers in words, shared by all plans of one drawer."""
    items: list[Item] = field(default_factory=list)
    dropped: list[Item] = field(default_factory=list)
    """Items of which nothing is left. They are told to nobody; the check of a protocol looks at them."""
    waiting: list[Waiting] = field(default_factory=list)
    events: dict[str, Known] = field(default_factory=dict)
    said: dict[tuple[object, ...], str] = field(default_factory=dict, compare=False, repr=False)
    """Moments and edges already put into words: many lines of a plan say the same."""

    def item(self, rule_id: str) -> Item:
        """The item of one rule. Raises `KeyError` when the rule does not apply to this patient."""
        for item in self.items:
            if item.rule.id == rule_id:
                return item
        raise KeyError(rule_id)

    def lines(self, items: Iterable[Item] | None = None) -> list[Line]:
        """Every line of the plan (or of some items), earliest first."""
        lines = [line for item in (self.items if items is None else items) for line in item.lines()]
        return sorted(lines, key=lambda line: line.begin.at)

    @property
    def year(self) -> int:
        """The year that dates go without: the procedure's, else that of the plan's first event."""
        known = self.events.get("procedure") or next(iter(self.events.values()), None)
        return known.moment.at.astimezone(self.zone).year if known else 0
