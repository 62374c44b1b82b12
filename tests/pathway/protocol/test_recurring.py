"""How often an item comes round inside its window, one occurrence at a time."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from itertools import islice, pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saphena.pathway.clock import CalendarDays, Elapsed
from saphena.pathway.protocol.recurring import Occurrence, Recurrence, spread
from tests.pathway.clocks import CHANGES, Change
from tests.pathway.protocol.drawn import at

ZONE = ZoneInfo("America/Edmonton")
MORNING, BEDTIME = time(7), time(22)
HOURLY = Recurrence(step=Elapsed(timedelta(hours=1)), lasts=timedelta(minutes=15))
DAILY = Recurrence()
NIGHTLY = Recurrence(between=(BEDTIME, MORNING))
BY_DAY = Recurrence(between=(MORNING, BEDTIME))
FOUR_A_DAY = Recurrence(times_a_day=4, between=(MORNING, BEDTIME), lasts=timedelta(minutes=15))
EACH = {"hourly": HOURLY, "daily": DAILY, "nightly": NIGHTLY, "by day": BY_DAY, "four a day": FOUR_A_DAY}


def inside(recurrence: Recurrence, start: str, end: str) -> list[Occurrence]:
    return list(recurrence.inside(at(start).astimezone(UTC), at(end).astimezone(UTC), ZONE))


def starts(found: list[Occurrence]) -> list[str]:
    return [f"{each.start.astimezone(ZONE):%d %H:%M}" for each in found]


def stretches(found: list[Occurrence]) -> list[str]:
    return [f"{each.start.astimezone(ZONE):%d %H:%M}-{each.end.astimezone(ZONE):%d %H:%M}" for each in found]


# --- every so many hours ---------------------------------------------------------------------------------------------


def test_once_in_every_hour_of_four_is_three_times() -> None:
    assert starts(inside(HOURLY, "2027-03-09T11:50", "2027-03-09T15:50")) == ["09 12:50", "09 13:50", "09 14:50"]


def test_an_hour_is_too_short_for_once_an_hour() -> None:
    assert inside(HOURLY, "2027-03-09T11:50", "2027-03-09T12:50") == []


def test_each_hour_across_clocks_that_go_back_is_an_hour_of_its_own() -> None:
    found = inside(HOURLY, "2027-11-07T00:00", "2027-11-07T04:00")
    assert starts(found) == ["07 01:00", "07 01:00", "07 02:00", "07 03:00"]
    assert {b.start - a.start for a, b in pairwise(found)} == {timedelta(hours=1)}


def test_hours_may_be_kept_to_a_part_of_the_day() -> None:
    every_three = Recurrence(step=Elapsed(timedelta(hours=3)), between=(MORNING, BEDTIME))
    found = starts(inside(every_three, "2027-03-09T12:00", "2027-03-10T12:00"))
    assert found == ["09 15:00", "09 18:00", "09 21:00", "10 09:00"]


def test_hours_may_be_kept_to_the_night() -> None:
    every_two = Recurrence(step=Elapsed(timedelta(hours=2)), between=(BEDTIME, MORNING))
    found = starts(inside(every_two, "2027-03-09T12:00", "2027-03-10T12:00"))
    assert found == ["09 22:00", "10 00:00", "10 02:00", "10 04:00", "10 06:00"]


# --- by days ---------------------------------------------------------------------------------------------------------


def test_each_day_takes_the_rest_of_the_first_and_the_part_of_the_last() -> None:
    found = inside(DAILY, "2027-03-12T10:00", "2027-03-14T08:00")
    assert stretches(found) == ["12 10:00-13 00:00", "13 00:00-14 00:00", "14 00:00-14 08:00"]
    assert all(each.all_day for each in found)


def test_each_day_from_morning_to_bedtime_keeps_the_clock_over_a_change() -> None:
    found = stretches(inside(BY_DAY, "2027-03-12T10:20", "2027-03-15T00:00"))
    assert found == ["12 10:20-12 22:00", "13 07:00-13 22:00", "14 07:00-14 22:00"]


def test_each_night_takes_the_night_that_has_already_begun() -> None:
    found = stretches(inside(NIGHTLY, "2027-03-13T02:00", "2027-03-15T00:00"))
    assert found == ["13 02:00-13 07:00", "13 22:00-14 07:00", "14 22:00-15 00:00"]


@pytest.mark.parametrize(("start", "hours"), [("2027-03-13T12:00", 8), ("2027-11-06T12:00", 10)])
def test_the_night_of_a_change_is_an_hour_shorter_or_longer(start: str, hours: int) -> None:
    night = next(NIGHTLY.inside(at(start).astimezone(UTC), None, ZONE))
    assert night.end - night.start == timedelta(hours=hours)


def test_every_second_day_counts_from_the_first() -> None:
    every_second = Recurrence(step=CalendarDays(2))
    assert starts(inside(every_second, "2027-03-12T00:00", "2027-03-17T00:00")) == ["12 00:00", "14 00:00", "16 00:00"]


def test_every_second_night_counts_from_the_first() -> None:
    every_second = Recurrence(step=CalendarDays(2), between=(BEDTIME, MORNING))
    assert starts(inside(every_second, "2027-03-12T12:00", "2027-03-17T00:00")) == ["12 22:00", "14 22:00", "16 22:00"]


# --- times a day -----------------------------------------------------------------------------------------------------


def test_four_times_a_day_is_spread_from_morning_to_bedtime() -> None:
    found = starts(inside(FOUR_A_DAY, "2027-03-13T08:00", "2027-03-14T13:00"))
    assert found == ["13 12:00", "13 17:00", "13 22:00", "14 07:00", "14 12:00"]


@pytest.mark.parametrize(
    ("times", "clocks"),
    [
        (0, []),
        (1, ["07:00"]),
        (2, ["07:00", "22:00"]),
        (3, ["07:00", "14:30", "22:00"]),
        (6, ["07:00", "10:00", "13:00", "16:00", "19:00", "22:00"]),
        (7, ["07:00", "09:30", "12:00", "14:30", "17:00", "19:30", "22:00"]),
    ],
)
def test_times_are_spread_evenly_to_five_minutes(times: int, clocks: list[str]) -> None:
    assert [f"{clock:%H:%M}" for clock in spread(times, MORNING, BEDTIME)] == clocks


@given(st.integers(1, 24), st.integers(4, 11), st.integers(19, 23))
def test_spread_times_lie_in_the_day_in_order_and_are_as_many_as_asked(times: int, first: int, last: int) -> None:
    found = spread(times, time(first), time(last))
    assert len(found) == times
    assert found == sorted(found)
    assert time(first) <= found[0] <= found[-1] <= time(last)


# --- laziness and bounds ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", EACH)
def test_what_has_no_end_gives_its_first_three_at_once(name: str) -> None:
    found = list(islice(EACH[name].inside(at("2027-03-09T10:00").astimezone(UTC), None, ZONE), 3))
    assert [each.number for each in found] == [1, 2, 3]


@pytest.mark.parametrize("name", EACH)
def test_an_empty_window_holds_nothing(name: str) -> None:
    assert inside(EACH[name], "2027-03-09T10:00", "2027-03-09T10:00") == []


@given(
    st.sampled_from(sorted(EACH)),
    st.sampled_from([change for change in CHANGES if change.zone == ZONE]),
    st.integers(-4000, 1000),
    st.integers(0, 5000),
)
def test_occurrences_lie_in_the_window_in_order_and_never_overlap(
    name: str, change: Change, before: int, long: int
) -> None:
    start = change.at + timedelta(minutes=before)
    end = start + timedelta(minutes=long)
    recurrence = EACH[name]
    found = list(recurrence.inside(start, end, ZONE))
    assert [each.number for each in found] == list(range(1, len(found) + 1))
    assert all(start <= each.start < end for each in found)
    assert all(a.start + recurrence.lasts <= b.start and a.start < b.start for a, b in pairwise(found))
    assert recurrence.comes_round(start, end, ZONE) is bool(found)


@given(st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1)), st.integers(1, 40))  # noqa: DTZ001 - made aware below
def test_every_day_has_its_four_times_and_every_night_its_night(start: datetime, days: int) -> None:
    begin = start.replace(tzinfo=ZONE, hour=0, minute=0, second=0, microsecond=0)
    end = (begin + timedelta(days=days)).astimezone(UTC)
    assert sum(1 for _ in FOUR_A_DAY.inside(begin.astimezone(UTC), end, ZONE)) == 4 * days
    assert sum(1 for _ in NIGHTLY.inside(begin.astimezone(UTC), end, ZONE)) == days + 1  # the one that began before
