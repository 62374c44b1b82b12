"""Every text in every language, with the same slots in each, none of them empty, and easy enough for a patient."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from saphena.pathway.protocol.checking.finding import Finding, Severity
from saphena.pathway.protocol.checking.readability import ease_of
from saphena.pathway.protocol.checking.settling import settling
from saphena.pathway.protocol.compiling import names_in
from saphena.pathway.protocol.rules import Actor
from saphena.pathway.protocol.wording import DAYS, template

if TYPE_CHECKING:
    from collections.abc import Iterator

    from saphena.pathway.protocol.rules import Protocol, Rule, Texts

__all__ = ["check_texts", "patient_texts", "texts_of"]


_DIGITS = re.compile(r"\d[\d.,:]*(?<=\d)")


def check_texts(protocol: Protocol) -> Iterator[Finding]:
    """What is wrong with the words of a protocol."""
    yield from _unspoken(protocol)
    for place, rules, texts in _all_texts(protocol):
        yield from _missing(protocol, place, rules, texts)
        yield from _different_slots(place, rules, texts)
    for rule in protocol.rules:
        yield from _empty_slots(rule)
        yield from _fixed_numbers(rule, protocol)
        if rule.actor is Actor.PATIENT:
            yield from _hard(rule)


def patient_texts(rule: Rule) -> list[Texts]:
    """What a person may read of a rule in a plan: everything but reasons and notes."""
    warnings = [rule.limit.text_warn, rule.limit.text_stop] if rule.limit else []
    return [rule.text, rule.text_each, *warnings, *(option.text for option in rule.options), *_points(rule)]


def _points(rule: Rule) -> list[Texts]:
    """The points of a list one by one, each in the languages that have so many."""
    most = max((len(points) for points in rule.points.values()), default=0)
    return [{language: found[at] for language, found in rule.points.items() if at < len(found)} for at in range(most)]


def texts_of(rule: Rule) -> dict[str, Texts]:
    """Every text of a rule, by the name of its field."""
    texts = {"text": rule.text, "text_each": rule.text_each, "because": rule.because, "differs": rule.differs}
    if rule.limit:
        texts |= {"text_warn": rule.limit.text_warn, "text_stop": rule.limit.text_stop}
    texts |= {f"point {number}": point for number, point in enumerate(_points(rule), start=1)}
    return texts | {f"the option {option.fact}": option.text for option in rule.options}


def _all_texts(protocol: Protocol) -> Iterator[tuple[str, tuple[str, ...], Texts]]:
    """Each text with its place in words and the rule that holds it; texts that nobody wrote are left out."""
    yield "title of the protocol", (), protocol.title
    yield "summary of the protocol", (), protocol.about
    for rule in protocol.rules:
        for field, texts in texts_of(rule).items():
            if texts:
                yield f"{field} of the rule {rule.id}", (rule.id,), texts
    yield from ((f"label of the parameter {name}", (), each.label) for name, each in protocol.parameters.items())
    yield from ((f"question of the fact {name}", (), each.ask) for name, each in protocol.facts.items())
    yield from ((f"label of the observation {name}", (), each.label) for name, each in protocol.observations.items())
    yield from ((f"label of the event {name}", (), each.label) for name, each in protocol.events.items())
    yield from ((f"meaning of {name}", (), means) for name, means in protocol.terms.items())


def _unspoken(protocol: Protocol) -> Iterator[Finding]:
    for language in protocol.languages:
        if language not in DAYS:
            yield Finding(
                "unspoken-language",
                Severity.ERROR,
                f"Dates and numbers cannot be said in the language “{language}”; the languages are {', '.join(DAYS)}.",
            )


def _missing(protocol: Protocol, place: str, rules: tuple[str, ...], texts: Texts) -> Iterator[Finding]:
    """A text may be missing altogether; once it stands in one language it must stand in all."""
    for language in protocol.languages:
        if texts and language in DAYS and language not in texts:
            yield Finding(
                "missing-translation",
                Severity.ERROR,
                f"There is no {place} in the language “{language}”.",
                rules,
            )


def _different_slots(place: str, rules: tuple[str, ...], texts: Texts) -> Iterator[Finding]:
    slots = {language: {slot.name for slot in template(words).slots} for language, words in texts.items()}
    everywhere: set[str] = set().union(*slots.values())
    for language, found in slots.items():
        if missing := sorted(everywhere - found):
            names = ", ".join(f"{{{name}}}" for name in missing)
            yield Finding(
                "slots-differ",
                Severity.ERROR,
                f"In “{language}”, the {place} leaves out {names}, which another language says.",
                rules,
            )


def _empty_slots(rule: Rule) -> Iterator[Finding]:
    """A slot that this rule can never fill prints as a hole in a patient's sentence."""
    window = rule.window
    filled = {
        "end": bool(window.end or window.lasts or window.not_after or rule.ends),
        "times": rule.repeat is not None,
        "lasts": window.lasts is not None,
        "each_lasts": rule.each_lasts is not None,
        "value": rule.limit is not None,
    }
    used = {slot.name for texts in patient_texts(rule) for words in texts.values() for slot in template(words).slots}
    for name in sorted(used):
        if not filled.get(name, True):
            yield Finding(
                "empty-slot",
                Severity.ERROR,
                f"The text of {rule.id} has {{{name}}}, but nothing in the rule fills it.",
                (rule.id,),
            )


def _fixed_numbers(rule: Rule, protocol: Protocol) -> Iterator[Finding]:
    """A number written out stays what it is when the clinic changes the parameter that it came from."""
    said = [template(words).pieces for texts in patient_texts(rule) for words in texts.values()]
    plain = " ".join(piece for pieces in said for piece in pieces if isinstance(piece, str))
    digits = set(_DIGITS.findall(plain))
    for name in sorted(names_in(rule) & set(protocol.parameters)):
        if str(protocol.parameters[name].value) in digits:
            yield Finding(
                "number-in-text",
                Severity.WARNING,
                f"A text of {rule.id} says {protocol.parameters[name].value} where it should say {{{name}}}.",
                (rule.id,),
            )


def _read_together(rule: Rule) -> Iterator[Texts]:
    """Each text as a patient meets it: a list's points belong to the sentence before them."""
    points = _points(rule)
    for texts in patient_texts(rule):
        if texts is rule.text and points:
            yield {language: ". ".join([words, *_in(language, points)]) for language, words in texts.items()}
        elif texts not in points:
            yield texts


def _in(language: str, points: list[Texts]) -> list[str]:
    return [point[language] for point in points if language in point]


def _hard(rule: Rule) -> Iterator[Finding]:
    known = settling().readability
    for texts in _read_together(rule):
        for language, words in texts.items():
            ease = ease_of(words, language)
            reasons = []
            if ease.level > known["most"]:
                reasons.append(f"its reading level is {ease.level:.0f}, and a twelve-year-old reads {known['most']}")
            if ease.longest_sentence > known["longest_sentence"]:
                reasons.append(f"a sentence in it has {ease.longest_sentence} words")
            if reasons:
                yield Finding(
                    "hard-to-read",
                    Severity.WARNING,
                    f"A text of {rule.id} is hard to read in “{language}”: {' and '.join(reasons)}.",
                    (rule.id,),
                )
