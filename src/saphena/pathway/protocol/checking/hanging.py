"""What hangs on what: events that nothing brings about, rules that hang on themselves, events that two rules claim."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from saphena.pathway.protocol.checking.finding import Finding, Severity
from saphena.pathway.protocol.checking.settling import settling
from saphena.pathway.protocol.phrases import Edge, Side
from saphena.pathway.protocol.settings import base_event

if TYPE_CHECKING:
    from collections.abc import Iterator

    from saphena.pathway.protocol.rules import Protocol, Rule

__all__ = ["Hanging", "edges_of"]


def edges_of(rule: Rule) -> list[Edge]:
    """Every edge of a rule's window that is said."""
    window = rule.window
    return [edge for edge in (window.begin, window.end, window.not_before, window.not_after) if edge]


@dataclass
class Hanging:
    """The web of rules and events of one protocol, as the drawing of a plan follows it."""

    protocol: Protocol

    def __post_init__(self) -> None:
        self.rules = {rule.id: rule for rule in self.protocol.rules if not rule.off}
        self.begun_by = {rule.begins: rule for rule in self.rules.values() if rule.begins}
        self.ended_by = {rule.ends: rule for rule in self.rules.values() if rule.ends}

    def findings(self) -> Iterator[Finding]:
        never = self.never()
        yield from self._unreachable(never)
        yield from self._off()
        yield from self._cycles()
        yield from self._claimed_twice()

    def never(self) -> frozenset[str]:
        """Events that no person gives, no rule begins or ends, and the protocol does not expect."""
        reached = set(settling().given_events)
        growing = True
        while growing:
            more = {name for name in self.protocol.events if name not in reached and self._reached(name, reached)}
            reached |= more
            growing = bool(more)
        return frozenset(name for name in self.protocol.events if name not in reached)

    def _reached(self, name: str, reached: set[str]) -> bool:
        owner = self.begun_by.get(name) or self.ended_by.get(name)
        if owner:
            return True
        event = self.protocol.events[name]
        if event.first_of:
            return any(each in reached for each in event.first_of)
        edge = event.expected
        return edge is not None and (edge.side is not Side.EVENT or base_event(edge.anchor) in reached)

    def _unreachable(self, never: frozenset[str]) -> Iterator[Finding]:
        for name in sorted(never):
            waiting = tuple(rule.id for rule in self.rules.values() if name in self._events_of(rule))
            if waiting:
                yield Finding(
                    "unreachable-event",
                    Severity.ERROR,
                    f"Nothing ever brings about “{name}”, but {_listed(waiting)} {_wait(waiting)} for it.",
                    waiting,
                )

    def _events_of(self, rule: Rule) -> set[str]:
        names = {base_event(edge.anchor) for edge in edges_of(rule) if edge.side is Side.EVENT}
        if rule.gate:
            names |= {base_event(name) for name in rule.gate.needs}
        if rule.limit and len(rule.limit.measures) > 1:
            names |= set(rule.limit.measures)
        for condition in (rule.when, rule.gate.opens_when if rule.gate else None):
            names |= {leaf.name for leaf in (condition.leaves() if condition else ()) if leaf.op == "happened"}
        return names

    def _off(self) -> Iterator[Finding]:
        for rule in self.rules.values():
            for edge in edges_of(rule):
                if edge.side is not Side.EVENT and edge.anchor not in self.rules:
                    sentence = f"{rule.id} hangs on {edge.anchor}, which is switched off."
                    yield Finding("hangs-on-off", Severity.WARNING, sentence, (rule.id, edge.anchor))

    def _cycles(self) -> Iterator[Finding]:
        """Each circle once, however one comes into it."""
        done: set[str] = set()
        known: set[frozenset[str]] = set()
        for node in (*self.rules, *(f"“{name}”" for name in self.protocol.events)):
            path = self._circle(node, [], done)
            if path and frozenset(path) not in known:
                known.add(frozenset(path))
                rules = tuple(name for name in dict.fromkeys(path) if name in self.rules)
                sentence = f"These wait for each other in a circle: {' → '.join(path)}."
                yield Finding("cycle", Severity.ERROR, sentence, rules)

    def _circle(self, node: str, path: list[str], done: set[str]) -> list[str]:
        if node in path:
            return [*path[path.index(node) :], node]
        if node in done:
            return []
        for following in self._hangs_on(node):
            if found := self._circle(following, [*path, node], done):
                return found
        done.add(node)
        return []

    def _hangs_on(self, node: str) -> list[str]:
        """What must be known before a rule's window or an event's moment is; events stand in quotation marks."""
        if node in self.rules:
            return [_node(edge) for edge in edges_of(self.rules[node])]
        name = node.strip("“”")
        owner = self.begun_by.get(name) or self.ended_by.get(name)
        event = self.protocol.events.get(name)
        if owner:
            return [owner.id]
        if event is None:
            return []
        if event.first_of:
            return [f"“{each}”" for each in (*event.first_of, event.after) if each]
        return [_node(edge) for edge in (event.expected, *event.not_before) if edge]

    def _claimed_twice(self) -> Iterator[Finding]:
        claims: dict[str, list[str]] = {}
        for rule in self.rules.values():
            for name in {rule.begins, rule.ends} - {""}:
                claims.setdefault(name, []).append(rule.id)
        for name, rules in claims.items():
            if len(rules) > 1:
                sentence = f"{_listed(tuple(rules))} each say when “{name}” is; only one rule can."
                yield Finding("claimed-twice", Severity.ERROR, sentence, tuple(rules))


def _node(edge: Edge) -> str:
    return f"“{base_event(edge.anchor)}”" if edge.side is Side.EVENT else edge.anchor


def _listed(names: tuple[str, ...]) -> str:
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else names[0]


def _wait(names: tuple[str, ...]) -> str:
    return "wait" if len(names) > 1 else "waits"
