"""What somebody typed is one line of its column's length; a reason that is asked for is there."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saphena.clinic.record.typed import said_why, tidied
from saphena.pathway.refused import Refused


@given(st.text(), st.integers(0, 20))
def test_it_fits_its_column_and_every_database(text: str, longest: int) -> None:
    kept = tidied(text, longest)
    assert len(kept) <= longest
    assert "\0" not in kept
    assert len(kept.splitlines()) <= 1
    assert tidied(text) == tidied(tidied(text))


def test_words_have_one_space_between_them() -> None:
    assert tidied("  She\twas\0 told\n\n twice ") == "She was told twice"


@pytest.mark.parametrize("nothing", ["", "  ", "\0", "\n"])
def test_a_reason_that_says_nothing_is_refused_at_its_field(nothing: str) -> None:
    with pytest.raises(Refused, match="say why") as no:
        said_why(nothing)
    assert no.value.field == "reason"
    assert said_why(" because ", 5) == "becau"
