"""No message leaves while the patient may be asleep, wherever they are, and on the nights when clocks change."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saphena.clinic.messages.quiet import end_of_quiet

EDMONTON = ZoneInfo("America/Edmonton")
NIGHT = time(21), time(8)


def at(text: str, zone: ZoneInfo = EDMONTON) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


@pytest.mark.parametrize(
    ("now", "end"),
    [
        ("2027-03-09T20:59", None),
        ("2027-03-09T21:00", "2027-03-10T08:00"),
        ("2027-03-10T00:30", "2027-03-10T08:00"),
        ("2027-03-10T07:59", "2027-03-10T08:00"),
        ("2027-03-10T08:00", None),
        ("2027-03-13T23:00", "2027-03-14T08:00"),  # the clocks go forward in this night
        ("2027-11-07T01:30", "2027-11-07T08:00"),  # and back in this
    ],
)
def test_the_night_ends_in_the_morning(now: str, end: str | None) -> None:
    assert end_of_quiet(at(now), EDMONTON, *NIGHT) == (at(end) if end else None)


def test_quiet_hours_may_lie_within_one_day() -> None:
    assert end_of_quiet(at("2027-03-09T13:00"), EDMONTON, time(12), time(14)) == at("2027-03-09T14:00")
    assert end_of_quiet(at("2027-03-09T14:00"), EDMONTON, time(12), time(14)) is None


def test_a_clinic_may_have_none() -> None:
    assert end_of_quiet(at("2027-03-09T03:00"), EDMONTON, time(0), time(0)) is None


def test_it_is_the_patients_clock_that_counts() -> None:
    now = at("2027-03-09T20:00")
    assert end_of_quiet(now, EDMONTON, *NIGHT) is None
    assert end_of_quiet(now, ZoneInfo("America/Halifax"), *NIGHT) is not None


clocks = st.times().map(lambda t: t.replace(second=0, microsecond=0))


@given(
    st.integers(0, 7 * 365 * 24 * 60).map(
        lambda minutes: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    ),
    st.sampled_from(["America/Edmonton", "Europe/Berlin", "Australia/Sydney", "Asia/Kathmandu", "Pacific/Apia"]),
    clocks,
    clocks,
)
def test_when_the_quiet_is_over_it_is_over(now: datetime, name: str, begins: time, ends: time) -> None:
    zone = ZoneInfo(name)
    end = end_of_quiet(now, zone, begins, ends)
    if end is not None:
        assert now < end <= now + timedelta(hours=25)
        assert end_of_quiet(end, zone, begins, ends) is None
