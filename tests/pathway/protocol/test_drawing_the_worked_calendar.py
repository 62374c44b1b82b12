"""The leaflet's calendar worked out by hand (clinical.md 9.4), to the minute."""

from __future__ import annotations

import pytest

from saphena.pathway.protocol.rules import Level
from tests.pathway.protocol.drawn import drawn, wall, walls, window

PLAN = drawn()

WINDOWS = {
    "no-aspirin": ("2027-03-02 00:00", "2027-03-09 10:00"),
    "old-hose-off": ("2027-03-07 00:00", "2027-03-09 10:00"),
    "notice-for-a-change": ("2027-03-07 10:00", "2027-03-07 10:00"),
    "supervised-walk": ("2027-03-09 11:00", "2027-03-09 11:10"),
    "walk-on-leaving": ("2027-03-09 11:10", "2027-03-09 11:25"),
    "go-straight-home": ("2027-03-09 11:10", "2027-03-09 11:50"),
    "legs-up": ("2027-03-09 11:50", "2027-03-09 15:50"),
    "first-exercise": ("2027-03-09 15:50", "2027-03-09 16:20"),
    "bandage": ("2027-03-09 10:20", "2027-03-14 07:00"),
    "keep-bandage-dry": ("2027-03-09 10:20", "2027-03-14 07:00"),
    "no-long-trips": ("2027-03-09 10:20", "2027-04-06 00:00"),
    "first-scan": ("2027-03-16 08:00", "2027-03-19 17:00"),
    "result-scan": ("2027-05-04 08:00", "2027-06-01 17:00"),
}


@pytest.mark.parametrize("rule", WINDOWS)
def test_the_rule_has_the_window_worked_out_by_hand(rule: str) -> None:
    assert window(PLAN.item(rule)) == WINDOWS[rule]


def test_the_walks_are_one_two_and_three_hours_into_the_four() -> None:
    assert walls(PLAN.item("hourly-walk")) == ["03-09 12:50", "03-09 13:50", "03-09 14:50"]


def test_a_drive_of_forty_minutes_is_warned_about() -> None:
    reading = PLAN.item("driving-home").reading
    assert reading is not None
    assert (reading.value, reading.level) == (40, Level.WARN)


def test_the_bandage_is_on_for_five_nights() -> None:
    nights = walls(PLAN.item("stocking-off-in-bed"))
    assert nights == ["03-09 22:00", "03-10 22:00", "03-11 22:00", "03-12 22:00", "03-13 22:00"]


def test_the_fifth_morning_is_on_summer_time_and_not_120_hours_away() -> None:
    end = PLAN.item("bandage").end
    assert end is not None
    assert end.isoformat() == "2027-03-14T07:00:00-06:00"


def test_the_change_deadline_is_48_hours_by_the_clock_and_falls_on_a_sunday() -> None:
    deadline = PLAN.item("notice-for-a-change").start
    assert (wall(deadline), deadline.strftime("%A")) == ("2027-03-07 10:00", "Sunday")


def test_travel_is_restricted_to_5_april_and_free_from_6_april() -> None:
    said = PLAN.item("no-long-trips").text("en")
    assert "until Monday 5 April" in said
    assert "From Tuesday 6 April you are free" in said


def test_the_next_session_is_no_sooner_than_a_product_allows() -> None:
    assert wall(PLAN.item("second-injection").start) == "2027-03-16 00:00"  # Asclera: 1 to 2 weeks
    assert wall(drawn(protocol="varithena_14d").item("next-session").start) == "2027-03-14 00:00"  # Varithena: 5 days


def test_the_daily_exercise_begins_the_day_after_and_ends_although_no_visit_is_booked() -> None:
    days = walls(PLAN.item("daily-exercise"))
    assert (days[0], days[-1], len(days)) == ("03-10 00:00", "04-05 00:00", 27)


def test_nothing_but_the_optional_visits_is_waited_for() -> None:
    assert {waiting.event for waiting in PLAN.waiting} == {"test", "second"}
