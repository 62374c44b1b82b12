"""From what follows to what is drawn: marks for `saphena.pathway.legmap`, and signs for what has changed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from saphena.pathway.anatomy import Leg
from saphena.pathway.legmap import (
    ChangeMark,
    Flow,
    LegMap,
    PerforatorMark,
    SegmentMark,
    TributaryMark,
    View,
)
from saphena.pathway.legmap import State as Drawn
from saphena.pathway.mapping import Kind, State

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from decimal import Decimal

    from saphena.clinic.journey.mapping.models import Measurement
    from saphena.clinic.journey.mapping.standing import Slot
    from saphena.pathway.mapping import Change, Derived, Judged, LegDerived

__all__ = ["change_marks", "course_points", "leg_map"]

COURSE = re.compile(r"(front|inner|back): *((?:-?\d+(?:\.\d+)? -?\d+(?:\.\d+)?(?:, *)?){2,60})")
UNDRAWN = frozenset({Kind.UNCHANGED, Kind.NOT_COMPARABLE})


def leg_map(derived: Derived, rows: Mapping[Slot, Measurement]) -> LegMap:
    """Both legs of an examination, as far as they were noted. What was drawn by hand is drawn as it was."""
    courses = {slot[:3]: points for slot, row in rows.items() if (points := _course_of(slot, row))}
    veins = [each for leg in derived.legs.values() for each in leg.veins.values() if each.state is not State.UNKNOWN]
    by_hand = [each for each in veins if _place(each, courses)]
    keys = {(each.leg, each.segment.id): f"T{number}" for number, each in enumerate(by_hand, start=1)}
    return LegMap(
        segments=tuple(_segment(each) for each in veins if each not in by_hand),
        perforators=tuple(_perforator(each.judged) for leg in derived.legs.values() for each in leg.perforators),
        tributaries=tuple(_tributary(each, courses, keys) for each in by_hand),
        flows=tuple(flow for leg in derived.legs.values() for flow in _flows(leg, keys)),
    )


def change_marks(changes: Iterable[Change]) -> list[ChangeMark]:
    """A sign for each segment that is not as it was: the weightiest of its changes."""
    marks: dict[tuple[str, str], ChangeMark] = {}
    for change in changes:
        if change.kind not in UNDRAWN:
            mark = ChangeMark(Leg(change.leg), change.segment, str(change.kind))
            marks.setdefault((change.leg, change.segment), mark)
    return list(marks.values())


def course_points(text: str) -> tuple[View, tuple[tuple[float, float], ...]] | None:
    """“inner: 1.2 30, 2 34.5” as points on a view; None for what is no course."""
    match = COURSE.fullmatch(text.strip())
    if match is None:
        return None
    points = tuple((float(x), float(height)) for x, height in (pair.split() for pair in match[2].split(",") if pair))
    return View(match[1]), points


def _course_of(slot: Slot, row: Measurement) -> tuple[View, tuple[tuple[float, float], ...]] | None:
    return course_points(row.value) if slot.quantity == "course" else None


def _place(each: Judged, courses: Mapping[tuple[str, str, Decimal | None], object]) -> bool:
    return any(place in courses for place, _state in each.states)


def _drawn(each: Judged) -> Drawn:
    if each.obstructed:
        return Drawn.THROMBOSED
    states = {state for _place, state in each.states}
    if State.CLOSED in states and each.state is State.COMPETENT:
        return Drawn.PARTLY_OPEN
    return Drawn(each.state.value)


def _diameter(each: Judged) -> float | None:
    return None if each.diameter is None else float(each.diameter)


def _seconds(each: Judged) -> float | None:
    return None if each.reflux is None else float(each.reflux) / 1000


def _depth(each: Judged) -> float | None:
    return float(each.depth[0]) if each.depth else None


def _segment(each: Judged) -> SegmentMark:
    return SegmentMark(Leg(each.leg), each.segment.id, _drawn(each), _diameter(each), _seconds(each), _depth(each))


def _perforator(each: Judged) -> PerforatorMark:
    state = Drawn.NOT_SEEN if each.state is State.UNKNOWN else _drawn(each)
    height = None if each.level is None else float(each.level)
    return PerforatorMark(Leg(each.leg), each.segment.id, state, height, _diameter(each), _seconds(each))


def _tributary(
    each: Judged,
    courses: Mapping[tuple[str, str, Decimal | None], tuple[View, tuple[tuple[float, float], ...]]],
    keys: Mapping[tuple[str, str], str],
) -> TributaryMark:
    view, points = next(courses[place] for place, _state in each.states if place in courses)
    key = keys[each.leg, each.segment.id]
    return TributaryMark(
        Leg(each.leg), key, each.segment.id, view, points, _drawn(each), _diameter(each), _seconds(each), _depth(each)
    )


def _flows(leg: LegDerived, keys: Mapping[tuple[str, str], str]) -> Iterator[Flow]:
    for way in leg.ways:
        yield Flow(Leg(leg.leg), tuple(keys.get((leg.leg, id), id) for id in way.segments))
