"""A protocol in plain words: its rules as sentences, its numbers with bounds and reasons, what the check found."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from saphena.clinic.courses.drawing import read
from saphena.clinic.courses.speaking import undated
from saphena.pathway.protocol.checking import check
from saphena.pathway.protocol.telling import say_value

if TYPE_CHECKING:
    from saphena.clinic.courses.models import ProtocolVersion
    from saphena.pathway.protocol.checking import Finding
    from saphena.pathway.protocol.rules import Parameter, Protocol, Rule

__all__ = ["Described", "described"]


@dataclass(frozen=True, slots=True)
class RuleRow:
    id: str
    kind: str
    strength: str
    text: str
    window: str
    when: str
    source: str
    off: bool
    differs: str


@dataclass(frozen=True, slots=True)
class ParameterRow:
    name: str
    label: str
    value: str
    bounds: str
    reason: str
    source: str


@dataclass(frozen=True, slots=True)
class Described:
    title: str
    about: str
    rules: list[RuleRow]
    parameters: list[ParameterRow]
    findings: list[Finding]


def described(version: ProtocolVersion, language: str) -> Described:
    """The whole protocol as one language reads it; no patient is in it yet, so dates are left open."""
    protocol = version.protocol
    return Described(
        protocol.title[language],
        protocol.about.get(language, ""),
        [_rule(rule, protocol, language) for rule in protocol.rules],
        [_parameter(parameter, language) for parameter in protocol.parameters.values()],
        list(findings(version.fingerprint, version.text)),
    )


@lru_cache(maxsize=32)
def findings(fingerprint: str, text: str) -> tuple[Finding, ...]:
    """What the check found; it draws sample days, so each version is checked once."""
    return tuple(check(read(fingerprint, text)))


def _rule(rule: Rule, protocol: Protocol, language: str) -> RuleRow:
    window = rule.window
    parts = (
        ("from", window.begin.words if window.begin else ""),
        ("until", window.end.words if window.end else ""),
        ("for", str(window.lasts) if window.lasts else ""),
        ("not before", window.not_before.words if window.not_before else ""),
        ("at the latest", window.not_after.words if window.not_after else ""),
        ("", rule.repeat.words if rule.repeat else ""),
    )
    said = ", ".join(f"{word} {words}".strip() for word, words in parts if words)
    when = rule.when.words if rule.when else ""
    usual = {name: parameter.value for name, parameter in protocol.parameters.items()}
    return RuleRow(
        id=rule.id,
        kind=rule.kind.value,
        strength=rule.strength.value,
        text=undated(rule.text[language], protocol, usual, language),
        window=undated(said, protocol, usual, language),
        when=undated(when, protocol, usual, language),
        source=rule.source,
        off=rule.off,
        differs=rule.differs.get(language, ""),
    )


def _parameter(parameter: Parameter, language: str) -> ParameterRow:
    bounds = [
        say_value(bound, parameter.unit, language) for bound in (parameter.least, parameter.most) if bound is not None
    ]
    value = say_value(parameter.value, parameter.unit, language)
    return ParameterRow(
        parameter.name, parameter.label[language], value, " – ".join(bounds), parameter.reason, parameter.source
    )
