"""Every amount in a protocol must be of a kind that fits its place: no “day 4 hours after”, no drive of 70 mmHg.

What is wrong here would otherwise be met only when a patient's plan is drawn.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from typing import TYPE_CHECKING

from saphena.pathway.protocol.compiling import clocks_in, clocks_of
from saphena.pathway.protocol.phrases import Grain
from saphena.pathway.protocol.vocabulary import vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from saphena.pathway.protocol.phrases import Condition, Edge, Quantity, Repeat
    from saphena.pathway.protocol.rules import Limit, Protocol, Rule, Value

__all__ = ["Amounts"]

TIME = ("elapsed", "calendar", "nights")
DATES = ("calendar", "nights")
HUNDRED_YEARS = 36525 * 86400
SECONDS = {"calendar": 86400, "nights": 86400}
A_NUMBER = ("elapsed", "calendar", "nights", "number")


@dataclass
class Amounts:
    """The amounts of one protocol. Names that nobody knows are left to those who look for names."""

    protocol: Protocol

    def of_rule(self, rule: Rule) -> Iterator[tuple[str, str]]:
        """(field, sentence) for every amount of a rule that does not fit."""
        window = rule.window
        edges = (("from", window.begin), ("until", window.end))
        more = (("not_before", window.not_before), ("not_after", window.not_after))
        for field, edge in (*edges, *more):
            yield from ((field, sentence) for sentence in self.of_edge(edge))
        lengths = [("lasts", window.lasts), *(("each_lasts", each) for each in rule.each_lasts or ())]
        for field, quantity in lengths:
            yield from ((field, sentence) for sentence in self._fits(quantity, TIME))
        if self._counts(window.lasts) == "nights":
            yield from (("lasts", sentence) for sentence in self._clocks(["morning"]))
        yield from (("repeat", sentence) for sentence in self._of_repeat(rule.repeat))
        yield from self._of_limit(rule.limit)
        for field, condition in (("when", rule.when), ("opens_when", rule.gate.opens_when if rule.gate else None)):
            yield from ((field, sentence) for sentence in self._of_condition(condition))

    def of_edge(self, edge: Edge | None) -> Iterator[str]:
        """A sentence for everything in one end of a window that no clock or calendar can count."""
        if edge is None:
            return
        yield from self._clocks(clocks_of(edge))
        if edge.shift is None:
            return
        yield from self._fits(edge.shift, TIME if edge.grain is Grain.CLOCK else DATES)
        if edge.grain is Grain.CLOCK and self._counts(edge.shift) == "nights":
            if edge.before:
                yield f"nights are counted forward only; write “the day {edge.shift} before …” with days"
            yield from self._clocks(["morning"])

    def _of_repeat(self, repeat: Repeat | None) -> Iterator[str]:
        if repeat is None:
            return
        yield from self._clocks(clocks_in(repeat))
        yield from self._fits(repeat.every, TIME)
        yield from self._clinics_own(repeat.every)
        yield from self._clinics_own(repeat.times_a_day)
        for quantity in (repeat.every, repeat.times_a_day):
            if quantity and (self._amount(quantity) or 0) <= 0:
                yield f"“{repeat.words}” never comes round"

    def _of_limit(self, limit: Limit | None) -> Iterator[tuple[str, str]]:
        if limit is None:
            return
        if len(limit.measures) not in (1, 2):
            yield "measures", "must name one fact, or two events between which minutes are counted"
        elif len(limit.measures) == 1 and self._unit(limit.measures[0]) == "yes-no":
            yield "measures", f"{limit.measures[0]} is a yes or no, and a limit measures a number"
        measured = limit.measures[0] if len(limit.measures) == 1 else "the time between"
        for field, quantity in (("warn_above", limit.warn_above), ("stop_above", limit.stop_above)):
            found = (*self._clinics_own(quantity), *self._fits(quantity, A_NUMBER), *self._alike(measured, quantity))
            yield from ((field, sentence) for sentence in found)

    def _of_condition(self, condition: Condition | None) -> Iterator[str]:
        for leaf in condition.leaves() if condition else ():
            if leaf.than is None:
                continue
            if self._unit(leaf.name) == "yes-no":
                yield f"{leaf.name} is a yes or no and cannot be compared with a number"
            yield from self._clinics_own(leaf.than)
            if leaf.than.name:
                yield from self._fits(leaf.than, A_NUMBER)
                yield from self._alike(leaf.name, leaf.than)

    def _alike(self, measured: str, than: Quantity | None) -> Iterator[str]:
        """Two numbers are compared as they stand, so they must be counted alike."""
        own = self._unit(measured) or "minutes"
        other = (self._unit(than.name) if than.name else than.unit) if than else ""
        if other and "yes-no" not in (own, other) and own != other:
            yield f"{measured} is counted in {own}, but {than} in {other}"

    def _clinics_own(self, quantity: Quantity | None) -> Iterator[str]:
        if quantity and quantity.name in self.protocol.facts:
            yield f"{quantity.name} is a fact about the patient; only a number of the clinic’s can stand here"

    def _fits(self, quantity: Quantity | None, wanted: tuple[str, ...]) -> Iterator[str]:
        counts = self._counts(quantity)
        if quantity is None or not counts:
            return
        if counts not in wanted:
            kinds = {DATES: "days, weeks or nights", TIME: "minutes, hours, days, weeks or nights"}
            yield f"{quantity} cannot be counted here; it must be a number of {kinds.get(wanted, 'something')}"
        elif counts in TIME and (self._amount(quantity) or 0) * self._seconds(quantity) > HUNDRED_YEARS:
            yield f"{quantity} is longer than a hundred years"

    def _seconds(self, quantity: Quantity) -> int:
        unit = vocabulary().units[self._unit(quantity.name) if quantity.name else quantity.unit]
        return SECONDS.get(unit.counts, 1) * (unit.size or 1)

    def _counts(self, quantity: Quantity | None) -> str:
        """How the amount is counted: by the stopwatch, in dates, in nights ...; empty when nobody knows."""
        if quantity is None:
            return ""
        name = self._unit(quantity.name) if quantity.name else quantity.unit
        if name == "yes-no":
            return "yes or no"
        return vocabulary().units[name].counts if name in vocabulary().units else ""

    def _unit(self, name: str) -> str:
        known = self.protocol.facts.get(name) or self.protocol.parameters.get(name)
        return known.unit if known else ""

    def _amount(self, quantity: Quantity) -> float | None:
        if not quantity.name:
            return quantity.amount
        parameter, fact = self.protocol.parameters.get(quantity.name), self.protocol.facts.get(quantity.name)
        value: Value | None = parameter.value if parameter else fact.default if fact else None
        return value if isinstance(value, int | float) else None

    def _clocks(self, clocks: Iterable[str]) -> Iterator[str]:
        """Parts of the day need their clock times, and a clock time must be one."""
        for clock in clocks:
            parameter = self.protocol.parameters.get(clock)
            if ":" in clock:
                if not _is_clock(clock):
                    yield f"“{clock}” is no time of day"
            elif parameter is None or not isinstance(parameter.value, time):
                yield f'“{clock}” needs its clock time; add a table [parameters.{clock}] with unit = "clock"'


def _is_clock(words: str) -> bool:
    try:
        time.fromisoformat(words)
    except ValueError:
        return False
    return True
