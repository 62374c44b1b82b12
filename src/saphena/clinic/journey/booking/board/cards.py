"""A visit as a card: where it begins, how far it is, who is late, and its phases as blocks.

Rows are cells of five minutes. Nothing here asks a database.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from saphena.clinic.courses.models import Leg
from saphena.clinic.journey.booking.states import HERE, State, next_state
from saphena.clinic.journey.booking.wording import STATE_NAMES
from saphena.pathway.booking.library import shipped
from saphena.pathway.diary import CELL, MINUTES

if TYPE_CHECKING:
    from datetime import datetime

    from saphena.clinic.journey.booking.board.reading import Board, VisitRow

__all__ = ["HOUR", "Card", "Mark", "Part", "Words", "card_of", "clock_of", "minute_of", "parts_of", "placed"]

GRACE = 5
"""Minutes after which somebody who is expected is late; the clinic's clocks and doors are no better than that."""
BEHIND = 10
"""Minutes by which a phase has to run over before the board says so."""
HOUR = 60 // MINUTES
SHORT = 35 // MINUTES
"""Up to here a card has no room for a name in two lines."""


@dataclass(frozen=True, slots=True)
class Part:
    """A phase inside a card: which row of the card, how many, and what it is."""

    row: int
    span: int
    kind: str
    label: str


@dataclass(slots=True)
class Card:
    """One visit in one column. `late` is in minutes; `to` and `since` are what one key or tap does."""

    id: str
    visit: int
    patient: int
    row: int
    span: int
    state: str
    word: str
    short_word: str
    time: str
    until: str
    name: str
    kind: str
    leg: str
    late: int
    late_word: str
    to: str
    to_word: str
    overbooked: str
    note: str
    parts: tuple[Part, ...] = ()
    lane: int = 0
    lanes: int = 1

    @property
    def move(self) -> str:
        """What the button sends: which visit, from what, to what."""
        return f"{self.visit}:{self.state}:{self.to}"

    @property
    def short(self) -> bool:
        """Whether name and state have a line each, and no more."""
        return self.span <= SHORT

    @property
    def find(self) -> str:
        return f"{self.name} {self.kind} {self.word} {self.late_word}".casefold()


@dataclass(frozen=True, slots=True)
class Mark:
    """An hour on the axis."""

    row: int
    label: str


@dataclass(frozen=True)
class Words:
    """What a page says again and again, put into its language once."""

    states: dict[State, str]
    short: dict[State, str]
    phases: dict[str, str]
    kinds: dict[str, str]
    legs: dict[str, str]
    overbooked: str

    @classmethod
    def of(cls, language: str) -> Words:
        phases = {
            "scanning": _("scan"),
            "injecting": _("inject"),
            "bandaging": _("bandage"),
            "walking": _("walk"),
            "talk": _("talk"),
            "observation": _("observe"),
            "drainage": _("drain"),
        }
        kinds = {kind.id: kind.title.get(language) or kind.title["en"] for kind in shipped().visits.values()}
        legs = {value: str(label) for value, label in Leg.choices}
        states = {state: str(name) for state, name in STATE_NAMES.items()}
        short = states | {State.LEFT: pgettext("a patient", "left")}
        return cls(states, short, phases, kinds, legs, _("overbooked"))


def minute_of(at: datetime) -> int:
    """Minutes since midnight on the wall: a day on which the clocks jump stands beside the others all the same."""
    return at.hour * 60 + at.minute


def card_of(visit: VisitRow, board: Board, words: Words, now: datetime) -> Card:
    starts, ends = visit.starts_at.astimezone(board.span.zone), visit.ends_at.astimezone(board.span.zone)
    state = State(visit.state)
    late, said = _late(visit, state, now)
    to = next_state(state, (phase["state"] for phase in visit.phases))
    return Card(
        id=f"v{visit.pk}",
        visit=visit.pk,
        patient=visit.patient,
        row=minute_of(starts) // MINUTES,
        span=max(1, int((visit.ends_at - visit.starts_at) / CELL)),
        state=state.value,
        word=words.states[state],
        short_word=words.short[state],
        time=f"{starts:%H:%M}",
        until=f"{ends:%H:%M}",
        name=visit.formal_name,
        kind=words.kinds.get(visit.kind, visit.kind),
        leg=words.legs[visit.leg],
        late=late,
        late_word=said,
        to=to.value if to else "",
        to_word=words.states[to] if to else "",
        overbooked=board.reasons.get(visit.about, words.overbooked) if visit.overbooked else "",
        note=visit.note,
    )


def _late(visit: VisitRow, state: State, now: datetime) -> tuple[int, str]:
    """By how much the visit is late, and what to call it: not come yet, or a phase that runs over."""
    if state is State.EXPECTED:
        minutes = int((now - visit.starts_at).total_seconds() // 60)
        if minutes > GRACE:
            return minutes, _("%(minutes)d min late") % {"minutes": minutes}
    if state in HERE:
        minutes = int((now - _due(visit, state)).total_seconds() // 60)
        if minutes > BEHIND:
            return minutes, _("%(minutes)d min behind") % {"minutes": minutes}
    return 0, ""


def _due(visit: VisitRow, state: State) -> datetime:
    """When the phase that the patient is in should be over; who waits should be in the first one by its beginning."""
    if state is State.ARRIVED:
        return max(visit.starts_at, visit.state_since)
    ends = [phase["at"] + phase["minutes"] for phase in visit.phases if phase["state"] == state.value]
    if not ends:
        return visit.ends_at
    planned = visit.starts_at + timedelta(minutes=max(ends))
    length = timedelta(minutes=max(p["minutes"] for p in visit.phases if p["state"] == state.value))
    return max(planned, visit.state_since + length)  # who began late is not behind for that alone


def clock_of(row: int) -> str:
    """The time of a row, counted from midnight."""
    return f"{row // HOUR:02}:{row % HOUR * MINUTES:02}"


def placed(card: Card, name: str, row: int, span: int, parts: tuple[Part, ...], time: str = "") -> Card:
    """The part of a visit that one column has; `time` is when that part begins, where it is not the whole."""
    return replace(card, id=name, row=max(row, 1), span=span, parts=parts, time=time or card.time)


def parts_of(visit: VisitRow, first: int, span: int, words: Words) -> tuple[Part, ...]:
    """The phases as blocks of the card, each until the next begins: what overlaps stands one under the other."""
    phases = sorted(visit.phases, key=lambda phase: int(phase["at"]))
    alone = [each for each in phases if _is_all(each, first, span)]
    phases, found = alone[:1] or phases, []
    for number, phase in enumerate(phases):
        begin = int(phase["at"]) // MINUTES
        end = begin + int(phase["minutes"]) // MINUTES
        if number + 1 < len(phases):
            end = min(end, int(phases[number + 1]["at"]) // MINUTES)
        begin, end = max(begin, first), min(end, first + span)
        if end > begin:
            kind = str(phase["state"]) or "other"
            name = str(phase["name"])
            word = words.phases.get(kind) or words.phases.get(name, name)
            found.append(Part(begin - first + 1, end - begin, kind, word))
    return tuple(found)


def _is_all(phase: dict[str, object], first: int, span: int) -> bool:
    """Whether somebody is needed for just this phase: a sonographer's part is the scan, whatever goes on beside."""
    return (int(str(phase["at"])) // MINUTES, int(str(phase["minutes"])) // MINUTES) == (first, span)
