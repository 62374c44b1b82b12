"""What a plan cannot be drawn from is refused with one sentence that names it and the nearest right name."""

from __future__ import annotations

import re
from datetime import datetime, time
from typing import TYPE_CHECKING

import pytest

from saphena.pathway.clock import NaiveMoment
from saphena.pathway.protocol.drawing import Drawer, draw
from saphena.pathway.protocol.library import load
from saphena.pathway.protocol.settings import Unusable
from tests.pathway.protocol.drawn import at, drawer, drawn, rule, small

if TYPE_CHECKING:
    from saphena.pathway.protocol.rules import Value

NAIVE = datetime(2027, 3, 9, 10)  # noqa: DTZ001 - it is what must be refused
PROCEDURE = {"procedure": at("2027-03-09T10:00")}


@pytest.mark.parametrize("event", ["procedure", "injected", "home", "review", "review 2", "second", "unbandaged"])
def test_an_event_without_a_zone_is_refused(event: str) -> None:
    with pytest.raises(NaiveMoment):
        drawer().draw({**PROCEDURE, event: NAIVE})


def test_an_observation_without_a_zone_is_refused() -> None:
    with pytest.raises(NaiveMoment):
        drawer().draw(PROCEDURE, seen={"blister": NAIVE})


def test_the_short_way_refuses_them_too() -> None:
    with pytest.raises(NaiveMoment):
        draw(load("leaflet"), {"procedure": NAIVE})


@pytest.mark.parametrize(
    ("event", "sentence"),
    [
        ("proceduer", "no event is called proceduer; did you mean procedure?"),
        ("at home", "no event is called at home; did you mean home?"),
        ("home 2", "no event is called home 2; did you mean home?"),
        ("review 0", "no event is called review 0; did you mean review?"),
        ("review 02", "no event is called review 02; did you mean review?"),
        ("next appointment", "no event is called next appointment"),
        ("", "no event is called "),
    ],
)
def test_an_unknown_event_is_named_with_the_nearest(event: str, sentence: str) -> None:
    with pytest.raises(Unusable, match="^" + re.escape(sentence)) as refused:
        drawer().draw({event: at("2027-03-09T10:00")})
    assert refused.value.field == event


def test_the_first_return_visit_may_be_called_by_its_number() -> None:
    plain, numbered = drawn(review="2027-03-17T09:00"), drawer().draw({**PROCEDURE, "review 1": at("2027-03-17T09:00")})
    assert plain.events["review"] == numbered.events["review"]


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"two_light_stocking": True}, "no fact is called two_light_stocking; did you mean two_light_stockings?"),
        ({"drive_minutes": True}, "the fact drive_minutes is a number of minutes, not True"),
        ({"two_light_stockings": 1}, "the fact two_light_stockings is yes or no, not 1"),
        ({"drive_minutes": "forty"}, "the fact drive_minutes is a number of minutes, not forty"),
        ({"drive_minutes": -5}, "the fact drive_minutes cannot be -5"),
        ({"drive_minutes": float("nan")}, "the fact drive_minutes cannot be nan"),
    ],
)
def test_a_fact_that_is_none_is_refused(facts: dict[str, Value], sentence: str) -> None:
    with pytest.raises(Unusable, match="^" + re.escape(sentence)):
        drawer().draw(PROCEDURE, facts=facts)


def test_an_unknown_observation_is_named_with_the_nearest() -> None:
    with pytest.raises(Unusable, match="no observation is called blisters; did you mean blister"):
        drawer().draw(PROCEDURE, seen={"blisters": at("2027-03-10T10:00")})


def test_an_unknown_zone_is_refused() -> None:
    for zone in ("Edmonton", "America/Edmontn", "../etc/passwd"):
        with pytest.raises(Unusable, match="no time zone is called"):
            drawer().draw(PROCEDURE, zone=zone)


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"bandage_night": 5}, "no parameter is called bandage_night; did you mean bandage_nights?"),
        ({"bandage_nights": 0}, "bandage_nights = 0 is below the least it may be, 1 night"),
        ({"bandage_nights": 15}, "bandage_nights = 15 is above the most it may be, 14 nights"),
        ({"bandage_nights": 2.5}, "bandage_nights is counted in nights; 2.5 is not that"),
        ({"bandage_nights": True}, "bandage_nights is counted in nights; True is not that"),
        ({"bandage_nights": "five"}, "bandage_nights is counted in nights; five is not that"),
        ({"travel_weeks": 2.5}, "travel_weeks is counted in weeks; 2.5 is not that"),
        ({"walk_every": float("nan")}, "walk_every is counted in hours; nan is not that"),
        ({"walk_every": 0.25}, "walk_every = 0.25 is below the least it may be, 0.5 hours"),
        ({"morning": time(12)}, "morning = 12:00 is above the most it may be, 11:00"),
        ({"morning": 7}, "morning is a time of day; 7 is not that"),
        ({"emergency_number": 112}, "emergency_number is words; 112 is not that"),
    ],
)
def test_a_number_that_a_clinic_may_not_set_is_refused(settings: dict[str, Value], sentence: str) -> None:
    with pytest.raises(Unusable, match="^" + re.escape(sentence)):
        Drawer(load("leaflet"), settings)


@pytest.mark.parametrize(
    "settings",
    [
        {"bandage_nights": 1},
        {"bandage_nights": 14},
        {"bandage_nights": 3.0},
        {"walk_every": 0.5},
        {"walk_every": 1.5},
        {"morning": time(4)},
        {"emergency_number": "112"},
        {"travel_weeks": 0},
    ],
)
def test_a_number_at_its_bounds_or_between_is_taken(settings: dict[str, Value]) -> None:
    assert drawer().draw(PROCEDURE).lines()
    assert Drawer(load("leaflet"), settings).draw(PROCEDURE).lines()


def test_a_recurrence_that_never_moves_on_is_refused_and_does_not_hang() -> None:
    unbounded = (
        '[parameters.step]\nvalue = 2\nunit = "hours"\nlabel.en = "step"\nlabel.fr = "pas"\nreason = "test"\n'
        'source = "HOUSE"\n' + rule('from = "procedure"\nlasts = "8 hours"\nrepeat = "every {step}"')
    )
    with pytest.raises(Unusable, match="step = 0 would never move on"):
        Drawer(small(unbounded), {"step": 0})


def test_a_shipped_protocol_that_is_not_there_is_named_with_the_nearest() -> None:
    with pytest.raises(Unusable, match="no protocol is called leaflett; did you mean leaflet"):
        load("leaflett")
