"""What of a map is seen in one panel: each vein with its course and its width, each perforator with its place."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from saphena.pathway.anatomy import Category, anatomy
from saphena.pathway.legmap import body
from saphena.pathway.legmap.curves import smooth
from saphena.pathway.legmap.lines import width
from saphena.pathway.legmap.marks import State

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from saphena.pathway.anatomy import Landmarks
    from saphena.pathway.legmap.curves import Curve, Point
    from saphena.pathway.legmap.marks import LegMap, PerforatorMark, SegmentMark, TributaryMark
    from saphena.pathway.legmap.panels import Panel

__all__ = ["GHOSTS", "Drawn", "Run", "Scene"]

GHOSTS = ("gsv", "aasv", "ssv", "sfj")
"""Trunks that are hinted at where nobody has looked, so that the eye knows where it is."""

TAPERED = (State.INCOMPETENT, State.COMPETENT)

ORDER = {Category.DEEP: 0, Category.TRIBUTARY: 1, Category.TRUNK: 2, Category.JUNCTION: 3}


@dataclass(frozen=True)
class Drawn:
    """A vein that is in the picture: whose it is (an id, or the key of a tributary), its course, what was found."""

    id: str
    curve: Curve
    mark: SegmentMark | TributaryMark | None
    width: float = 0.0
    by_hand: bool = False


@dataclass(frozen=True)
class Run:
    """Segments that follow one another in the same state, drawn as one vein: its course and its widths along it."""

    state: State
    curve: Curve
    stops: tuple[tuple[float, float], ...]


class Scene:
    """What of a map is seen in one panel; with `everything`, also the veins that nobody has looked at yet."""

    def __init__(self, leg_map: LegMap, panel: Panel, landmarks: Landmarks, *, everything: bool) -> None:
        self.map = leg_map
        self.panel = panel
        self.landmarks = landmarks
        self.everything = everything
        self.marked = {mark.segment: mark for mark in leg_map.segments if mark.leg is panel.leg}
        self.hand = [mark for mark in leg_map.tributaries if mark.leg is panel.leg and len(mark.points) > 1]

    @cached_property
    def drawn(self) -> dict[str, Drawn]:
        """Every vein of this view, in the order of drawing: deep ones first, trunks last, so that these lie on top."""
        redrawn = {mark.segment for mark in self.hand}
        found = [
            Drawn(segment.id, curve, mark, self._width(mark))
            for segment in sorted(anatomy(), key=lambda each: ORDER.get(each.category, 0))
            if (mark := self.marked.get(segment.id)) or self._hinted(segment.id)
            if segment.id not in redrawn and (curve := self.panel.curve(body.course(segment.id, self.panel.view)))
        ]
        hand = [
            Drawn(mark.key, self.panel.curve(smooth(mark.points)), mark, width(mark.diameter, mark.state), by_hand=True)
            for mark in self.hand
            if mark.view == self.panel.view
        ]
        under = [each for each in found if ORDER.get(anatomy().segment(each.id).category, 0) < 2]
        return {each.id: each for each in (*under, *hand, *found)}

    def _hinted(self, id: str) -> bool:
        return self.everything or anatomy().segment(id).vein.id in GHOSTS

    @staticmethod
    def _width(mark: SegmentMark | None) -> float:
        if mark is None:
            return 0.0
        return width(mark.diameter, mark.state, deep=anatomy().segment(mark.segment).category is Category.DEEP)

    def runs(self) -> Iterator[Run]:
        """The veins as they are drawn: neighbours in the same state are one vein without a seam."""
        chain: list[Drawn] = []
        for each in self._from_below():
            if chain and not (_follows(chain[-1], each) and _same(chain[-1], each)):
                yield _run(chain)
                chain = []
            chain.append(each)
        if chain:
            yield _run(chain)

    def _from_below(self) -> list[Drawn]:
        """What was found, in the order of drawing, the segments of one course from below upwards."""
        found = [each for each in self.drawn.values() if each.mark]
        first: dict[str, int] = {}
        for number, each in enumerate(found):
            first.setdefault(self._course(each), number)
        low = {each.id: 0.0 if each.by_hand else anatomy().segment(each.id).low for each in found}
        return sorted(found, key=lambda each: (first[self._course(each)], low[each.id]))

    @staticmethod
    def _course(each: Drawn) -> str:
        return each.id if each.by_hand else body.course_key(each.id)

    # --- perforators -------------------------------------------------------------------------------------------------

    @cached_property
    def perforators(self) -> list[tuple[Point, PerforatorMark]]:
        """Those that are seen in this view, each with its place in the drawing."""
        return [
            (self.panel.at(at), mark)
            for mark in self.map.perforators
            if mark.leg is self.panel.leg and (at := self._perforator(mark))
        ]

    def _perforator(self, mark: PerforatorMark) -> Point | None:
        if mark.place:
            return (mark.place.x, mark.place.height) if mark.place.view == self.panel.view else None
        segment = anatomy().segment(mark.segment)
        height = segment.height(0.5) if mark.height is None else self.panel.height(mark.height, self.landmarks)
        return body.where(mark.segment, self.panel.view, height)


def _follows(one: Drawn, other: Drawn) -> bool:
    return not (one.by_hand or other.by_hand) and body.course_key(one.id) == body.course_key(other.id)


def _same(one: Drawn, other: Drawn) -> bool:
    a, b = one.mark, other.mark
    return bool(a and b and a.state is b.state and a.state in TAPERED) and one.curve[-1][3] == other.curve[0][0]


def _run(chain: Sequence[Drawn]) -> Run:
    mark = chain[0].mark
    assert mark
    tall = [abs(each.curve[-1][3][1] - each.curve[0][0][1]) or 1.0 for each in chain]
    stops, far = [], 0.0
    for each, own in zip(chain, tall, strict=True):
        stops.append(((far + own / 2) / sum(tall), each.width))
        far += own
    return Run(mark.state, [cubic for each in chain for cubic in each.curve], tuple(stops))
