"""Which part of the handout each of a patient's items belongs to: by its kind, its topic and its window alone."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from saphena.pathway.protocol.rules import Actor, Kind, Strength

if TYPE_CHECKING:
    from saphena.pathway.protocol.plan import Item, Line, Plan

__all__ = ["NoFirstDay", "Parts", "last_day", "sort_items"]

FIRST_DAY = ("procedure", "arrived", "injected", "bandaged", "left", "home")
PLANNING = {"free_time"}  # what to keep free is settled before the day, though its window is the day itself
ORDER = {Strength.MUST: 0, Strength.SHOULD: 1, Strength.TRY: 2, Strength.MAY: 3}  # what must be done comes first
NOTICED = {"skin_check"}
HALF_A_DAY = timedelta(hours=12)


class NoFirstDay(ValueError):
    """Nothing says on which day the treatment is, so there is no first day to print."""

    def __init__(self) -> None:
        super().__init__("a handout needs the day of the treatment: --at procedure=2027-03-09T10:00")


@dataclass
class Parts:
    """A handout's items, part by part; `day` holds single lines, each with its own clock time."""

    on: date
    preparation: list[Item] = field(default_factory=list)
    before_the_visit: list[Item] = field(default_factory=list)
    day: list[Line] = field(default_factory=list)
    weeks: list[Item] = field(default_factory=list)
    felt: list[Item] = field(default_factory=list)
    emergency: list[Item] = field(default_factory=list)


def sort_items(plan: Plan) -> Parts:
    """The patient's items in their parts, each part by time. What is the staff's, and every gate, stays out."""
    parts = Parts(_first_day(plan))
    for item in plan.items:
        if item.rule.actor is Actor.PATIENT and item.rule.kind is not Kind.GATE:
            _sort(item, parts)
    parts.day.sort(key=lambda line: (line.begin.at, ORDER[line.item.rule.strength], line.length))
    return parts


def _first_day(plan: Plan) -> date:
    for name in FIRST_DAY:
        if known := plan.events.get(name):
            return known.moment.at.astimezone(plan.zone).date()
    raise NoFirstDay


def _sort(item: Item, parts: Parts) -> None:
    rule = item.rule
    if rule.kind is Kind.ESCALATE and rule.level == "emergency":
        parts.emergency.append(item)
    elif rule.kind in (Kind.ESCALATE, Kind.SELF_CARE) or rule.about in NOTICED:
        parts.felt.append(item)
    elif item.start.date() < parts.on or rule.about in PLANNING:
        parts.preparation.append(item)
    elif item.all_day and last_day(item) == item.start.date() == parts.on:
        parts.before_the_visit.append(item)
    else:
        _sort_after(item, parts)


def _sort_after(item: Item, parts: Parts) -> None:
    """The clock times of the first day; whatever reaches beyond it, or comes round on later days, is for the weeks."""
    lines = list(item.lines())
    today = [line for line in lines if line.start.date() == parts.on and _has_its_hour(line)]
    parts.day += today
    if len(today) < len(lines):
        parts.weeks.append(item)


def _has_its_hour(line: Line) -> bool:
    return not line.all_day and line.finish is not None and line.length <= HALF_A_DAY


def last_day(item: Item) -> date | None:
    """The last date inside the item's window; none while it is open."""
    if item.end is None:
        return None
    return max((item.end - timedelta(microseconds=1)).date(), item.start.date())
