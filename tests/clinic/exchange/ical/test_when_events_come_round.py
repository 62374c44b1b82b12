"""Occurrences are on the clock of their day: both clock changes, zones that a file defines, any rule there is."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from saphena.clinic.exchange.ical.clocks import Clocks
from saphena.clinic.exchange.ical.cutting import Unread, cut
from saphena.clinic.exchange.ical.reading import read
from saphena.clinic.exchange.ical.repeating import Occurrence, Window, occurrences
from saphena.pathway.clock import settle

EDMONTON, BERLIN = ZoneInfo("America/Edmonton"), ZoneInfo("Europe/Berlin")
OWN_ZONE = """BEGIN:VTIMEZONE
TZID:Customized Time Zone
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE
"""


def read_of(*lines: str, zones: str = "", first: date = date(2027, 3, 1), days: int = 366) -> list[Occurrence] | Unread:
    events = "\n".join(lines)
    text = f"BEGIN:VCALENDAR\n{zones}BEGIN:VEVENT\nUID:1\n{events}\nEND:VEVENT\nEND:VCALENDAR\n"
    whole = cut(text)
    clocks = Clocks(whole.zones, EDMONTON)
    entries = []
    for event in whole.events:
        entry = read(event, clocks)
        if isinstance(entry, Unread):
            return entry
        entries.append(entry)
    return occurrences(entries, Window(first, first + timedelta(days=days), EDMONTON))


def found(*lines: str, zones: str = "", first: date = date(2027, 3, 1), days: int = 366) -> list[Occurrence]:
    told = read_of(*lines, zones=zones, first=first, days=days)
    assert not isinstance(told, Unread), told
    return told


def walls(told: list[Occurrence], zone: ZoneInfo) -> list[str]:
    return [f"{each.begins.astimezone(zone):%m-%d %H:%M}" for each in told if each.begins]


CHANGES = [("20270313", EDMONTON), ("20271106", EDMONTON), ("20270327", BERLIN), ("20271030", BERLIN)]
NAMES = ["W. Europe Standard Time", "/freeassociation.sourceforge.net/Europe/Berlin", '"Europe/Berlin"']
RULES = ["", "FREQ=DAILY", "FREQ=DAILY;INTERVAL=3", "FREQ=WEEKLY;BYDAY=MO,FR", "FREQ=MONTHLY;BYDAY=-1SU", "FREQ=YEARLY"]


@pytest.mark.parametrize(("first", "zone"), CHANGES)
def test_half_past_eight_is_half_past_eight_on_both_sides_of_a_clock_change(first: str, zone: ZoneInfo) -> None:
    told = found(
        f"DTSTART;TZID={zone.key}:{first}T083000", f"DTEND;TZID={zone.key}:{first}T173000", "RRULE:FREQ=DAILY;COUNT=3"
    )
    assert [each[-5:] for each in walls(told, zone)] == ["08:30"] * 3
    assert {each.ends.astimezone(zone).time() for each in told if each.ends} == {time(17, 30)}


def test_an_hour_that_clocks_skip_begins_after_it_and_one_that_comes_twice_is_the_first() -> None:
    spring = found("DTSTART;TZID=America/Edmonton:20270314T023000", "DTEND;TZID=America/Edmonton:20270314T040000")
    assert walls(spring, EDMONTON) == ["03-14 03:30"]
    autumn = found("DTSTART;TZID=America/Edmonton:20271107T013000", "DURATION:PT1H")
    assert autumn[0].begins == datetime(2027, 11, 7, 7, 30, tzinfo=UTC)
    assert autumn[0].ends == datetime(2027, 11, 7, 8, 30, tzinfo=UTC)


def test_a_zone_that_the_file_defines_is_read_and_one_of_another_file_is_not_remembered() -> None:
    lines = ("DTSTART;TZID=Customized Time Zone:20270601T090000", "DURATION:PT30M")
    assert found(*lines, zones=OWN_ZONE)[0].begins == datetime(2027, 6, 1, 7, tzinfo=UTC)
    other = OWN_ZONE.replace("+0200", "+0500").replace("+0100", "+0400")
    assert found(*lines, zones=other)[0].begins == datetime(2027, 6, 1, 4, tzinfo=UTC)


@pytest.mark.parametrize("name", NAMES)
def test_zones_by_the_names_that_programs_write(name: str) -> None:
    told = found(f"DTSTART;TZID={name}:20270601T090000", "DURATION:PT30M")
    assert told[0].begins == datetime(2027, 6, 1, 7, tzinfo=UTC)


def test_a_time_without_a_zone_is_on_the_clock_of_the_site_and_an_end_elsewhere_on_its_own() -> None:
    told = found("DTSTART:20270310T090000", "DTEND;TZID=America/Toronto:20270310T120000")
    assert (told[0].begins, told[0].ends) == (
        datetime(2027, 3, 10, 16, tzinfo=UTC),
        datetime(2027, 3, 10, 17, tzinfo=UTC),
    )


def test_whole_days_end_the_day_before_their_end() -> None:
    assert [(each.first, each.last) for each in found("DTSTART;VALUE=DATE:20270315", "DTEND;VALUE=DATE:20270318")] == [
        (date(2027, 3, 15), date(2027, 3, 17))
    ]
    every = found("DTSTART;VALUE=DATE:20260704", "RRULE:FREQ=YEARLY", "EXDATE;VALUE=DATE:20280704", days=800)
    assert [each.first for each in every] == [date(2027, 7, 4)]


def test_what_began_long_ago_comes_round_today_and_what_is_over_does_not() -> None:
    told = found("DTSTART:20190107T160000Z", "DURATION:PT1H", "RRULE:FREQ=WEEKLY;INTERVAL=2", days=30)
    assert walls(told, EDMONTON) == ["03-08 09:00", "03-22 10:00"]
    assert found("DTSTART:20190107T160000Z", "DURATION:PT1H", "RRULE:FREQ=WEEKLY;UNTIL=20200101") == []
    never = found("DTSTART;VALUE=DATE:20270401", "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30")
    assert [each.first for each in never] == [date(2027, 4, 1)]


def test_one_that_was_moved_from_beyond_the_window_into_it_is_there() -> None:
    told = found(
        "DTSTART:20270301T160000Z", "DURATION:PT1H", "RRULE:FREQ=MONTHLY", "END:VEVENT", "BEGIN:VEVENT", "UID:1",
        "RECURRENCE-ID:20280601T160000Z", "DTSTART:20270310T160000Z", "DURATION:PT2H", days=20,
    )  # fmt: skip
    assert walls(told, EDMONTON) == ["03-10 09:00", "03-01 09:00"]


@pytest.mark.parametrize(
    ("lines", "field", "words"),
    [
        (["SUMMARY:x"], "DTSTART", "no beginning"),
        (["DTSTART;TZID=Middle-earth/Shire:20270310T090000"], "DTSTART", "Middle-earth/Shire"),
        (["DTSTART:20270310T090000Z", "DTEND:20270310T080000Z"], "DTEND", "ends before"),
        (["DTSTART:20270310T090000Z", "DURATION:PT"], "DURATION", "not understood"),
        (["DTSTART:20270310T090000Z", "DTEND:20270310T100000Z", "RRULE:FREQ=SECONDLY"], "RRULE", "by day, week"),
        (["DTSTART:20270310T090000Z", "DTEND:20270310T100000Z", "RRULE:FREQ=DAILY;BYDAY=XX"], "RRULE", "repeats"),
        (["DTSTART:20270310T090000Z", "DTEND:20270310T100000Z", "RRULE:nonsense"], "RRULE", "repeats"),
        (["DTSTART:99990310T090000Z"], "DTSTART", "no date"),
        (["RECURRENCE-ID;RANGE=THISANDFUTURE:20270310T090000Z", "DTSTART:20270310T090000Z"], "RECURRENCE-ID", "follow"),
    ],
)  # fmt: skip
def test_what_is_not_understood_is_said_with_its_property(lines: list[str], field: str, words: str) -> None:
    told = read_of(*lines)
    assert isinstance(told, Unread)
    assert told.field == field
    assert words in told.reason


@settings(max_examples=50)
@given(
    st.dates(date(2020, 1, 1), date(2027, 12, 31)),
    st.times().map(lambda each: each.replace(second=0, microsecond=0)),
    st.integers(1, 60 * 30),
    st.sampled_from(RULES),
    st.sampled_from([EDMONTON, BERLIN, ZoneInfo("Australia/Sydney")]),
)
def test_every_occurrence_is_in_the_window_once_and_at_its_time(
    day: date, clock: time, minutes: int, rule: str, zone: ZoneInfo
) -> None:
    lines = [f"DTSTART;TZID={zone.key}:{datetime.combine(day, clock):%Y%m%dT%H%M%S}", f"DURATION:PT{minutes}M"]
    window = Window(date(2027, 3, 1), date(2027, 3, 31), EDMONTON)
    told = found(*lines, *([f"RRULE:{rule}"] if rule else []), days=30)
    assert len({each.key for each in told}) == len(told)
    for each in told:
        assert each.begins is not None
        assert each.ends is not None
        assert each.ends - each.begins == timedelta(minutes=minutes)
        assert each.begins < window.end
        assert each.ends > window.begin
        here = each.begins.astimezone(zone)
        assert here in (settle(here.date(), clock, zone), settle(here.date() - timedelta(days=1), clock, zone))
    if rule == "FREQ=DAILY" and day < date(2027, 2, 1):
        assert len(told) >= 30
