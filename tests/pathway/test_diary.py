"""Free time as bits, against a naive list of cells and of minutes."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from saphena.pathway.clock import NaiveMoment, instant
from saphena.pathway.diary import (
    CELL,
    Hours,
    Opening,
    Span,
    cell_number,
    cells,
    first,
    first_common,
    last,
    runs,
    spread,
    starts,
    stretch,
)
from tests.pathway.clocks import CHANGES, Change

EDMONTON = ZoneInfo("America/Edmonton")
masks = st.integers(0, 2**120 - 1)
small = st.integers(1, 30)
MONDAY = date(2027, 3, 8)

each_change = pytest.mark.parametrize("change", CHANGES, ids=str)


def listed(mask: int) -> list[int]:
    return [place for place in range(mask.bit_length()) if mask >> place & 1]


# --- masks ------------------------------------------------------------------------------------------------------------


@given(st.integers(-5, 60), st.integers(-5, 60))
def test_a_stretch_holds_the_cells_from_its_begin_until_before_its_end(begin: int, end: int) -> None:
    assert listed(stretch(begin, end)) == list(range(max(begin, 0), end))


@given(masks, small)
def test_starts_are_where_so_many_free_cells_in_a_row_begin(free: int, length: int) -> None:
    held = set(listed(free))
    naive = [cell for cell in held if all(cell + step in held for step in range(length))]
    assert listed(starts(free, length)) == sorted(naive)


@given(masks, st.integers(0, 20), st.integers(0, 20))
def test_a_mask_is_spread_over_a_window_and_back(mask: int, least: int, width: int) -> None:
    window = range(least, least + width + 1)
    assert set(listed(spread(mask, least, least + width))) == {place + k for place in listed(mask) for k in window}
    back = {place - k for place in listed(mask) for k in window if place >= k}
    assert set(listed(spread(mask, least, least + width, back=True))) == back


@given(masks)
def test_runs_are_the_stretches_that_the_mask_is_made_of(mask: int) -> None:
    found = list(runs(mask))
    assert sum(stretch(begin, end) for begin, end in found) == mask
    assert all(end < begin for (_, end), (begin, _) in pairwise(found))


@given(masks)
def test_the_first_and_the_last_cell(mask: int) -> None:
    assert first(mask) == (min(listed(mask)) if mask else None)
    assert last(mask) == (max(listed(mask)) if mask else None)


@given(st.lists(masks, min_size=1, max_size=4), small, st.integers(0, 60))
def test_the_first_gap_common_to_several_is_the_first_at_which_all_are_free(
    free: list[int], length: int, after: int
) -> None:
    naive = (
        cell
        for cell in range(after, 130)
        if all(mask >> step & 1 for mask in free for step in range(cell, cell + length))
    )
    assert first_common(free, length, after) == next(naive, None)


@pytest.mark.parametrize("minutes", [1, 12, 61])
def test_minutes_that_are_no_multiple_of_five_are_refused(minutes: int) -> None:
    with pytest.raises(ValueError, match="steps of 5 minutes"):
        cells(minutes)


def test_a_gap_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="less than one cell"):
        starts(0b111, 0)


def test_a_window_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(ValueError, match="ends before it begins"):
        spread(1, 3, 2)


# --- days -------------------------------------------------------------------------------------------------------------


@each_change
def test_days_are_as_long_as_they_are(change: Change) -> None:
    jump = change.wall.date()
    span = Span(jump - timedelta(days=2), 5, change.zone)
    usual = timedelta(days=1) // CELL
    assert sum(span.sizes) == span.size == 5 * usual - change.by // CELL
    assert set(span.sizes) == {usual, usual - change.by // CELL}


@settings(max_examples=150)
@given(st.sampled_from(CHANGES), st.integers(0, 3 * 24 * 60))
def test_a_moment_and_its_cell_belong_together(change: Change, minutes: int) -> None:
    span = Span(change.wall.date() - timedelta(days=1), 4, change.zone)
    moment = (instant(span.first_day, time(), change.zone) + timedelta(minutes=minutes)).astimezone(change.zone)
    cell = span.cell(moment)
    assert span.moment(cell) <= moment
    assert moment.astimezone(UTC) - span.moment(cell).astimezone(UTC) < CELL
    assert span.date_of(span.day_of(cell)) == moment.date()
    assert cell_number(moment) == span.base + cell
    assert span.first_cell_from(moment) in (cell, cell + 1)
    assert (span.first_cell_from(moment) == cell) == (minutes % 5 == 0)


@given(st.integers(1, 40), st.data())
def test_days_with_a_free_cell_are_found_all_at_once(days: int, data: st.DataObject) -> None:
    span = Span(date(2027, 3, 1), days, EDMONTON)
    free = data.draw(st.sets(st.integers(0, span.size - 1), max_size=12))
    mask = sum(1 << cell for cell in free)
    assert set(listed(span.days_of(mask))) == {span.day_of(cell) for cell in free}
    assert span.of_claims(span.base + cell for cell in free) == mask
    assert span.cells_of(span.days_of(mask)) & mask == mask
    assert span.days_of(span.cells_of(span.days_of(mask))) == span.days_of(mask)


def test_claims_outside_the_diary_are_left_out() -> None:
    span = Span(MONDAY, 1, EDMONTON)
    assert span.of_claims([span.base - 1, span.base + span.size, 0]) == 0


def test_what_is_taken_is_rounded_outwards_and_what_is_free_inwards() -> None:
    span = Span(MONDAY, 1, EDMONTON)
    start, end = (datetime(2027, 3, 8, 8, minute, tzinfo=EDMONTON) for minute in (2, 18))
    assert listed(span.touched(start, end)) == [96, 97, 98, 99]
    assert listed(span.inside(start, end)) == [97, 98]


@given(st.integers(-30, 30), st.integers(1, 40))
def test_a_stretch_within_a_day_lies_across_no_midnight(begin: int, length: int) -> None:
    span = Span(date(2027, 3, 13), 3, EDMONTON)
    end = max(begin + length, 1)
    found = span.within_a_day(min(begin, 0), end)
    for cell in range(30, span.size - 45):
        one_day = span.day_of(cell + min(begin, 0)) == span.day_of(cell + end - 1)
        assert bool(found >> cell & 1) == one_day


@each_change
def test_visits_begin_at_the_same_times_of_the_clock_on_every_day(change: Change) -> None:
    span = Span(change.wall.date() - timedelta(days=1), 3, change.zone)
    if change.by % timedelta(minutes=15):
        return
    assert {span.moment(cell).minute % 15 for cell in listed(span.every(15))} == {0}


def test_a_diary_without_a_day_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one day"):
        Span(MONDAY, 0, EDMONTON)


def test_a_day_outside_the_diary_is_refused() -> None:
    with pytest.raises(IndexError, match="2027-03-09 is outside"):
        Span(MONDAY, 1, EDMONTON).on_day(1)


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(NaiveMoment):
        Span(MONDAY, 1, EDMONTON).cell(datetime(2027, 3, 8, 8))  # noqa: DTZ001 - that is the point


# --- opening hours ----------------------------------------------------------------------------------------------------

clock_times = st.builds(time, st.integers(0, 23), st.integers(0, 11).map(lambda five: five * 5))


def naive_minutes(hours: Hours, day: date, zone: ZoneInfo) -> set[datetime]:
    """Every whole minute of the hours, walked through one by one as instants."""
    at, end = hours.moments(day, zone)
    found = set()
    while at < end:
        found.add(at)
        at += timedelta(minutes=1)
    return found


@settings(max_examples=60)
@given(st.sampled_from(CHANGES), clock_times, clock_times)
def test_opening_hours_are_right_across_a_change_of_the_clocks(change: Change, opens: time, closes: time) -> None:
    if closes <= opens and closes != time():
        opens, closes = closes, opens
    if opens == closes != time():
        return
    hours = Hours(opens, closes)
    span = Span(change.wall.date() - timedelta(days=1), 3, change.zone)
    mask = Opening(dict.fromkeys(range(7), (hours,))).mask(span)
    minutes = set.union(*(naive_minutes(hours, span.date_of(index), change.zone) for index in range(3)))
    naive = [
        cell
        for cell in range(span.size)
        if all(span.moment(cell).astimezone(UTC) + timedelta(minutes=minute) in minutes for minute in range(5))
    ]
    assert listed(mask) == naive


def test_a_night_that_loses_an_hour_loses_twelve_cells_of_a_shift_that_spans_it() -> None:
    nights = Opening({6: (Hours(time(0), time(6)),)})
    lost, gained = Span(date(2027, 3, 14), 1, EDMONTON), Span(date(2027, 11, 7), 1, EDMONTON)
    assert (nights.mask(lost).bit_count(), nights.mask(gained).bit_count()) == (60, 84)


def test_an_exception_stands_in_place_of_the_weekday_and_a_closure_closes() -> None:
    usual, short = (Hours(time(8), time(17)),), (Hours(time(8), time(12)),)
    tuesday, wednesday, thursday = (MONDAY + timedelta(days=days) for days in (1, 2, 3))
    opening = Opening(
        dict.fromkeys(range(7), usual), exceptions={tuesday: short, wednesday: ()}, closures={thursday: "stocktaking"}
    )
    mask, span = opening.mask(Span(MONDAY, 4, EDMONTON)), Span(MONDAY, 4, EDMONTON)
    assert [(mask & span.on_day(index)).bit_count() for index in range(4)] == [108, 48, 0, 0]


def test_hours_in_steps_that_are_not_five_minutes_leave_the_partial_cells_closed() -> None:
    span = Span(MONDAY, 1, EDMONTON)
    mask = Opening({0: (Hours(time(8, 2), time(8, 13)),)}).mask(span)
    assert listed(mask) == [97]


def test_hours_that_end_before_they_begin_are_refused() -> None:
    with pytest.raises(ValueError, match="from 17:00 to 08:00 end before they begin"):
        Hours(time(17), time(8))
