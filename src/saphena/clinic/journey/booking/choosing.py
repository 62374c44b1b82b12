"""Times for a visit that is to move: those near a moment, the earliest of all, and one on each of the days after."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import time
from itertools import groupby
from typing import TYPE_CHECKING

from saphena.clinic.journey.booking.finding import Known, search
from saphena.clinic.journey.booking.own import first_free
from saphena.clinic.journey.booking.showing import day_of, offered_visit
from saphena.clinic.journey.booking.wishes import told_for
from saphena.pathway.clock import settle

if TYPE_CHECKING:
    from datetime import date, datetime

    from saphena.clinic.journey.booking.models import Visit
    from saphena.clinic.journey.booking.showing import OfferedVisit
    from saphena.pathway.booking.offers import Placed
    from saphena.pathway.booking.searching import Search

NEAR, EARLY, LATER, PER_DAY = 4, 3, 5, 3

__all__ = ["DayOfTimes", "times_for"]


@dataclass(frozen=True, slots=True)
class DayOfTimes:
    """One day with the times that can be had on it."""

    on: date
    day: str
    times: tuple[OfferedVisit, ...]


def times_for(
    visit: Visit, around: datetime, now: datetime, *, own: bool = False, early: bool = True
) -> list[DayOfTimes]:
    """By day, in order. For the patient (`own`) nothing inside the notice, from when on they are told to call.

    Without `early`, only from the day of `around` on: for whoever leafs to later days.
    """
    known = Known(visit.course, visit.site, moving=visit)
    wishes = told_for(visit.course).request(visit.course, now)
    if own:
        wishes = replace(wishes, earliest=first_free(visit, now))
    if not early:
        wishes = replace(wishes, earliest=max(wishes.earliest, settle(around.date(), time(), visit.site.zone_info)))
    looked = search(known, steps=known.one(visit.step), wishes=wishes, now=now)
    found = {placed.starts: placed for placed in (*looked.near(around, NEAR), *looked.later(around, LATER))}
    if early:
        found |= {placed.starts: placed for placed in _early(looked, visit)}
    found.pop(visit.starts, None)
    rows = [found[starts] for starts in sorted(found)]
    return [
        DayOfTimes(each[0].day, day_of(each[0].starts), tuple(offered_visit(placed, looked) for placed in each))
        for _day, group in groupby(rows, key=lambda placed: placed.day)
        if (each := list(group)[:PER_DAY])
    ]


def _early(looked: Search, visit: Visit) -> list[Placed]:
    return [offer[visit.step] for offer in looked.offers(EARLY)]
