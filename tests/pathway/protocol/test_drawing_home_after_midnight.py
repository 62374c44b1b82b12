"""Past midnight it is still the evening of the day before: its bedtime is over, and nobody is kept up."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from saphena.pathway.protocol.drawing import Drawer
from saphena.pathway.protocol.library import load
from tests.pathway.protocol.drawn import EDMONTON, at

if TYPE_CHECKING:
    from saphena.pathway.protocol.plan import Plan


def home(words: str) -> Plan:
    evening = {
        "procedure": "2027-03-09T21:00",
        "injected": "2027-03-09T21:20",
        "left": "2027-03-09T22:10",
        "home": words,
    }
    moments = {name: at(moment) for name, moment in evening.items()}
    return Drawer(load("leaflet")).draw(moments, zone=EDMONTON)


def up(plan: Plan) -> list[str]:
    return [
        f"{item.start:%d %H:%M}-{item.end:%d %H:%M}" for item in plan.items if item.rule.id == "legs-up" and item.end
    ]


@pytest.mark.parametrize("words", ["2027-03-10T00:10", "2027-03-10T03:00", "2027-03-10T06:59"])
def test_who_comes_home_after_midnight_goes_to_bed(words: str) -> None:
    assert up(home(words)) == []


def test_who_comes_home_in_the_evening_has_the_legs_up_until_bedtime() -> None:
    assert up(home("2027-03-09T20:30")) == ["09 20:30-09 22:00"]
    assert up(home("2027-03-09T22:30")) == []


def test_from_the_morning_on_it_is_a_new_day() -> None:
    assert up(home("2027-03-10T07:00")) == ["10 07:00-10 11:00"]


def test_the_exercise_of_that_evening_falls_away_and_the_next_days_exercise_stays() -> None:
    ids = {item.rule.id for item in home("2027-03-10T00:10").items}
    assert "first-exercise" not in ids
    assert "daily-exercise" in ids
