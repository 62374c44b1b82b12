"""A lot lasts until the last minute of its day, on the clocks of the clinic."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from saphena.pathway.stock import days_left, has_expired

ZONES = st.sampled_from([ZoneInfo(name) for name in ("America/Edmonton", "Pacific/Auckland", "America/St_Johns")])
BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
MINUTES = st.integers(0, 3 * 365 * 24 * 60).map(lambda minute: BEGIN + timedelta(minutes=minute))


def test_the_last_minute_counts_and_midnight_does_not() -> None:
    edmonton = ZoneInfo("America/Edmonton")
    assert not has_expired(date(2027, 3, 31), datetime(2027, 3, 31, 23, 59, 59, tzinfo=edmonton), edmonton)
    assert has_expired(date(2027, 3, 31), datetime(2027, 4, 1, tzinfo=edmonton), edmonton)


def test_in_another_zone_the_day_is_over_earlier() -> None:
    evening = datetime(2027, 3, 31, 20, tzinfo=ZoneInfo("America/Edmonton"))
    assert has_expired(date(2027, 3, 31), evening, ZoneInfo("Pacific/Auckland"))


@given(at=MINUTES, zone=ZONES, days=st.integers(-400, 400))
def test_a_lot_is_over_exactly_from_the_midnight_after_its_day(at: datetime, zone: ZoneInfo, days: int) -> None:
    here = at.astimezone(zone).date()
    assert has_expired(here + timedelta(days=days), at, zone) == (days < 0)
    assert days_left(here + timedelta(days=days), at, zone) == days
