"""Fifty generated days filled by the solver: how far from its own proven bound, and what is gained over hour blocks.

`filling_gap_visits` is by how many visits more the fifty days together could hold at the most, `filling_days_proved`
how many of them are proved to be the best. Where the solver ends unproved, the day may be the best all the same; nobody
has shown it. `filling_length_gap_percent`: by how much a day could be shorter at the most, on average.
`filling_visits_a_day` beside `filling_visits_a_day_in_blocks`, and `filling_idle_minutes_a_day` beside the same in
blocks: minutes in which somebody works and is with nobody. `filling_day_ms` is the median processor time of one tight
day, `filling_day_worst_ms` the longest. The solver's own measure of effort bounds each day (`FILLING_EFFORT`, 1.5),
so the same days have the same answers on every machine. FILLING_DAYS makes it fewer days.
"""

from __future__ import annotations

import os
import random
from datetime import date
from statistics import mean, median
from time import process_time
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from saphena.clinic.journey.booking.filling.gaining import gain
from saphena.clinic.journey.booking.filling.packing import Asked, Limits, pack
from saphena.pathway.booking.library import shipped
from saphena.pathway.booking.resources import Diary, Lane, Resource
from saphena.pathway.diary import Span, stretch

if TYPE_CHECKING:
    from collections.abc import Iterable

    from saphena.clinic.journey.booking.filling.gaining import Gain
    from saphena.clinic.journey.booking.filling.packing import Place

DAYS = int(os.environ.get("FILLING_DAYS", "50"))
LIMITS = Limits(effort=float(os.environ.get("FILLING_EFFORT", "1.5")), seconds=30.0)
KINDS = ("procedure",) * 6 + ("test", "test", "return", "return", "result", "assessment")
HOUR = 12
NOON = 12 * HOUR


def measure() -> dict[str, float]:
    gains, spent, more = [], [], 0
    for seed in range(DAYS):
        diary, asked = generated(seed)
        begun = process_time()
        tight = pack(asked, diary, LIMITS)
        spent.append((process_time() - begun) * 1000)
        found = gain(asked, diary, LIMITS, tight)
        in_order(found.tight.places, diary)
        assert len(found.tight.places) >= len(found.blocks.places)
        more += found.more > 0
        gains.append(found)
    figures = {
        "filling_days": DAYS,
        "filling_days_proved": sum(not each.tight.gap for each in gains),
        "filling_gap_visits": sum(each.tight.gap for each in gains),
        "filling_length_gap_percent": 100 * mean(each.tight.length_gap for each in gains),
        "filling_visits_a_day": mean(len(each.tight.places) for each in gains),
        "filling_visits_a_day_in_blocks": mean(len(each.blocks.places) for each in gains),
        "filling_days_with_more": more,
        "filling_idle_minutes_a_day": mean(each.idle for each in gains),
        "filling_idle_minutes_a_day_in_blocks": mean(each.idle_in_blocks for each in gains),
        "filling_day_ms": median(spent),
        "filling_day_worst_ms": max(spent),
    }
    tell(gains, figures)
    return figures


def tell(gains: list[Gain], figures: dict[str, float]) -> None:
    """In words, and as a picture: each day by what it gains."""
    from benchmarks._drawing import filled, save

    rows = sorted(((each.more, len(each.tight.places), each) for each in gains), key=lambda row: row[:2])
    days: list[dict[str, float]] = [
        {"day": number, "blocks": len(each.blocks.places), "tight": placed, "most": each.tight.most}
        for number, (_more, placed, each) in enumerate(rows, start=1)
    ]
    under = [
        f"{figures['filling_visits_a_day']:.1f} visits a day, {figures['filling_visits_a_day_in_blocks']:.1f} in hours "
        f"(tick); {figures['filling_days_proved']:.0f} of {DAYS} days proved the best (triangle: the bound)",
        f"minutes a day in which somebody works and is with nobody: {figures['filling_idle_minutes_a_day']:.0f}, "
        f"in blocks {figures['filling_idle_minutes_a_day_in_blocks']:.0f}",
    ]
    print("\n".join(under))
    save(filled(days, "Filling a day", under), "filling", "filling")


def in_order(places: Iterable[Place], diary: Diary) -> None:
    """Nobody is in two places, and nobody is where they do not work."""
    taken: dict[str, int] = dict.fromkeys(diary.lanes, 0)
    for place in places:
        held: dict[str, int] = {}  # the phases of one visit that somebody does may overlap: scan and bandage in a room
        for hold in place.holds:
            held[hold.resource] = held.get(hold.resource, 0) | stretch(hold.begin, hold.end)
        for name, cells in held.items():
            assert diary.free[name] & cells == cells, place
            assert not taken[name] & cells, place
            taken[name] |= cells


def generated(seed: int) -> tuple[Diary, list[Asked]]:
    """A day of a clinic of some size: hours that differ, a lunch, a third with something in the diary already."""
    dice = random.Random(seed)  # noqa: S311 - a generated day, the same for the same number
    span = Span(date(2027, 3, 9), 1, ZoneInfo("America/Edmonton"))
    numbers = {"physician": (1, 1, 2), "sonographer": (1, 2, 2, 3), "nurse": (1, 2, 2), "room": (2, 3, 3, 4),
               "scanner": (1, 2, 2, 3)}  # fmt: skip
    lanes = [
        Lane(Resource(f"{role} {n}", f"{role} {n}", frozenset([role]), person), works(dice, person), busy(dice))
        for role, choices in numbers.items()
        for person in (role not in ("room", "scanner"),)
        for n in range(dice.choice(choices))
    ]
    asked = []
    for number in range(dice.randint(14, 30)):
        when = dice.choice((None, None, None, "morning", "afternoon"))
        window = {None: (None, None), "morning": (None, NOON - 1), "afternoon": (NOON, None)}[when]
        asked.append(Asked(f"{number:02}", shipped().visits[dice.choice(KINDS)], *window))
    return Diary.of(span, stretch(8 * HOUR, 17 * HOUR), lanes), asked


def works(dice: random.Random, person: bool) -> int:
    if not person:
        return stretch(8 * HOUR, 17 * HOUR)
    begins, ends = 8 * HOUR + dice.choice((0, 0, 6, 12)), 17 * HOUR - dice.choice((0, 0, 6, 12, 24))
    lunch = NOON + dice.choice((0, 6))
    return stretch(begins, ends) & ~stretch(lunch, lunch + 6)


def busy(dice: random.Random) -> int:
    if dice.random() > 0.3:
        return 0
    at = dice.randrange(8 * HOUR, 16 * HOUR)
    return stretch(at, at + dice.choice((3, 6, 9)))
