"""docs/mechanisms/worked-doses.md says what the code computes, row by row."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest

from saphena.pathway.treating import Unreadable, age, mg_of, read_number, room_for, shipped, weigh
from saphena.pathway.treating.states import Move, Need, missing
from tests.pathway.treating.worked import TODAY, dose, doses, everything_confirmed, table

NOON = datetime(2027, 3, 9, 19, tzinfo=UTC)
HEADINGS = ("Milligrams", "Ceilings", "The foam clock", "Before the patient may go on", "What is typed")


def test_there_are_at_least_eighty_cases_and_no_two_alike() -> None:
    rows = [tuple(row) for heading in HEADINGS for row in table(heading)]
    assert len(rows) >= 120
    assert len(set(rows)) == len(rows)


@pytest.mark.parametrize(("syringe", "volume", "mg", "source"), table("Milligrams"))
def test_milligrams(syringe: str, volume: str, mg: str, source: str) -> None:
    assert mg_of(replace(dose(syringe), volume=Decimal(volume)), shipped()) == Fraction(Decimal(mg))
    assert source


@pytest.mark.parametrize(
    ("weight", "before", "syringe", "ceiling", "left", "asked", "passed", "source"), table("Ceilings")
)
def test_ceilings(
    weight: str, before: str, syringe: str, ceiling: str, left: str, asked: str, passed: str, source: str
) -> None:
    rows = everything_confirmed() if shipped().every_ceiling[ceiling].off else shipped()
    kg = None if weight == "none" else Decimal(weight)
    one, given = replace(dose(syringe), volume=Decimal(asked)), doses(before)
    room = room_for(one.drawn, given, kg, TODAY, rows, vein=one.vein)
    ml = {row.ceiling.name: row.ml for row in room.limits}
    assert ml[ceiling] == (None if left == "unknown" else Decimal(left))
    found = {row.ceiling.name for row in weigh(one, given, kg, rows).passed}
    assert found == (set() if passed == "–" else set(passed.split(", ")))
    assert source


@pytest.mark.parametrize(("syringe", "seconds", "clock", "source"), table("The foam clock"))
def test_the_foam_clock(syringe: str, seconds: str, clock: str, source: str) -> None:
    at = NOON + timedelta(seconds=int(seconds))
    assert age(dose(syringe).drawn, NOON, at, shipped()).freshness == clock
    assert source


@pytest.mark.parametrize(("move", "recorded", "without"), table("Before the patient may go on"))
def test_what_is_missing_before_a_move(move: str, recorded: str, without: str) -> None:
    have = {Need(name) for name in recorded.split(", ")} if recorded != "–" else set()
    assert ", ".join(missing(Move(move), have)) == (without if without != "–" else "")


@pytest.mark.parametrize(("typed", "unit", "value"), table("What is typed"))
def test_what_is_typed(typed: str, unit: str, value: str) -> None:
    if value[0].isdigit():
        assert read_number(typed, unit) == Decimal(value)
    else:
        with pytest.raises(Unreadable) as told:
            read_number(typed, unit)
        assert told.value.rule == value
