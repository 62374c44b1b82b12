"""Every name that a protocol uses must be one that it knows; a wrong one is met with the nearest right one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from saphena.pathway.protocol.amounts import Amounts
from saphena.pathway.protocol.phrases import Condition, Edge, Quantity, Side
from saphena.pathway.protocol.sections import Problem
from saphena.pathway.protocol.settings import base_event, nearest
from saphena.pathway.protocol.telling import SLOTS
from saphena.pathway.protocol.vocabulary import topics, vocabulary
from saphena.pathway.protocol.wording import MOMENT_FORMATS, template

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from saphena.pathway.protocol.rules import Protocol, Rule

__all__ = ["check_names"]


def check_names(protocol: Protocol, file: str, lines: Mapping[str, int]) -> list[Problem]:
    """Every name in the rules and events that means nothing, as problems with their lines."""
    return list(_Names(protocol, file, lines).problems())


@dataclass
class _Names:
    protocol: Protocol
    file: str
    lines: Mapping[str, int]

    def problems(self) -> Iterator[Problem]:
        seen: set[str] = set()
        for index, rule in enumerate(self.protocol.rules):
            place = f"rules[{index}]"
            if rule.id in seen:
                yield self._problem(place, rule.id, "id", "another rule has the same id")
            seen.add(rule.id)
            for field, sentence in self._of_rule(rule):
                yield self._problem(place, rule.id, field, sentence)
        for name, event in self.protocol.events.items():
            edges = [("expected", event.expected), *(("not_before", edge) for edge in event.not_before)]
            for field, edge in edges:
                for sentence in (*self._edge(edge), *Amounts(self.protocol).of_edge(edge)):
                    at = self.lines.get(f"events.{name}", 1)
                    yield Problem(self.file, at, f"event {name}, {field}", sentence)
        yield from self._sources_of_parameters()

    def _problem(self, place: str, rule: str, field: str, sentence: str) -> Problem:
        at = self.lines.get(f"{place}.{field}") or self.lines.get(place, 1)
        return Problem(self.file, at, f"rule {rule}, {field}", sentence)

    def _of_rule(self, rule: Rule) -> Iterator[tuple[str, str]]:
        window = rule.window
        edges = {
            "from": window.begin,
            "until": window.end,
            "not_before": window.not_before,
            "not_after": window.not_after,
        }
        for field, edge in edges.items():
            yield from ((field, sentence) for sentence in self._edge(edge))
        for field, quantity in self._quantities(rule):
            yield from ((field, sentence) for sentence in self._quantity(quantity))
        for field, condition in (("when", rule.when), ("opens_when", rule.gate.opens_when if rule.gate else None)):
            yield from ((field, sentence) for sentence in self._condition(condition))
        yield from self._plain_names(rule)
        yield from Amounts(self.protocol).of_rule(rule)
        yield from self._texts(rule)

    @staticmethod
    def _quantities(rule: Rule) -> list[tuple[str, Quantity | None]]:
        found = [("lasts", rule.window.lasts), *(("each_lasts", each) for each in rule.each_lasts or ())]
        if rule.repeat:
            found += [("repeat", rule.repeat.every), ("repeat", rule.repeat.times_a_day)]
        if rule.limit:
            found += [("warn_above", rule.limit.warn_above), ("stop_above", rule.limit.stop_above)]
            found += [("between", each) for each in rule.limit.between or ()]
        return found

    def _plain_names(self, rule: Rule) -> Iterator[tuple[str, str]]:
        observations, facts = self.protocol.observations, self.protocol.facts
        yield from self._known("about", [rule.about] if rule.about else [], topics(), "topic")
        yield from self._known("by", rule.by, topics(), "topic")
        yield from self._known("without", rule.without, topics(), "topic")
        yield from self._known("on", [rule.on] if rule.on else [], observations, "observation")
        yield from self._known("ends_early_on", rule.ends_early_on, observations, "observation")
        yield from self._known("options", [option.fact for option in rule.options], facts, "fact")
        if rule.gate:
            yield from (("needs", sentence) for name in rule.gate.needs for sentence in self._event(name))
        if rule.limit:
            known = facts if len(rule.limit.measures) == 1 else self.protocol.events
            yield from self._known("measures", rule.limit.measures, known, "fact or event")
        if rule.source:
            yield from self._known("source", [rule.source.split(" ")[0]], self.protocol.sources, "source")

    @staticmethod
    def _known(field: str, names: Iterable[str], known: Iterable[str], what: str) -> Iterator[tuple[str, str]]:
        known = set(known)
        for name in names:
            if name not in known:
                yield field, f"no {what} is called {name}{nearest(name, known)}"

    def _edge(self, edge: Edge | None) -> Iterator[str]:
        if edge is None:
            return
        if edge.side is Side.EVENT:
            yield from self._event(edge.anchor)
        else:
            yield from (s for _, s in self._known("", [edge.anchor], [rule.id for rule in self.protocol.rules], "rule"))
        yield from self._quantity(edge.shift)

    def _event(self, name: str) -> Iterator[str]:
        yield from (s for _, s in self._known("", [base_event(name)], self.protocol.events, "event"))
        event = self.protocol.events.get(base_event(name))
        if event and not event.many and name.removesuffix(" 1") != event.name:
            yield f"there is only one {event.name}, so “{name}” means nothing"

    def _quantity(self, quantity: Quantity | None) -> Iterator[str]:
        if quantity is None:
            return
        if quantity.name:
            known = [*self.protocol.parameters, *self.protocol.facts]
            yield from (s for _, s in self._known("", [quantity.name], known, "parameter or fact"))
        elif quantity.unit not in vocabulary().units:
            yield f"no unit is called {quantity.unit}{nearest(quantity.unit, vocabulary().units)}"

    def _condition(self, condition: Condition | None) -> Iterator[str]:
        for leaf in condition.leaves() if condition else ():
            known: Mapping[str, object] = self.protocol.facts
            what = "fact"
            if leaf.op == "seen":
                known, what = self.protocol.observations, "observation"
            elif leaf.op == "happened":
                known, what = self.protocol.events, "event"
            yield from (s for _, s in self._known("", [leaf.name], known, what))
            yield from self._quantity(Quantity(name=leaf.than.name) if leaf.than and leaf.than.name else None)

    def _texts(self, rule: Rule) -> Iterator[tuple[str, str]]:
        texts = {"text": rule.text, "text_each": rule.text_each}
        if rule.limit:
            limit = rule.limit
            texts |= {"text_warn": limit.text_warn, "text_stop": limit.text_stop, "text_assumed": limit.text_assumed}
        names = {*SLOTS, *self.protocol.parameters, *self.protocol.facts, *self.protocol.events}
        for field, text in texts.items():
            for language, words in text.items():
                for slot in template(words).slots:
                    if slot.name not in names:
                        yield f"{field}.{language}", f"{{{slot.name}}} is nothing known{nearest(slot.name, names)}"
                    elif slot.form and slot.form not in (*MOMENT_FORMATS, "number"):
                        yield (
                            f"{field}.{language}",
                            f"no form is called {slot.form}{nearest(slot.form, MOMENT_FORMATS)}",
                        )

    def _sources_of_parameters(self) -> Iterator[Problem]:
        for name, parameter in self.protocol.parameters.items():
            key = parameter.source.split(" ")[0]
            if key not in self.protocol.sources:
                at = self.lines.get(f"parameters.{name}.source", 1)
                yield Problem(
                    self.file,
                    at,
                    f"parameter {name}, source",
                    f"no source is called {key}{nearest(key, self.protocol.sources)}",
                )
