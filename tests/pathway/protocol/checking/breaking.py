"""The shipped leaflet, broken in one place, and what the check then says that it did not say before."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from saphena.pathway.protocol.checking import Finding, Severity, check
from saphena.pathway.protocol.library import load, shipped
from saphena.pathway.protocol.phrases import parse_edge
from saphena.pathway.protocol.reading import read_file, read_text

if TYPE_CHECKING:
    from saphena.pathway.protocol.rules import Protocol, Rule

LITERAL = Path(__file__).parents[1] / "literal_leaflet.toml"
EDGES = {"begin", "end", "not_before", "not_after"}
"""Fields of a window that are given as phrases here, or as `None` to take them away."""


def leaflet() -> Protocol:
    return load("leaflet")


@cache
def literal() -> Protocol:
    """The leaflet as printed, with everything that it leaves open left open."""
    return read_file(LITERAL)


def but(rule_id: str, protocol: Protocol | None = None, **fields: Any) -> Protocol:
    """The leaflet with one rule changed; edges of its window by their phrases."""
    protocol = protocol or leaflet()
    protocol.rule(rule_id)
    rules = tuple(_changed(rule, fields) if rule.id == rule_id else rule for rule in protocol.rules)
    return replace(protocol, rules=rules)


def _changed(rule: Rule, fields: dict[str, Any]) -> Rule:
    edges = {name: fields[name] and parse_edge(fields[name]) for name in EDGES & set(fields)}
    window = {**edges, **({"lasts": fields["lasts"]} if "lasts" in fields else {})}
    rest = {name: value for name, value in fields.items() if name not in EDGES | {"lasts"}}
    return replace(rule, window=replace(rule.window, **window), **rest)


def off(*rule_ids: str) -> Protocol:
    """The leaflet with rules switched off."""
    protocol = leaflet()
    for rule_id in rule_ids:
        protocol = but(rule_id, protocol, off=True)
    return protocol


def plus(tables: str) -> Protocol:
    """The leaflet with more tables at its end."""
    return read_text(shipped()["leaflet"].read_text(encoding="utf-8") + "\n" + tables, "leaflet and more")


def rule_text(identity: str, kind: str, fields: str) -> str:
    """A rule of a few fields, easy to read and with a source, so that nothing else is wrong with it."""
    return (
        f'[[rules]]\nid = "{identity}"\nkind = "{kind}"\nstrength = "should"\nsource = "HOUSE"\n'
        f'text.en = "So it is."\ntext.fr = "C’est ainsi."\n{fields}\n'
    )


@cache
def _usual() -> frozenset[Finding]:
    return frozenset(check(leaflet()))


def new(protocol: Protocol, *, notes: bool = False) -> list[Finding]:
    """What the check says of a protocol and not of the leaflet as we ship it."""
    found = [finding for finding in check(protocol) if finding not in _usual()]
    return [finding for finding in found if notes or finding.severity is not Severity.NOTE]


def ids(findings: list[Finding]) -> set[str]:
    return {finding.id for finding in findings}


def rules(findings: list[Finding]) -> set[str]:
    return {rule for finding in findings for rule in finding.rules}
