"""Two kinds of time, and the hours that clocks skip or repeat."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saphena.pathway.clock import CalendarDays, Elapsed, NaiveMoment, Nights, aware, settle
from tests.pathway.clocks import BACK, CHANGES, FORWARD, ZONES, Change

if TYPE_CHECKING:
    from collections.abc import Callable

EDMONTON = ZoneInfo("America/Edmonton")
MORNING = time(7)
each_change = pytest.mark.parametrize("change", CHANGES, ids=str)
each_forward = pytest.mark.parametrize("change", FORWARD, ids=str)
each_back = pytest.mark.parametrize("change", BACK, ids=str)

zones = st.sampled_from([ZoneInfo(name) for name in ZONES])
moments = st.datetimes(datetime(2024, 1, 1), datetime(2030, 12, 1), timezones=st.just(UTC))  # noqa: DTZ001 - made aware
near_a_change = st.builds(
    lambda change, minutes: (change.zone, change.at + timedelta(minutes=minutes)),
    st.sampled_from(CHANGES),
    st.integers(-3 * 24 * 60, 3 * 24 * 60),
)


def wall(moment: datetime) -> datetime:
    return moment.replace(tzinfo=None)


def test_the_zones_change_as_often_as_they_should() -> None:
    times = {name: sum(change.zone.key == name for change in CHANGES) for name in ZONES}
    assert times == {
        "America/Edmonton": 14,
        "Europe/Berlin": 14,
        "Australia/Sydney": 14,
        "Asia/Kathmandu": 0,
        "Pacific/Apia": 0,
    }


# --- settle ----------------------------------------------------------------------------------------------------------


@each_forward
@pytest.mark.parametrize("minutes", [0, 1, 30, 59])
def test_an_hour_that_the_clocks_skip_is_moved_forward_by_what_they_skip(change: Change, minutes: int) -> None:
    skipped = change.wall + timedelta(minutes=minutes)
    settled = settle(skipped.date(), skipped.time(), change.zone)
    assert wall(settled) == skipped + change.by
    assert settled.astimezone(UTC) == change.at + timedelta(minutes=minutes)


@each_back
@pytest.mark.parametrize("minutes", [1, 30, 60])
def test_an_hour_that_comes_twice_is_the_first(change: Change, minutes: int) -> None:
    repeated = change.wall - timedelta(minutes=minutes)
    settled = settle(repeated.date(), repeated.time(), change.zone)
    assert wall(settled) == repeated
    assert settled.astimezone(UTC) == change.at - timedelta(minutes=minutes)


@each_back
def test_a_clock_time_that_says_it_is_the_second_is_still_settled_as_the_first(change: Change) -> None:
    repeated = change.wall - timedelta(minutes=30)
    first = settle(repeated.date(), repeated.time(), change.zone)
    assert settle(repeated.date(), repeated.time().replace(fold=1), change.zone).astimezone(UTC) == first.astimezone(
        UTC
    )


@given(st.dates(date(2024, 1, 1), date(2030, 12, 31)), st.times(), zones)
def test_every_wall_clock_time_settles_on_its_own_date_and_is_there_unless_skipped(
    day: date, clock: time, zone: ZoneInfo
) -> None:
    settled = settle(day, clock, zone)
    assert settled.date() == day
    skipped = any(c.zone == zone and c.forward and c.wall.date() == day for c in CHANGES)
    assert settled.time() == clock or skipped


@given(st.dates(date(2024, 1, 1), date(2030, 12, 31)), zones)
def test_no_time_of_a_day_settles_before_its_midnight_or_after_the_next(day: date, zone: ZoneInfo) -> None:
    opens, closes = (settle(day + timedelta(days=n), time(), zone).astimezone(UTC) for n in (0, 1))
    for half in range(1, 48):
        assert opens < settle(day, time(half // 2, half % 2 * 30), zone).astimezone(UTC) < closes


def test_a_wall_clock_time_with_a_zone_of_its_own_is_refused() -> None:
    with pytest.raises(ValueError, match="no zone of its own"):
        settle(date(2027, 3, 9), time(10, tzinfo=UTC), EDMONTON)


# --- Elapsed ---------------------------------------------------------------------------------------------------------


@given(near_a_change, st.integers(0, 10_000))
def test_elapsed_time_is_exactly_elapsed_time(place: tuple[ZoneInfo, datetime], minutes: int) -> None:
    zone, start = place
    end = Elapsed(timedelta(minutes=minutes)).after(start, zone)
    assert end.astimezone(UTC) - start == timedelta(minutes=minutes)
    assert Elapsed(timedelta(minutes=minutes)).before(end, zone).astimezone(UTC) == start


@each_change
def test_four_hours_across_a_change_are_four_hours_and_look_like_five_or_three(change: Change) -> None:
    start = (change.at - 2 * timedelta(hours=1)).astimezone(change.zone)
    end = Elapsed(timedelta(hours=4)).after(start, change.zone)
    assert end.astimezone(UTC) - start.astimezone(UTC) == timedelta(hours=4)
    assert wall(end) - wall(start) == timedelta(hours=4) + change.by


# --- CalendarDays ----------------------------------------------------------------------------------------------------


@given(near_a_change, st.integers(-400, 400))
def test_calendar_days_keep_the_wall_clock_unless_it_is_skipped(place: tuple[ZoneInfo, datetime], days: int) -> None:
    zone, start = place
    here = start.astimezone(zone)
    end = CalendarDays(days).after(start, zone)
    assert end.date() == here.date() + timedelta(days=days)
    skipped = [
        c for c in FORWARD if c.zone == zone and c.wall <= datetime.combine(end.date(), here.time()) < c.wall + c.by
    ]
    assert end.time() == here.time().replace(fold=0) or skipped


@each_forward
def test_a_day_before_the_clocks_go_forward_is_23_hours(change: Change) -> None:
    noon_before = settle(change.wall.date() - timedelta(days=1), time(12), change.zone)
    noon = CalendarDays(1).after(noon_before, change.zone)
    assert noon.time() == time(12)
    assert noon.astimezone(UTC) - noon_before.astimezone(UTC) == timedelta(hours=24) - change.by


@each_back
def test_a_day_before_the_clocks_go_back_is_25_hours(change: Change) -> None:
    noon_before = settle(change.wall.date() - timedelta(days=1), time(12), change.zone)
    assert CalendarDays(1).after(noon_before, change.zone).astimezone(UTC) - noon_before.astimezone(UTC) == (
        timedelta(hours=24) - change.by
    )


@given(near_a_change, st.integers(0, 60))
def test_before_is_after_turned_round(place: tuple[ZoneInfo, datetime], days: int) -> None:
    zone, start = place
    assert CalendarDays(days).before(start, zone) == CalendarDays(-days).after(start, zone)


def test_a_date_is_counted_as_people_on_the_spot_call_it() -> None:
    late = datetime(2027, 3, 10, 4, tzinfo=UTC)  # the evening of the 9th in Edmonton
    assert CalendarDays(7).day_after(late, EDMONTON) == date(2027, 3, 16)


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        ("2027-01-31T09:00-07:00", 28, "2027-02-28"),
        ("2028-02-29T09:00-07:00", 28, "2028-03-28"),
        ("2028-02-01T09:00-07:00", 28, "2028-02-29"),
        ("2027-12-20T09:00-07:00", 28, "2028-01-17"),
    ],
)
def test_four_weeks_are_28_dates_over_month_ends_and_leap_days(start: str, days: int, end: str) -> None:
    assert CalendarDays(days).day_after(datetime.fromisoformat(start), EDMONTON) == date.fromisoformat(end)


# --- Nights ----------------------------------------------------------------------------------------------------------


def test_five_nights_before_the_clocks_go_forward_end_on_the_fifth_morning_and_not_after_120_hours() -> None:
    bandaged = datetime(2027, 3, 9, 10, 20, tzinfo=EDMONTON)
    morning = Nights(5).morning_after(bandaged, MORNING, EDMONTON)
    assert morning.isoformat() == "2027-03-14T07:00:00-06:00"
    assert Elapsed(timedelta(hours=120)).after(bandaged, EDMONTON).isoformat() == "2027-03-14T11:20:00-06:00"
    assert CalendarDays(5).after(bandaged, EDMONTON).isoformat() == "2027-03-14T10:20:00-06:00"


@given(near_a_change, st.integers(1, 30), st.integers(4, 11))
def test_nights_end_on_the_right_mornings_date(place: tuple[ZoneInfo, datetime], nights: int, hour: int) -> None:
    zone, start = place
    morning = Nights(nights).morning_after(start, time(hour), zone)
    assert morning.date() == start.astimezone(zone).date() + timedelta(days=nights)
    assert morning.time() == time(hour)


@pytest.mark.parametrize("clock", ["00:01", "10:20", "23:59"])
def test_the_night_after_the_own_date_is_the_first_however_late_it_is(clock: str) -> None:
    start = settle(date(2027, 3, 9), time.fromisoformat(clock), EDMONTON)
    assert Nights(1).morning_after(start, MORNING, EDMONTON).date() == date(2027, 3, 10)


@given(moments, zones)
def test_no_days_are_the_moment_itself_also_in_the_second_of_two_equal_hours(moment: datetime, zone: ZoneInfo) -> None:
    assert CalendarDays(0).after(moment, zone).astimezone(UTC) == moment
    assert CalendarDays(0).before(moment, zone).astimezone(UTC) == moment


@each_back
def test_no_days_after_a_repeated_hour_are_no_hour_earlier(change: Change) -> None:
    again = (change.at + timedelta(minutes=1)).astimezone(change.zone)
    assert CalendarDays(0).after(again, change.zone).astimezone(UTC) == change.at + timedelta(minutes=1)


# --- a moment without its zone ---------------------------------------------------------------------------------------

NAIVE = datetime(2027, 3, 9, 10)  # noqa: DTZ001 - it is what must be refused
DOORS: dict[str, Callable[[], object]] = {
    "aware": lambda: aware(NAIVE),
    "elapsed after": lambda: Elapsed(timedelta(hours=4)).after(NAIVE, EDMONTON),
    "elapsed before": lambda: Elapsed(timedelta(hours=4)).before(NAIVE, EDMONTON),
    "days after": lambda: CalendarDays(1).after(NAIVE, EDMONTON),
    "days before": lambda: CalendarDays(1).before(NAIVE, EDMONTON),
    "date after": lambda: CalendarDays(1).day_after(NAIVE, EDMONTON),
    "nights": lambda: Nights(5).morning_after(NAIVE, MORNING, EDMONTON),
}


@pytest.mark.parametrize("door", DOORS)
def test_a_naive_moment_is_refused_at_every_door(door: str) -> None:
    with pytest.raises(NaiveMoment, match="2027-03-09T10:00:00 has no time zone"):
        DOORS[door]()


@given(moments, zones)
def test_an_aware_moment_is_let_through_as_it_is(moment: datetime, zone: ZoneInfo) -> None:
    assert aware(moment.astimezone(zone)) is not None
    assert aware(moment) is moment
