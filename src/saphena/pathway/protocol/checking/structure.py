"""How a protocol hangs together: rules that can never apply, gates that nothing opens, names that nobody uses."""

from __future__ import annotations

import re
from itertools import combinations
from typing import TYPE_CHECKING

from saphena.pathway.protocol.checking.finding import Finding, Severity
from saphena.pathway.protocol.checking.satisfying import opposite
from saphena.pathway.protocol.checking.settling import conflict_of
from saphena.pathway.protocol.checking.texts import texts_of
from saphena.pathway.protocol.compiling import names_in, number
from saphena.pathway.protocol.phrases import NAME, RULE, Quantity
from saphena.pathway.protocol.rules import Kind, Strength, Sure
from saphena.pathway.protocol.wording import template

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from saphena.pathway.protocol.checking.satisfying import Patients
    from saphena.pathway.protocol.rules import Parameter, Protocol, Rule

__all__ = ["check_structure"]


def check_structure(protocol: Protocol, patients: Patients) -> Iterator[Finding]:
    """What is wrong with single rules and names, before any date."""
    for rule in protocol.rules:
        yield from _sourced(rule, protocol)
        if rule.off:
            continue
        yield from _applies(rule, patients)
        yield from _opens(rule, patients)
        yield from _limits(rule, protocol)
        yield from _offers(rule, protocol)
    yield from _names(protocol)
    yield from _bounds(protocol)
    yield from _unused(protocol)


def _sourced(rule: Rule, protocol: Protocol) -> Iterator[Finding]:
    if not rule.source:
        strong = rule.strength is Strength.MUST or rule.kind is Kind.AVOID
        word = "something the patient must not do" if rule.kind is Kind.AVOID else f"a “{rule.strength}”"
        yield Finding(
            "no-source",
            Severity.ERROR if strong else Severity.WARNING,
            f"{rule.id} is {word}, but no source says so.",
            (rule.id,),
        )
    recalled = [name for name in sorted(names_in(rule)) if _recalled(protocol.parameters.get(name))]
    if not rule.off and (rule.sure is Sure.RECALLED or recalled):
        what = f"the number {recalled[0]}" if recalled else "it"
        yield Finding(
            "recalled-not-off",
            Severity.ERROR,
            f"{rule.id} is switched on, but {what} is only recalled; leave it off until somebody has read the source.",
            (rule.id,),
        )


def _recalled(parameter: Parameter | None) -> bool:
    return parameter is not None and parameter.sure is Sure.RECALLED


def _applies(rule: Rule, patients: Patients) -> Iterator[Finding]:
    if rule.when and not patients.can(rule.when):
        yield Finding(
            "never-applies",
            Severity.ERROR,
            f"{rule.id} applies when “{rule.when.words}”, which is true of no patient.",
            (rule.id,),
        )


def _opens(rule: Rule, patients: Patients) -> Iterator[Finding]:
    gate = rule.gate
    if gate is None:
        return
    barred = [name for name in gate.needs if name in patients.never]
    if barred:
        sentence = f"{rule.id} waits for “{barred[0]}”, which can never happen."
        yield Finding("gate-nothing-opens", Severity.ERROR, sentence, (rule.id,))
    elif gate.opens_when and not patients.can(rule.when, gate.opens_when):
        sentence = f"{rule.id} opens when “{gate.opens_when.words}”, which is true of no patient whom it stops."
        yield Finding("gate-nothing-opens", Severity.ERROR, sentence, (rule.id,))
    elif not gate.needs and not _shuts(rule, patients):
        sentence = f"{rule.id} should hold up the {gate.blocks}, but it is open to everyone."
        yield Finding("gate-stops-nobody", Severity.ERROR, sentence, (rule.id,))
    if gate.override is None:
        yield Finding(
            "gate-without-override",
            Severity.WARNING,
            f"{rule.id} holds up the {gate.blocks}, and nobody may open it by hand, with a reason.",
            (rule.id,),
            conflict_of("gate-without-override", rule.about),
        )


def _shuts(rule: Rule, patients: Patients) -> bool:
    opens = rule.gate.opens_when if rule.gate else None
    return opens is not None and patients.can(rule.when, opposite(opens))


