"""Rules with a clinic's numbers filled in, so that drawing a plan is only looking up and adding."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time, timedelta
from typing import TYPE_CHECKING

from saphena.pathway.clock import CalendarDays, Elapsed
from saphena.pathway.protocol.recurring import Recurrence
from saphena.pathway.protocol.settings import Unusable
from saphena.pathway.protocol.vocabulary import Distance, vocabulary
from saphena.pathway.protocol.wording import template

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping

    from saphena.pathway.protocol.phrases import Condition, Edge, Grain, Quantity, Repeat, Side
    from saphena.pathway.protocol.rules import Protocol, Rule, Value

__all__ = ["CompiledEdge", "CompiledRule", "compile_rules", "number"]

ONE_DAY = CalendarDays(1)


def number(value: object) -> float:
    """A parameter or a fact as a plain number."""
    return float(str(value))


@dataclass(frozen=True, slots=True)
class _Amount:
    """A quantity with its parameter filled in; one that hangs on a fact waits for the patient."""

    distance: Distance | None
    fact: str = ""
    unit: str = ""

    def of(self, facts: Mapping[str, Value]) -> Distance:
        if self.distance is not None:
            return self.distance
        return vocabulary().units[self.unit].distance(number(facts[self.fact]))


def _amount(quantity: Quantity, protocol: Protocol, parameters: Mapping[str, Value]) -> _Amount:
    if quantity.name in protocol.facts:
        return _Amount(None, quantity.name, protocol.facts[quantity.name].unit)
    amount, unit = resolve(quantity, protocol, parameters)
    return _Amount(vocabulary().units[unit].distance(amount))


def resolve(quantity: Quantity, protocol: Protocol, parameters: Mapping[str, Value]) -> tuple[float, str]:
    """A quantity's number and unit, the clinic's own where it names a parameter."""
    if not quantity.name:
        return quantity.amount or 0.0, quantity.unit
    return number(parameters[quantity.name]), protocol.parameters[quantity.name].unit


@dataclass(frozen=True, slots=True)
class CompiledEdge:
    """One end of a window, its distance known or hanging on a fact."""

    edge: Edge
    anchor: str
    side: Side
    grain: Grain
    clock: str
    before: bool
    shift: _Amount | None
    parameters: frozenset[str]

    @classmethod
    def of(cls, edge: Edge, protocol: Protocol, parameters: Mapping[str, Value]) -> CompiledEdge:
        shift = _amount(edge.shift, protocol, parameters) if edge.shift else None
        anchor = edge.anchor.removesuffix(" 1")
        names = {edge.shift.name} if edge.shift and edge.shift.name in protocol.parameters else set()
        names |= {name for name in clocks_of(edge) if name in protocol.parameters}
        return cls(edge, anchor, edge.side, edge.grain, edge.clock, edge.before, shift, frozenset(names))

    def distance_in(self, facts: Mapping[str, Value]) -> Distance | None:
        return self.shift.of(facts) if self.shift else None

    def hangs_on(self, facts: Container[str]) -> bool:
        """Whether its distance is one of these facts."""
        return bool(self.edge.shift and self.edge.shift.name in facts)

    def days_in(self, facts: Mapping[str, Value]) -> int:
        """How many dates to count from the anchor's date, back when `before`."""
        distance = self.distance_in(facts)
        match distance:
            case None:
                return 0
            case Elapsed():
                raise ValueError(f"“{self.edge.words}” counts dates, but its amount is counted by the clock")
            case CalendarDays():
                days = distance.days
            case _:
                days = distance.nights
        return -days if self.before else days


@dataclass(frozen=True, slots=True)
class CompiledRule:
    """A rule with a clinic's numbers in it: `parameters` and `tells` name the numbers and events that it speaks of."""

    rule: Rule
    when: Condition | None
    begin: CompiledEdge | None
    end: CompiledEdge | None
    not_before: CompiledEdge | None
    not_after: CompiledEdge | None
    lasts: _Amount | None
    recurrence: Recurrence | None
    warn_above: float | None
    stop_above: float | None
    parameters: frozenset[str]
    tells: frozenset[str]

    @property
    def edges(self) -> tuple[CompiledEdge, ...]:
        return tuple(edge for edge in (self.begin, self.end, self.not_before, self.not_after) if edge)

    def lasts_in(self, facts: Mapping[str, Value]) -> Distance:
        assert self.lasts is not None
        return self.lasts.of(facts)


def compile_rules(protocol: Protocol, parameters: Mapping[str, Value]) -> tuple[CompiledRule, ...]:
    return tuple(_compile(rule, protocol, parameters) for rule in protocol.rules)


