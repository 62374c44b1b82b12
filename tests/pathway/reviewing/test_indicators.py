"""An accreditor's sample: consecutive, five in a hundred, at least thirty, and never more than there are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saphena.pathway.reviewing.indicators import bands, harms, sample_size
from saphena.pathway.reviewing.registry import birth_years
from saphena.pathway.treating.complications import complications


@pytest.mark.parametrize(
    ("cases", "size"), [(0, 0), (1, 1), (29, 29), (30, 30), (600, 30), (601, 31), (1000, 50), (1001, 51)]
)
def test_how_many_cases(cases: int, size: int) -> None:
    assert sample_size(cases) == size


def test_fewer_than_none_is_refused() -> None:
    with pytest.raises(ValueError, match="-1"):
        sample_size(-1)


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_more_cases_are_never_a_smaller_sample(one: int, other: int) -> None:
    assert sample_size(min(one, other)) <= sample_size(max(one, other))


def test_the_bands_rise_and_the_last_has_no_end() -> None:
    ends = [each.below for each in bands()]
    assert ends[-1] is None
    known = [end for end in ends if end is not None]
    assert known == sorted(set(known))
    assert len(known) == len(ends) - 1


def test_every_complication_that_is_always_shown_is_in_the_list() -> None:
    assert {name for harm in harms().values() for name in harm.of} <= complications().keys()


@given(st.integers(1940, 2026))
def test_a_year_of_birth_is_in_its_band(year: int) -> None:
    first, last = map(int, birth_years(year).split("-"))
    assert first <= year <= last
    assert last - first == 4


def test_the_oldest_are_together() -> None:
    assert birth_years(1939) == birth_years(1920) == "before 1940"
