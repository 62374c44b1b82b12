"""The days of a course kept as far as they can be: the patient knows them already, and only the people change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from saphena.pathway.booking.offers import Offer

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from saphena.pathway.booking.searching import Search

__all__ = ["Kept", "keep"]


@dataclass(frozen=True, slots=True)
class Kept:
    """A course on the wished days, at the times nearest to the wished ones; `lost` are visits on another day."""

    offer: Offer
    lost: tuple[str, ...] = ()


def keep(search: Search, wished: Mapping[str, datetime]) -> Kept | None:
    """The course with as many of its visits as can be on the day that was wished for, the main visit's day first.

    A visit that cannot be on its day is on the earliest other day that fits those that are kept. A wish for a visit
    that is not looked for is left aside. None when the course cannot be had at all. Source: the clinic's own practice.
    """
    if any(search.chain.shut()):
        return None
    days, main = dict(search.days), search.main.name
    placed = search.chain.earliest(days)
    lost = []
    order = sorted((step.name for step in search.chain.sought if step.name in wished), key=lambda name: name != main)
    for name in order if placed else ():
        day = wished[name].astimezone(search.span.zone).date()
        narrowed = {**days, name: days[name] & search.span.between(day, day)}
        if narrowed[name] and (found := search.chain.earliest(narrowed)):
            days, placed = narrowed, found
        else:
            lost.append(name)
    if placed is None:
        return None
    visits = []
    for step in search.chain.sought:
        near = wished.get(step.name) if step.name not in lost else None
        visits.append(search.on(step, placed[step.name], near))
    return Kept(Offer(tuple(visits)), tuple(lost))
