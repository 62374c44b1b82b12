"""What a person may say about one plan: numbers changed, events, facts, observations; a wrong name is told."""

from __future__ import annotations

import re
from datetime import datetime, time
from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from saphena.pathway.protocol.rules import Parameter, Protocol, Value

__all__ = [
    "Unusable",
    "base_event",
    "check_events",
    "check_facts",
    "check_seen",
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
    return re.sub(r" \d+$", "", name)


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
    for name in seen:
        if name not in protocol.observations:
            raise Unusable(name, f"no observation is called {name}{nearest(name, protocol.observations)}")
    return seen


def check_facts(protocol: Protocol, facts: Mapping[str, Value]) -> Mapping[str, Value]:
    for name, value in facts.items():
        fact = protocol.facts.get(name)
        if fact is None:
            raise Unusable(name, f"no fact is called {name}{nearest(name, protocol.facts)}")
        if (fact.unit == "yes-no") != isinstance(value, bool):
            wanted = "yes or no" if fact.unit == "yes-no" else f"a number of {fact.unit}"
            raise Unusable(name, f"the fact {name} is {wanted}, not {value}")
    return facts


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
    wanted = type(parameter.value)
    if wanted is float and isinstance(value, int) and not isinstance(value, bool):
        value = float(value)
    if wanted is int and isinstance(value, float) and value.is_integer():
        value = int(value)
    if type(value) is not wanted:
        raise Unusable(parameter.name, f"{parameter.name} is counted in {parameter.unit}; {value} is not that")
    for bound, wrong in ((parameter.least, "below"), (parameter.most, "above")):
        if bound is not None and (value < bound if wrong == "below" else value > bound):  # type: ignore[operator]
            limit = "least" if wrong == "below" else "most"
            raise Unusable(
                parameter.name, f"{parameter.name} = {value} is {wrong} the {limit} it may be, {bound} {parameter.unit}"
            )
    return value


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
