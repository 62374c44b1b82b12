"""The strip of days: from moments in days to percentages of a drawing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from saphena.clinic.design.components import Lane, Week, WeekDay

# A visit or a short walk would be a hair at this scale; below this share of the strip a bar is drawn as a dot.
DOT_BELOW = 2.0
# Half an hour is left free at each end, so that one bar a day does not run into the next day's.
GAP = 0.02


@dataclass(frozen=True, slots=True)
class DrawnBar:
    """A bar as percentages of the strip's width, written for SVG (always with a point). A dot has its middle in `x`."""

    x: str
    width: str
    label: str
    dot: bool = False


@dataclass(frozen=True, slots=True)
class DrawnLane:
    """A lane and its bars."""

    lane: Lane
    bars: tuple[DrawnBar, ...]


@dataclass(frozen=True, slots=True)
class DrawnWeek:
    """The whole strip: heads, lanes, the hairlines between days and the line of now."""

    days: tuple[WeekDay, ...]
    lanes: tuple[DrawnLane, ...]
    lines: tuple[str, ...]
    now: str = ""


def draw(week: Week) -> DrawnWeek:
    """Place every bar of a week on its strip; what lies outside is cut off."""
    count = len(week.days)
    now = week.now if week.now is not None and 0 <= week.now <= count else None
    return DrawnWeek(
        days=week.days,
        lanes=tuple(DrawnLane(lane, _bars(lane, count)) for lane in week.lanes),
        lines=tuple(_share(day, count) for day in range(1, count)),
        now="" if now is None else _share(now, count),
    )


def _bars(lane: Lane, count: int) -> tuple[DrawnBar, ...]:
    drawn = []
    for bar in lane.bars:
        start, end = max(bar.start, 0.0), min(bar.end, float(count))
        if end < start or bar.start >= count:
            continue
        share = (end - start) / count * 100
        dot = share < DOT_BELOW
        at = (start + end) / 2 if dot else start + GAP
        drawn.append(DrawnBar(_share(at, count), f"{share - 2 * GAP / count * 100:.2f}%", bar.label, dot))
    return tuple(drawn)


def _share(days: float, count: int) -> str:
    return f"{days / count * 100:.2f}%"
