"""What became of a treated segment: every class from both sides, and nothing guessed."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saphena.pathway.refused import Refused
from saphena.pathway.reviewing import Found, Outcome, conclude, definitions, recanalised

ALL = definitions(frozenset({"outcome.complete", "outcome.partial", "outcome.recanalised"}))
D = Decimal


@pytest.mark.parametrize(
    ("found", "outcome"),
    [
        (Found(compressible=False, flow=False), Outcome.CLOSED),
        (Found(gone=True), Outcome.CLOSED),
        (Found(compressible=False, flow=False, open_length=D(0)), Outcome.CLOSED),
        (Found(compressible=True, flow=True, reflux=D("0.5")), Outcome.PARTLY),  # exactly half a second is no reflux
        (Found(compressible=True, flow=True, reflux=D("0.51")), Outcome.PARTLY_REFLUXING),
        (Found(compressible=False, flow=True, reflux=D("1.2")), Outcome.PARTLY_REFLUXING),
        (Found(treated_length=D(30), open_length=D(4), reflux=D("0.9")), Outcome.PARTLY_REFLUXING),
        (Found(treated_length=D(30), open_length=D(30), reflux=D("0.9")), Outcome.OPEN),
        (Found(treated_length=D(30), open_length=D(30), reflux=D("0.2")), Outcome.PARTLY),
    ],
)
def test_a_class_follows_from_what_was_measured(found: Found, outcome: Outcome) -> None:
    assert conclude(found, ALL).outcome is outcome


@pytest.mark.parametrize(
    ("found", "missing"),
    [
        (Found(), ("compressible", "flow")),
        (Found(compressible=False), ("flow",)),
        (Found(flow=False), ("compressible",)),
        (Found(flow=True), ("reflux",)),
    ],
)
def test_what_is_missing_is_named_and_never_guessed(found: Found, missing: tuple[str, ...]) -> None:
    said = conclude(found, ALL)
    assert (said.outcome, said.missing) == (None, missing)


def test_what_was_only_recalled_proposes_nothing_until_it_is_confirmed() -> None:
    assert conclude(Found(gone=True), definitions()).outcome is None
    assert {row.name for row in definitions().off} == {
        "outcome.complete", "outcome.partial", "outcome.recanalised", "extension.half",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("found", "field"),
    [
        (Found(treated_length=D(10), open_length=D(11)), "open_length"),
        (Found(diameter=D(-1)), "diameter"),
        (Found(gone=True, flow=True), "gone"),
        (Found(gone=True, open_length=D(2)), "gone"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(found: Found, field: str) -> None:
    with pytest.raises(Refused) as no:
        conclude(found, ALL)
    assert no.value.field == field


@pytest.mark.parametrize(
    ("before", "now", "said"),
    [
        (Outcome.CLOSED, Found(open_length=D(5)), False),  # exactly five centimetres is not more than five
        (Outcome.CLOSED, Found(open_length=D("5.1")), True),
        (Outcome.PARTLY, Found(open_length=D(9)), False),  # it never was closed
        (Outcome.CLOSED, Found(flow=True), None),
        (Outcome.CLOSED, Found(compressible=False, flow=False), False),
        (Outcome.CLOSED, Found(gone=True), False),
    ],
)
def test_open_again_is_counted_by_the_length_of_the_open_part(before: Outcome, now: Found, said: bool | None) -> None:
    assert recanalised(before, now, ALL) is said


LENGTHS = st.none() | st.decimals(0, 60, places=1)
FOUND = st.builds(
    Found, treated_length=LENGTHS, open_length=LENGTHS, compressible=st.none() | st.booleans(),
    flow=st.none() | st.booleans(), reflux=st.none() | st.decimals(0, 9, places=2), gone=st.booleans(),
)  # fmt: skip
WORST_LAST = list(Outcome)


@given(FOUND, st.decimals(0, 9, places=2))
def test_more_reflux_never_makes_it_better(found: Found, more: Decimal) -> None:
    try:
        before = conclude(found, ALL).outcome
    except Refused:
        return
    if before is None or found.reflux is None:
        return
    worse = Found(found.treated_length, found.open_length, None, found.compressible, found.flow, found.reflux + more)
    after = conclude(worse, ALL).outcome if not found.gone else before
    assert after is not None
    assert WORST_LAST.index(after) >= WORST_LAST.index(before)
