"""The calendar of the days after: weeks of seven days with a bar for each thing that lasts, as fractions of a week."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import ceil
from typing import TYPE_CHECKING, Any

from saphena.pathway.protocol.rules import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from saphena.pathway.protocol.plan import Item, Line

__all__ = ["Lane", "lane_of", "weeks"]

MOST_WEEKS = 6
DAY = timedelta(days=1)
DAYS = 7


@dataclass(frozen=True, slots=True)
class Lane:
    """One kind of bar: its place from the top, and the look that tells it from the others in black and white."""

    place: int
    look: str


LANES = {
    (Kind.DO, "bandage"): Lane(0, "solid"),
    (Kind.DO, "stocking"): Lane(1, "striped"),
    (Kind.AVOID, "water"): Lane(2, "dotted"),
    (Kind.DO, "exercise"): Lane(3, "beads"),
    (Kind.AVOID, "long_travel"): Lane(4, "hollow"),
    (Kind.DO, "return_visit"): Lane(5, "framed"),
}
VISIT = Lane(6, "visit")
Bar = tuple[Lane, datetime, datetime]


def lane_of(item: Item) -> Lane | None:
    """Where an item is drawn, if it is one of those that a glance at the fridge should answer."""
    repeat = item.rule.repeat
    if repeat and repeat.nightly:
        return None  # the nights lie inside a bar that is drawn already
    return LANES.get((item.rule.kind, item.rule.about))


def weeks(first: date, items: Iterable[Item], visits: Iterable[datetime] = ()) -> list[dict[str, Any]]:
    """The weeks from the first day on, Sunday to Saturday, each with its days and the pieces of the bars in it.

    As many weeks as something lasts; the days of a far return visit stand in the list below, not here.
    """
    bars = [(lane, *_bounds(line)) for item in items if (lane := lane_of(item)) for line in item.lines()]
    bars += [(VISIT, _midnight(at.date()), _midnight(at.date() + DAY)) for at in visits]
    sunday = first - (first.weekday() + 1) % DAYS * DAY
    ends = [_place(end, sunday) for lane, _, end in bars if lane.look != "framed"]
    count = min(max(ceil(max(ends, default=1) / DAYS), 2), MOST_WEEKS)
    return [_week(sunday + index * DAYS * DAY, first, bars) for index in range(count)]


def _week(sunday: date, first: date, bars: Iterable[Bar]) -> dict[str, Any]:
    pieces: list[dict[str, Any]] = []
    for lane, opens, closes in bars:
        start, end = _place(opens, sunday), _place(closes, sunday)
        if start < DAYS and end > 0:
            pieces.append({"lane": lane.place, "look": lane.look, "from": max(start, 0.0), "to": min(end, float(DAYS))})
    places = sorted({piece["lane"] for piece in pieces})
    return {
        "days": [_day(sunday + index * DAY, first) for index in range(DAYS)],
        "bars": [{**piece, "lane": places.index(piece["lane"])} for piece in pieces],
        "lanes": len(places),
    }


def _day(day: date, first: date) -> dict[str, Any]:
    return {"number": day.day, "month": day.month, "first": day == first, "past": day < first}


def _bounds(line: Line) -> tuple[datetime, datetime]:
    """Whole days from midnight to midnight; the rest by the clock."""
    start, end = line.start, line.end or line.start
    if line.all_day:
        last = max((end - timedelta(microseconds=1)).date(), start.date())
        return _midnight(start.date()), _midnight(last + DAY)
    return start.replace(tzinfo=None), end.replace(tzinfo=None)


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day)  # noqa: DTZ001 - a place on paper, not a moment


def _place(moment: datetime, sunday: date) -> float:
    """How many days after the week's first midnight, as on the wall: on paper every day is equally wide."""
    return (moment - _midnight(sunday)) / DAY
