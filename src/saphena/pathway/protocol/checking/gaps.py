"""What a protocol leaves unsaid: emergencies, hours, legs, what a word means, whom advice must except."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from saphena.pathway.protocol.checking.finding import Finding, Severity
from saphena.pathway.protocol.checking.settling import Caution, Needed, Term, conflict_of, settling
from saphena.pathway.protocol.checking.texts import patient_texts
from saphena.pathway.protocol.compiling import names_in
from saphena.pathway.protocol.phrases import Condition, Grain, Side
from saphena.pathway.protocol.rules import Actor, Kind
from saphena.pathway.protocol.settings import base_event
from saphena.pathway.protocol.vocabulary import topics
from saphena.pathway.protocol.wording import template

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from saphena.pathway.protocol.checking.satisfying import Patients
    from saphena.pathway.protocol.rules import Protocol, Rule

__all__ = ["check_gaps"]

ON_A_LEG = (Kind.DO, Kind.AVOID, Kind.MAY, Kind.HAVE, Kind.CHOICE, Kind.SELF_CARE)
_NUMBER = re.compile(r"\b\d{3,}\b")


def check_gaps(protocol: Protocol, patients: Patients) -> Iterator[Finding]:
    """What every protocol for this procedure must settle, and this one does not."""
    rules = [rule for rule in protocol.rules if not rule.off]
    for needed in settling().needed:
        yield from _needed(needed, rules, protocol)
    for caution in settling().cautions:
        yield from _caution(caution, rules, protocol, patients)
    for term in settling().terms:
        yield from _term(term, rules, protocol)
    for rule in rules:
        yield from _hours(rule)
        yield from _ended_early(rule, rules)
    yield from _legs(rules)


def _needed(needed: Needed, rules: list[Rule], protocol: Protocol) -> Iterator[Finding]:
    calling = tuple(rule.id for rule in rules if _looks_like(rule, needed.given, protocol))
    if calling and not any(_looks_like(rule, needed.then, protocol) for rule in rules):
        named = calling if "about" in needed.given else ()
        sentence = f"{needed.sentence} Why: {needed.because}."
        yield Finding(needed.id, needed.severity, sentence, named, needed.conflict)


def _begins_at(rule: Rule, wanted: list[str]) -> bool:
    edge = rule.window.begin
    return edge is not None and edge.side is Side.EVENT and base_event(edge.anchor) in wanted


def _counts_back(rule: Rule) -> bool:
    """Whether the rule's time begins so long before an event."""
    edge = rule.window.begin
    return edge is not None and edge.shift is not None and edge.before


def _waits(rule: Rule) -> bool:
    """Whether the rule's time begins so long after an event."""
    edges = (rule.window.begin, rule.window.not_before)
    return any(edge is not None and edge.shift is not None and not edge.before for edge in edges)


def _asks(rule: Rule) -> bool:
    return rule.gate is not None and rule.gate.opens_when is not None


def _says_number(rule: Rule, protocol: Protocol) -> bool:
    """Whether every text has a telephone number in it: three digits or more, or a parameter that is only printed."""

    def says(words: str) -> bool:
        named = [protocol.parameters.get(slot.name) for slot in template(words).slots]
        return bool(_NUMBER.search(words)) or any(found is not None and found.unit == "words" for found in named)

    return bool(rule.text) and all(says(words) for words in rule.text.values())


_FIELDS: dict[str, Callable[[Rule, object, Protocol], bool]] = {
    "kind": lambda rule, wanted, _: rule.kind in _list(wanted),
    "about": lambda rule, wanted, _: rule.about in _list(wanted),
    "strength": lambda rule, wanted, _: rule.strength in _list(wanted),
    "blocks": lambda rule, wanted, _: rule.gate is not None and rule.gate.blocks == wanted,
    "actor_not": lambda rule, wanted, _: rule.actor != wanted,
    "supervised": lambda rule, wanted, _: rule.supervised is wanted,
    "conditional": lambda rule, wanted, _: bool(rule.when or rule.on) is wanted,
    "asks": lambda rule, wanted, _: _asks(rule) is wanted,
    "waits": lambda rule, wanted, _: _waits(rule) is wanted,
    "counts_back": lambda rule, wanted, _: _counts_back(rule) is wanted,
    "begins_at": lambda rule, wanted, _: _begins_at(rule, _list(wanted)),
    "begins_at_not": lambda rule, wanted, _: not _begins_at(rule, _list(wanted)),
    "says_number": lambda rule, wanted, protocol: _says_number(rule, protocol) is wanted,
}
"""What settling.toml may ask of a rule, field by field."""


