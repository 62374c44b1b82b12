"""Typing without accents finds what has them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saphena.clinic.record.folding import digits, fold, words


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Marie-Ève", "marie eve"),
        ("O’Neill", "o neill"),
        ("LŒUILLE", "loeuille"),
        ("Straße", "strasse"),
        ("Łukasz Ångström-Đặng", "lukasz angstrom dang"),
        ("  two   spaces ", "two spaces"),
        ("Ґанна", "ґанна".replace("ґ", "ґ")),
        ("", ""),
    ],
)
def test_names_are_folded(written: str, folded: str) -> None:
    assert fold(written) == folded


def test_a_telephone_number_is_its_digits() -> None:
    assert digits("(403) 555-0142 ext. 7") == "40355501427"


def test_what_is_typed_falls_into_words() -> None:
    assert words(" Éve  TREM") == ["eve", "trem"]


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_capitals_do_not_matter(text: str) -> None:
    assert fold(text.casefold()) == fold(text)
