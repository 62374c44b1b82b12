"""A protocol in words, for a terminal: its numbers with their bounds and reasons, what it asks, and every rule."""

from __future__ import annotations

import re
from dataclasses import dataclass
from shutil import get_terminal_size
from textwrap import wrap
from typing import TYPE_CHECKING

from saphena.clinic.papers.words import ACTORS, KINDS, STRENGTHS
from saphena.pathway.protocol.rules import Actor
from saphena.pathway.protocol.telling import say_value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from saphena.pathway.protocol.rules import Parameter, Protocol, Rule, Value

__all__ = ["Sheet"]

NARROW, WIDE = 60, 120
MARGIN = "  "


@dataclass(frozen=True)
class Sheet:
    """In which language the texts are, and how wide the terminal is."""

    language: str
    width: int = 80

    @classmethod
    def for_this_terminal(cls, language: str) -> Sheet:
        return cls(language, min(max(get_terminal_size((80, 24)).columns, NARROW), WIDE))

    def of(self, protocol: Protocol) -> str:
        """The whole sheet; its last line has no end."""
        parts = [self._head(protocol), self._parameters(protocol), self._facts(protocol), self._rules(protocol)]
        return "\n\n".join("\n".join(part) for part in map(list, parts) if part)

    def _head(self, protocol: Protocol) -> Iterator[str]:
        approval = protocol.approval
        signed = f"approved by {approval.physician} on {approval.on}" if approval.physician else "not approved"
        version = f"{protocol.id} {protocol.version}, from {protocol.effective}, {protocol.zone}, {signed}"
        for words in (protocol.title[self.language], version):
            yield from wrap(words, self.width)
        if protocol.about:
            yield from wrap(protocol.about[self.language], self.width)

    def _parameters(self, protocol: Protocol) -> Iterator[str]:
        yield "Numbers that a clinic may change (--set NAME=VALUE)"
        for parameter in protocol.parameters.values():
            now = say_value(parameter.value, parameter.unit, self.language)
            yield from self._fold(f"{parameter.name} = {now}{self._bounds(parameter)}", MARGIN)
            yield from self._fold(f"{parameter.label[self.language]}. {parameter.reason}", MARGIN * 3)

    def _bounds(self, parameter: Parameter) -> str:
        def say(value: Value) -> str:
            return say_value(value, parameter.unit, self.language)

        said = [f"at least {say(parameter.least)}"] if parameter.least is not None else []
        said += [f"at most {say(parameter.most)}"] if parameter.most is not None else []
        return f" ({', '.join(said)})" if said else ""

    def _facts(self, protocol: Protocol) -> Iterator[str]:
        yield "What it asks about the patient (--fact NAME or NAME=VALUE)"
        for fact in protocol.facts.values():
            usual = (
                "" if fact.unit == "yes-no" else f" ({say_value(fact.default, fact.unit, self.language)} unless said)"
            )
            yield from self._fold(f"{fact.name}: {fact.ask[self.language]}{usual}", MARGIN)
        for observation in protocol.observations.values():
            yield from self._fold(f"{observation.name}: {observation.label[self.language]} (--seen)", MARGIN)

    def _rules(self, protocol: Protocol) -> Iterator[str]:
        yield f"Rules ({len(protocol.rules)})"
        for rule in protocol.rules:
            yield from self._fold(self._title(rule), MARGIN)
            text = self._filled(rule.text[self.language], protocol)
            for words in (self._when(rule, protocol), text, self._source(rule)):
                yield from self._fold(words, MARGIN * 3)

    def _title(self, rule: Rule) -> str:
        who = "" if rule.actor is Actor.PATIENT else f", {ACTORS[self.language][rule.actor]}"
        kind, strength = KINDS[self.language][rule.kind], STRENGTHS[self.language][rule.strength]
        row = f" [{rule.leaflet}]" if rule.leaflet else ""
        return f"{rule.id}{row}: {kind} ({strength}{who}){' SWITCHED OFF' if rule.off else ''}"

    def _when(self, rule: Rule, protocol: Protocol) -> str:
        """When and for how long, in the protocol's own phrases with its numbers filled in."""
        window = rule.window
        said = [f"when {rule.when.words}"] if rule.when else []
        said += [f"once {rule.on} is seen"] if rule.on else []
        edges = (("from", window.begin), ("until", window.end), ("not before", window.not_before))
        said += [f"{word} {edge.words}" for word, edge in edges if edge]
        said += [f"for {window.lasts}"] if window.lasts else []
        said += [f"not after {window.not_after.words}"] if window.not_after else []
        said += [rule.repeat.words] if rule.repeat else []
        said += [f"ends early on {' or '.join(rule.ends_early_on)}"] if rule.ends_early_on else []
        return self._filled(", ".join(said), protocol)

    def _filled(self, words: str, protocol: Protocol) -> str:
        def number(found: re.Match[str]) -> str:
            parameter = protocol.parameters.get(found[1])
            return say_value(parameter.value, parameter.unit, self.language) if parameter else found[0]

        return re.sub(r"\{(\w+)(?::number)?\}", number, words)

    @staticmethod
    def _source(rule: Rule) -> str:
        settles = f"; settles {', '.join(rule.settles)}" if rule.settles else ""
        return f"{rule.source} ({rule.sure}){settles}" if rule.source else f"no source{settles}"

    def _fold(self, words: str, indent: str) -> list[str]:
        return wrap(words, self.width, initial_indent=indent, subsequent_indent=indent + MARGIN, break_on_hyphens=False)
