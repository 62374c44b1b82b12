"""When a calendar should ring for an item: for what is easily forgotten at its time, and never for more than that."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from saphena.pathway.protocol.rules import Kind

if TYPE_CHECKING:
    from saphena.pathway.protocol.plan import Line

__all__ = ["Ring", "ring_for"]

DAY = timedelta(days=1)
AT_ONCE = timedelta()
NINE = timedelta(hours=9)
LAST_EVENING = timedelta(hours=-4)  # of an item for whole days, which begins at midnight


@dataclass(frozen=True, slots=True)
class Ring:
    """How long after the start of an event, or after its end, the calendar rings; before it when negative."""

    after: timedelta
    from_end: bool = False


BY_KIND = {Kind.NOTICE: Ring(-DAY), Kind.HAVE: Ring(NINE), Kind.BRING: Ring(LAST_EVENING)}
TO_DO = {"elevation": Ring(AT_ONCE), "walking": Ring(AT_ONCE), "exercise": Ring(AT_ONCE), "return_visit": Ring(-DAY)}
COMES_OFF = {"bandage", "stocking"}


def ring_for(line: Line) -> Ring | None:
    """The alarm of a line, if it has one: legs up, walks, the bandage coming off, the last hour to change the date."""
    rule = line.item.rule
    if ring := BY_KIND.get(rule.kind):
        return ring
    if rule.kind is not Kind.DO:
        return None
    if rule.about in COMES_OFF and line.finish and not line.number:
        return Ring(AT_ONCE, from_end=True)
    if line.all_day and rule.about != "return_visit":
        return None  # "some time today" has no moment to ring at
    return TO_DO.get(rule.about)
