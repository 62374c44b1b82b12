"""Who and what can be booked, when each works, and what of that is taken: a site's diary, made of masks."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from saphena.pathway.diary import stretch

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from saphena.pathway.diary import Span

__all__ = ["Diary", "Lane", "Resource"]


@dataclass(frozen=True, slots=True)
class Resource:
    """A person, a room or a scanner: what it is called, and every role it can take ("physician", "sonographer")."""

    id: str
    name: str
    roles: frozenset[str]
    person: bool = True


@dataclass(frozen=True, slots=True)
class Lane:
    """One resource's time: the cells in which it works, and the cells that are taken."""

    resource: Resource
    works: int
    taken: int = 0


@dataclass(frozen=True)
class Diary:
    """One site's diary: its days, its opening hours, and a lane for each resource. Closures say why, by date.

    `opening` holds the cells in which the site is open; where it is not, nobody is free, whatever their own hours.
    Raises `ValueError` when two lanes are of one resource.
    """

    span: Span
    opening: int
    lanes: Mapping[str, Lane]
    closures: Mapping[date, str] = field(default_factory=dict)

    @classmethod
    def of(cls, span: Span, opening: int, lanes: Iterable[Lane], closures: Mapping[date, str] | None = None) -> Diary:
        """A diary of lanes in the order in which their resources are tried."""
        found: dict[str, Lane] = {}
        for lane in lanes:
            if lane.resource.id in found:
                raise ValueError(f"{lane.resource.name} stands in the diary twice")
            found[lane.resource.id] = lane
        return cls(span, opening, found, closures or {})

    @cached_property
    def free(self) -> dict[str, int]:
        """Every resource's free cells."""
        return {name: self.opening & lane.works & ~lane.taken for name, lane in self.lanes.items()}

    @cached_property
    def by_role(self) -> dict[str, tuple[str, ...]]:
        """Who can take a role: first those who can do little else, so that the versatile stay free."""
        found: dict[str, list[str]] = {}
        for name, lane in self.lanes.items():
            for role in lane.resource.roles:
                found.setdefault(role, []).append(name)
        return {
            role: tuple(sorted(names, key=lambda name: len(self.lanes[name].resource.roles)))
            for role, names in found.items()
        }

    def people(self, names: Iterable[str]) -> frozenset[str]:
        """Those of the resources that are persons."""
        return frozenset(name for name in names if self.lanes[name].resource.person)

    def until(self, days: int) -> Diary:
        """The first so many days of the diary; cells keep their numbers."""
        span = self.span.cut(days)
        lanes = {
            name: replace(lane, works=lane.works & span.whole, taken=lane.taken & span.whole)
            for name, lane in self.lanes.items()
        }
        return replace(self, span=span, opening=self.opening & span.whole, lanes=lanes)

    def taking(self, holds: Iterable[tuple[str, int, int]]) -> Diary:
        """The diary with these stretches taken: resource, begin and end in cells of the span."""
        return self._changed(holds, take=True)

    def releasing(self, holds: Iterable[tuple[str, int, int]]) -> Diary:
        """The diary with these stretches given back, as they are when a visit is about to move."""
        return self._changed(holds, take=False)

    def _changed(self, holds: Iterable[tuple[str, int, int]], *, take: bool) -> Diary:
        lanes = dict(self.lanes)
        for name, begin, end in holds:
            lane, cells = lanes[name], stretch(begin, end)
            lanes[name] = replace(lane, taken=lane.taken | cells if take else lane.taken & ~cells)
        return replace(self, lanes=lanes)
