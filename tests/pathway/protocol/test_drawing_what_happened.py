"""Planned and actual events mix: what has happened moves what follows, and nothing before it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from saphena.pathway.protocol.library import shipped
from tests.pathway.protocol.drawn import THE_DAY, at, drawer, drawn, wall, walls, window

if TYPE_CHECKING:
    from saphena.pathway.protocol.plan import Item, Plan

PROCEDURE = {"procedure": THE_DAY["procedure"]}


def ids(plan: Plan) -> list[str]:
    return [item.rule.id for item in plan.items]


def moved(before: Plan, after: Plan) -> set[str]:
    was = {item.rule.id: (item.begin.at, item.finish and item.finish.at) for item in before.items}
    now = {item.rule.id: (item.begin.at, item.finish and item.finish.at) for item in after.items}
    return {rule for rule in was | now if was.get(rule) != now.get(rule)}


def test_one_date_is_enough_for_a_whole_plan() -> None:
    assert set(ids(drawn(PROCEDURE))) == set(ids(drawn()))


@pytest.mark.parametrize("event", ["injected", "bandaged", "left", "home", "arrived", "unbandaged"])
def test_what_happens_as_expected_changes_no_window(event: str) -> None:
    plan = drawn(PROCEDURE)
    expected = plan.events[event].moment.at.isoformat()
    assert moved(plan, drawn({**PROCEDURE, event: expected})) == set()


def test_coming_home_later_moves_the_rest_of_the_day_and_nothing_else() -> None:
    later = drawn(home="2027-03-09T12:30")
    assert moved(drawn(), later) == {
        "go-straight-home", "legs-up", "plan-legs-up", "hourly-walk", "first-exercise",
    }  # fmt: skip
    assert window(later.item("legs-up")) == ("2027-03-09 12:30", "2027-03-09 16:30")
    assert walls(later.item("hourly-walk")) == ["03-09 13:30", "03-09 14:30", "03-09 15:30"]


def test_legs_put_up_later_than_coming_home_are_up_for_four_hours_from_then() -> None:
    plan = drawn(elevation_begun="2027-03-09T12:20")
    assert window(plan.item("legs-up")) == ("2027-03-09 12:20", "2027-03-09 16:20")
    label = plan.protocol.events["elevation_begun"].label["en"]
    assert f"Starts: {label} = Tuesday 9 March at 12:20" in plan.item("legs-up").why("en")


def test_the_true_last_injection_moves_bandage_and_travel_over_midnight() -> None:
    plan = drawn({"procedure": "2027-03-09T23:30", "injected": "2027-03-10T00:10"})
    assert window(plan.item("bandage"))[1] == "2027-03-15 07:00"
    assert window(plan.item("no-long-trips"))[1] == "2027-04-07 00:00"


def test_a_bandage_taken_off_early_frees_what_waited_for_it() -> None:
    plan = drawn(unbandaged="2027-03-12T09:00")
    assert window(plan.item("bandage")) == ("2027-03-09 10:20", "2027-03-12 09:00")
    assert window(plan.item("keep-bandage-dry"))[1] == "2027-03-12 09:00"
    assert wall(plan.item("swimming-again").start) == "2027-03-12 09:00"
    why = plan.item("bandage").why("en")
    label = plan.protocol.events["unbandaged"].label["en"]
    assert f"Ends: {label} = Friday 12 March at 09:00" in why
    assert "Would have run until Sunday 14 March, in the morning" in why
    assert "call-about-the-skin" not in ids(plan)


def test_a_blister_ends_the_bandage_and_asks_for_a_call() -> None:
    plan = drawn(seen={"blister": "2027-03-11T18:30"})
    bandage = plan.item("bandage")
    assert window(bandage) == ("2027-03-09 10:20", "2027-03-11 18:30")
    assert (bandage.ended_by, wall(plan.events["unbandaged"].moment.at.astimezone(plan.zone))) == (
        "blister",
        "2027-03-11 18:30",
    )
    assert window(plan.item("call-about-the-skin")) == ("2027-03-11 18:30", "2027-03-12 00:00")
    label = plan.protocol.observations["blister"].label["en"]
    assert f"Ended early: {label} on Thursday 11 March at 18:30." in bandage.why("en")
    assert wall(plan.item("swimming-again").start) == "2027-03-11 18:30"


def test_the_first_of_two_observations_ends_the_bandage() -> None:
    plan = drawn(seen={"blister": "2027-03-11T18:30", "irritation": "2027-03-11T08:00"})
    assert plan.item("bandage").ended_by == "irritation"


def test_a_blister_seen_when_the_bandage_is_long_off_changes_nothing() -> None:
    plan = drawn(seen={"blister": "2027-03-20T08:00"})
    assert plan.item("bandage").ended_by == ""
    assert window(plan.item("bandage"))[1] == "2027-03-14 07:00"


def test_a_symptom_dates_its_self_care_from_when_it_was_felt() -> None:
    plan = drawn(seen={"tender_lump": "2027-03-12T15:00"})
    ice = plan.item("ice-on-a-lump")
    assert window(ice) == ("2027-03-12 15:00", "2027-03-26 15:00")
    assert walls(ice)[:3] == ["03-12 17:00", "03-12 22:00", "03-13 07:00"]
    assert drawn().item("ice-on-a-lump").text("en").startswith("If a vein gets tender")
    assert walls(drawn().item("ice-on-a-lump")) == []


def test_exercise_ends_with_the_day_before_the_return_visit() -> None:
    plan = drawn(review="2027-03-17T09:00")
    days = walls(plan.item("daily-exercise"))
    assert (days[0], days[-1]) == ("03-10 00:00", "03-16 00:00")
    assert "from Wednesday 10 March to Tuesday 16 March" in plan.item("daily-exercise").text("en")


def test_a_return_visit_long_away_does_not_make_exercise_endless() -> None:
    assert walls(drawn(review="2027-06-17T09:00").item("daily-exercise"))[-1] == "04-05 00:00"


def test_the_next_appointment_is_the_first_that_comes_after_the_injection() -> None:
    plan = drawn(review="2027-03-20T09:00", second="2027-03-18T09:00")
    assert plan.events["next appointment"].moment.at == at("2027-03-18T09:00")
    early = drawn(review="2027-03-01T09:00")
    assert "next appointment" not in early.events


def test_a_booked_visit_opens_the_way_home() -> None:
    shut, opened = drawn().item("next-visit-booked"), drawn(review="2027-03-17T09:00").item("next-visit-booked")
    assert shut.gate is not None
    assert opened.gate is not None
    assert (shut.gate.open, shut.gate.unmet, opened.gate.open) == (False, "happened review", True)


@pytest.mark.parametrize(
    ("test", "opened"),
    [
        ("2027-02-09T10:00", True),
        ("2027-03-08T23:59", True),
        ("2027-03-09T08:00", False),  # the same day
        ("2026-03-08T10:00", False),  # longer than a year ago
    ],
)
def test_the_test_session_must_lie_on_an_earlier_date_that_still_counts(test: str, opened: bool) -> None:
    gate = drawn(test=test).item("test-first").gate
    assert gate is not None
    assert gate.open is opened
    assert gate.missing == (() if opened else ("test",))


def test_a_second_injection_in_the_travel_window_starts_it_again_and_the_later_wins() -> None:
    plan = drawn(second="2027-03-30T10:00")
    restrictions: list[Item] = [item for item in plan.items if item.rule.about == "long_travel"]
    assert sorted(wall(item.end) for item in restrictions) == ["2027-04-06 00:00", "2027-04-27 00:00"]
    assert max(item.finish.at for item in restrictions if item.finish) == at("2027-04-27T00:00")


def test_two_legs_treated_on_two_days_have_two_plans_of_their_own() -> None:
    left, right = drawn({"procedure": "2027-03-09T10:00"}), drawn({"procedure": "2027-03-11T10:00"})
    assert window(left.item("bandage"))[1] == "2027-03-14 07:00"
    assert window(right.item("bandage"))[1] == "2027-03-16 07:00"


def test_an_event_out_of_order_never_turns_a_window_round() -> None:
    plan = drawn(unbandaged="2027-03-08T09:00", home="2027-03-09T09:00")
    assert all(item.finish is None or item.begin.at <= item.finish.at for item in plan.items)


def test_a_plan_drawn_twice_is_the_same_plan() -> None:
    again = [(line.begin, line.finish, line.text("fr")) for line in drawn().lines()]
    assert [(line.begin, line.finish, line.text("fr")) for line in drawn().lines()] == again


@pytest.mark.parametrize("protocol", sorted(shipped()))
def test_who_comes_late_is_treated_late_and_leaves_late(protocol: str) -> None:
    planned, late = drawn(PROCEDURE, protocol=protocol), drawn(PROCEDURE, protocol=protocol, arrived="2027-03-09T10:45")
    for name in ("injected", "visit_over", "left", "home"):
        assert late.events[name].moment.at - planned.events[name].moment.at == timedelta(minutes=45), name


def test_who_comes_early_waits_for_the_procedure() -> None:
    early = drawn(PROCEDURE, arrived="2027-03-09T09:15")
    assert moved(drawn(PROCEDURE), early) == {
        "buy-the-stocking", "stocking-in-hand", "which-stocking", "breakfast", "stand-a-lot", "old-hose-off",
        "bring-shorts", "bring-loose-clothes", "examine-standing", "lie-down-after-mapping", "numb-the-skin",
        "usually-painless", "inject-watched", "short-procedure",
    }  # fmt: skip


@pytest.mark.parametrize("protocol", sorted(shipped()))
def test_nobody_is_expected_to_leave_before_the_last_injection(protocol: str) -> None:
    late = drawn(PROCEDURE, protocol=protocol, injected="2027-03-09T12:40")
    order = [late.events[name].moment.at for name in ("injected", "visit_over", "left", "home")]
    assert order == sorted(order)
    assert order[1] < order[2] < order[3]


def test_the_walk_and_the_legs_up_wait_for_a_bandage_that_goes_on_late() -> None:
    late = drawn(PROCEDURE, bandaged="2027-03-09T12:50")
    assert window(late.item("supervised-walk")) == ("2027-03-09 12:50", "2027-03-09 13:00")
    assert window(late.item("legs-up")) == ("2027-03-09 13:30", "2027-03-09 17:30")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_bandage_that_came_off_early_is_not_said_to_have_stayed_its_nights(language: str) -> None:
    """“Until Thursday. That is 5 nights” would be false after two."""
    said = drawn(unbandaged="2027-03-11T08:00").item("bandage").text(language)
    assert {"en": "It is planned for 5 nights.", "fr": "Il est prévu pour 5 nuits."}[language] in said


def test_a_move_by_days_moves_everything_by_those_days() -> None:
    before, after = drawn({"procedure": "2027-05-04T10:00"}), drawn({"procedure": "2027-05-14T10:00"})
    assert [line.begin.at + timedelta(days=10) for line in before.lines()] == [line.begin.at for line in after.lines()]
    assert drawer().protocol is before.protocol
