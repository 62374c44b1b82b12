"""Where reflux comes from, which way it goes and where it ends: paths over the veins, against the valves."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from saphena.pathway.anatomy import Category, anatomy
from saphena.pathway.mapping.judging import Judged, State

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from saphena.pathway.mapping.readings import Place

__all__ = ["Way", "ways"]

MOST = 64
"""More ways than any leg has; a drawing of more would say nothing."""
OPEN_QUESTION = frozenset({State.UNKNOWN, State.NOT_SEEN, State.TREATED})
SUPERFICIAL = frozenset({Category.TRUNK, Category.JUNCTION, Category.TRIBUTARY})


class Way(NamedTuple):
    """One way of reflux, from its source to its end point, as segment ids.

    `unsure` are segments on the way that nobody has seen refluxing: what lies above and below them does. `fed_from` is
    the deep (or pelvic) vein behind the source, where the source is a junction, a perforator or a pelvic leak.
    """

    leg: str
    segments: tuple[str, ...]
    unsure: tuple[str, ...] = ()
    fed_from: str = ""

    @property
    def source(self) -> str:
        return self.segments[0]

    @property
    def end(self) -> str:
        return self.segments[-1]


def ways(
    leg: str, veins: Mapping[str, Judged], perforators: Sequence[Judged], joins: Mapping[str, str] | None = None
) -> tuple[Way, ...]:
    """Every way of reflux through the superficial veins of a leg.

    A segment is fed by those that it drains into and that reflux themselves, and by a leaking perforator of its own.
    `joins` says of a tributary which segment it comes off on this leg.
    """
    refluxing = {id for id, judged in veins.items() if judged.is_incompetent and _superficial(judged)}
    leaking = {judged.segment.id for judged in perforators if judged.is_incompetent}
    onward: dict[str, list[tuple[str, ...]]] = {}
    fed: set[str] = set()
    for id in refluxing:
        for steps in _feeders(id, veins, refluxing, joins or {}):
            onward.setdefault(steps[0], []).append(steps[1:])
            fed.add(id)
    for id in leaking:
        leaves = anatomy().segment(id).leaves
        if leaves and leaves.segment in refluxing:
            onward.setdefault(id, []).append((leaves.segment,))
            fed.add(leaves.segment)
    sources = [segment.id for segment in anatomy() if segment.id in (refluxing | leaking) - fed]
    found: list[Way] = []
    for source in sources:
        _follow((source,), onward, refluxing | leaking, leg, found)
    return tuple(found)


def _superficial(judged: Judged) -> bool:
    return judged.segment.category in SUPERFICIAL


def _feeders(
    id: str, veins: Mapping[str, Judged], refluxing: set[str], joins: Mapping[str, str]
) -> list[tuple[str, ...]]:
    """The refluxing segments above it, each with the unseen ones between: (feeder, unseen ..., id)."""
    found: list[tuple[str, ...]] = []
    waiting: list[tuple[str, ...]] = [(id,)]
    met = {id}
    while waiting:
        steps = waiting.pop()
        for above in _above(steps[0], joins):
            if above in met:
                continue
            met.add(above)
            if above in refluxing:
                found.append((above, *steps))
            elif _may_bridge(steps[0], above, veins):
                waiting.append((above, *steps))
    return found


def _above(id: str, joins: Mapping[str, str]) -> tuple[str, ...]:
    if id in joins:
        return (joins[id],)
    return tuple(inflow.segment for inflow in anatomy().segment(id).drains)


def _may_bridge(below: str, above: str, veins: Mapping[str, Judged]) -> bool:
    """A part of the same trunk, or its junction, of which nothing decided is known makes a way unsure, and no more.

    From one vein to another nobody is led over a part that nobody saw.
    """
    segment = anatomy().segment(above)
    if segment.category is not Category.JUNCTION and segment.vein.id != anatomy().segment(below).vein.id:
        return False
    judged = veins.get(above)
    return judged is None or judged.state in OPEN_QUESTION


def _follow(
    way: tuple[str, ...], onward: Mapping[str, list[tuple[str, ...]]], sure: set[str], leg: str, found: list[Way]
) -> None:
    goes_on = [steps for steps in onward.get(way[-1], ()) if steps[-1] not in way]
    if not goes_on and len(found) < MOST:
        found.append(Way(leg, way, tuple(id for id in way if id not in sure), _fed_from(way[0])))
    for steps in goes_on:
        if len(found) < MOST:
            _follow((*way, *steps), onward, sure, leg, found)


def _fed_from(source: str) -> str:
    """The deep vein into which the source drains in health, if it drains into one."""
    for inflow in anatomy().segment(source).drains:
        if anatomy().segment(inflow.segment).category is Category.DEEP:
            return inflow.segment
    return ""


def joined(places: Mapping[Place, str]) -> dict[str, str]:
    """What was noted of where tributaries come off, by segment; a segment that does not exist is left out."""
    return {place.segment: onto for place, onto in places.items() if onto in anatomy()}
