"""Other dates: month ends, leap days, clocks that change on the day itself, patients elsewhere, another year."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from saphena.pathway.protocol.drawing import Drawer
from saphena.pathway.protocol.library import shipped
from saphena.pathway.protocol.reading import read_text
from tests.pathway.protocol.drawn import at, drawn, minutes, wall, walls, window

if TYPE_CHECKING:
    from saphena.pathway.protocol.plan import Plan


@pytest.mark.parametrize(
    ("procedure", "bandage_off", "free_to_travel"),
    [
        ("2027-01-31T10:00", "2027-02-05 07:00", "2027-02-28 00:00"),
        ("2028-02-29T10:00", "2028-03-05 07:00", "2028-03-28 00:00"),
        ("2028-02-26T10:00", "2028-03-02 07:00", "2028-03-25 00:00"),
        ("2027-02-26T10:00", "2027-03-03 07:00", "2027-03-26 00:00"),
        ("2027-12-29T10:00", "2028-01-03 07:00", "2028-01-26 00:00"),
        ("2027-11-02T10:00", "2027-11-07 07:00", "2027-11-30 00:00"),
    ],
)
def test_days_are_counted_over_month_ends_leap_days_and_new_year(
    procedure: str, bandage_off: str, free_to_travel: str
) -> None:
    plan = drawn({"procedure": procedure})
    assert window(plan.item("bandage"))[1] == bandage_off
    assert window(plan.item("no-long-trips"))[1] == free_to_travel


def up_all_night(events: dict[str, str]) -> Plan:
    """By the leaflet, for people who do not go to bed: otherwise nobody has the legs up when clocks change."""
    text = shipped()["leaflet"].read_text(encoding="utf-8").replace('not_after = "bedtime on the day of home"\n', "")
    return Drawer(read_text(text)).draw({name: at(when) for name, when in events.items()})


def test_four_hours_with_the_legs_up_on_the_night_that_the_clocks_go_back_are_four_hours() -> None:
    plan = up_all_night({"procedure": "2027-11-06T20:00", "home": "2027-11-07T00:30"})
    legs_up = plan.item("legs-up")
    assert minutes(legs_up) == 240
    assert window(legs_up) == ("2027-11-07 00:30", "2027-11-07 03:30")
    assert [line.start.isoformat() for line in plan.item("hourly-walk").lines()] == [
        "2027-11-07T01:30:00-06:00",
        "2027-11-07T01:30:00-07:00",
        "2027-11-07T02:30:00-07:00",
    ]


def test_four_hours_across_clocks_that_go_forward_end_five_hours_later_on_the_wall() -> None:
    plan = up_all_night({"procedure": "2027-03-13T20:00", "home": "2027-03-14T00:30"})
    assert window(plan.item("legs-up")) == ("2027-03-14 00:30", "2027-03-14 05:30")
    assert minutes(plan.item("legs-up")) == 240
    assert walls(plan.item("hourly-walk")) == ["03-14 01:30", "03-14 03:30", "03-14 04:30"]


def test_48_hours_notice_are_48_hours_across_clocks_that_go_back() -> None:
    plan = drawn({"procedure": "2027-11-08T10:00"})
    assert wall(plan.item("notice-for-a-change").start) == "2027-11-06 11:00"


def test_nights_and_days_are_not_moved_by_clocks_that_go_back() -> None:
    plan = drawn({"procedure": "2027-11-05T10:00"})
    assert window(plan.item("bandage"))[1] == "2027-11-10 07:00"
    assert walls(plan.item("stocking-off-in-bed")) == [f"11-0{day} 22:00" for day in range(5, 10)]
    assert [line.start.hour for line in plan.item("daily-exercise").lines()] == [0] * 27


def test_ice_four_times_a_day_keeps_its_clock_times_on_both_weekends() -> None:
    for procedure, first in (("2027-03-12T10:00", "2027-03-13T06:00"), ("2027-11-05T10:00", "2027-11-06T06:00")):
        plan = drawn({"procedure": procedure}, seen={"tender_lump": first})
        times = {f"{line.start:%H:%M}" for line in plan.item("ice-on-a-lump").lines()}
        assert times == {"07:00", "12:00", "17:00", "22:00"}
        assert len(walls(plan.item("ice-on-a-lump"))) == 14 * 4


def test_a_patient_elsewhere_is_told_the_time_on_their_own_clocks() -> None:
    here, there = drawn(), drawn(zone="America/Los_Angeles")
    assert wall(there.item("legs-up").start) == "2027-03-09 10:50"
    assert here.item("legs-up").begin.at == there.item("legs-up").begin.at
    assert wall(there.item("bandage").end) == "2027-03-14 07:00"  # their own fifth morning


def test_a_patient_whose_clocks_do_not_change_keeps_five_mornings_too() -> None:
    plan = drawn(zone="America/Regina")
    end = plan.item("bandage").end
    assert end is not None
    assert end.isoformat() == "2027-03-14T07:00:00-06:00"


def test_a_patient_beyond_midnight_counts_from_their_own_date() -> None:
    plan = drawn({"procedure": "2027-03-09T23:50+00:00"}, zone="Asia/Kathmandu")  # the 10th there
    assert wall(plan.item("no-aspirin").start) == "2027-03-03 00:00"


def test_an_event_may_be_said_on_any_clock() -> None:
    same = drawn({"procedure": "2027-03-09T18:00+01:00"})
    assert [line.begin for line in same.lines()] == [
        line.begin for line in drawn({"procedure": "2027-03-09T10:00"}).lines()
    ]


def test_the_year_is_said_only_where_it_is_another() -> None:
    plan = drawn({"procedure": "2027-12-29T10:00"})
    assert "Monday 3 January 2028, in the morning" in plan.item("bandage").text("en")
    assert "lundi 3 janvier 2028, le matin" in plan.item("bandage").text("fr")
    assert plan.item("bring-shorts").text("en") == "Bring shorts to wear during the procedure."
    assert "Eat a good breakfast on Wednesday 29 December." in plan.item("breakfast").text("en")


def test_the_first_of_a_month_is_said_as_the_french_say_it() -> None:
    plan = drawn({"procedure": "2027-03-04T10:00"})
    assert "jusqu’au mercredi 31 mars. À partir du jeudi 1er avril" in plan.item("no-long-trips").text("fr")


def test_an_evening_visit_ends_everything_at_bedtime() -> None:
    plan = drawn({"procedure": "2027-03-09T17:00"})
    assert window(plan.item("legs-up")) == ("2027-03-09 18:40", "2027-03-09 22:00")
    assert walls(plan.item("hourly-walk")) == ["03-09 19:40", "03-09 20:40", "03-09 21:40"]
    assert "first-exercise" not in [item.rule.id for item in plan.items]


def test_nothing_is_asked_of_somebody_who_comes_home_after_bedtime() -> None:
    plan = drawn({"procedure": "2027-03-09T21:00"})
    rules = [line.item.rule.id for line in plan.lines() if line.start.isoformat() >= "2027-03-09T22:30"]
    assert not {"legs-up", "hourly-walk", "first-exercise", "plan-legs-up"} & set(rules)
    assert "bandage" in [item.rule.id for item in plan.items]


def test_a_short_time_with_the_legs_up_has_no_walks_rather_than_walks_at_no_time() -> None:
    plan = drawn(settings={"elevation_hours": 1})
    assert "hourly-walk" not in [item.rule.id for item in plan.items]
