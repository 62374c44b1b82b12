"""Scores before and after: whole or not at all; only what was asked both times is compared; medians from counts."""

from __future__ import annotations

from decimal import Decimal
from statistics import mean, median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saphena.pathway.reviewing.scores import Spread, severity, symptoms_change

WHOLE = dict.fromkeys(range(1, 11), 1)


def test_the_score_is_the_sum_of_ten_items() -> None:
    assert severity(WHOLE) == 10


@pytest.mark.parametrize("missing", range(1, 11))
def test_while_an_item_is_missing_there_is_none(missing: int) -> None:
    assert severity({item: points for item, points in WHOLE.items() if item != missing}) is None


def test_without_an_ulcer_its_age_and_size_count_as_nothing() -> None:
    without = {item: points for item, points in WHOLE.items() if item not in (8, 9)} | {7: 0}
    assert severity(without) == 7


def test_symptoms_are_compared_where_they_were_asked_twice() -> None:
    assert symptoms_change({"heavy": 6, "itch": 2}, {"heavy": 1, "looks": 4}) == Decimal("-5.0")
    assert symptoms_change({"heavy": 6}, {"itch": 1}) is None


@given(st.lists(st.integers(-30, 30), min_size=1, max_size=60))
def test_mean_and_median_from_counts_are_those_of_the_values(values: list[int]) -> None:
    spread = Spread({str(value): values.count(value) for value in values})
    assert spread.of == len(values)
    assert spread.mean == pytest.approx(mean(values))
    assert spread.median == median(values)
    assert spread.at(0.9) in values


def test_of_nothing_there_is_neither() -> None:
    assert (Spread({}).mean, Spread({}).median) == (None, None)
