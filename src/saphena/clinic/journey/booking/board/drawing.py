"""From visits to columns of cards: a room, a person or a day each, with what stands side by side in it.

Rows are cells of five minutes, counted from the top of the page. Nothing here asks a database.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from saphena.clinic.journey.booking.board.cards import HOUR, Mark, Words, card_of, clock_of, minute_of, parts_of, placed
from saphena.clinic.journey.booking.board.markup import back_html
from saphena.clinic.journey.booking.states import DAY, State
from saphena.pathway.diary import CELL, MINUTES, runs
from saphena.pathway.protocol.wording import say_day

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from saphena.clinic.diary.models import Resource
    from saphena.clinic.journey.booking.board.cards import Card
    from saphena.clinic.journey.booking.board.reading import Board, SeatRow, VisitRow

__all__ = ["VIEWS", "Column", "Drawn", "Mark", "draw"]

LANES = 8
"""So many cards stand side by side in a column; what is beside that is drawn over the last."""
LONG = 14 * 60
"""Minutes of opening beyond which a day is not drawn whole."""
VIEWS = ("rooms", "people", "list", "week")


@dataclass(slots=True)
class Column:
    """A room, a person, a day: its cards, and the stretches in which nobody is there."""

    key: str
    label: str
    kind: str
    cards: list[Card] = field(default_factory=list)
    shut: list[tuple[int, int]] = field(default_factory=list)
    back: str = ""
    html: str = ""


@dataclass(frozen=True)
class Drawn:
    """The whole board: columns, hours, the row of the present moment (0: not today), who is late, what is over."""

    columns: list[Column]
    hours: list[Mark]
    rows: int
    now: int
    now_word: str
    late: list[Card]
    cards: list[Card]
    counts: list[tuple[str, str, int]]


def draw(board: Board, view: str, language: str, now: datetime, who: int | None = None) -> Drawn:
    """The board in one of its views; `who` narrows the week to one person, room or scanner."""
    words = Words.of(language)
    cards = {visit.pk: card_of(visit, board, words, now) for visit in board.visits}
    top, bottom = _edges(board)
    columns = _columns(board, view, words, cards, top, who, language)
    for column in columns:
        _side_by_side(column.cards)
        column.shut = [(max(a, 1), min(b, bottom - top + 1)) for a, b in column.shut if b > 1]
    every = sorted(cards.values(), key=lambda card: (card.row, card.name))
    late = sorted((card for card in every if card.late), key=lambda card: -card.late)
    among = Counter(card.state for card in every)
    counts = [(state.value, words.states[state], among[state.value]) for state in (*DAY, State.MISSED)]
    here = now.astimezone(board.span.zone)
    row = minute_of(here) // MINUTES - top + 1 if _is_among(board, here.date()) else 0
    row = row if 0 < row <= bottom - top else 0
    hours = _hours(top, bottom, row)
    for column in columns:
        column.back = back_html(hours, column.shut, row)
    return Drawn(
        columns,
        hours,
        bottom - top,
        row,
        f"{here:%H:%M}",
        late,
        every,
        [count for count in counts if count[2]],
    )


def _hours(top: int, bottom: int, now: int) -> list[Mark]:
    """The hours of the axis; where the present moment stands, it stands alone."""
    rows = {hour: hour * HOUR - top + 1 for hour in range(top // HOUR, bottom // HOUR)}
    return [Mark(row, "" if now and abs(row - now) < 2 else clock_of(hour * HOUR)) for hour, row in rows.items()]


def _is_among(board: Board, day: date) -> bool:
    return 0 <= (day - board.first).days < board.days


def _edges(board: Board) -> tuple[int, int]:
    """The first and last row of the day, in cells since midnight, on whole hours: opening hours and every visit."""
    first, last = [], []
    for begin, end in runs(board.opening):
        first.append(minute_of(board.span.moment(begin)))
        last.append(minute_of(board.span.moment(end - 1)) + MINUTES)
    for visit in board.visits:
        starts = visit.starts_at.astimezone(board.span.zone)
        first.append(minute_of(starts))
        last.append(min(minute_of(starts) + int((visit.ends_at - visit.starts_at).total_seconds() // 60), 24 * 60))
    top, bottom = min(first, default=8 * 60), max(last, default=17 * 60)
    if bottom - top > LONG and board.visits:  # a house that never closes is drawn where there is something
        top, bottom = max(top, min(first[-len(board.visits) :]) - 60), min(bottom, max(last[-len(board.visits) :]) + 60)
    return top // 60 * HOUR, -(-bottom // 60) * HOUR


# --- columns ----------------------------------------------------------------------------------------------------------


def _columns(
    board: Board, view: str, words: Words, cards: dict[int, Card], top: int, who: int | None, language: str
) -> list[Column]:
    if view == "week":
        return _by_day(board, words, cards, top, who, language)
    people = view == "people"
    shown = [each for each in board.resources if each.is_person == people and (people or each.kind == "room")]
    columns = {each.pk: _column(board, each, top) for each in shown}
    rest = Column("none", _("Without a room") if not people else _("Nobody needed"), "none")
    for visit in board.visits:
        card = cards[visit.pk]
        seats: dict[int, list[SeatRow]] = defaultdict(list)
        for seat in board.seats[visit.pk]:
            if seat.resource_id in columns:
                seats[seat.resource_id].append(seat)
        for number, held in seats.items():
            columns[number].cards.append(_seat_card(card, visit, held, number, top, words))
        left = _without_a_seat(visit, seats)
        if left and (not people or not seats):
            rest.cards.append(_rest_card(card, visit, left, top, words))
    found = list(columns.values())
    return [*found, rest] if rest.cards else found


def _column(board: Board, resource: Resource, top: int) -> Column:
    works = board.works[resource.pk]
    idle = [(begin - top + 1, end - top + 1) for begin, end in _wall(board, board.span.whole & ~works)]
    return Column(str(resource.pk), resource.name, resource.kind, shut=idle)


def _wall(board: Board, mask: int) -> Iterable[tuple[int, int]]:
    """Stretches of a mask of one day, in cells since midnight on the wall."""
    for begin, end in runs(mask):
        first = minute_of(board.span.moment(begin)) // MINUTES
        yield first, first + end - begin


def _seat_card(card: Card, visit: VisitRow, seats: Sequence[SeatRow], number: int, top: int, words: Words) -> Card:
    """The part of a visit that one room or person is needed for, with the phases that lie in it."""
    begins, ends = min(seat.begins_at for seat in seats), max(seat.ends_at for seat in seats)
    first = int((begins - visit.starts_at) / CELL)
    span = max(1, int((ends - begins) / CELL))
    begin = card.row + first - top + 1
    clock = clock_of(card.row + first)
    return placed(card, f"{card.id}-{number}", begin, span, parts_of(visit, first, span, words), clock)


def _without_a_seat(visit: VisitRow, seats: dict[int, list[SeatRow]]) -> tuple[int, int] | None:
    """From which cell of the visit to which no column has it: the walk after the bandage needs nobody's room."""
    whole = int((visit.ends_at - visit.starts_at) / CELL)
    if not seats:
        return 0, whole
    last = max(int((seat.ends_at - visit.starts_at) / CELL) for held in seats.values() for seat in held)
    return (last, whole) if last < whole else None


