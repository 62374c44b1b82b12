"""The clock changes that a calendar file carries are those of the zone, each at the instant at which it happens."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from dateutil.tz import tzical

from saphena.clinic.papers.ical.zones import changes, timezone

ZONES = [
    "America/Edmonton",
    "Europe/Berlin",
    "Australia/Sydney",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "Pacific/Apia",
]


@pytest.mark.parametrize("name", ZONES)
def test_another_reader_of_time_zones_shows_the_same_clock_at_every_hour(name: str) -> None:
    """python-dateutil works the offsets out from the component alone."""
    zone = ZoneInfo(name)
    read = tzical(StringIO(timezone(zone, 2026, 2028).to_ical().decode())).get(name)
    assert read
    at = datetime(2026, 1, 1, tzinfo=UTC)
    while at < datetime(2029, 1, 1, tzinfo=UTC):
        wall = at.astimezone(zone)
        if wall.fold == 0:  # the second of an hour that comes twice is said in UTC
            assert wall.replace(tzinfo=read).utcoffset() == wall.utcoffset(), wall
        at += timedelta(minutes=30)


def test_the_clocks_of_edmonton_change_at_two_by_the_old_clocks() -> None:
    component = timezone(ZoneInfo("America/Edmonton"), 2027, 2027).to_ical().decode()
    assert "DTSTART:20270314T020000" in component
    assert "DTSTART:20271107T020000" in component


def test_every_change_is_found_to_the_second() -> None:
    start, end = datetime(2027, 1, 1, tzinfo=UTC), datetime(2028, 1, 1, tzinfo=UTC)
    assert list(changes(ZoneInfo("America/Edmonton"), start, end)) == [
        datetime(2027, 3, 14, 9, tzinfo=UTC),
        datetime(2027, 11, 7, 8, tzinfo=UTC),
    ]
    assert list(changes(ZoneInfo("Asia/Kathmandu"), start, end)) == []
