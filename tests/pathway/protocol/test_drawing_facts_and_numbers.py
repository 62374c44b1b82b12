"""What is known of a patient, and a clinic's own numbers: each touches what it should and nothing else."""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING

import pytest

from saphena.pathway.protocol.library import load
from saphena.pathway.protocol.rules import Level
from tests.pathway.protocol.drawn import clock, drawn, wall, walls, window

if TYPE_CHECKING:
    from saphena.pathway.protocol.plan import Plan
    from saphena.pathway.protocol.rules import Value

PROCEDURE = {"procedure": "2027-03-09T10:00"}


def ids(plan: Plan) -> set[str]:
    return {item.rule.id for item in plan.items}


@pytest.mark.parametrize(
    ("fact", "instead_of", "comes"),
    [
        ("prescribed_antiplatelet", {"no-aspirin"}, {"keep-prescribed-aspirin"}),
        ("two_light_stockings", {"stocking-off-in-bed"}, {"one-light-stocking-stays"}),
        ("lives_far", set(), {"home-far-away"}),
        ("keeps_support_hose", {"old-hose-off", "stand-a-lot"}, {"keep-old-hose-on"}),
        ("no_ice", {"ice-on-a-lump"}, set()),
        ("no_acetaminophen", {"mild-discomfort"}, {"mild-discomfort-without-pills"}),
    ],
)
def test_a_fact_changes_what_it_should_and_nothing_else(fact: str, instead_of: set[str], comes: set[str]) -> None:
    usual, with_it = ids(drawn()), ids(drawn(facts={fact: True}))
    assert usual - with_it == instead_of
    assert with_it - usual == comes


@pytest.mark.parametrize(
    ("minutes", "level", "driven"),
    [
        (0, Level.OK, False),
        (30, Level.OK, False),
        (31, Level.WARN, False),
        (45, Level.WARN, False),
        (46, Level.STOP, True),
        (45.5, Level.STOP, True),
        (300, Level.STOP, True),
    ],
)
def test_the_way_home_is_fine_then_warned_about_then_too_long(minutes: float, level: Level, driven: bool) -> None:
    plan = drawn(PROCEDURE, facts={"drive_minutes": minutes})
    reading = plan.item("driving-home").reading
    assert reading is not None
    assert (reading.value, reading.level) == (minutes, level)
    assert ("ride-home" in ids(plan)) is driven


@pytest.mark.parametrize(
    ("minutes", "en", "fr"),
    [
        (30, "You may drive yourself home: your way takes about 30 minutes.", "votre trajet dure environ 30 minutes"),
        (31, "someone else at the wheel is better", "il vaut mieux qu’une autre personne le fasse"),
        (46, "more than 45 minutes needs a driver", "au-delà de 45 minutes, il faut un chauffeur"),
    ],
)
def test_the_limit_speaks_by_its_level(minutes: int, en: str, fr: str) -> None:
    item = drawn(PROCEDURE, facts={"drive_minutes": minutes}).item("driving-home")
    assert en in item.text("en")
    assert fr in item.text("fr")


def test_nobody_is_told_a_way_home_that_nobody_has_said() -> None:
    unsaid = drawn(PROCEDURE).item("driving-home")
    assert unsaid.text("en").startswith("You may drive yourself home if your way takes at most 45 minutes.")
    assert "about" not in unsaid.text("en")
    assert "si votre trajet dure au plus 45 minutes" in unsaid.text("fr")
    home = drawn({**PROCEDURE, "home": "2027-03-09T12:30"}).item("driving-home")
    assert home.reading is not None
    assert not home.reading.assumed


@pytest.mark.parametrize("minutes", [30, 40])
def test_who_may_drive_is_told_when_not_to(minutes: int) -> None:
    item = drawn(PROCEDURE, facts={"drive_minutes": minutes}).item("driving-home")
    assert "if your sight or your head feels strange" in item.text("en")
    assert "si vous voyez mal ou vous sentez bizarre" in item.text("fr").lower()


def test_a_limit_in_another_unit_speaks_in_its_own() -> None:
    def foam(amount: float) -> str:
        return (
            drawn(PROCEDURE, protocol="varithena_14d", facts={"foam_ml": amount}).item("foam-in-a-session").text("en")
        )

    assert foam(4.5).startswith("Foam so far: 4.5 mL.")
    assert "More than 10 mL is a lot" in foam(10.5)
    assert foam(15.5).endswith("Stop.")


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({}, "Choose with us: one medium stocking, or two light ones worn together."),
        ({"one_medium_stocking": True}, "You chose one medium stocking."),
        ({"two_light_stockings": True}, "You chose two light stockings, worn together."),
    ],
)
def test_a_choice_says_what_was_chosen(facts: dict[str, Value], said: str) -> None:
    assert drawn(facts=facts).item("which-stocking").text("en") == said


