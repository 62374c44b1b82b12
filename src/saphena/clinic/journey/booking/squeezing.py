"""Who is asked too much of when a time is overbooked: whoever is free comes first, then those who were named."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from saphena.pathway.booking.offers import Hold, Placed
from saphena.pathway.diary import cells, stretch
from saphena.pathway.refused import Refused

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from saphena.pathway.booking.searching import Search
    from saphena.pathway.booking.visits import Seat

__all__ = ["squeezed"]


def squeezed(search: Search, step: str, starts: datetime, beside: Mapping[str, int]) -> Placed:
    """The visit at that moment whatever is taken. Refused when a gate is shut, or nobody could do it at all."""
    wanted = search.course.step(step)
    _behind_its_gates(search, step, starts)
    cell = search.span.cell(starts)
    chosen: list[tuple[Seat, str]] = []
    for seat in wanted.visit.seats:
        chosen.append((seat, _who(search, seat, cell, beside.get(seat.role), chosen)))
    holds = tuple(Hold(name, seat.role, cell + begin, cell + end) for seat, name in chosen for begin, end in seat.held)
    ends = search.span.moment(cell + cells(wanted.visit.minutes))
    return Placed(step, wanted.visit.id, search.span.moment(cell), ends, holds)


def _behind_its_gates(search: Search, step: str, starts: datetime) -> None:
    wanted = search.course.step(step)
    shut = [gap for each, gap in search.chain.shut() if each.name == step]
    day = search.span.index(starts.astimezone(search.span.zone).date())
    if shut or not search.chain.gated(wanted) >> day & 1:
        raise Refused(_("A gate is shut for that day. Overbooking does not open it."), "starts")


def _who(search: Search, seat: Seat, cell: int, named: int | None, chosen: list[tuple[Seat, str]]) -> str:
    able = [name for name in search.diary.by_role.get(seat.role, ()) if not _clashes(seat, name, chosen)]
    needed = [stretch(cell + begin, cell + end) for begin, end in seat.held]
    free = [name for name in able if all(search.diary.free[name] & each == each for each in needed)]
    if named is not None and str(named) in able:
        return str(named)
    if not able:
        raise Refused(_("Nobody at this site can do that."), "starts")
    return (free or able)[0]


def _clashes(seat: Seat, name: str, chosen: list[tuple[Seat, str]]) -> bool:
    return any(name == taken and seat.meets(other) for other, taken in chosen)
