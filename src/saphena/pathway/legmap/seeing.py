"""From what follows of an examination to what is drawn: the two sides know nothing of one another but this page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from saphena.pathway.anatomy import Category, Leg
from saphena.pathway.legmap.changes import KINDS, ChangeMark
from saphena.pathway.legmap.marks import Flow, LegMap, PerforatorMark, SegmentMark, State
from saphena.pathway.mapping import Kind
from saphena.pathway.mapping import State as Found

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from decimal import Decimal

    from saphena.pathway.anatomy import Landmarks
    from saphena.pathway.legmap.marks import Pin, Scar, TributaryMark
    from saphena.pathway.mapping import Change, Derived, Judged

__all__ = ["change_marks", "seen"]

MILLISECONDS = 1000.0
STATES = {
    Found.INCOMPETENT: State.INCOMPETENT,
    Found.COMPETENT: State.COMPETENT,
    Found.CLOSED: State.CLOSED,
    Found.TREATED: State.TREATED,
    Found.ABSENT: State.ABSENT,
    Found.NOT_SEEN: State.NOT_SEEN,
}


def seen(
    derived: Derived,
    *,
    tributaries: Sequence[TributaryMark] = (),
    scars: Sequence[Scar] = (),
    pins: Sequence[Pin] = (),
    landmarks: Mapping[Leg, Landmarks] | None = None,
) -> LegMap:
    """The map of an examination: every segment as it was judged, every way of reflux with its source and end point.

    Courses drawn by hand, scars, injections and the patient's own heights come from whoever keeps them. A segment of
    which nothing that decides was noted has no mark.
    """
    legs = [(Leg(leg), each) for leg, each in derived.legs.items()]
    by_hand = {(mark.leg, mark.segment): mark.key for mark in tributaries}
    return LegMap(
        segments=tuple(mark for leg, each in legs for mark in _segments(leg, each.veins.values())),
        perforators=tuple(
            mark for leg, each in legs for judged in each.perforators if (mark := _perforator(leg, judged.judged))
        ),
        tributaries=tuple(tributaries),
        flows=tuple(
            Flow(leg, tuple(by_hand.get((leg, id), id) for id in way.segments))
            for leg, each in legs
            for way in each.ways
        ),
        scars=tuple(scars),
        pins=tuple(pins),
        landmarks=dict(landmarks or {}),
    )


def state_of(judged: Judged) -> State | None:
    """How a judged segment is drawn: a clot before everything else, except where a vein was closed on purpose."""
    if judged.obstructed and (judged.segment.category is Category.DEEP or judged.state is not Found.CLOSED):
        return State.THROMBOSED
    return STATES.get(judged.state)


def _segments(leg: Leg, veins: Iterable[Judged]) -> Iterator[SegmentMark]:
    for judged in veins:
        if state := state_of(judged):
            depth = _number(judged.depth[0]) if judged.depth else None
            yield SegmentMark(leg, judged.segment.id, state, _number(judged.diameter), _seconds(judged.reflux), depth)


def _perforator(leg: Leg, judged: Judged) -> PerforatorMark | None:
    state = state_of(judged)
    if state is None:
        return None
    return PerforatorMark(
        leg,
        judged.segment.id,
        state,
        _number(judged.level),
        _number(judged.diameter),
        _seconds(judged.reflux),
    )


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def _seconds(value: Decimal | None) -> float | None:
    return None if value is None else float(value) / MILLISECONDS


def change_marks(changes: Iterable[Change], tributaries: Sequence[TributaryMark] = ()) -> tuple[ChangeMark, ...]:
    """One sign for each segment that has changed, the weightiest; what is unchanged or not comparable has none."""
    by_hand = {(mark.leg, mark.segment): mark.key for mark in tributaries}
    marks: dict[tuple[Leg, str], ChangeMark] = {}
    for change in changes:
        leg = Leg(change.leg)
        id = by_hand.get((leg, change.segment), change.segment)
        if change.kind in KINDS and change.kind not in (Kind.UNCHANGED, Kind.NOT_COMPARABLE):
            marks.setdefault((leg, id), ChangeMark(leg, id, change.kind.value))
    return tuple(marks.values())
