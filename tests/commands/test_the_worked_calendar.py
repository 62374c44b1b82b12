"""The calendar that was worked out by hand for the leaflet, row by row, and other dates that have caught people out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from saphena.pathway.protocol.library import shipped

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.commands.conftest import Answer

WORKED = [
    *("--at", "procedure=2027-03-09T10:00"),
    *("--at", "injected=2027-03-09T10:20"),
    *("--at", "left=2027-03-09T11:10"),
    *("--at", "home=2027-03-09T11:50"),
]


@pytest.fixture
def worked(plan: Callable[..., Answer]) -> Answer:
    return plan(*WORKED)


def window(item: dict[str, Any]) -> tuple[str, str]:
    return item["start"], item["end"]


def test_no_aspirin_from_the_second(worked: Answer) -> None:
    item = worked.item("no-aspirin")
    assert item["start"] == "2027-03-02T00:00:00-07:00"
    assert (item["leaflet"], item["all_day"], item["strength"]) == ("PRE-5", True, "try")


def test_support_hose_may_stay_off_from_sunday_the_seventh(worked: Answer) -> None:
    assert worked.item("old-hose-off")["start"] == "2027-03-07T00:00:00-07:00"


def test_the_last_moment_to_change_the_date_is_sunday_at_ten(worked: Answer) -> None:
    assert window(worked.item("notice-for-a-change")) == ("2027-03-07T10:00:00-07:00", "2027-03-07T10:00:00-07:00")


def test_forty_minutes_of_driving_is_in_the_warning_band(worked: Answer) -> None:
    assert worked.item("driving-home")["limit"] == {
        "value": 40.0,
        "warn_above": 30.0,
        "stop_above": 45.0,
        "level": "warn",
    }


def test_legs_up_from_home_for_four_hours(worked: Answer) -> None:
    assert window(worked.item("legs-up")) == ("2027-03-09T11:50:00-07:00", "2027-03-09T15:50:00-07:00")


def test_three_walks_inside_the_four_hours(worked: Answer) -> None:
    walks = worked.items("hourly-walk")
    assert [walk["start"][11:16] for walk in walks] == ["12:50", "13:50", "14:50"]
    assert [walk["occurrence"] for walk in walks] == [1, 2, 3]
    assert {walk["leaflet"] for walk in walks} == {"POST-1d"}


def test_then_half_an_hour_of_exercise(worked: Answer) -> None:
    assert window(worked.item("first-exercise")) == ("2027-03-09T15:50:00-07:00", "2027-03-09T16:20:00-07:00")


def test_the_bandage_stays_five_nights_and_comes_off_on_the_fifth_morning(worked: Answer) -> None:
    bandage = worked.item("bandage")
    assert window(bandage) == ("2027-03-09T10:20:00-07:00", "2027-03-14T07:00:00-06:00")
    assert "Sunday 14 March, in the morning" in bandage["text"]
    nights = worked.items("stocking-off-in-bed")
    assert [(night["start"][8:10], night["end"][8:10]) for night in nights] == [
        ("09", "10"), ("10", "11"), ("11", "12"), ("12", "13"), ("13", "14"),
    ]  # fmt: skip


def test_free_to_travel_from_the_sixth_of_april(worked: Answer) -> None:
    item = worked.item("no-long-trips")
    assert item["end"] == "2027-04-06T00:00:00-06:00"
    assert "until Monday 5 April" in item["text"]
    assert "From Tuesday 6 April" in item["text"]


def test_the_scans(worked: Answer) -> None:
    first, result = worked.item("first-scan"), worked.item("result-scan")
    assert (first["start"][:10], first["end"][:10]) == ("2027-03-16", "2027-03-19")
    assert (result["start"][:10], result["end"][:10]) == ("2027-05-04", "2027-06-01")


def test_the_second_injection_not_before_the_sixteenth(worked: Answer) -> None:
    assert worked.item("second-injection")["start"][:10] == "2027-03-16"


def test_exercise_every_day_from_the_tenth(worked: Answer) -> None:
    days = [item["start"][:10] for item in worked.items("daily-exercise")]
    assert (days[0], days[-1], len(days)) == ("2027-03-10", "2027-04-05", 27)
    assert all(item["all_day"] for item in worked.items("daily-exercise"))


# --- other dates ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("procedure", "off", "free"),
    [
        ("2027-01-31T10:00", "2027-02-05T07:00:00-07:00", "2027-02-28T00:00:00-07:00"),
        ("2028-02-29T10:00", "2028-03-05T07:00:00-07:00", "2028-03-28T00:00:00-06:00"),
        ("2027-12-29T10:00", "2028-01-03T07:00:00-07:00", "2028-01-26T00:00:00-07:00"),
        ("2027-11-05T10:00", "2027-11-10T07:00:00-07:00", "2027-12-03T00:00:00-07:00"),
        ("2027-11-07T10:00", "2027-11-12T07:00:00-07:00", "2027-12-05T00:00:00-07:00"),
        ("2027-03-14T10:00", "2027-03-19T07:00:00-06:00", "2027-04-11T00:00:00-06:00"),
    ],
)
def test_the_bandage_and_the_trips_end_on_local_dates(
    plan: Callable[..., Answer], procedure: str, off: str, free: str
) -> None:
    drawn = plan("--at", f"procedure={procedure}")
    assert drawn.item("bandage")["end"] == off
    assert drawn.item("no-long-trips")["end"] == free


def test_notice_is_counted_by_the_clock_over_the_hour_that_comes_back(plan: Callable[..., Answer]) -> None:
    drawn = plan("--at", "procedure=2027-11-08T10:00")
    assert drawn.item("notice-for-a-change")["start"] == "2027-11-06T11:00:00-06:00"


def test_legs_up_are_four_hours_on_a_night_when_the_clocks_go_back(plan: Callable[..., Answer], tmp_path: Path) -> None:
    up_all_night = tmp_path / "up_all_night.toml"  # otherwise nobody has the legs up when clocks change
    text = shipped()["leaflet"].read_text(encoding="utf-8")
    up_all_night.write_text(text.replace('not_after = "bedtime on the day of home"\n', ""), encoding="utf-8")
    moments = ("--at", "injected=2027-11-06T23:00", "--at", "home=2027-11-07T00:30")
    drawn = plan(*moments, protocol=str(up_all_night))
    assert window(drawn.item("legs-up")) == ("2027-11-07T00:30:00-06:00", "2027-11-07T03:30:00-07:00")
    assert [walk["start"] for walk in drawn.items("hourly-walk")] == [
        "2027-11-07T01:30:00-06:00",
        "2027-11-07T01:30:00-07:00",
        "2027-11-07T02:30:00-07:00",
    ]


def test_a_patient_who_lives_by_other_clocks(plan: Callable[..., Answer]) -> None:
    drawn = plan("--zone", "Europe/Berlin", "--at", "procedure=2027-03-09T10:00-07:00")
    assert drawn.json["zone"] == "Europe/Berlin"
    assert drawn.json["events"]["procedure"] == {"at": "2027-03-09T18:00:00+01:00", "given": True}
    assert drawn.item("bandage")["end"] == "2027-03-14T07:00:00+01:00"


def test_a_clinic_in_another_zone(plan: Callable[..., Answer]) -> None:
    drawn = plan("--zone", "Australia/Sydney", "--at", "procedure=2027-04-01T10:00")
    assert drawn.json["events"]["procedure"]["at"] == "2027-04-01T10:00:00+11:00"
    assert drawn.item("bandage")["end"] == "2027-04-06T07:00:00+10:00"


def test_a_late_visit_ends_at_bedtime(plan: Callable[..., Answer]) -> None:
    drawn = plan("--at", "procedure=2027-03-09T18:00")
    assert window(drawn.item("legs-up")) == ("2027-03-09T19:40:00-07:00", "2027-03-09T22:00:00-07:00")
    assert [walk["start"][11:16] for walk in drawn.items("hourly-walk")] == ["20:40", "21:40"]
    assert drawn.items("first-exercise") == []


@pytest.mark.parametrize(("minutes", "level"), [(30, "ok"), (31, "warn"), (45, "warn"), (46, "stop")])
def test_a_long_drive_needs_a_driver(plan: Callable[..., Answer], minutes: int, level: str) -> None:
    drawn = plan("--at", "procedure=2027-03-09T10:00", "--fact", f"drive_minutes={minutes}")
    assert drawn.item("driving-home")["limit"]["level"] == level
    assert len(drawn.items("ride-home")) == (level == "stop")


def test_exercise_goes_on_until_the_return_visit(plan: Callable[..., Answer]) -> None:
    drawn = plan("--at", "procedure=2027-03-09T10:00", "--at", "review=2027-03-17T09:30")
    assert drawn.items("daily-exercise")[-1]["start"][:10] == "2027-03-16"
    assert drawn.json["events"]["next appointment"]["at"] == "2027-03-17T09:30:00-06:00"


def test_the_second_return_visit_is_the_second_that_is_named(plan: Callable[..., Answer]) -> None:
    twice = plan(
        "--at", "procedure=2027-03-09T10:00", "--at", "review=2027-03-17T09:30", "--at", "review=2027-05-10T09:30"
    )
    numbered = plan(
        "--at", "procedure=2027-03-09T10:00", "--at", "review.1=2027-03-17T09:30", "--at", "review.2=2027-05-10T09:30"
    )
    assert twice.json == numbered.json
    assert twice.json["events"]["review 2"] == {"at": "2027-05-10T09:30:00-06:00", "given": True}


def test_a_second_injection_starts_the_travel_break_again(plan: Callable[..., Answer]) -> None:
    drawn = plan("--at", "procedure=2027-03-09T10:00", "--at", "second=2027-03-25T10:00")
    assert drawn.item("no-long-trips")["end"][:10] == "2027-04-06"
    assert drawn.item("no-long-trips-after-second")["end"][:10] == "2027-04-22"


def test_a_bandage_that_came_off_early_moves_what_hangs_on_it(plan: Callable[..., Answer]) -> None:
    drawn = plan("--at", "procedure=2027-03-09T10:00", "--at", "unbandaged=2027-03-12T20:00")
    assert drawn.item("keep-bandage-dry")["end"] == "2027-03-12T20:00:00-07:00"
    assert drawn.item("swimming-again")["start"] == "2027-03-12T20:00:00-07:00"


def test_a_blister_ends_the_bandage_and_asks_for_a_call(plan: Callable[..., Answer]) -> None:
    drawn = plan("--at", "procedure=2027-03-09T10:00", "--seen", "blister=2027-03-11T08:00")
    bandage = drawn.item("bandage")
    assert bandage["end"] == "2027-03-11T08:00:00-07:00"
    assert "Ended early" in bandage["why"]
    assert drawn.item("call-about-the-skin")["start"] == "2027-03-11T08:00:00-07:00"


def test_a_number_of_the_clinics_own_is_seen_in_every_item_it_touches(plan: Callable[..., Answer]) -> None:
    drawn = plan("--at", "procedure=2027-03-09T10:00", "--set", "bandage_nights=3")
    assert drawn.json["settings"] == {"bandage_nights": {"value": 3, "default": 5, "unit": "nights"}}
    touched = {item["rule"] for item in drawn.json["items"] if item["changed"] == ["bandage_nights"]}
    assert {"bandage", "keep-bandage-dry", "swimming-again"} <= touched
    assert "this clinic; the protocol says 5 nights" in drawn.item("keep-bandage-dry")["why"]
    assert drawn.item("legs-up")["changed"] == []


def test_two_light_stockings_are_another_rule_at_night(plan: Callable[..., Answer]) -> None:
    drawn = plan("--at", "procedure=2027-03-09T10:00", "--fact", "two_light_stockings")
    assert drawn.items("stocking-off-in-bed") == []
    assert len(drawn.items("one-light-stocking-stays")) == 5
    assert "two light stockings" in drawn.item("which-stocking")["text"]


def test_a_prescribed_blood_thinner_is_never_advised_against(plan: Callable[..., Answer]) -> None:
    drawn = plan("--at", "procedure=2027-03-09T10:00", "--fact", "prescribed_antiplatelet=yes")
    assert drawn.items("no-aspirin") == []
    assert drawn.item("keep-prescribed-aspirin")["strength"] == "must"


def test_french(plan: Callable[..., Answer]) -> None:
    drawn = plan(*WORKED, "--lang", "fr")
    assert drawn.json["language"] == "fr"
    assert "jusqu’au dimanche 14 mars, le matin" in drawn.item("bandage")["text"]
    assert "Durée 4 heures : jusqu’au mardi 9 mars à 15 h 50" in drawn.item("legs-up")["why"]