def _limits(rule: Rule, protocol: Protocol) -> Iterator[Finding]:
    limit = rule.limit
    if limit is None:
        return
    if limit.between and not (limit.warn_above and limit.stop_above):
        low, high = limit.between
        yield Finding(
            "range-as-limit",
            Severity.ERROR,
            f"{rule.id} gives “{low} to {high}” as one limit; say above which number to warn and above which to stop.",
            (rule.id,),
            conflict_of("range-as-limit", rule.about),
        )
    elif not limit.warn_above and not limit.stop_above:
        yield Finding("limit-without-number", Severity.ERROR, f"{rule.id} is a limit without a number.", (rule.id,))
    if limit.warn_above and limit.stop_above:
        warn, stop = (_amount(quantity, protocol) for quantity in (limit.warn_above, limit.stop_above))
        if warn > stop:
            sentence = f"{rule.id} stops above {stop:g} before it warns above {warn:g}."
            yield Finding("warns-after-stopping", Severity.ERROR, sentence, (rule.id,))
    if limit.stop_above and not limit.text_stop:
        sentence = (
            f"{rule.id} has a number above which to stop, but no text_stop: the patient would read that it is fine."
        )
        yield Finding("limit-without-words", Severity.ERROR, sentence, (rule.id,))


def _amount(quantity: Quantity, protocol: Protocol) -> float:
    return number(protocol.parameters[quantity.name].value) if quantity.name else quantity.amount or 0.0


def _offers(rule: Rule, protocol: Protocol) -> Iterator[Finding]:
    if rule.kind is Kind.CHOICE and len({option.fact for option in rule.options}) < 2:
        yield Finding("no-choice", Severity.ERROR, f"{rule.id} is a choice with fewer than two options.", (rule.id,))
    for option in rule.options:
        if protocol.facts[option.fact].unit != "yes-no":
            sentence = f"{rule.id} offers {option.fact}, which is a number; an option is met or not."
            yield Finding("no-choice", Severity.ERROR, sentence, (rule.id,))


def _names(protocol: Protocol) -> Iterator[Finding]:
    kinds: tuple[tuple[str, Iterable[str]], ...] = (
        ("parameter", protocol.parameters), ("fact", protocol.facts), ("event", protocol.events),
    )  # fmt: skip
    for (one, names), (other, more) in combinations(kinds, 2):
        for name in sorted(set(names) & set(more)):
            sentence = (
                f"“{name}” is the name of a {one} and of a {other}; a text that says {{{name}}} can mean only one."
            )
            yield Finding("same-name", Severity.ERROR, sentence)
    for rule in protocol.rules:
        if not re.fullmatch(RULE, rule.id):
            yield _odd(rule.id, (rule.id,))
    for name in (*protocol.parameters, *protocol.facts, *protocol.observations):
        if not re.fullmatch(NAME, name):
            yield _odd(name)


def _odd(name: str, rules: tuple[str, ...] = ()) -> Finding:
    marks = "hyphens" if rules else "underlines"
    sentence = f"“{name}” should be small letters, digits and {marks}, so that a rule can name it."
    return Finding("odd-name", Severity.ERROR, sentence, rules)


def _bounds(protocol: Protocol) -> Iterator[Finding]:
    for name, parameter in protocol.parameters.items():
        for bound, wrong in ((parameter.least, "below the least"), (parameter.most, "above the most")):
            if bound is None:
                continue
            outside = parameter.value < bound if wrong.startswith("below") else parameter.value > bound  # type: ignore[operator]
            if outside:
                sentence = f"The parameter {name} is {parameter.value}, {wrong} it may be, {bound}."
                yield Finding("out-of-bounds", Severity.ERROR, sentence)


def _unused(protocol: Protocol) -> Iterator[Finding]:
    used = _used(protocol)
    observed = _observed(protocol)
    sources = {rule.source.split(" ")[0] for rule in protocol.rules if rule.source}
    sources |= {parameter.source.split(" ")[0] for parameter in protocol.parameters.values()}
    listed = (
        ("parameter", protocol.parameters, used),
        ("fact", protocol.facts, used),
        ("observation", protocol.observations, observed),
        ("source", protocol.sources, sources),
    )
    for what, names, known in listed:
        for name in names:
            if name not in known:
                yield Finding("unused", Severity.NOTE, f"No rule uses the {what} {name}.")


def _used(protocol: Protocol) -> set[str]:
    """Parameters and facts that a rule, a text, an expected event or a choice names."""
    names: set[str] = set()
    for rule in protocol.rules:
        names |= names_in(rule) | {option.fact for option in rule.options}
        for texts in texts_of(rule).values():
            names |= {slot.name for words in texts.values() for slot in template(words).slots}
        if rule.limit:
            names |= {*rule.limit.measures, *(quantity.name for quantity in rule.limit.between or ())}
    for event in protocol.events.values():
        for edge in (event.expected, *event.not_before):
            names |= {edge.clock, edge.shift.name if edge.shift else ""} if edge else set()
    return names


def _observed(protocol: Protocol) -> set[str]:
    names: set[str] = set()
    for rule in protocol.rules:
        names |= {rule.on, *rule.ends_early_on}
        for condition in (rule.when, rule.gate.opens_when if rule.gate else None):
            names |= {leaf.name for leaf in (condition.leaves() if condition else ()) if leaf.op == "seen"}
    return names
