"""The next three things of the Today page: each once, the visits among them, in the order in which they matter."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.utils import translation

from saphena.clinic.courses.today import lines_of, next_things
from saphena.pathway.protocol.drawing import Drawer
from saphena.pathway.protocol.library import load
from tests.clinic.courses.treated import THE_DAY, at

if TYPE_CHECKING:
    from saphena.clinic.design.components import NextThing

DRAWER = Drawer(load("leaflet"))
TREATED = {**THE_DAY, "review": "2027-03-17T09:30"}
PLANNED = {"procedure": "2027-03-09T10:00"}


def things(moment: str, events: dict[str, str], language: str = "en") -> list[NextThing]:
    drawn = DRAWER.draw({name: at(words) for name, words in events.items()})
    with translation.override(f"{language}-ca"):
        return next_things([drawn], lines_of([drawn]), language, at(moment))


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (
            "2027-03-09T13:10",
            [
                ("13:50–14:05", "At 13:50, get up and walk"),
                ("15:50–16:20", "From 15:50, exercise"),
                ("tomorrow, all day", "Exercise for 30 minutes every day, from Wednesday 10 March"),
            ],
        ),
        (
            "2027-03-12T10:00",
            [
                ("all day", "Exercise for 30 minutes today"),
                ("until Sun 14 Mar, in the morning", "Leave the bandage on"),
                ("until Sun 14 Mar, in the morning", "Wear the stocking"),
            ],
        ),
        (
            "2027-03-14T12:00",
            [
                ("all day", "Exercise for 30 minutes today"),
                ("Tue 16 Mar, until Fri 19 Mar", "Come for a scan between"),
                ("Wed 17 Mar, 09:30", "The return visit"),
            ],
        ),
        (
            "2027-03-17T08:00",
            [
                ("09:30", "The return visit"),
                ("until Fri 19 Mar", "Come for a scan between"),
                ("Tue 4 May, until Tue 1 Jun", "Come for a scan between"),
            ],
        ),
        ("2027-08-01T10:00", []),
    ],
)
def test_after_the_treatment(moment: str, expected: list[tuple[str, str]]) -> None:
    told = [(thing.when_text, thing.text[: len(text)]) for thing, (_when, text) in zip(
        things(moment, TREATED), expected, strict=True
    )]  # fmt: skip
    assert told == expected


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (
            "2027-03-04T10:00",
            [
                ("until Tue 9 Mar", "Have your stocking ready"),
                ("Sun 7 Mar, 10:00", "If you must change the date"),
                ("Tue 9 Mar, 10:00", "The procedure"),
            ],
        ),
        (
            "2027-03-08T20:00",
            [
                ("until Tue 9 Mar", "Have your stocking ready"),
                ("tomorrow, 10:00", "The procedure"),
                ("tomorrow, before 10:00", "Eat a good breakfast"),
            ],
        ),
    ],
)
def test_before_the_treatment(moment: str, expected: list[tuple[str, str]]) -> None:
    shown = things(moment, PLANNED)
    assert [(thing.when_text, thing.text[: len(text)]) for thing, (_w, text) in zip(shown, expected, strict=True)] == (
        expected
    )


@pytest.mark.parametrize("moment", ["2027-02-20T10:00", "2027-03-09T08:00", "2027-03-09T12:00", "2027-03-10T23:59"])
def test_nothing_is_told_twice_and_everything_says_why(moment: str) -> None:
    shown = things(moment, TREATED)
    assert len({thing.text for thing in shown}) == len(shown) == 3
    assert all(thing.why_lines for thing in shown)


def test_in_french() -> None:
    shown = things("2027-03-14T12:00", TREATED, "fr")
    assert [thing.when_text for thing in shown][1:] == ["mar. 16 mars, jusqu’au ven. 19 mars", "mer. 17 mars, 9 h 30"]
    assert shown[2].text == "Votre visite de contrôle"
