"""Notice: until when a visit may be changed, and from when on one may be booked."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from saphena.pathway.booking.notice import Counting, Notice
from saphena.pathway.diary import CELL, Opening, Span
from tests.pathway.booking.diaries import DAYTIME, EDMONTON, OPEN, WEEKENDS, at
from tests.pathway.clocks import CHANGES, Change

SPAN = Span(date(2027, 3, 1), 28, EDMONTON)
OPENING = OPEN.mask(SPAN)
CLOCK, BUSINESS = Notice(48), Notice(16, Counting.BUSINESS)


def test_forty_eight_hours_before_tuesday_at_ten_is_sunday_at_ten() -> None:
    assert CLOCK.last_moment(at(date(2027, 3, 9), 10), SPAN, OPENING) == at(date(2027, 3, 7), 10)


def test_forty_eight_hours_over_the_change_of_the_clocks_are_forty_eight_hours() -> None:
    last = CLOCK.last_moment(at(date(2027, 3, 15), 10), SPAN, OPENING)
    assert last == at(date(2027, 3, 13), 9)  # the clocks went forward in between


@settings(max_examples=80)
@given(st.sampled_from(CHANGES), st.integers(-72 * 60, 72 * 60), st.integers(0, 96))
def test_clock_hours_are_elapsed_hours_whatever_the_clocks_do(change: Change, minutes: int, hours: int) -> None:
    starts = (change.at + timedelta(minutes=minutes)).astimezone(change.zone)
    span = Span(change.wall.date(), 1, change.zone)
    notice = Notice(hours)
    last = notice.last_moment(starts, span, 0)
    assert starts.astimezone(UTC) - last.astimezone(UTC) == timedelta(hours=hours)
    assert notice.in_time(last, starts, span, 0)
    assert not notice.in_time(last.astimezone(UTC) + timedelta(seconds=1), starts, span, 0)
    assert notice.first_bookable(last, span, 0).astimezone(UTC) == starts.astimezone(UTC)


def test_business_hours_leave_out_the_weekend() -> None:
    last = BUSINESS.last_moment(at(date(2027, 3, 9), 10), SPAN, OPENING)
    assert last == at(date(2027, 3, 5), 12)  # 2 hours on Tuesday, 9 on Monday, 5 on Friday


def test_business_hours_count_forward_from_a_booking_too() -> None:
    assert BUSINESS.first_bookable(at(date(2027, 3, 5), 12), SPAN, OPENING) == at(date(2027, 3, 9), 10)


@settings(max_examples=80)
@given(st.sampled_from(WEEKENDS), st.integers(0, 3 * 276 - 1), st.integers(1, 30))
def test_just_so_much_opening_time_lies_between_the_last_moment_and_the_visit(
    span: Span, cell: int, hours: int
) -> None:
    always = Opening(dict.fromkeys(range(7), (DAYTIME,))).mask(span)
    notice, starts = Notice(hours, Counting.BUSINESS), span.moment(cell)
    open_before = sum(always >> before & 1 for before in range(cell))
    if open_before < hours * 12:
        with pytest.raises(ValueError, match="are known from"):
            notice.last_moment(starts, span, always)
        return
    last = notice.last_moment(starts, span, always)
    assert sum(always >> each & 1 for each in range(span.cell(last), cell)) == hours * 12
    assert always >> span.cell(last) & 1
    assert notice.first_bookable(last, span, always).astimezone(UTC) <= starts.astimezone(UTC)


def test_no_notice_is_until_the_visit_begins() -> None:
    starts = at(date(2027, 3, 9), 10)
    for counting in Counting:
        assert Notice(0, counting).last_moment(starts, SPAN, OPENING) == starts
        assert Notice(0, counting).first_bookable(starts, SPAN, OPENING) == starts


def test_a_part_of_five_minutes_counts_as_a_whole_one() -> None:
    assert Notice(0.01, Counting.BUSINESS).cells == 1
    assert Notice(0.5, Counting.BUSINESS).cells * CELL == timedelta(minutes=30)


def test_a_visit_outside_the_known_opening_hours_is_refused() -> None:
    with pytest.raises(ValueError, match="around 2027-05-01 are not known"):
        BUSINESS.last_moment(at(date(2027, 5, 1)), SPAN, OPENING)
    with pytest.raises(ValueError, match="known until 2027-03-28 only"):
        BUSINESS.first_bookable(at(date(2027, 3, 26), 16), SPAN, OPENING)


def test_notice_of_less_than_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot be less than none"):
        Notice(-1)


def test_a_patient_elsewhere_has_the_same_last_moment() -> None:
    starts = at(date(2027, 3, 9), 10)
    sydney = starts.astimezone(ZoneInfo("Australia/Sydney"))
    assert CLOCK.last_moment(sydney, SPAN, OPENING) == CLOCK.last_moment(starts, SPAN, OPENING)
    assert CLOCK.in_time(datetime.combine(date(2027, 3, 7), time(17), tzinfo=UTC), sydney, SPAN, OPENING)