def _rest_card(card: Card, visit: VisitRow, left: tuple[int, int], top: int, words: Words) -> Card:
    first, last = left
    parts, begin = parts_of(visit, first, last - first, words), card.row + first
    return placed(card, f"{card.id}-0", begin - top + 1, last - first, parts, clock_of(begin))


def _by_day(
    board: Board, words: Words, cards: dict[int, Card], top: int, who: int | None, language: str
) -> list[Column]:
    """The week: a column for each day, narrowed to one resource when it is asked for."""
    columns = []
    for index in range(board.days):
        day = board.span.date_of(index)
        opening = board.works.get(who, board.opening) if who else board.opening
        mask = (board.span.on_day(index) & ~opening) >> board.span.edges[index]
        shut = [(begin - top + 1, end - top + 1) for begin, end in runs(mask)]
        column = Column(day.isoformat(), say_day(day, language, board.first.year, short=True), "day", shut=shut)
        for visit in board.visits:
            if visit.starts_at.astimezone(board.span.zone).date() != day:
                continue
            held = [seat for seat in board.seats[visit.pk] if seat.resource_id == who] if who else []
            card = cards[visit.pk]
            if held and who:
                column.cards.append(_seat_card(card, visit, held, who, top, words))
            elif not who:
                span = card.span
                column.cards.append(placed(card, card.id, card.row - top + 1, span, parts_of(visit, 0, span, words)))
        columns.append(column)
    return columns


def _side_by_side(cards: list[Card]) -> None:
    """Cards that overlap in a column share its width: each takes the first lane that is free."""
    cards.sort(key=lambda card: (card.row, -card.span, card.visit))
    group: list[Card] = []
    ends: list[int] = []
    for card in cards:
        if ends and card.row >= max(ends):
            _close(group, len(ends))
            group, ends = [], []
        lane = next((number for number, end in enumerate(ends) if end <= card.row), len(ends))
        if lane == len(ends):
            ends.append(0)
        ends[lane] = card.row + card.span
        card.lane = lane
        group.append(card)
    _close(group, len(ends))


def _close(group: list[Card], lanes: int) -> None:
    for card in group:
        card.lanes = min(lanes, LANES)
        card.lane = min(card.lane, LANES - 1)
