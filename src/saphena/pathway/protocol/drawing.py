"""Protocol + facts + events -> a dated plan that can say why.

`Drawer(protocol, settings)` fills the clinic's numbers in once; `Drawer.draw(...)` then draws any patient's plan in
well under a millisecond. Events may be planned or have happened; one that is not known yet is expected where the
protocol says so. What has happened moves what follows.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from saphena.pathway.clock import CalendarDays, Elapsed, Nights, aware, instant
from saphena.pathway.protocol.asking import Asking
from saphena.pathway.protocol.compiling import CompiledEdge, CompiledRule, compile_rules
from saphena.pathway.protocol.phrases import Grain, Side
from saphena.pathway.protocol.plan import Item, Known, Plan, Waiting
from saphena.pathway.protocol.settings import (
    base_event,
    check_events,
    check_facts,
    check_seen,
    check_zone,
    settle_parameters,
)
from saphena.pathway.protocol.vocabulary import vocabulary
from saphena.pathway.protocol.wording import Moment

if TYPE_CHECKING:
    from collections.abc import Mapping

    from saphena.pathway.protocol.rules import EventDefinition, Protocol, Rule, Value

__all__ = ["Drawer", "draw"]

MIDNIGHT = time()


def draw(
    protocol: Protocol,
    events: Mapping[str, datetime],
    *,
    facts: Mapping[str, Value] | None = None,
    settings: Mapping[str, Value] | None = None,
    seen: Mapping[str, datetime] | None = None,
    zone: str = "",
) -> Plan:
    """Draw one plan. For many plans from one protocol keep a `Drawer`. Errors as `Drawer` and `Drawer.draw`."""
    return Drawer(protocol, settings).draw(events, facts=facts, seen=seen, zone=zone)


class Drawer:
    """A protocol with a clinic's own numbers filled in, ready to draw plans.

    `settings` changes parameters by name; a number out of its bounds or an unknown name raises `Unusable`, which names
    the nearest right one.
    """

    def __init__(self, protocol: Protocol, settings: Mapping[str, Value] | None = None) -> None:
        self.protocol = protocol
        self.parameters = settle_parameters(protocol, settings or {})
        self.changed = {name for name, value in self.parameters.items() if value != protocol.parameters[name].value}
        self.rules = compile_rules(protocol, self.parameters)
        self.clocks = {name: value for name, value in self.parameters.items() if isinstance(value, time)}
        self.numbers_said: dict[tuple[str, str], str] = {}
        self.defaults = {name: fact.default for name, fact in protocol.facts.items()}
        self.begun_by = {rule.rule.begins: rule for rule in self.rules if rule.rule.begins and not rule.rule.off}
        self.ended_by = {rule.rule.ends: rule for rule in self.rules if rule.rule.ends and not rule.rule.off}
        self.by_id = {rule.rule.id: rule for rule in self.rules}
        self.expected = {
            name: tuple(
                CompiledEdge.of(edge, protocol, self.parameters)
                for edge in (definition.expected, *definition.not_before)
            )
            for name, definition in protocol.events.items()
            if definition.expected
        }

    def draw(
        self,
        events: Mapping[str, datetime],
        *,
        facts: Mapping[str, Value] | None = None,
        seen: Mapping[str, datetime] | None = None,
        zone: str = "",
    ) -> Plan:
        """Draw the plan of one patient.

        `events` and `seen` map names to aware moments; `facts` maps names to values, the rest take their defaults;
        `zone` is the zone whose clocks the patient lives by, the clinic's unless said. Raises `Unusable` for a name
        that the protocol does not know, `NaiveMoment` for a moment without a zone.
        """
        given = check_events(self.protocol, events)
        drawing = _Drawing(
            self, given, check_facts(self.protocol, facts or {}), check_seen(self.protocol, seen or {}), zone
        )
        return drawing.plan()


@dataclass(slots=True)
class _Window:
    begin: Moment | None
    end: Moment | None
    ended_by: str = ""
    uncut: Moment | None = None
    parameters: frozenset[str] = frozenset()


class _Drawing:
    """The work of drawing one plan: windows and events are found when first asked for, and remembered."""

    def __init__(
        self,
        drawer: Drawer,
        events: Mapping[str, datetime],
        facts: Mapping[str, Value],
        seen: Mapping[str, datetime],
        zone: str,
    ) -> None:
        self.drawer = drawer
        self.zone = check_zone(zone or drawer.protocol.zone)
        self.facts = {**drawer.defaults, **facts} if facts else drawer.defaults
        self.seen = {name: aware(at).astimezone(UTC) for name, at in seen.items()}
        self.events: dict[str, Known | None] = {
            name: Known(Moment(aware(at).astimezone(UTC)), given=True) for name, at in events.items()
        }
        self.unsaid = frozenset(drawer.defaults.keys() - facts.keys())
        self.asking = Asking(self.facts, self.seen, self.events, drawer.parameters, self.unsaid)
        self.windows: dict[str, _Window] = {}
        self.moments: dict[str, Moment] = {}

    def plan(self) -> Plan:
        drawer = self.drawer
        plan = Plan(
            drawer.protocol, drawer.parameters, drawer.changed, self.zone, self.facts, self.seen, drawer.numbers_said
        )
        for compiled in self.drawer.rules:
            if compiled.rule.off or (compiled.when and not compiled.when.holds(self.asking.ask)):
                continue
            window = self._window(compiled)
            if window.begin is None:
                plan.waiting.append(Waiting(compiled.rule, self._missing(compiled)))
                continue
            item = self._item(plan, compiled, window, window.begin)
            (plan.dropped if item.empty else plan.items).append(item)
        plan.items.sort(key=lambda item: item.begin.at)
        plan.events = {name: known for name in self._names() if (known := self._event(name))}
        return plan

    def _names(self) -> list[str]:
        return list(dict.fromkeys((*self.drawer.protocol.events, *self.events)))

    def _item(self, plan: Plan, compiled: CompiledRule, window: _Window, begin: Moment) -> Item:
        rule = compiled.rule
        return Item(
            plan,
            compiled,
            begin,
            window.end,
            ended_by=window.ended_by,
            uncut=window.uncut,
            touched=window.parameters,
            reading=self.asking.reading(compiled, self._event) if rule.limit else None,
            gate=self.asking.gate(rule.gate, begin, window.end) if rule.gate else None,
            chosen=self._chosen(rule) if rule.options else "",
        )

    def _chosen(self, rule: Rule) -> str:
        return next((option.fact for option in rule.options if self.facts.get(option.fact)), "")

    def _window(self, compiled: CompiledRule) -> _Window:
        rule = compiled.rule
        if rule.id in self.windows:
            return self.windows[rule.id]
        self.windows[rule.id] = _Window(None, None)  # so a rule that hangs on itself finds nothing; the check names it
        window = _Window(self._begin(compiled), None, parameters=compiled.parameters)
        if window.begin is not None:
            self._end(compiled, window, window.begin)
        if self.drawer.changed:
            told = [known.touched for name in compiled.tells if (known := self._event(name))]
            window.parameters = window.parameters.union(*told, *(self._touched(edge) for edge in compiled.edges))
        self.windows[rule.id] = window
        return window

    def _begin(self, compiled: CompiledRule) -> Moment | None:
        rule = compiled.rule
        if rule.begins and (known := self.events.get(rule.begins)):
            return known.moment
        if rule.on and rule.on in self.seen:
            return Moment(self.seen[rule.on])
        begin = self._moment(compiled.begin) if compiled.begin else None
        later = self._moment(compiled.not_before) if compiled.not_before else None
        if begin and later:
            return max(begin, later, key=lambda moment: moment.at)
        return begin if compiled.begin else later

    def _end(self, compiled: CompiledRule, window: _Window, begin: Moment) -> None:
        rule = compiled.rule
        end = self._moment(compiled.end) if compiled.end else None
        if compiled.lasts is not None:
            end = self._lasting(begin, compiled)
        latest = self._moment(compiled.not_after) if compiled.not_after else None
        if latest and (end is None or latest.at < end.at):
            window.uncut, end = end, latest
        for name in rule.ends_early_on:
            at = self.seen.get(name)
            if at and begin.at <= at and (end is None or at < end.at):
                window.ended_by, window.uncut, end = name, window.uncut or end, Moment(at)
        if rule.ends and (known := self.events.get(rule.ends)):
            planned = window.uncut or end
            window.ended_by, window.uncut = "", planned if planned and planned.at != known.moment.at else None
            end = known.moment
        if end and end.at < begin.at:
            window.uncut, end = window.uncut or end, Moment(begin.at)
        window.end = end

    def _lasting(self, begin: Moment, compiled: CompiledRule) -> Moment:
        distance = compiled.lasts_in(self.facts)
        match distance:
            case Elapsed():
                return Moment(begin.at + distance.duration)
            case CalendarDays():
                return Moment(distance.after(begin.at, self.zone).astimezone(UTC), begin.grain, begin.part)
            case Nights():
                return self._on(begin, distance.nights, Grain.MORNING, "morning")

    def _event(self, name: str) -> Known | None:
        if name in self.events:
            return self.events[name]
        self.events[name] = None  # an event that hangs on itself is never known; the check names the cycle
        found = self._expected(name)
        self.events[name] = found
        return found

    def _expected(self, name: str) -> Known | None:
        if owner := self.drawer.begun_by.get(name):
            return self._from_rule(owner, begins=True)
        if owner := self.drawer.ended_by.get(name):
            return self._from_rule(owner, begins=False)
        definition = self.drawer.protocol.events.get(name)
        if definition and definition.first_of:
            return self._first_of(definition)
        return self._latest(*edges) if (edges := self.drawer.expected.get(name)) else None

    def _latest(self, expected: CompiledEdge, *not_before: CompiledEdge) -> Known | None:
        """Where an event is expected, or at its latest bound: a visit that runs late makes what follows late."""
        moment = self._moment(expected)
        if moment is None:
            return None
        latest = expected
        for edge in not_before:
            if (bound := self._moment(edge)) and bound.at > moment.at:
                moment, latest = bound, edge
        touched = self._touched(latest) if self.drawer.changed else frozenset[str]()
        return Known(moment, given=False, touched=touched, assumed=latest.hangs_on(self.unsaid))

    def _from_rule(self, owner: CompiledRule, *, begins: bool) -> Known | None:
        if owner.when and not owner.when.holds(self.asking.ask):
            return None
        window = self._window(owner)
        moment = window.begin if begins else window.end
        return Known(moment, given=False, touched=window.parameters) if moment else None

    def _first_of(self, definition: EventDefinition) -> Known | None:
        since = self._event(definition.after)
        names = [name for name in self.events if base_event(name) in definition.first_of]
        found = [known for name in dict.fromkeys((*definition.first_of, *names)) if (known := self._event(name))]
        later = [known for known in found if since is None or known.moment.at > since.moment.at]
        return min(later, key=lambda known: known.moment.at, default=None)

    def _touched(self, edge: CompiledEdge) -> frozenset[str]:
        if edge.side is not Side.EVENT:
            return edge.parameters | self._window(self.drawer.by_id[edge.anchor]).parameters
        known = self._event(edge.anchor)
        return edge.parameters | known.touched if known else edge.parameters

    def _moment(self, edge: CompiledEdge) -> Moment | None:
        """When an edge is. The same words are the same moment throughout a plan, so it is found once."""
        found = self.moments.get(edge.edge.words)
        if found is None and (found := self._found(edge)):
            self.moments[edge.edge.words] = found
        return found

    def _found(self, edge: CompiledEdge) -> Moment | None:
        anchor = self._anchor(edge)
        if anchor is None:
            return None
        if edge.grain is not Grain.CLOCK:
            return self._on(anchor, edge.days_in(self.facts), edge.grain, edge.clock)
        distance = edge.distance_in(self.facts)
        if distance is None:
            return anchor
        if isinstance(distance, Elapsed):
            at = anchor.at - distance.duration if edge.before else anchor.at + distance.duration
            return self._by_day(at) if edge.edge.awake else Moment(at)
        if isinstance(distance, Nights):
            return self._on(anchor, distance.nights, Grain.MORNING, "morning")
        shifted = distance.before(anchor.at, self.zone) if edge.before else distance.after(anchor.at, self.zone)
        return Moment(shifted.astimezone(UTC), anchor.grain, anchor.part)

    def _by_day(self, at: datetime) -> Moment:
        """The moment itself; when it falls in the night, the morning that ends the night."""
        clock = at.astimezone(self.zone).time()
        late = clock >= self.drawer.clocks["bedtime"]
        if not late and clock >= self.drawer.clocks["morning"]:
            return Moment(at)
        return self._on(Moment(at), int(late), Grain.MORNING, "morning")

    def _anchor(self, edge: CompiledEdge) -> Moment | None:
        if edge.side is Side.EVENT:
            known = self._event(edge.anchor)
            return known.moment if known else None
        window = self._window(self.drawer.by_id[edge.anchor])
        return window.begin if edge.side is Side.BEGINS else window.end

    def _on(self, anchor: Moment, days: int, grain: Grain, clock: str) -> Moment:
        """A clock time, or the start or end of the day, on a date counted from the anchor's date."""
        if grain is Grain.DAY_END:
            days += 1
        here = anchor.at.astimezone(self.zone)
        day = here.date() + timedelta(days=days)
        if clock == "bedtime" and not days and here.time() < self.drawer.clocks.get("morning", MIDNIGHT):
            day -= timedelta(days=1)  # past midnight it is still that evening; its bedtime is over, not to come
        wall = MIDNIGHT if not clock else self.drawer.clocks.get(clock) or time.fromisoformat(clock)
        part = clock if clock in vocabulary().parts else ""
        if clock and not part:
            grain = Grain.CLOCK
        return Moment(instant(day, wall, self.zone), grain, part)

    def _missing(self, compiled: CompiledRule) -> str:
        edge = compiled.begin or compiled.not_before
        return edge.anchor if edge else compiled.rule.on
