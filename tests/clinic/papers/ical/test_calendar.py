"""A plan as a calendar file: two parsers agree on it, across the clock changes and in zones that have none."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from saphena.clinic.papers.ical.calendar import no_longer, uid
from saphena.clinic.papers.letterhead import Letterhead
from saphena.pathway.protocol import library
from saphena.pathway.protocol.drawing import Drawer
from saphena.pathway.protocol.reading import read_text
from tests.clinic.papers.calendars import (
    STAMP,
    by_icalendar,
    by_vobject,
    calendar_in,
    events_in,
    patients,
    plan,
    written,
)

BEFORE_SUMMER_TIME = plan(procedure="2027-03-09T10:00")
PLANS = {
    "the clocks go forward": BEFORE_SUMMER_TIME,
    "the clocks go back": plan(procedure="2027-11-05T10:00"),
    "no clock changes": plan("America/Regina", procedure="2027-03-09T10:00"),
    "an odd offset": plan("Asia/Kathmandu", procedure="2027-03-09T10:00"),
    "the south": plan("Australia/Sydney", procedure="2027-04-01T10:00"),
    "Greenwich": plan("UTC", procedure="2027-03-09T10:00"),
    "years ahead": plan(procedure="2044-03-10T10:00"),
    "a new year": plan(procedure="2027-12-30T10:00"),
}


@pytest.mark.parametrize("name", PLANS)
def test_two_parsers_read_the_same_and_it_is_the_plan(name: str) -> None:
    drawn = PLANS[name]
    file = written(drawn)
    read = by_icalendar(file)
    assert read == by_vobject(file)
    for line in drawn.lines(patients(drawn)):
        event = read[uid(line, "k7")]
        if line.all_day:
            assert event.start == line.start.date()
            assert event.end is not None
            assert line.end is None or event.end >= line.end.date()
        else:
            assert event.start == line.begin.at
            assert event.end in (line.finish.at if line.finish else None, None)
    assert len(read) == len(drawn.lines(patients(drawn)))


def test_the_bandage_comes_off_on_the_fifth_morning_by_the_new_clocks() -> None:
    bandage = by_vobject(written(BEFORE_SUMMER_TIME))["leaflet.bandage.0.k7@saphena"]
    assert bandage.start == datetime(2027, 3, 9, 17, 20, tzinfo=UTC)
    assert bandage.end == datetime(2027, 3, 14, 13, 0, tzinfo=UTC)


def test_whole_days_are_dates_and_their_end_is_the_day_after() -> None:
    events = by_icalendar(written(BEFORE_SUMMER_TIME))
    trips = events["leaflet.no-long-trips.0.k7@saphena"]
    assert (trips.start, trips.end) == (date(2027, 3, 9), date(2027, 4, 6))
    breakfast = events["leaflet.breakfast.0.k7@saphena"]
    assert (breakfast.start, breakfast.end) == (date(2027, 3, 9), date(2027, 3, 10))
    exercise = events["leaflet.daily-exercise.1.k7@saphena"]
    assert (exercise.start, exercise.end) == (date(2027, 3, 10), date(2027, 3, 11))


def test_a_deadline_is_a_moment() -> None:
    notice = by_icalendar(written(BEFORE_SUMMER_TIME))["leaflet.notice-for-a-change.0.k7@saphena"]
    assert (notice.start, notice.end) == (datetime(2027, 3, 7, 17, 0, tzinfo=UTC), None)


@pytest.mark.parametrize("file", [written(drawn) for drawn in PLANS.values()], ids=list(PLANS))
def test_the_file_is_as_the_standard_wants_it(file: bytes) -> None:
    assert b"\n" not in file.replace(b"\r\n", b"")
    assert max(map(len, file.split(b"\r\n"))) <= 75
    text = file.decode().replace("\r\n ", "")
    named = set(re.findall(r"^(?:DTSTART|DTEND);TZID=([^:]+):", text, re.MULTILINE))
    assert named == set(re.findall(r"^TZID:(.+?)\r?$", text, re.MULTILINE))
    for event in events_in(file):
        assert {"UID", "DTSTAMP", "DTSTART", "SUMMARY", "SEQUENCE", "STATUS", "LAST-MODIFIED", "TRANSP"} <= event.keys()


def test_summaries_are_one_sentence_and_descriptions_say_why() -> None:
    (event,) = [event for event in events_in(written(BEFORE_SUMMER_TIME)) if ".bandage." in event["uid"]]
    assert event["summary"] == "Leave the bandage on, day and night, until Sunday 14 March, in the morning"
    assert "It is planned for 5 nights." in event["description"]
    assert "Rule bandage, leaflet B11. Source: LEAFLET body" in event["description"]
    assert "leaflet 2026.11" in event["description"]


def test_only_what_the_patient_does_and_nothing_of_the_staffs() -> None:
    assert not {"examine-standing", "test-first"} & {
        name.split(".")[1] for name in by_icalendar(written(BEFORE_SUMMER_TIME))
    }


def test_it_rings_for_what_is_easily_forgotten() -> None:
    events = by_vobject(written(BEFORE_SUMMER_TIME))

    def rings(rule: str, number: int = 0) -> list[tuple[timedelta, bool]]:
        return list(events[f"leaflet.{rule}.{number}.k7@saphena"].rings)

    at_once = timedelta()
    assert rings("legs-up") == rings("hourly-walk", 2) == rings("first-exercise") == [(at_once, False)]
    assert rings("bandage") == [(at_once, True)]
    assert rings("notice-for-a-change") == [(timedelta(days=-1), False)]
    assert rings("buy-the-stocking") == [(timedelta(hours=9), False)]
    assert rings("bring-shorts") == [(timedelta(hours=-4), False)]
    assert rings("no-long-trips") == rings("emergency-signs") == rings("daily-exercise", 3) == []


def test_hours_that_are_taken_are_busy_and_the_rest_is_free() -> None:
    busy = {
        str(event["uid"]).split(".")[1]
        for event in events_in(written(BEFORE_SUMMER_TIME))
        if event["transp"] == "OPAQUE"
    }
    assert {"hour-at-the-clinic", "legs-up", "hourly-walk"} <= busy
    assert not {"bandage", "no-long-trips", "emergency-signs", "stocking-off-in-bed"} & busy


def test_a_plan_drawn_again_keeps_its_names_and_says_that_it_is_newer() -> None:
    moved = plan(procedure="2027-03-11T14:00")
    before, after = by_icalendar(written(BEFORE_SUMMER_TIME)), by_icalendar(written(moved))
    assert before.keys() == after.keys()
    assert before["leaflet.bandage.0.k7@saphena"] != after["leaflet.bandage.0.k7@saphena"]
    later = STAMP + timedelta(hours=1)
    (event, *_) = events_in(written(moved, sequence=3, changed=later))
    assert (event["sequence"], event["last-modified"].dt, event["dtstamp"].dt) == (3, later, STAMP)


def test_what_the_second_drawing_has_no_more_is_cancelled() -> None:
    short = plan(procedure="2027-03-09T10:00", review="2027-03-12T09:00")
    gone = [line for line in no_longer(BEFORE_SUMMER_TIME, short) if line.item in patients(BEFORE_SUMMER_TIME)]
    file = written(short, cancelled=gone, sequence=1)
    cancelled = {str(e["uid"]) for e in events_in(file) if e["status"] == "CANCELLED"}
    days = {f"leaflet.daily-exercise.{number}.k7@saphena" for number in range(3, 28)}
    assert cancelled == {*days, "leaflet.swimming-again.0.k7@saphena"}
    assert len(by_vobject(file)) == len(by_vobject(written(BEFORE_SUMMER_TIME)))
    assert by_vobject(file)["leaflet.daily-exercise.5.k7@saphena"].rings == ()


def test_two_patients_do_not_overwrite_each_other() -> None:
    assert (
        not by_icalendar(written(BEFORE_SUMMER_TIME, key="a")).keys()
        & by_icalendar(written(BEFORE_SUMMER_TIME, key="b")).keys()
    )


def test_the_second_of_an_hour_that_comes_twice_is_not_the_first() -> None:
    text = library.shipped()["leaflet"].read_text(encoding="utf-8")
    night = Drawer(read_text(text.replace('not_after = "bedtime on the day of home"\n', ""))).draw(
        {"injected": datetime(2027, 11, 7, 5, 0, tzinfo=UTC), "home": datetime(2027, 11, 7, 6, 30, tzinfo=UTC)}
    )
    file = written(night)
    assert by_icalendar(file) == by_vobject(file)
    walks = [by_vobject(file)[f"leaflet.hourly-walk.{number}.k7@saphena"].start for number in (1, 2, 3)]
    assert walks == [datetime(2027, 11, 7, hour, 30, tzinfo=UTC) for hour in (7, 8, 9)]


def test_the_clinic_and_its_number_are_there_to_be_called() -> None:
    file = written(BEFORE_SUMMER_TIME, clinic=Letterhead("Maple Vein Clinic", "403 555 0142"), language="fr")
    calendar = calendar_in(file)
    assert calendar["x-wr-calname"].endswith("Maple Vein Clinic")
    assert "Aucun médecin" in calendar["description"]
    assert "403 555 0142" in events_in(file)[0]["description"]


MOMENTS = st.integers(0, 5 * 365 * 24 * 12).map(
    lambda steps: datetime(2025, 1, 1, tzinfo=UTC) + steps * timedelta(minutes=5)
)


@settings(max_examples=25)
@given(
    MOMENTS,
    st.sampled_from(["America/Edmonton", "Europe/Berlin", "Australia/Sydney", "Asia/Kathmandu", "Pacific/Apia"]),
)
def test_two_parsers_agree_whenever_and_wherever(procedure: datetime, zone: str) -> None:
    drawn = Drawer(library.load("leaflet")).draw({"procedure": procedure}, zone=zone)
    file = written(drawn)
    assert by_icalendar(file) == by_vobject(file)
    starts = {line.begin.at for line in drawn.lines(patients(drawn)) if not line.all_day}
    assert {event.start for event in by_vobject(file).values() if isinstance(event.start, datetime)} == starts
