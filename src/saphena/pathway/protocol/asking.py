"""What a drawing may ask about one patient: conditions, limits and gates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from saphena.pathway.protocol.compiling import number
from saphena.pathway.protocol.plan import GateState, Reading

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from saphena.pathway.protocol.compiling import CompiledRule
    from saphena.pathway.protocol.plan import Known
    from saphena.pathway.protocol.rules import Gate, Value
    from saphena.pathway.protocol.wording import Moment

__all__ = ["Asking"]

MINUTE = 60


@dataclass(frozen=True, slots=True)
class Asking:
    """What is known of one patient: facts, what was seen, the events so far, and the clinic's numbers.

    `unsaid` are the facts that nobody has said: each counts as its default.
    """

    facts: Mapping[str, Value]
    seen: Mapping[str, datetime]
    events: Mapping[str, Known | None]
    parameters: Mapping[str, Value]
    unsaid: frozenset[str] = frozenset()

    def ask(self, what: str, name: str) -> object:
        """One question of a condition (`phrases.Lookup`)."""
        match what:
            case "fact":
                return self.facts.get(name, False)
            case "seen":
                return name in self.seen
            case "happened":
                return self._given(name) is not None
            case _:
                return number(self.parameters[name])

    def reading(self, compiled: CompiledRule, event: Callable[[str], Known | None]) -> Reading:
        """A limit's number: a fact, or the minutes from one event to another; unknown while one of them has no time."""
        limit = compiled.rule.limit
        assert limit is not None
        if len(limit.measures) == 1:
            value, assumed = number(self.facts.get(limit.measures[0], 0)), limit.measures[0] in self.unsaid
        else:
            first, last = (event(name) for name in limit.measures)
            value = (last.moment.at - first.moment.at).total_seconds() / MINUTE if first and last else float("nan")
            assumed = any(known.assumed for known in (first, last) if known)
        return Reading.of(value, compiled.warn_above, compiled.stop_above, assumed=assumed)

    def gate(self, gate: Gate, begin: Moment, end: Moment | None) -> GateState:
        """Open when its condition holds and every event that it needs lies inside its window."""
        missing = tuple(name for name in gate.needs if not self._inside(name, begin, end))
        unmet = gate.opens_when.words if gate.opens_when and not gate.opens_when.holds(self.ask) else ""
        return GateState(not unmet and not missing, missing, unmet)

    def _inside(self, name: str, begin: Moment, end: Moment | None) -> bool:
        known = self._given(name)
        return known is not None and begin.at <= known.moment.at and (end is None or known.moment.at < end.at)

    def _given(self, name: str) -> Known | None:
        known = self.events.get(name)
        return known if known and known.given else None
