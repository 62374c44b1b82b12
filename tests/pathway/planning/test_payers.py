"""What a payer asks: what was only heard is off, and how long something was tried is counted in whole weeks."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from saphena.pathway.planning.payers import (
    Trial,
    asked_in,
    months_between,
    pressures,
    shipped,
    was_tried,
    weeks_of,
    words_of,
)  # fmt: skip

MONDAY = date(2026, 1, 5)
DAYS = st.integers(0, 400)
TRIALS = st.lists(
    st.builds(
        lambda start, length, mmhg: Trial(MONDAY + timedelta(start), MONDAY + timedelta(start + length), mmhg),
        DAYS, DAYS, st.sampled_from([None, 15, 20, 30]),
    ),
    max_size=6,
)  # fmt: skip


def days(first: int, last: int, mmhg: int | None = None, often: str = "daily") -> Trial:
    return Trial(MONDAY + timedelta(first), MONDAY + timedelta(last), mmhg, often)


def test_how_much_is_asked_ships_off_and_the_list_is_ours() -> None:
    assert not any(limit.on for limit in shipped().limits.values())
    assert {item.sure for item in shipped().items.values()} == {"engineering"}
    assert all(limit.source and limit.year for limit in shipped().limits.values())


def test_a_clinic_puts_on_with_its_own_value_and_puts_items_off() -> None:
    here = asked_in(off=["images"], on=["stocking_weeks"], own={"stocking_weeks": Decimal(8)})
    assert "images" not in here.items
    limit = here.limits["stocking_weeks"]
    assert (limit.on, limit.value) == (True, Decimal(8))
    assert limit.met_by(Decimal(8))
    assert not limit.met_by(Decimal(7))
    assert not here.limits["map_months"].on


@pytest.mark.parametrize(("length", "weeks"), [(83, 11), (84, 12), (85, 12)])
def test_weeks_are_whole(length: int, weeks: int) -> None:
    assert weeks_of([days(0, length)]) == weeks


def test_a_gap_parts_two_trials_and_a_new_pair_does_not() -> None:
    assert weeks_of([days(0, 40), days(41, 84)]) == 12
    assert weeks_of([days(0, 40), days(43, 84)]) == 5


def test_what_was_hardly_worn_or_presses_less_is_not_counted() -> None:
    assert weeks_of([days(0, 84, often="hardly")]) == 0
    assert weeks_of([days(0, 84, 15), days(90, 118, 20)], Decimal(20)) == 4
    assert weeks_of([days(0, 84)], Decimal(20)) == 0  # nobody knows how much it presses
    assert not was_tried("hardly")


@settings(max_examples=40)
@given(TRIALS, st.randoms(use_true_random=False))
def test_the_order_of_telling_changes_nothing_and_more_is_never_less(trials: list[Trial], chance: object) -> None:
    told = list(trials)
    chance.shuffle(told)  # type: ignore[attr-defined]
    assert weeks_of(told) == weeks_of(trials)
    assert weeks_of(trials) >= max((weeks_of([each]) for each in trials), default=0)
    assert weeks_of(trials, Decimal(20)) <= weeks_of(trials)


@pytest.mark.parametrize(
    ("later", "months"),
    [("2026-01-31", 0), ("2026-02-28", 1), ("2026-07-31", 6), ("2026-08-01", 7), ("2027-01-31", 12)],
)
def test_a_map_of_the_last_of_january(later: str, months: int) -> None:
    assert months_between(date(2026, 1, 31), date.fromisoformat(later)) == months


def test_every_choice_has_both_languages_and_every_class_its_pressure() -> None:
    for table in ("tried", "often", "helped"):
        assert all(words["en"] and words["fr"] for words in words_of(table).values())
    assert all(least < most for least, most in pressures().values())
