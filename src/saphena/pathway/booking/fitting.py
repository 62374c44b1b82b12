"""Where one visit fits: every cell at which it could begin, and who then takes which seat.

The roles are filled inside the search. A person may hold several roles and still cannot be in two places: seats that
are held at the same time and could be filled by the same resource are filled together, the others each alone.
"""

from __future__ import annotations

from functools import reduce
from operator import and_, or_
from typing import TYPE_CHECKING

from saphena.pathway.diary import starts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from saphena.pathway.booking.visits import Seat

__all__ = ["Fitting"]


class Fitting:
    """Free masks and who can take which role, asked again and again; what was worked out once is kept.

    The masks may be of a whole year or of one day: a start is a bit counted as theirs are.
    """

    def __init__(self, free: Mapping[str, int], by_role: Mapping[str, tuple[str, ...]]) -> None:
        self.free = free
        self.by_role = by_role
        self._gaps: dict[tuple[str, int], int] = {}
        self._options: dict[Seat, dict[str, int]] = {}

    def options(self, seat: Seat) -> dict[str, int]:
        """Each resource that could take the seat -> the starts of the visit at which it could. Never an empty mask."""
        if seat not in self._options:
            each = {name: self._starts(name, seat) for name in self.by_role.get(seat.role, ())}
            self._options[seat] = {name: mask for name, mask in each.items() if mask}
        return self._options[seat]

    def _starts(self, name: str, seat: Seat) -> int:
        shifted = (self._shifted(name, begin, end) for begin, end in seat.held)
        return reduce(and_, shifted)

    def _shifted(self, name: str, begin: int, end: int) -> int:
        key = (name, end - begin)
        if key not in self._gaps:
            self._gaps[key] = starts(self.free[name], end - begin)
        gap = self._gaps[key]
        return gap >> begin if begin >= 0 else gap << -begin

    def mask(self, seats: Sequence[Seat], within: int) -> int:
        """Those starts in `within` at which every seat can be filled, exactly: each of them can really be had."""
        for group in self._groups(seats):
            if not within:
                return 0
            within = self._together(group, within, ())
        return within

    def _together(self, seats: Sequence[Seat], within: int, chosen: tuple[tuple[Seat, str], ...]) -> int:
        """The starts at which these seats can all be filled; only those not yet known to work are tried again."""
        if not seats:
            return within
        seat, found = seats[0], 0
        options = self.options(seat)
        if len(seats) == 1:
            open_to = [mask for name, mask in options.items() if not _clash(seat, name, chosen)]
            return within & reduce(or_, open_to, 0)
        for name, mask in options.items():
            still = within & mask & ~found
            if still and not _clash(seat, name, chosen):
                found |= self._together(seats[1:], still, (*chosen, (seat, name)))
        return found

    def _groups(self, seats: Sequence[Seat]) -> list[list[Seat]]:
        """The seats, put together with those that compete with them for somebody at the same time."""
        groups: list[list[Seat]] = []
        for seat in seats:
            rivals = [group for group in groups if any(self._compete(seat, other) for other in group)]
            groups = [group for group in groups if group not in rivals]
            groups.append([*(other for group in rivals for other in group), seat])
        return sorted(groups, key=len)

    def _compete(self, one: Seat, other: Seat) -> bool:
        return one.meets(other) and not self.options(one).keys().isdisjoint(self.options(other))

    def fill(self, seats: Sequence[Seat], start: int) -> tuple[str, ...] | None:
        """Who takes each seat when the visit begins at `start`, in the order of the seats; None when it cannot be."""
        return self._fill(seats, 1 << start, ())

    def _fill(self, seats: Sequence[Seat], at: int, chosen: tuple[tuple[Seat, str], ...]) -> tuple[str, ...] | None:
        if len(chosen) == len(seats):
            return tuple(name for _, name in chosen)
        seat = seats[len(chosen)]
        for name, mask in self.options(seat).items():
            if mask & at and not _clash(seat, name, chosen):
                found = self._fill(seats, at, (*chosen, (seat, name)))
                if found is not None:
                    return found
        return None


def _clash(seat: Seat, name: str, chosen: tuple[tuple[Seat, str], ...]) -> bool:
    """Whether this resource already sits in a seat that is held at the same time."""
    return any(name == taken and seat.meets(other) for other, taken in chosen)
