"""Nothing of a plan is stored: whatever moves, everything that hangs on it moves with it."""

from __future__ import annotations

from datetime import timedelta

from saphena.clinic.courses.actions import answer_facts, observe
from tests import cast
from tests.clinic.courses.treated import at, course, happened, plan_of, planned, treated, window


def test_when_the_procedure_moves_every_date_moves() -> None:
    pats = planned(course(), procedure="2027-04-06T10:00")
    before = {item.rule.id: item for item in plan_of(pats).items}
    planned(pats, procedure="2027-04-08T10:00")
    after = {item.rule.id: item for item in plan_of(pats).items}
    assert before.keys() == after.keys()
    assert len(after) > 40
    for name, item in after.items():
        assert item.begin.at - before[name].begin.at == timedelta(days=2), name


def test_over_the_clock_change_days_move_by_days_and_nights_stay_nights() -> None:
    pats = planned(course(), procedure="2027-03-09T10:00")
    assert window(plan_of(pats), "bandage") == ("2027-03-09 10:20", "2027-03-14 07:00")
    item = plan_of(pats).item("bandage")
    assert item.finish is not None
    assert item.finish.at - item.begin.at == timedelta(days=4, hours=19, minutes=40)


def test_legs_up_walks_and_exercise_hang_on_getting_home() -> None:
    pats = planned(course(), procedure="2027-03-09T10:00")
    happened(pats, injected="2027-03-09T10:20", left="2027-03-09T11:10")

    def hours() -> tuple[tuple[str, str], list[str], tuple[str, str]]:
        plan = plan_of(pats)
        walks = [f"{line.start:%H:%M}" for line in plan.item("hourly-walk").lines()]
        return window(plan, "legs-up"), walks, window(plan, "first-exercise")

    assert hours() == (
        ("2027-03-09 11:40", "2027-03-09 15:40"),
        ["12:40", "13:40", "14:40"],
        ("2027-03-09 15:40", "2027-03-09 16:10"),
    )
    happened(pats, home="2027-03-09T12:25")
    assert hours() == (
        ("2027-03-09 12:25", "2027-03-09 16:25"),
        ["13:25", "14:25", "15:25"],
        ("2027-03-09 16:25", "2027-03-09 16:55"),
    )


def test_the_return_visit_ends_the_daily_exercise() -> None:
    pats = treated(course())
    assert window(plan_of(pats), "daily-exercise")[1] == "2027-04-06 00:00"
    planned(pats, review="2027-03-17T09:30")
    assert window(plan_of(pats), "daily-exercise")[1] == "2027-03-17 00:00"


def test_a_blister_ends_the_bandage_and_what_hangs_on_it() -> None:
    pats = treated(course())
    observe(actor=cast.nora(), course=pats, name="blister", at=at("2027-03-09T12:00"))
    plan = plan_of(pats)
    assert window(plan, "bandage")[1] == window(plan, "keep-bandage-dry")[1] == "2027-03-09 12:00"
    assert f"{plan.item('swimming-again').start:%m-%d %H:%M}" == "03-09 12:00"


def test_two_light_stockings_change_the_nights() -> None:
    pats = treated(course(facts={"one_medium_stocking": True}))
    assert "POST-7a" in {item.rule.leaflet for item in plan_of(pats).items}
    answer_facts(actor=cast.nora(), course=pats, facts={"one_medium_stocking": False, "two_light_stockings": True})
    rows = {item.rule.leaflet for item in plan_of(pats).items}
    assert "POST-7b" in rows
    assert "POST-7a" not in rows
    assert "inner one stays on" in plan_of(pats).item("one-light-stocking-stays").text("en")


def test_a_changed_number_is_seen_in_every_item_that_it_touches_and_in_no_other() -> None:
    usual, changed = treated(course()), treated(course(leg="right", numbers={"bandage_nights": 3}))
    plan = plan_of(changed)
    assert window(plan, "bandage")[1] == "2027-03-12 07:00"
    marked = {item.rule.id for item in plan.items if item.changed}
    before = {item.rule.id: item for item in plan_of(usual).items}
    moved = {
        item.rule.id
        for item in plan.items
        if (item.begin, item.finish) != (before[item.rule.id].begin, before[item.rule.id].finish)
    }
    assert {"bandage", "keep-bandage-dry", "swimming-again"} <= moved <= marked
    assert {"legs-up", "no-long-trips", "stocking"}.isdisjoint(marked)


def test_a_patient_elsewhere_reads_their_own_clock() -> None:
    halifax = course(cast.pat(zone="America/Halifax"))
    planned(halifax, procedure="2027-04-06T10:00")  # on the patient's own clock
    plan = plan_of(halifax)
    assert plan.events["procedure"].moment.at == at("2027-04-06T07:00")
    assert window(plan, "bandage") == ("2027-04-06 10:20", "2027-04-11 07:00")
    assert plan.item("bandage").finish is not None
    assert plan.item("bandage").start.tzinfo is plan.zone
    assert plan.zone.key == "America/Halifax"