def _compile(rule: Rule, protocol: Protocol, parameters: Mapping[str, Value]) -> CompiledRule:
    def edge(found: Edge | None) -> CompiledEdge | None:
        return CompiledEdge.of(found, protocol, parameters) if found else None

    window, limit, names = rule.window, rule.limit, names_in(rule)
    return CompiledRule(
        rule,
        rule.when,
        edge(window.begin),
        edge(window.end),
        edge(window.not_before),
        edge(window.not_after),
        _amount(window.lasts, protocol, parameters) if window.lasts else None,
        _recurrence(rule, protocol, parameters) if rule.repeat else None,
        resolve(limit.warn_above, protocol, parameters)[0] if limit and limit.warn_above else None,
        resolve(limit.stop_above, protocol, parameters)[0] if limit and limit.stop_above else None,
        frozenset(names & protocol.parameters.keys()),
        frozenset(names & protocol.events.keys()),
    )


def names_in(rule: Rule) -> set[str]:
    """Every parameter, fact or event that a rule names in its amounts, its conditions or its texts."""
    quantities = [rule.window.lasts, *(rule.each_lasts or ())]
    quantities += [edge.shift for edge in _edges(rule)]
    if rule.repeat:
        quantities += [rule.repeat.every, rule.repeat.times_a_day]
    if rule.limit:
        quantities += [rule.limit.warn_above, rule.limit.stop_above]
    names = {quantity.name for quantity in quantities if quantity}
    names |= {name for edge in _edges(rule) for name in clocks_of(edge)} | set(clocks_in(rule.repeat))
    for condition in (rule.when, rule.gate.opens_when if rule.gate else None):
        for leaf in condition.leaves() if condition else ():
            names |= {leaf.name, leaf.than.name if leaf.than else ""}
    return (names | {slot.name for words in _words(rule) for slot in template(words).slots}) - {""}


def _words(rule: Rule) -> Iterator[str]:
    """Every text of a rule, in every language."""
    texts = [rule.text, rule.text_each, *(option.text for option in rule.options)]
    if rule.limit:
        texts += [rule.limit.text_warn, rule.limit.text_stop, rule.limit.text_assumed]
    for text in texts:
        yield from text.values()
    for points in rule.points.values():
        yield from points


def clocks_of(edge: Edge) -> set[str]:
    """The names of the clock times that an edge needs."""
    by_night = ("morning", "bedtime") if edge.awake else ("morning",) if edge.clock == "bedtime" else ()
    return {edge.clock, *by_night} - {""}


def _edges(rule: Rule) -> list[Edge]:
    window = rule.window
    return [edge for edge in (window.begin, window.end, window.not_before, window.not_after) if edge]


def clocks_in(repeat: Repeat | None) -> tuple[str, ...]:
    if repeat is None:
        return ()
    if repeat.nightly or repeat.times_a_day:
        return ("morning", "bedtime")
    return repeat.between or ()


def _recurrence(rule: Rule, protocol: Protocol, parameters: Mapping[str, Value]) -> Recurrence:
    repeat = rule.repeat
    assert repeat is not None

    def clock(name: str) -> time:
        value = parameters.get(name)
        return value if isinstance(value, time) else time.fromisoformat(name)

    lasts = _amount(rule.each_lasts[1], protocol, parameters).distance if rule.each_lasts else None
    length = lasts.duration if isinstance(lasts, Elapsed) else timedelta()
    if repeat.nightly:
        return Recurrence(between=(clock("bedtime"), clock("morning")), lasts=length)
    if repeat.times_a_day:
        times = int(resolve(repeat.times_a_day, protocol, parameters)[0])
        return Recurrence(times_a_day=times, between=(clock("morning"), clock("bedtime")), lasts=length)
    between = (clock(repeat.between[0]), clock(repeat.between[1])) if repeat.between else None
    return Recurrence(step=_step(repeat, protocol, parameters), between=between, lasts=length)


def _step(repeat: Repeat, protocol: Protocol, parameters: Mapping[str, Value]) -> Elapsed | CalendarDays:
    """How far from one occurrence to the next. Raises `Unusable` for none at all, which would never end."""
    step = _amount(repeat.every, protocol, parameters).distance if repeat.every else ONE_DAY
    if step in (Elapsed(timedelta()), CalendarDays(0)):
        said = f"{repeat.every.name} = 0" if repeat.every and repeat.every.name else f"“{repeat.words}”"
        raise Unusable(repeat.every.name if repeat.every else "", f"{said} would never move on")
    return step if isinstance(step, Elapsed | CalendarDays) else ONE_DAY
