"""The top of the Today page through the worked calendar: what now, until when, how much is left."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.utils import translation

from saphena.clinic.courses.today import lines_of, now_card
from saphena.pathway.protocol.drawing import Drawer
from saphena.pathway.protocol.library import load, shipped
from saphena.pathway.protocol.reading import read_text
from tests.clinic.courses.treated import THE_DAY, at

if TYPE_CHECKING:
    from saphena.clinic.design.components import NowCard
    from saphena.pathway.protocol.plan import Plan

DRAWER = Drawer(load("leaflet"))


def plan(**more: str) -> Plan:
    moments = {**THE_DAY, "review": "2027-03-17T09:30", **more}
    return DRAWER.draw({name: at(words) for name, words in moments.items()})


def card(moment: str, *plans: Plan, language: str = "en") -> NowCard | None:
    with translation.override(f"{language}-ca"):
        return now_card(lines_of(plans or (plan(),)), language, at(moment))


@pytest.mark.parametrize(
    ("moment", "sentence", "until", "left"),
    [
        ("2027-03-09T11:50", "Lie down with both legs higher than your heart", "until 15:50", "4 h 0 min left"),
        ("2027-03-09T12:49", "Lie down with both legs higher than your heart", "until 15:50", "3 h 1 min left"),
        ("2027-03-09T12:50", "At 12:50, get up and walk", "until 13:05", "15 min left"),
        ("2027-03-09T13:05", "Lie down with both legs higher than your heart", "until 15:50", "2 h 45 min left"),
        ("2027-03-09T15:50", "From 15:50, exercise for 30 minutes", "until 16:20", "30 min left"),
        ("2027-03-09T16:20", "Keep the rest of Tuesday 9 March free", "until midnight", "7 h 40 min left"),
        ("2027-03-09T23:30", "In bed tonight you may take the stocking off", "until 07:00", "7 h 30 min left"),
        ("2027-03-14T06:30", "In bed tonight you may take the stocking off", "until 07:00", "30 min left"),
    ],
)
def test_of_all_that_goes_on_it_is_what_ends_first(moment: str, sentence: str, until: str, left: str) -> None:
    now = card(moment)
    assert now is not None
    assert now.sentence.startswith(sentence)
    assert (now.until_text, now.left_text) == (until, left)
    assert now.why_lines


@pytest.mark.parametrize(
    ("moment", "fraction"),
    [
        ("2027-03-09T11:50", 1.0),
        ("2027-03-09T13:10", 2 / 3),
        ("2027-03-09T15:49", 1 / 240),
        ("2027-03-09T12:55", 2 / 3),
        ("2027-03-14T06:30", 1 / 16),  # the night in which the clocks go forward has eight hours
    ],
)
def test_the_ring_shows_the_share_of_time_that_is_left(moment: str, fraction: float) -> None:
    now = card(moment)
    assert now is not None
    assert now.fraction_left == pytest.approx(fraction)


@pytest.mark.parametrize("moment", ["2027-02-20T10:00", "2027-03-09T08:00", "2027-03-12T10:00", "2027-08-01T10:00"])
def test_before_it_between_and_after_it_all_nothing_is_asked_by_the_clock(moment: str) -> None:
    assert card(moment) is None


def test_of_two_legs_it_is_what_ends_first_on_either() -> None:
    right = plan(injected="2027-03-09T10:50", left="2027-03-09T11:10", home="2027-03-09T12:00")
    now = card("2027-03-09T13:12", plan(home="2027-03-09T11:30"), right)
    assert now is not None
    assert now.sentence.startswith("At 13:00, get up and walk")


def test_in_french_hours_are_said_as_in_french() -> None:
    now = card("2027-03-09T13:10", language="fr")
    assert now is not None
    assert now.sentence.startswith("Allongez-vous")
    assert (now.until_text, now.left_text) == ("jusqu’à 15 h 50", "encore 2 h 40 min")
    assert {line.term for line in now.why_lines} >= {"Commence", "Se termine"}


def test_what_must_be_done_comes_before_what_is_allowed_for_less_long() -> None:
    text = shipped()["leaflet"].read_text(encoding="utf-8").replace('not_after = "bedtime on the day of home"\n', "")
    late = {"procedure": "2027-03-09T01:40", "injected": "2027-03-09T02:08", "left": "2027-03-09T02:40"}
    moments = {**THE_DAY, **late, "home": "2027-03-09T03:08", "review": "2027-03-17T09:30"}
    up_all_night = Drawer(read_text(text)).draw({name: at(words) for name, words in moments.items()})
    now = card("2027-03-09T03:08", up_all_night)
    assert now is not None
    assert now.sentence.startswith("Lie down with both legs higher")
