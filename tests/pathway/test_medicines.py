"""What a patient types is recognised as it is typed, and nothing that a doctor ordered is ever told to be stopped."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saphena.pathway.medicines import Ordered, Verdict, judge, known, recognise


@pytest.mark.parametrize(
    ("typed", "keys"),
    [
        ("Advil", {"ibuprofen"}),
        ("ADVIL 200 mg, 2 at night", {"ibuprofen"}),
        ("Célécoxib", {"celecoxib"}),
        ("alka-seltzer", {"aspirin"}),
        ("Advil and Plavix", {"ibuprofen", "clopidogrel"}),
        ("Robax Platinum", {"ibuprofen"}),
        ("ibuprofin", {"ibuprofen"}),
        ("vitamin D", set()),
        ("alive and well", set()),
        ("", set()),
    ],
)
def test_a_name_is_recognised(typed: str, keys: set[str]) -> None:
    assert {each.medicine.key for each in recognise(typed)} == keys


@pytest.mark.parametrize(
    ("typed", "ordered", "verdict"),
    [
        ("Advil", Ordered.NO, Verdict.AVOID),
        ("Advil", Ordered.YES, Verdict.ASK_PRESCRIBER),
        ("aspirin", Ordered.UNSURE, Verdict.ASK_PRESCRIBER),
        ("aspirin 81 mg", Ordered.NO, Verdict.LOOK),
        ("Voltaren gel", Ordered.NO, Verdict.LOOK),
        ("ibuprofin", Ordered.NO, Verdict.LOOK),
        ("Eliquis", Ordered.NO, Verdict.ASK_PRESCRIBER),
        ("Tylenol", Ordered.NO, Verdict.FINE),
        ("something of my neighbour’s", Ordered.NO, Verdict.LOOK),
    ],
)
def test_what_a_medicine_means(typed: str, ordered: Ordered, verdict: Verdict) -> None:
    assert judge(typed, ordered) is verdict


@given(st.text(max_size=80), st.sampled_from([Ordered.YES, Ordered.UNSURE]))
def test_what_may_be_ordered_is_never_told_to_be_stopped(typed: str, ordered: Ordered) -> None:
    assert judge(typed, ordered) is not Verdict.AVOID


@given(st.sampled_from(sorted(known().medicines)), st.sampled_from(list(Ordered)), st.text(max_size=20))
def test_nothing_against_clots_is_ever_told_to_be_stopped(key: str, ordered: Ordered, beside: str) -> None:
    medicine = known().medicines[key]
    if medicine.kind in ("antiplatelet", "anticoagulant"):
        for name in medicine.names:
            assert judge(f"{name} {beside}", ordered) is Verdict.ASK_PRESCRIBER


def test_every_name_finds_its_own_medicine() -> None:
    for medicine in known().medicines.values():
        for name in medicine.names:
            assert [each.medicine for each in recognise(name.upper())] == [medicine], name
