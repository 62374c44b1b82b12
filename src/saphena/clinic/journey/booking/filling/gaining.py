"""What a tight day gains over blocks of an hour: visits, and minutes in which somebody works and is with nobody."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from saphena.clinic.journey.booking.filling.packing import Asked, Day, Limits, pack
from saphena.pathway.booking.visits import Need, Phase
from saphena.pathway.diary import MINUTES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from saphena.pathway.booking.resources import Diary
    from saphena.pathway.booking.visits import VisitType

__all__ = ["BLOCK", "Gain", "gain", "idle_minutes", "in_blocks"]

BLOCK = 60
"""The blocks that clinics book in when they know no phases: everybody who is needed is held for the whole hour."""


@dataclass(frozen=True, slots=True)
class Gain:
    """The tight day beside the same requests in blocks."""

    tight: Day
    blocks: Day
    idle: int
    idle_in_blocks: int

    @property
    def more(self) -> int:
        return len(self.tight.places) - len(self.blocks.places)

    @property
    def less_idle(self) -> int:
        return self.idle_in_blocks - self.idle


def gain(asked: Sequence[Asked], diary: Diary, limits: Limits | None = None, tight: Day | None = None) -> Gain:
    """The tightest day (or the one that was found already), and the best in blocks, found by the same solver."""
    tight = tight or pack(asked, diary, limits)
    plain = [replace(each, visit=in_blocks(each.visit), stands_at=None) for each in asked]
    blocks = pack(plain, diary, limits)
    kinds = {each.id: each.visit for each in asked}
    worked = [sum(_by_people(kinds[place.asked.id], diary) for place in day.places) for day in (tight, blocks)]
    there = idle_minutes(diary)
    return Gain(tight, blocks, there - worked[0], there - worked[1])


def in_blocks(visit: VisitType) -> VisitType:
    """The visit as whole hours on the hour, with everything that any of its phases needs."""
    held = max(phase.at + phase.minutes for phase in visit.phases if phase.needs)
    hours = -(-held // BLOCK)
    return replace(
        visit, phases=(Phase("block", 0, hours * BLOCK, tuple(_needs(visit.phases))),), same=frozenset(), every=BLOCK
    )


def _needs(phases: Iterable[Phase]) -> list[Need]:
    most: dict[str, int] = {}
    for phase in phases:
        for need in phase.needs:
            most[need.role] = max(most.get(need.role, 0), need.count)
    return [Need(role, count) for role, count in most.items()]


def idle_minutes(diary: Diary) -> int:
    """The minutes in which somebody of the staff works and nothing is booked yet."""
    return MINUTES * sum(diary.free[name].bit_count() for name, lane in diary.lanes.items() if lane.resource.person)


def _by_people(visit: VisitType, diary: Diary) -> int:
    """The minutes for which a visit really needs people: each for their own phases."""
    roles = {role for lane in diary.lanes.values() if lane.resource.person for role in lane.resource.roles}
    return sum(phase.minutes * need.count for phase in visit.phases for need in phase.needs if need.role in roles)
