"""A line of a plan in words: the rule's text with this patient's dates, numbers and choices in it."""

from __future__ import annotations

from datetime import time
from itertools import islice
from typing import TYPE_CHECKING

from saphena.pathway.protocol.rules import Level
from saphena.pathway.protocol.vocabulary import parts_in, vocabulary
from saphena.pathway.protocol.wording import Slot, join, say_clock, say_moment, sentences, template

if TYPE_CHECKING:
    from collections.abc import Mapping

    from saphena.pathway.protocol.phrases import Quantity
    from saphena.pathway.protocol.plan import Item, Line, Plan
    from saphena.pathway.protocol.wording import Moment

__all__ = [
    "SLOTS", "fill", "headline", "say_quantity", "say_value", "tell", "tell_moment", "tell_words", "words_of",
]  # fmt: skip

SLOTS = ("start", "end", "times", "lasts", "each_lasts", "value")
"""What a text may ask for besides parameters, facts and events."""

MOST_TIMES = 24
"""A sentence lists at most so many clock times; an item without an end would have no end of them."""


def tell(line: Line, language: str) -> str:
    """The line's text. An option that was chosen speaks for a choice; a limit speaks by its level."""
    said = tell_words(words_of(line)[language], line, language)
    points = line.item.rule.points
    return f"{said} {'; '.join(points[language])}." if points else said


def headline(line: Line, language: str) -> str:
    """The first sentence alone, without points: what a calendar shows on its line."""
    return tell_words(sentences(words_of(line)[language])[0], line, language)


def tell_words(words: str, line: Line, language: str) -> str:
    """A text, or a part of one, with the line's dates and numbers in its slots."""
    return template(words).fill(lambda slot: fill(slot, line, language))


def words_of(line: Line) -> Mapping[str, str]:
    """Which of a rule's texts speaks for the line, language by language: one of many times, a level, a choice."""
    item, rule = line.item, line.item.rule
    if line.number and rule.text_each:
        return rule.text_each
    if item.reading and rule.limit:
        if item.reading.assumed and rule.limit.text_assumed:
            return rule.limit.text_assumed
        if item.reading.level is Level.STOP:
            return rule.limit.text_stop or rule.text
        if item.reading.level is Level.WARN:
            return rule.limit.text_warn or rule.text
    for option in rule.options:
        if option.fact == item.chosen:
            return option.text
    return rule.text


def fill(slot: Slot, line: Line, language: str) -> str:
    """What stands in one slot of a text: a moment of the line, or a number or an event by its name."""
    item, plan = line.item, line.item.plan
    match slot.name:
        case "start":
            return tell_moment(line.begin, slot.form, plan, language)
        case "end":
            return _end(line, slot, language)
        case "times":
            found = islice(item.occurrences(), MOST_TIMES)
            return join((say_clock(each.start.timetz(), language) for each in found), language)
        case "lasts" | "each_lasts":
            return _length(slot, item, language)
        case "value":
            return _measured(item, language)
        case _:
            return _named(slot, plan, language)


def _length(slot: Slot, item: Item, language: str) -> str:
    if slot.name == "each_lasts":
        return say_range(item, language)
    window = item.rule.window
    return say_quantity(window.lasts, item.plan, language) if window.lasts else ""


def _measured(item: Item, language: str) -> str:
    """A limit's number: whole minutes between two events, or a fact in its own unit."""
    if item.reading is None or item.rule.limit is None or item.reading.level is Level.UNKNOWN:
        return "?"
    fact = item.plan.protocol.facts.get(item.rule.limit.measures[0])
    if fact is None:
        return vocabulary().units["minutes"].say(round(item.reading.value), language)
    return say_value(item.reading.value, fact.unit, language)


def tell_moment(moment: Moment, form: str, plan: Plan, language: str) -> str:
    """A moment on the plan's own clocks, in one of `MOMENT_FORMATS` (“when” when none is named)."""
    key = (moment, form, language)
    if key not in plan.said:
        here = moment._replace(at=moment.at.astimezone(plan.zone))
        plan.said[key] = say_moment(here, form or "when", language, plan.year, parts_in(language))
    return plan.said[key]


def _end(line: Line, slot: Slot, language: str) -> str:
    """The end; while it is not known, the event it waits for: “your next appointment”."""
    if line.finish:
        return tell_moment(line.finish, slot.form, line.item.plan, language)
    edge = line.item.rule.window.end
    event = line.item.plan.protocol.events.get(edge.anchor) if edge else None
    return event.label[language] if event else ""


def _named(slot: Slot, plan: Plan, language: str) -> str:
    if slot.name in plan.parameters:
        parameter = plan.protocol.parameters[slot.name]
        return say_value(plan.parameters[slot.name], parameter.unit, language, bare=slot.form == "number")
    if slot.name in plan.facts:
        fact = plan.protocol.facts[slot.name]
        return say_value(plan.facts[slot.name], fact.unit, language, bare=slot.form == "number")
    known = plan.events.get(slot.name)
    if known:
        return tell_moment(known.moment, slot.form, plan, language)
    return plan.protocol.events[slot.name].label[language]


def say_value(value: object, unit: str, language: str, *, bare: bool = False) -> str:
    """A value with its unit: “5 nights”, “07:00”, “911”."""
    if isinstance(value, time):
        return say_clock(value, language)
    if isinstance(value, bool) or unit in {"words", "yes-no"}:
        return str(value)
    amount = float(str(value))
    return f"{amount:g}" if bare else vocabulary().units[unit].say(amount, language)


def say_quantity(quantity: Quantity, plan: Plan, language: str) -> str:
    if quantity.name:
        return _named(Slot(quantity.name), plan, language)
    return say_value(quantity.amount, quantity.unit, language)


def say_range(item: Item, language: str) -> str:
    """“10 to 15 minutes”."""
    if item.rule.each_lasts is None:
        return ""
    first, last = (say_quantity(quantity, item.plan, language) for quantity in item.rule.each_lasts)
    if first == last:
        return first
    number = first.split(" ")[0] if first.split(" ")[1:] == last.split(" ")[1:] else first
    return f"{number} {'à' if language == 'fr' else 'to'} {last}"
