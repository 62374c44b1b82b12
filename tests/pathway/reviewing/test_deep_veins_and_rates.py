"""A clot's class, the windows of return visits, and a share that is never alone."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saphena.pathway.refused import Refused
from saphena.pathway.reviewing import Extension, Rate, definitions, extension, times, wilson

CONFIRMED = definitions(frozenset({"extension.half"}))


@pytest.mark.parametrize(
    ("junction", "share", "expected"),
    [
        (False, None, Extension.NONE),
        (True, None, Extension.I),
        (True, Decimal(0), Extension.I),
        (True, Decimal("0.49"), Extension.II),
        (True, Decimal("0.5"), Extension.III),  # exactly half is not less than half
        (True, Decimal("0.99"), Extension.III),
        (True, Decimal(1), Extension.IV),
    ],
)
def test_a_clot_has_the_class_of_what_it_fills(junction: bool, share: Decimal | None, expected: Extension) -> None:
    assert extension(junction, share, CONFIRMED) is expected


def test_without_the_clinics_word_there_is_no_class() -> None:
    assert extension(True, Decimal("0.3"), definitions()) is None


def test_more_than_all_of_it_is_refused() -> None:
    with pytest.raises(Refused):
        extension(True, Decimal("1.1"), CONFIRMED)


@pytest.mark.parametrize(
    ("name", "days", "inside"),
    [("early", 6, False), ("early", 7, True), ("early", 10, True), ("early", 11, False), ("result", 55, False),
     ("result", 56, True), ("result", 84, True), ("result", 85, False), ("year", 365, True)],
)  # fmt: skip
def test_a_return_visit_is_in_its_window_to_the_day(name: str, days: int, inside: bool) -> None:
    injected = date(2027, 3, 9)
    assert times()[name].holds(injected, injected + timedelta(days=days)) is inside


@pytest.mark.parametrize(
    ("hits", "of", "low", "high"),
    [(0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (87, 100, 0.7902, 0.9224), (1, 1, 0.2065, 1.0),
     (5, 10, 0.2366, 0.7634)],
)  # fmt: skip
def test_the_interval_is_wilsons(hits: int, of: int, low: float, high: float) -> None:
    found = wilson(hits, of)
    assert found
    assert found == pytest.approx((low, high), abs=5e-5)


def test_nothing_counted_has_no_share_and_no_interval() -> None:
    assert (Rate(0, 0).share, Rate(0, 0).interval, Rate(0, 0).worst) == (None, None, None)


@given(st.integers(0, 500), st.integers(0, 500), st.integers(0, 500))
def test_whoever_was_lost_can_only_widen_what_is_said(hits: int, misses: int, lost: int) -> None:
    rate = Rate(hits, hits + misses, lost)
    if rate.share is None or rate.worst is None or rate.best is None or rate.interval is None:
        return
    assert rate.worst <= rate.share <= rate.best
    assert 0 <= rate.interval[0] <= rate.share <= rate.interval[1] <= 1