@pytest.mark.parametrize(("fact", "rule"), [("map_signed", "map-signed"), ("test_tolerated", "test-tolerated")])
def test_a_gate_opens_when_its_fact_holds(fact: str, rule: str) -> None:
    shut, opened = drawn().item(rule).gate, drawn(facts={fact: True}).item(rule).gate
    assert shut is not None
    assert opened is not None
    assert (shut.open, shut.unmet, opened.open, opened.unmet) == (False, fact, True, "")


# --- numbers ---------------------------------------------------------------------------------------------------------


def test_no_number_is_changed_until_a_clinic_changes_it() -> None:
    assert all(item.changed == [] for item in drawn().items)
    same = drawn(settings={"bandage_nights": 5})
    assert all(item.changed == [] for item in same.items)


@pytest.mark.parametrize(
    ("setting", "value", "touched"),
    [
        (
            "bandage_nights", 3,
            {"bandage", "bandage-off-early", "keep-bandage-dry", "swimming-again"},
        ),
        ("travel_weeks", 2, {"no-long-trips"}),
        ("notice_hours", 24, {"notice-for-a-change"}),
        ("aspirin_days", 5, {"no-aspirin"}),
        ("ice_times", 3, {"ice-on-a-lump"}),
        ("elevation_hours", 2, {"legs-up", "plan-legs-up", "hourly-walk", "first-exercise"}),
        ("exercise_minutes", 45, {"first-exercise", "daily-exercise"}),
        ("walk_every", 0.5, {"hourly-walk"}),
        ("emergency_number", "112", {"emergency-signs"}),
    ],
)  # fmt: skip
def test_a_changed_number_is_seen_in_every_item_that_it_touches_and_in_no_other(
    setting: str, value: Value, touched: set[str]
) -> None:
    plan = drawn(settings={setting: value})
    assert {item.rule.id for item in plan.items if item.changed == [setting]} == touched
    assert {item.rule.id for item in plan.items if item.changed} == touched


@pytest.mark.parametrize("setting", sorted(load("leaflet").parameters))
def test_what_a_changed_number_moves_or_rewords_says_so(setting: str) -> None:
    """No item differs in silence: whatever looks different after a change names the number that was changed."""
    parameter = load("leaflet").parameters[setting]
    value: Value
    if isinstance(parameter.value, time):
        value = parameter.value.replace(minute=parameter.value.minute + 5)
    elif isinstance(parameter.value, str):
        value = "112"
    else:
        value = (
            parameter.value + 1 if parameter.most is None or parameter.value != parameter.most else parameter.value - 1
        )
    usual, plan = drawn(PROCEDURE), drawn(PROCEDURE, settings={setting: value})
    before = {item.rule.id: (item.begin, item.finish, item.text("fr"), walls(item)) for item in usual.items}
    silent = [
        item.rule.id
        for item in plan.items
        if item.changed != [setting]
        and before.get(item.rule.id) != (item.begin, item.finish, item.text("fr"), walls(item))
    ]
    assert silent == []


def test_three_nights_end_on_the_third_morning() -> None:
    bandage = drawn(settings={"bandage_nights": 3}).item("bandage")
    assert window(bandage) == ("2027-03-09 10:20", "2027-03-12 07:00")
    assert "It is planned for 3 nights." in bandage.text("en")
    assert "(this clinic; the protocol says 5 nights)" in bandage.why("en")
    assert "le protocole dit 5 nuits)" in bandage.why("fr")


def test_a_later_morning_moves_every_morning() -> None:
    plan = drawn(settings={"morning": clock("08:30")})
    assert wall(plan.item("bandage").end) == "2027-03-14 08:30"
    assert "in the morning" in plan.item("bandage").text("en")


def test_one_night_is_said_in_the_singular() -> None:
    bandage = drawn(settings={"bandage_nights": 1}).item("bandage")
    assert "It is planned for 1 night." in bandage.text("en")
    assert "Il est prévu pour 1 nuit." in bandage.text("fr")


def test_no_travel_break_at_all_leaves_no_rule_about_it() -> None:
    assert "no-long-trips" not in ids(drawn(settings={"travel_weeks": 0}))
