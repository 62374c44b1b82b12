"""The protocols that we ship: each complete, in both languages, checked, and truly different from the others."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import pytest

from saphena.pathway.protocol.checking import Severity, check
from saphena.pathway.protocol.library import load, shipped
from saphena.pathway.protocol.reading import read_file
from saphena.pathway.protocol.rules import Kind, Strength, Sure
from tests.pathway.protocol.drawn import drawn, wall, walls, window

if TYPE_CHECKING:
    from saphena.pathway.protocol.rules import Protocol

PROCEDURE = {"procedure": "2027-03-09T10:00"}
OTHERS = ["mic_2d_plus_12d", "sanders_36h", "varithena_14d"]

# The statements of the leaflet, as clinical.md 9.2 counts them.
STATEMENTS = [
    *(f"B{number}" for number in range(1, 15)), "H1", "H2",
    "PRE-1a", "PRE-1b", "PRE-1c", "PRE-2", "PRE-3a", "PRE-3b", "PRE-4a", "PRE-4b", "PRE-4c", "PRE-4d", "PRE-5", "PRE-6",
    "PRE-7a", "PRE-7b", "PRE-8a", "PRE-8b", "PRE-9", "PRE-10a", "PRE-10b",
    "POST-1a", "POST-1b", "POST-1c", "POST-1d", "POST-2", "POST-3", "POST-4", "POST-5", "POST-6", "POST-7a", "POST-7b",
    "POST-8", "POST-9", "F1", "F2",
]  # fmt: skip
CONFLICTS = [f"C{number}" for number in range(1, 19)]

each_protocol = pytest.mark.parametrize("name", sorted(shipped()))
each_other = pytest.mark.parametrize("name", OTHERS)


def rule_ids(protocol: Protocol) -> set[str]:
    return {rule.id for rule in protocol.rules}


def test_the_leaflet_and_three_that_differ_are_shipped() -> None:
    assert sorted(shipped()) == ["leaflet", *OTHERS]


@each_protocol
def test_a_file_is_named_by_its_protocol_and_read_once(name: str) -> None:
    assert load(name).id == name
    assert load(name) is load(name)
    assert load(name).fingerprint == read_file(shipped()[name]).fingerprint


@each_protocol
def test_a_shipped_protocol_passes_the_check_without_error_or_warning(name: str) -> None:
    assert [str(found) for found in check(load(name)) if found.severity in (Severity.ERROR, Severity.WARNING)] == []


@each_protocol
def test_nobody_has_approved_what_we_ship(name: str) -> None:
    approval = load(name).approval
    assert (approval.physician, approval.on) == ("", None)
    assert load(name).effective >= date(2026, 11, 22)


@each_protocol
def test_every_rule_has_its_source_and_says_how_sure_it_is(name: str) -> None:
    protocol = load(name)
    for rule in protocol.rules:
        assert rule.source.split(" ")[0] in protocol.sources
        assert rule.sure is not Sure.FOUND or not rule.source.startswith("HOUSE")


@each_protocol
def test_what_is_only_remembered_is_switched_off(name: str) -> None:
    assert [rule.id for rule in load(name).rules if rule.sure is Sure.RECALLED and not rule.off] == []


@each_protocol
def test_our_own_proposals_settle_a_named_question(name: str) -> None:
    """Where the source is silent, a rule of ours says which question it answers."""
    settled = {conflict for rule in load(name).rules for conflict in rule.settles}
    assert settled
    assert [rule.id for rule in load(name).rules if rule.differs and not rule.differs.get("fr")] == []


@each_protocol
def test_a_whole_plan_is_drawn_from_one_date_and_every_window_ends(name: str) -> None:
    plan = drawn(PROCEDURE, protocol=name)
    assert all(item.finish for item in plan.items)
    assert {waiting.event for waiting in plan.waiting} <= {"test", "second"}


@each_protocol
def test_emergency_signs_and_their_number_are_in_every_protocol(name: str) -> None:
    signs = load(name).rule("emergency-signs")
    assert (signs.kind, signs.level, signs.off) == (Kind.ESCALATE, "emergency", False)
    for language in ("en", "fr"):
        assert len(signs.points[language]) == len(load("leaflet").rule("emergency-signs").points[language])
        assert "{emergency_number}" in signs.text[language]
    assert wall(drawn(PROCEDURE, protocol=name).item("emergency-signs").start) == "2027-03-09 10:20"


@each_protocol
def test_the_words_of_shared_advice_are_the_same_everywhere(name: str) -> None:
    """Advice that does not differ is worded once; a clinic that compares protocols sees only what truly differs."""
    same = {"notice-for-a-change", "home-far-away", "call-about-swelling"}
    for identity in same:
        ours, leaflets = load(name).rule(identity), load("leaflet").rule(identity)
        assert (ours.text, ours.points) == (leaflets.text, leaflets.points), identity
    assert load(name).rule("emergency-signs").text == load("leaflet").rule("emergency-signs").text


@each_protocol
def test_every_number_that_a_clinic_may_change_has_its_bounds(name: str) -> None:
    numbers = [parameter for parameter in load(name).parameters.values() if parameter.unit != "words"]
    assert [each.name for each in numbers if each.least is None or each.most is None] == []


@each_protocol
def test_no_bounds_let_the_lower_number_pass_the_upper(name: str) -> None:
    """“Walk for 30 to 15 minutes”, or a first scan that ends before it begins."""
    known = load(name).parameters
    pairs = [("opening", "closing"), ("walk_least", "walk_most"), ("procedure_least", "procedure_most")]
    pairs += [
        (f"{scan}_from_{unit}", f"{scan}_to_{unit}")
        for scan, unit in (("first_scan", "days"), ("result_scan", "weeks"))
    ]
    for low, high in pairs:
        if low in known and high in known:
            assert known[low].most <= known[high].least, low  # type: ignore[operator]


@each_protocol
def test_french_has_no_space_before_a_question_mark_or_a_semicolon(name: str) -> None:
    """As in the pages around it, and as French is set in Canada; a colon and guillemets keep theirs."""
    for line in shipped()[name].read_text(encoding="utf-8").splitlines():
        assert not re.search(r"\w [?;!]", line), line


@each_protocol
def test_the_leg_is_never_called_the_right_one(name: str) -> None:
    """The stocking “for the right leg” is read as a side, by staff who treat a left one."""
    for rule in load(name).rules:
        assert "right leg" not in rule.text["en"]
        assert "bonne jambe" not in rule.text["fr"]


# --- the leaflet -----------------------------------------------------------------------------------------------------


def test_every_statement_of_the_leaflet_is_a_rule_or_deliberately_none() -> None:
    protocol = load("leaflet")
    ruled = {rule.leaflet for rule in protocol.rules if rule.leaflet}
    not_ruled = {each.leaflet for each in protocol.not_rules}
    assert ruled | not_ruled == set(STATEMENTS)
    assert not ruled & not_ruled


def test_the_leaflet_allows_a_call_and_we_ask_for_one_where_a_clot_may_be_the_reason() -> None:
    calls = load("leaflet")
    assert (calls.rule("call-when-worse").leaflet, calls.rule("call-when-worse").strength) == ("POST-5", Strength.MAY)
    assert (calls.rule("call-about-swelling").leaflet, calls.rule("call-about-swelling").strength) == (
        "",
        Strength.MUST,
    )


def test_every_question_that_the_leaflet_leaves_open_is_settled_in_sight() -> None:
    assert {conflict for rule in load("leaflet").rules for conflict in rule.settles} == set(CONFLICTS)


# --- the others ------------------------------------------------------------------------------------------------------


@each_other
def test_another_protocol_is_no_copy_of_the_leaflet(name: str) -> None:
    own, leaflet = rule_ids(load(name)), rule_ids(load("leaflet"))
    assert len(own & leaflet) < len(own) * 0.6
    assert not {"legs-up", "hourly-walk", "daily-exercise", "test-first"} & own
    assert all(not rule.leaflet for rule in load(name).rules)


def test_the_stocking_is_on_for_48_hours_and_then_by_day_for_twelve_more_days() -> None:
    plan = drawn(PROCEDURE, protocol="mic_2d_plus_12d")
    assert window(plan.item("stocking-without-a-break")) == ("2027-03-09 10:20", "2027-03-11 10:20")
    by_day = [window(line) for line in plan.item("stocking-by-day").lines()]
    assert by_day[0] == ("2027-03-11 10:20", "2027-03-11 22:00")
    assert by_day[1:] == [(f"2027-03-{day} 07:00", f"2027-03-{day} 22:00") for day in range(12, 24)]
    nights = walls(plan.item("stocking-off-in-bed"))
    assert (nights[0], nights[-1], len(nights)) == ("03-11 22:00", "03-22 22:00", 12)
    assert "bandage" not in {rule.about for rule in load("mic_2d_plus_12d").rules}


def test_48_hours_are_48_hours_over_a_change_of_the_clocks() -> None:
    plan = drawn({"procedure": "2027-03-12T10:00"}, protocol="mic_2d_plus_12d")
    assert window(plan.item("stocking-without-a-break"))[1] == "2027-03-14 11:20"


def test_toes_that_turn_blue_end_the_stocking_and_its_days() -> None:
    plan = drawn(PROCEDURE, protocol="mic_2d_plus_12d", seen={"stocking_hurts": "2027-03-10T02:00"})
    assert window(plan.item("stocking-without-a-break"))[1] == "2027-03-10 02:00"
    assert "stocking-by-day" not in {item.rule.id for item in plan.items}
    assert window(plan.item("stocking-too-tight"))[0] == "2027-03-10 02:00"


def test_canister_foam_is_watched_then_walked_before_leaving_and_compressed_for_two_weeks() -> None:
    plan = drawn(PROCEDURE, protocol="varithena_14d")
    assert window(plan.item("watch-for-a-reaction")) == ("2027-03-09 11:00", "2027-03-09 11:10")
    assert window(plan.item("watched-walk")) == ("2027-03-09 11:10", "2027-03-09 11:20")
    assert wall(plan.item("no-driving-when-dizzy").start) == "2027-03-09 11:20"
    assert window(plan.item("stocking"))[1] == "2027-03-23 07:00"
    assert window(plan.item("no-ice")) == ("2027-03-09 10:20", "2027-03-23 00:00")
    assert wall(plan.item("next-session").start) == "2027-03-14 00:00"


def test_ice_and_heat_need_the_doctors_word() -> None:
    rules = {item.rule.id for item in drawn(PROCEDURE, protocol="varithena_14d", facts={"ice_allowed": True}).items}
    assert {"ice-if-we-say-so", "no-heat"} <= rules
    assert "no-ice" not in rules


def test_bandage_or_stocking_is_a_choice_that_changes_what_follows() -> None:
    stocking, bandage = (
        {item.rule.id for item in drawn(PROCEDURE, protocol="varithena_14d", facts={fact: True}).items}
        for fact in ("compression_by_stocking", "compression_by_bandage")
    )
    assert stocking - bandage == {"stocking", "stocking-off-to-wash", "buy-the-stocking", "stocking-in-hand"}
    assert bandage - stocking == {"bandage", "keep-bandage-dry"}


@pytest.mark.parametrize(
    ("procedure", "wraps_off", "last_day"),
    [
        ("2027-03-09T10:00", "2027-03-10 22:20", "03-15"),
        ("2027-03-09T08:00", "2027-03-10 20:20", "03-15"),
        ("2027-03-09T14:00", "2027-03-11 07:00", "03-15"),  # 36 hours end at 02:20, which waits for the morning
        ("2027-03-09T18:30", "2027-03-11 07:00", "03-15"),
    ],
)
def test_36_hours_end_by_day_and_five_days_of_stocking_follow(procedure: str, wraps_off: str, last_day: str) -> None:
    plan = drawn({"procedure": procedure}, protocol="sanders_36h")
    assert window(plan.item("wraps"))[1] == wraps_off
    mornings = [start for start in walls(plan.item("stocking-by-day")) if start.endswith("07:00")]
    assert (mornings[0], mornings[-1], len(mornings)) == ("03-11 07:00", f"{last_day} 07:00", 5)


def test_the_short_one_has_six_short_walks_a_day_for_a_week() -> None:
    plan = drawn(PROCEDURE, protocol="sanders_36h")
    walks = walls(plan.item("short-walks"))
    assert len(walks) == 42
    assert len([walk for walk in walks if walk.startswith("03-12")]) == 6
    assert window(plan.item("first-walk")) == ("2027-03-09 11:00", "2027-03-09 11:15")


def test_two_weeks_without_travel_unless_there_is_a_schedule_of_walks() -> None:
    plan = drawn(PROCEDURE, protocol="sanders_36h")
    assert window(plan.item("no-travel"))[1] == "2027-03-23 00:00"
    scheduled = {
        item.rule.id for item in drawn(PROCEDURE, protocol="sanders_36h", facts={"walking_schedule": True}).items
    }
    assert "no-travel" not in scheduled
    assert "travel-with-walks" in scheduled
