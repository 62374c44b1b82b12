"""Why an item stands where it stands: the rule, the event, the arithmetic, the number and the source."""

from __future__ import annotations

import pytest

from tests.pathway.protocol.drawn import THE_DAY, drawn

PLAN = drawn()
PLANNED = drawn({"procedure": THE_DAY["procedure"]})


def test_a_reason_names_rule_event_arithmetic_number_and_source() -> None:
    why = PLAN.item("legs-up").why("en")
    assert "getting home (11:50)" in why
    assert "4 hours" in why
    assert "Tuesday 9 March at 15:50" in why
    assert "legs up for = 4 hours" in why
    assert "legs-up" in why
    assert "POST-1c" in why
    assert "LEAFLET post-1" in why


def test_a_reason_says_the_same_in_french() -> None:
    why = PLAN.item("legs-up").why("fr")
    assert "(11 h 50)" in why
    assert "4 heures" in why
    assert "mardi 9 mars à 15 h 50" in why
    assert "dépliant POST-1c" in why


def test_what_is_only_expected_says_so() -> None:
    assert "(expected 11:40)" in PLANNED.item("legs-up").why("en")
    assert "(prévu 11 h 40)" in PLANNED.item("legs-up").why("fr")
    assert "expected" not in PLAN.item("legs-up").why("en")


@pytest.mark.parametrize(
    ("rule", "says"),
    [
        ("bandage", "the morning after 5 nights"),
        ("no-long-trips", "4 weeks after the day of the last injection"),
        ("notice-for-a-change", "48 hours before the procedure"),
        ("test-first", "the end of the day 1 day before the procedure"),
        ("keep-the-day-free", "the end of the day of the procedure"),
        ("breakfast", "the day of the procedure"),
        ("keep-bandage-dry", "taking the bandage off"),
        ("call-about-the-skin", "the end of"),
    ],
)
def test_the_arithmetic_is_said_in_words(rule: str, says: str) -> None:
    plan = drawn(seen={"blister": "2027-03-11T18:30"} if rule == "call-about-the-skin" else None)
    assert says in plan.item(rule).why("en")


def test_what_bedtime_cuts_short_says_how_long_it_would_have_run() -> None:
    why = drawn({"procedure": "2027-03-09T17:00"}).item("legs-up").why("en")
    assert "Tuesday 9 March, at bedtime" in why
    assert "Would have run until Tuesday 9 March at 22:40." in why


def test_what_waits_for_the_morning_says_so() -> None:
    late = drawn({"procedure": "2027-03-09T14:00"}, protocol="sanders_36h").item("wraps")
    assert late.text("en").startswith(
        "Leave the wraps and the stocking on, day and night, for 36 hours: until Thursday 11"
    )
    assert "36 hours after the wraps going on" in late.why("en")
    assert "in the morning if that is at night" in late.why("en")
    assert "le matin si c’est la nuit" in late.why("fr")


def test_a_proposal_of_ours_says_so_and_others_who_differ_are_named() -> None:
    assert "our proposal" in PLAN.item("next-visit-booked").why("en")
    assert "Others differ: One trial found 24 hours as good as five days" in PLAN.item("bandage").why("en")
    assert "D’autres font autrement" in PLAN.item("bandage").why("fr")


@pytest.mark.parametrize("protocol", ["leaflet", "mic_2d_plus_12d", "varithena_14d", "sanders_36h"])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_item_can_say_why(protocol: str, language: str) -> None:
    for item in drawn({"procedure": THE_DAY["procedure"]}, protocol=protocol).items:
        why = item.why(language)
        assert item.rule.id in why
        assert item.rule.source.split(" ")[0] in why
        assert "{" not in why
