"""What a person may say about one plan: numbers changed, events, facts, observations; a wrong name is told."""

from __future__ import annotations

import math
import re
from datetime import datetime, time
from difflib import get_close_matches
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from saphena.pathway.protocol.vocabulary import vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from saphena.pathway.protocol.rules import Parameter, Protocol, Value

__all__ = [
    "Unusable",
    "base_event",
    "check_choices",
    "check_events",
    "check_facts",
    "check_seen",
    "check_zone",
    "nearest",
    "read_value",
    "settle_parameters",
]


class Unusable(ValueError):
    """Something was said that this protocol cannot use; the sentence names it and the nearest that would do."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


def nearest(name: str, names: Iterable[str]) -> str:
    """A tail for an error: “; did you mean x?”, or the list of names when nothing is near."""
    known = sorted(names)
    close = get_close_matches(name, known, n=1, cutoff=0.55)
    if close:
        return f"; did you mean {close[0]}?"
    return f"; there are: {', '.join(known)}" if known else "; there are none"


def base_event(name: str) -> str:
    """“review 2” -> “review”."""
    return re.sub(r" [1-9]\d*$", "", name)


def check_events(protocol: Protocol, events: Mapping[str, datetime]) -> dict[str, datetime]:
    """Events by their own names; “review 1” is “review”. Raises `Unusable`."""
    checked = {}
    for name, at in events.items():
        own = name.removesuffix(" 1")
        definition = protocol.events.get(base_event(own))
        if definition is None or definition.first_of or (own != definition.name and not definition.many):
            known = [event.name for event in protocol.events.values() if not event.first_of]
            raise Unusable(name, f"no event is called {name}{nearest(name, known)}")
        checked[own] = at
    return checked


def check_seen(protocol: Protocol, seen: Mapping[str, datetime]) -> Mapping[str, datetime]:
    """Observations that the protocol knows, each with its moment. Raises `Unusable`."""
    for name in seen:
        if name not in protocol.observations:
            raise Unusable(name, f"no observation is called {name}{nearest(name, protocol.observations)}")
    return seen


@lru_cache(maxsize=64)
def check_zone(name: str) -> ZoneInfo:
    """A zone of the world by its name, America/Edmonton. Raises `Unusable`."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        raise Unusable("zone", f"no time zone is called {name}; write one like America/Edmonton") from None


def check_facts(protocol: Protocol, facts: Mapping[str, Value]) -> Mapping[str, Value]:
    """Facts that the protocol knows, each of its own kind: yes or no, or a number from nought. Raises `Unusable`."""
    for name, value in facts.items():
        fact = protocol.facts.get(name)
        if fact is None:
            raise Unusable(name, f"no fact is called {name}{nearest(name, protocol.facts)}")
        if (fact.unit == "yes-no") != isinstance(value, bool):
            wanted = "yes or no" if fact.unit == "yes-no" else f"a number of {fact.unit}"
            raise Unusable(name, f"the fact {name} is {wanted}, not {value}")
        if fact.unit not in {"yes-no", "clock", "words"}:
            _check_amount(name, fact.unit, value)
    return facts


def check_choices(protocol: Protocol, facts: Mapping[str, Value]) -> Mapping[str, Value]:
    """Of each choice at most one: one medium stocking or two light ones, not both. Raises `Unusable`."""
    for rule in protocol.rules:
        chosen = [option.fact for option in rule.options if facts.get(option.fact)]
        if len(chosen) > 1:
            raise Unusable(chosen[1], f"{chosen[0]} is chosen already; {rule.id} is one or the other")
    return facts


def _check_amount(name: str, unit: str, value: Value) -> None:
    if not isinstance(value, int | float):
        raise Unusable(name, f"the fact {name} is a number of {unit}, not {value}")
    if not 0 <= value < math.inf:
        raise Unusable(name, f"the fact {name} cannot be {value}")


def settle_parameters(protocol: Protocol, changes: Mapping[str, Value]) -> dict[str, Value]:
    """Every parameter's value, a clinic's changes in it. Raises `Unusable` for a name or a number it cannot take."""
    values = {name: parameter.value for name, parameter in protocol.parameters.items()}
    for name, value in changes.items():
        parameter = protocol.parameters.get(name)
        if parameter is None:
            raise Unusable(name, f"no parameter is called {name}{nearest(name, protocol.parameters)}")
        values[name] = _within(parameter, value)
    return values


def _within(parameter: Parameter, value: Value) -> Value:
    if not _counts(parameter, value):
        wanted = {"clock": "a time of day", "words": "words"}.get(parameter.unit, f"counted in {parameter.unit}")
        raise Unusable(parameter.name, f"{parameter.name} is {wanted}; {value} is not that")
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    for bound, wrong in ((parameter.least, "below"), (parameter.most, "above")):
        if bound is not None and (value < bound if wrong == "below" else value > bound):  # type: ignore[operator]
            limit = "least" if wrong == "below" else "most"
            said, allowed = _said(value, ""), _said(bound, parameter.unit)
            raise Unusable(parameter.name, f"{parameter.name} = {said} is {wrong} the {limit} it may be, {allowed}")
    return value


def _counts(parameter: Parameter, value: Value) -> bool:
    """Whether the value is of the parameter's kind: days, nights and times are whole, hours and mL need not be."""
    if isinstance(parameter.value, time | str):
        return type(value) is type(parameter.value)
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return False
    whole = parameter.unit == "times" or vocabulary().units[parameter.unit].counts in {"calendar", "nights"}
    return float(value).is_integer() or not whole


def _said(value: Value, unit: str) -> str:
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return vocabulary().units[unit].say(value, "en") if unit and not isinstance(value, str) else str(value)


def read_value(words: str, unit: str) -> Value:
    """A value as typed by a person: “3”, “07:00”, “yes”. Raises `ValueError`."""
    if unit == "yes-no":
        if words.lower() in {"yes", "true", "1", "on", "oui"}:
            return True
        if words.lower() in {"no", "false", "0", "off", "non"}:
            return False
        raise ValueError(words)
    if unit == "clock":
        return time.fromisoformat(words)
    if unit == "words":
        return words
    amount = float(words.replace(",", "."))
    if amount != amount or amount in (float("inf"), float("-inf")):
        raise ValueError(words)
    return int(amount) if amount.is_integer() else amount
