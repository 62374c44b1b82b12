"""The strip of seven days: bars that stand where the hours stand, through the clock change too."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.utils import translation

from saphena.clinic.courses.today import lines_of
from saphena.clinic.courses.week import week
from saphena.pathway.protocol.drawing import Drawer
from saphena.pathway.protocol.library import load
from tests.clinic.courses.treated import THE_DAY, at

if TYPE_CHECKING:
    from saphena.clinic.design.components import Lane, Week
    from saphena.pathway.protocol.plan import Plan

DRAWER = Drawer(load("leaflet"))
TREATED = {**THE_DAY, "review": "2027-03-17T09:30"}


def plan(events: dict[str, str] | None = None) -> Plan:
    return DRAWER.draw({name: at(words) for name, words in (events or TREATED).items()})


def strip(moment: str, *plans: Plan, language: str = "en") -> Week | None:
    drawn = plans or (plan(),)
    with translation.override(f"{language}-ca"):
        return week(drawn, lines_of(drawn), language, at(moment))


def lanes(moment: str, *plans: Plan) -> dict[str, Lane]:
    found = strip(moment, *plans)
    assert found is not None
    return {lane.kind: lane for lane in found.lanes}


def test_it_begins_today_and_has_seven_days() -> None:
    found = strip("2027-03-12T10:00")
    assert found is not None
    assert [f"{day.label} {day.number}" for day in found.days] == [
        "Fri 12", "Sat 13", "Sun 14", "Mon 15", "Tue 16", "Wed 17", "Thu 18"
    ]  # fmt: skip
    assert [day.today for day in found.days] == [True] + [False] * 6
    assert found.now == pytest.approx(10 / 24)


def test_the_bandage_ends_at_seven_on_a_morning_of_a_day_of_23_hours() -> None:
    bar = lanes("2027-03-12T10:00")["bandage"].bars[0]
    assert bar.start == 0.0
    assert bar.end == pytest.approx(2 + 6 / 23)


def test_on_the_day_of_the_change_now_is_where_the_day_is() -> None:
    found = strip("2027-03-14T12:00")
    assert found is not None
    assert found.now == pytest.approx(11 / 23)
    autumn = strip("2027-11-07T12:00", plan({"procedure": "2027-11-06T10:00"}))
    assert autumn is not None
    assert autumn.now == pytest.approx(13 / 25)


def test_visits_are_diamonds_at_their_hour() -> None:
    visit = lanes("2027-03-12T10:00")["visit"]
    assert visit.summary == "The return visit, Wed 17 Mar, 09:30"
    assert visit.bars[0].start == visit.bars[0].end == pytest.approx(5 + 9.5 / 24)


def test_the_words_of_a_row_are_those_of_now() -> None:
    assert "every day, from Wednesday 10 March" in lanes("2027-03-09T16:30")["exercise"].summary
    assert "12:50, 13:50 and 14:50" in lanes("2027-03-09T13:10")["exercise"].summary


def test_two_legs_have_their_bars_in_one_row() -> None:
    later = plan({"procedure": "2027-03-11T10:00"})
    assert len(lanes("2027-03-09T13:10", plan(), later)["bandage"].bars) == 2


@pytest.mark.parametrize("moment", ["2027-01-01T10:00", "2027-08-01T10:00"])
def test_a_week_in_which_nothing_is_shows_no_strip(moment: str) -> None:
    assert strip(moment) is None


def test_without_a_plan_there_is_no_strip() -> None:
    assert week([], [], "en", at("2027-03-09T10:00")) is None


def test_in_french() -> None:
    found = strip("2027-03-09T13:10", language="fr")
    assert found is not None
    assert found.days[0].label == "mar"
    assert [lane.label for lane in found.lanes] == ["Bandage", "Bas de compression", "Marche et exercice", "Visites"]
