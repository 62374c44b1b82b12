"""The graph: every segment by id, what drains into what, and the ways between two segments."""

from __future__ import annotations

from collections import deque
from difflib import get_close_matches
from functools import cache
from typing import TYPE_CHECKING

from saphena.pathway.anatomy.reading import read
from saphena.pathway.refused import Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from saphena.pathway.anatomy.landmarks import Landmarks
    from saphena.pathway.anatomy.segments import Category, Inflow, Segment

__all__ = ["Anatomy", "UnknownSegment", "anatomy"]


class UnknownSegment(Refused):
    """There is no such segment; the sentence names the nearest one that there is."""

    def __init__(self, asked: str, known: Iterable[str]) -> None:
        near = get_close_matches(asked, list(known), n=1)
        hint = f" Did you mean “{near[0]}”?" if near else ""
        super().__init__(f"There is no vein segment “{asked}”.{hint}", "segment")


class Anatomy:
    """The veins of one leg; left and right are alike.

    Blood goes from a segment to those that it drains into; reflux goes the other way. A perforator goes from the
    superficial vein that it leaves to the deep vein that it drains into.
    """

    def __init__(self, segments: Iterable[Segment], landmarks: Landmarks) -> None:
        self.landmarks = landmarks
        self.by_id: dict[str, Segment] = {segment.id: segment for segment in segments}
        self._by_code: dict[tuple[str, str], Segment] = {}
        for segment in self.by_id.values():
            for value in (segment.code.value, *segment.read_as):
                self._by_code.setdefault((segment.code.scheme, value), segment)
        self._fed: dict[str, list[Segment]] = {id: [] for id in self.by_id}
        for segment in self.by_id.values():
            for inflow in segment.drains:
                self._fed[inflow.segment].append(segment)
        self._onward = {id: self._next(segment) for id, segment in self.by_id.items()}
        self._back: dict[str, list[str]] = {id: [] for id in self.by_id}
        for id, onward in self._onward.items():
            for other in onward:
                self._back[other].append(id)

    def __iter__(self) -> Iterator[Segment]:
        return iter(self.by_id.values())

    def __len__(self) -> int:
        return len(self.by_id)

    def __contains__(self, id: object) -> bool:
        return id in self.by_id

    def segment(self, id: str) -> Segment:
        """The segment with this id. Raises `UnknownSegment`, which names the nearest."""
        try:
            return self.by_id[id]
        except KeyError:
            raise UnknownSegment(id, self.by_id) from None

    def of_vein(self, vein: str) -> tuple[Segment, ...]:
        """The segments of a vein ("gsv"), from the heart's end outward."""
        return tuple(segment for segment in self if segment.vein.id == vein)

    def of_category(self, category: Category) -> tuple[Segment, ...]:
        return tuple(segment for segment in self if segment.category is category)

    def by_code(self, scheme: str, value: str) -> Segment | None:
        """The segment that a code names, or the first of those that it covers: for reading what a scanner sends."""
        return self._by_code.get((scheme, value))

    def drains_into(self, id: str) -> tuple[Inflow, ...]:
        """Where its blood goes in health; the usual way first."""
        return self.segment(id).drains

    def fed_by(self, id: str) -> tuple[Segment, ...]:
        """Everything that drains into it, perforators too."""
        return tuple(self._fed[self.segment(id).id])

    def perforators_of(self, id: str) -> tuple[Segment, ...]:
        """The perforators that leave it for the depth."""
        return tuple(segment for segment in self if segment.leaves and segment.leaves.segment == id)

    def neighbours(self, id: str) -> tuple[str, ...]:
        """What touches it: where its blood goes first, then where blood comes from."""
        self.segment(id)
        return tuple(dict.fromkeys((*self._onward[id], *self._back[id])))

    def downstream(self, id: str) -> tuple[Segment, ...]:
        """The way of its blood to the heart, by the usual veins, itself first."""
        way = [self.segment(id)]
        while way[-1].drains:
            way.append(self.by_id[way[-1].drains[0].segment])
        return tuple(way)

    def upstream(self, id: str) -> tuple[Segment, ...]:
        """Everything whose blood comes through it, the nearest first: as far as reflux from it could ever reach."""
        return tuple(self.by_id[other] for other in self._walk(id, self._back.__getitem__))

    def path(self, start: str, end: str) -> tuple[Segment, ...]:
        """The shortest way between two segments along the veins, whichever way blood goes; empty if there is none.

        Reflux runs such a way: from its source (a junction, a perforator) against the valves to its end point.
        """
        self.segment(end)
        came: dict[str, str] = {}
        for here in self._walk(start, self.neighbours, came):
            if here == end:
                way = [end]
                while way[-1] != start:
                    way.append(came[way[-1]])
                return tuple(self.by_id[id] for id in reversed(way))
        return ()

    def _walk(
        self, start: str, onward: Callable[[str], Iterable[str]], came: dict[str, str] | None = None
    ) -> Iterator[str]:
        """Breadth first from a segment, each once, itself first; `came` learns from where each was reached."""
        came = {} if came is None else came
        queue, met = deque([self.segment(start).id]), {start}
        while queue:
            here = queue.popleft()
            yield here
            for other in onward(here):
                if other not in met:
                    met.add(other)
                    came[other] = here
                    queue.append(other)

    def _next(self, segment: Segment) -> tuple[str, ...]:
        onward = [inflow.segment for inflow in segment.drains]
        onward += [other.id for other in self.perforators_of(segment.id) if other.id not in onward]
        return tuple(onward)


@cache
def anatomy() -> Anatomy:
    """The anatomy that ships, read once."""
    segments, landmarks = read()
    return Anatomy(segments, landmarks)