def _list(wanted: object) -> list[str]:
    return wanted if isinstance(wanted, list) else [str(wanted)]


def _looks_like(rule: Rule, wanted: object, protocol: Protocol) -> bool:
    assert isinstance(wanted, dict)
    return all(_FIELDS[field](rule, value, protocol) for field, value in wanted.items())


def _caution(caution: Caution, rules: list[Rule], protocol: Protocol, patients: Patients) -> Iterator[Finding]:
    for rule in rules:
        if rule.about != caution.about or rule.kind not in caution.kinds:
            continue
        facts = {leaf.name for leaf in rule.when.leaves()} if rule.when else set()
        if not any(_concerns(fact, caution, protocol) and _excepts(rule, fact, patients) for fact in facts):
            sentence = f"{rule.id} {caution.sentence}. Why: {caution.because}."
            yield Finding("caution-ignored", Severity.ERROR, sentence, (rule.id,), caution.conflict)


def _concerns(fact: str, caution: Caution, protocol: Protocol) -> bool:
    """Whether the fact's question is about what the caution warns of."""
    asked = " ".join(protocol.facts[fact].ask.values()).lower() if fact in protocol.facts else ""
    return any(word in asked for word in caution.asks)


def _excepts(rule: Rule, fact: str, patients: Patients) -> bool:
    """Whether a yes to the fact keeps the rule from applying."""
    return not patients.can(rule.when, Condition(fact, "fact", name=fact))


def _term(term: Term, rules: list[Rule], protocol: Protocol) -> Iterator[Finding]:
    if {term.name, *term.words, *term.also} & set(protocol.terms):
        return
    saying = [rule for rule in rules if rule.about in term.about and _says(rule, term)]
    undefined = tuple(rule.id for rule in saying if not _measured(rule, term, protocol))
    if undefined:
        yield Finding(
            "undefined-term",
            Severity.WARNING,
            f"“{term.name}” is said, but neither a term nor a number says what it means.",
            undefined,
            term.conflict,
        )


def _says(rule: Rule, term: Term) -> bool:
    if not term.words:
        return True
    said = " ".join(words for texts in patient_texts(rule) for words in texts.values()).lower()
    return not set(term.words).isdisjoint(re.findall(r"\w+", said))


def _measured(rule: Rule, term: Term, protocol: Protocol) -> bool:
    """Whether a number of the right unit stands in the rule's own words."""
    slots = {slot.name for texts in patient_texts(rule) for words in texts.values() for slot in template(words).slots}
    named = [protocol.parameters[name] for name in slots & names_in(rule) if name in protocol.parameters]
    return any(parameter.unit in term.units for parameter in named)


def _hours(rule: Rule) -> Iterator[Finding]:
    """“48 hours’ notice” may mean hours on the clock or hours in which somebody answers; a plan counts by the clock."""
    edges = (rule.window.begin, rule.window.end)
    by_the_clock = any(edge is not None and edge.grain is Grain.CLOCK and edge.shift is not None for edge in edges)
    if rule.kind is Kind.NOTICE and by_the_clock and rule.counted != "clock":
        yield Finding(
            "unsettled-hours",
            Severity.WARNING,
            f"{rule.id} counts hours, but does not say which; say counted = “clock”, or count in days.",
            (rule.id,),
            conflict_of("unsettled-hours", rule.about),
        )


def _ended_early(rule: Rule, rules: list[Rule]) -> Iterator[Finding]:
    """A bandage that comes off early because of a blister leaves a patient with a blister and a question."""
    untold = [name for name in rule.ends_early_on if not any(_answers(other, name) for other in rules)]
    if untold:
        yield Finding(
            "early-end-untold",
            Severity.WARNING,
            f"{rule.id} ends early on {' or '.join(untold)}, but no rule says what the patient does then.",
            (rule.id,),
            conflict_of("early-end-untold", rule.about),
        )


def _answers(rule: Rule, observation: str) -> bool:
    asked = {leaf.name for leaf in (rule.when.leaves() if rule.when else ()) if leaf.op == "seen"}
    return observation in {rule.on, *asked}


def _legs(rules: list[Rule]) -> Iterator[Finding]:
    unsaid = tuple(rule.id for rule in rules if _needs_a_leg(rule) and rule.legs is None)
    if unsaid:
        yield Finding(
            "no-leg-said",
            Severity.WARNING,
            f"The treated leg or both? Nothing says so in {', '.join(unsaid)}.",
            unsaid,
            conflict_of("no-leg-said"),
        )


def _needs_a_leg(rule: Rule) -> bool:
    topic = topics().get(rule.about)
    return topic is not None and topic.per_leg and rule.kind in ON_A_LEG and rule.actor is Actor.PATIENT
