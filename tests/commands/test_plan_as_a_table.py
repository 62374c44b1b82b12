"""The table that a person reads in a terminal: by day, inside its width, without colour where none is wanted."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.commands.conftest import Answer

AT = ("--at", "procedure=2027-03-09T10:00", "--at", "home=2027-03-09T11:50")


@pytest.fixture
def table(saphena: Callable[..., Answer]) -> Callable[..., str]:
    def run(*arguments: str) -> str:
        answer = saphena("plan", "leaflet", *AT, *arguments)
        assert (answer.status, answer.err) == (0, "")
        return answer.out

    return run


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("width", [80, 120])
def test_it_stays_inside_the_terminal(
    table: Callable[..., str], monkeypatch: pytest.MonkeyPatch, width: int, language: str
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    lines = table("--lang", language, "--why").splitlines()
    assert max(map(len, lines)) <= width
    assert max(map(len, lines)) > width - 10


def test_the_days_come_in_order_each_with_its_name(table: Callable[..., str]) -> None:
    days = re.findall(r"^(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day .*$", table("--who", "patient"), re.MULTILINE)
    assert days[:4] == [
        "Tuesday 2 March 2027",
        "Sunday 7 March 2027",
        "Tuesday 9 March 2027",
        "Wednesday 10 March 2027",
    ]
    assert len(days) == len(set(days))


def test_a_row_says_when_how_strongly_and_what(table: Callable[..., str]) -> None:
    said = table()
    assert re.search(r"^  11:50–15:50 +must +Lie down with both legs higher", said, re.MULTILINE)
    assert re.search(r"^  from 10:20 +must +Leave the bandage on", said, re.MULTILINE)
    assert re.search(r"^  all day +try to +Try not to take aspirin", said, re.MULTILINE)
    assert re.search(r"until Sun 14 Mar 07:00 · do · bandage · B11", said)
    assert "nurse · gate shut · stocking-in-hand · PRE-2" in re.sub(r"\s+", " ", said)


def test_what_comes_round_daily_is_said_once(table: Callable[..., str]) -> None:
    said = table()
    assert said.count("Exercise for 30 minutes") == 1
    assert "27 times, the last Mon 5 Apr · do · daily-exercise" in re.sub(r"\s+", " ", said)


def test_walks_within_one_day_each_have_their_row(table: Callable[..., str]) -> None:
    assert re.findall(r"^  (\d\d:\d\d)–.*get up and walk", table(), re.MULTILINE) == ["12:50", "13:50", "14:50"]


def test_reasons_only_when_asked(table: Callable[..., str]) -> None:
    assert "Source: LEAFLET" not in table()
    assert "Source: LEAFLET" in table("--why")


def test_nobody_has_signed_it(table: Callable[..., str]) -> None:
    assert "leaflet 2026.11 · not approved by a physician · America/Edmonton" in table()


def test_the_signs_of_an_emergency_stand_one_below_the_other(table: Callable[..., str]) -> None:
    signs = re.findall(r"^ +- (you cannot breathe|bleeding that|fever with)", table(), re.MULTILINE)
    assert len(signs) == 3


def test_the_clinics_own_numbers_stand_at_the_top(table: Callable[..., str]) -> None:
    assert "This clinic: bandage stays on for 3 nights (the protocol says 5 nights)" in table(
        "--set", "bandage_nights=3"
    )


def test_what_waits_for_a_date_stands_at_the_end(table: Callable[..., str]) -> None:
    assert table().splitlines()[-2].startswith("  · after-the-test: waits for the test session")


def test_what_changed_comes_first(table: Callable[..., str]) -> None:
    said = table("--was", "procedure=2027-03-07T10:00")
    assert said.index("What has changed") < said.index("Tuesday 2 March 2027")
    assert "(was Friday 12 March, in the morning)" in re.sub(r"\s+", " ", said)
    assert "Nothing has changed." in table("--was", "procedure=2027-03-09T10:00")


def test_a_visit_that_had_no_date_before_is_new(table: Callable[..., str]) -> None:
    said = re.sub(r"\s+", " ", table("--at", "review=2027-03-17T09:30", "--was", "review=none"))
    assert "eturn visit: Wednesday 17 March at 09:30 (new)." in said
    assert "to Tuesday 16 March (was Monday 5 April)" in said


def test_no_colour_unless_a_person_is_looking(table: Callable[..., str], monkeypatch: pytest.MonkeyPatch) -> None:
    assert "\033" not in table()
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert "\033[1mTuesday 9 March 2027\033[0m" in table()
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\033" not in table()


def test_french(table: Callable[..., str]) -> None:
    said = table("--lang", "fr-CA")
    assert "Mardi 9 mars 2027" in said
    assert re.search(r"^  11 h 50–15 h 50 +à faire +Allongez-vous", said, re.MULTILINE)
    assert "non approuvé par un médecin" in said
