"""Where a value goes that a clinician has accepted on an image: into a room's map, or to an injection.

A room offers what it takes when it starts (`apps.py`); images know none of them. What a room has taken it shows with a
link back to the frame, which it finds by the measurement's number (`queries.origins`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from saphena.pathway.refused import Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from saphena.clinic.imaging.models import Measurement, Study
    from saphena.clinic.people.models import User

__all__ = [
    "Doubtful", "Entering", "Goal", "Goals", "Room", "Stands", "fitting", "goals_for", "hang_goals", "meanings_of",
    "room_of", "where_they_stand",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Goal:
    """One place where a value may go: `key` is the room's own, `group` the heading under which it is offered. A room
    offers the likeliest first, under a heading of its own, and once more in its place."""

    key: str
    label: str
    group: str = ""


@dataclass(frozen=True, slots=True)
class Goals:
    """What a room offers for a study; where it offers nothing, `why` says so in a sentence, and `url` what to do."""

    goals: Sequence[Goal] = ()
    why: str = ""
    url: str = ""
    act: str = ""


@dataclass(frozen=True, slots=True)
class Entering:
    """What is to be entered where, by whom. `means` says for each value what it is to the room, such as “diameter”.

    `level` is the height above the floor as it was typed; `sure` that the person has read what speaks against it.
    """

    actor: User
    study: Study
    goal: str
    values: Sequence[tuple[Measurement, str]]
    level: str = ""
    sure: bool = False


@dataclass(frozen=True, slots=True)
class Stands:
    """Where a value stands now: the goal it was entered at, in words, and its page."""

    goal: str
    said: str
    url: str


class Doubtful(Refused):
    """Something speaks against it. Whoever reads that and is sure does it all the same, and the reason is kept."""


@dataclass(frozen=True, slots=True)
class Room:
    """A room that takes values. `means` gives what a kind of measurement may be there, the likeliest first.

    `fits` says whether a goal may be what a report calls by a side and the beginning of a vein's id; each may be empty.
    """

    name: str
    goals: Callable[[User, Study], Goals]
    means: Callable[[str, str], Sequence[tuple[str, str]]]
    enter: Callable[[Entering], None]
    stands: Callable[[Iterable[int]], Mapping[int, Stands]]
    fits: Callable[[str, str, str], bool]


_rooms: dict[str, Room] = {}


def hang_goals(room: Room) -> None:
    _rooms[room.name] = room


def goals_for(viewer: User, study: Study) -> list[Goals]:
    """What every room offers for a study, keys with the room's name before them."""
    if study.patient is None:
        return []
    found = [(room.name, room.goals(viewer, study)) for room in _rooms.values()]
    return [
        Goals([Goal(f"{name}:{each.key}", each.label, each.group) for each in told.goals], told.why, told.url, told.act)
        for name, told in found
    ]


def fitting(goals: Sequence[Goals], rooms: Iterable[str], side: str, segment: str) -> list[tuple[str, list[Goal]]]:
    """The goals of these rooms that fit a place of a report, by their groups; all of them where none does."""
    wanted = set(rooms)
    # a room may offer its likeliest twice, first of all and in its place: here its place is enough
    every = [
        *{goal.key: goal for told in goals for goal in told.goals if goal.key.partition(":")[0] in wanted}.values()
    ]
    near = [goal for goal in every if _fits(goal.key, side, segment)]
    groups: dict[str, list[Goal]] = {}
    for goal in near or every:
        groups.setdefault(goal.group, []).append(goal)
    return list(groups.items())


def _fits(key: str, side: str, segment: str) -> bool:
    room, rest = room_of(key)
    return room.fits(rest, side, segment)


def meanings_of(kind: str, unit: str) -> dict[str, Sequence[tuple[str, str]]]:
    """By room what a kind of measurement may be there; a room that has no use for it is left out."""
    return {room.name: means for room in _rooms.values() if (means := room.means(kind, unit))}


def room_of(goal: str) -> tuple[Room, str]:
    """The room of a goal and the rest of its key. Raises `Refused` for a goal that is none."""
    name, _colon, rest = goal.partition(":")
    if name not in _rooms or not rest:
        raise Refused(_("Choose where the value goes."), "goal")
    return _rooms[name], rest


def where_they_stand(ids: Iterable[int]) -> dict[int, list[Stands]]:
    """For each measurement where its value stands now. One query a room."""
    wanted = list(ids)
    found: dict[int, list[Stands]] = {}
    for room in _rooms.values():
        for id, stands in room.stands(wanted).items() if wanted else ():
            found.setdefault(id, []).append(Stands(f"{room.name}:{stands.goal}", stands.said, stands.url))
    return found
