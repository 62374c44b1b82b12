"""An accreditor's sample: consecutive, five in a hundred, at least thirty, and never more than there are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saphena.pathway.reviewing.indicators import consecutive, sample_size
from saphena.pathway.reviewing.registry import birth_years


@pytest.mark.parametrize(
    ("cases", "size"), [(0, 0), (1, 1), (29, 29), (30, 30), (600, 30), (601, 31), (1000, 50), (1001, 51)]
)
def test_how_many_cases(cases: int, size: int) -> None:
    assert sample_size(cases) == size


def test_fewer_than_none_is_refused() -> None:
    with pytest.raises(ValueError, match="-1"):
        sample_size(-1)


@given(st.lists(st.integers(), max_size=900))
def test_the_sample_is_the_last_cases_one_after_the_other(cases: list[int]) -> None:
    chosen = consecutive(cases)
    assert len(chosen) == sample_size(len(cases))
    assert list(chosen) == cases[len(cases) - len(chosen) :]


@given(st.integers(1940, 2026))
def test_a_year_of_birth_is_in_its_band(year: int) -> None:
    first, last = map(int, birth_years(year).split("-"))
    assert first <= year <= last
    assert last - first == 4


def test_the_oldest_are_together() -> None:
    assert birth_years(1939) == birth_years(1920) == "before 1940"
