"""A number is rounded as it is read, never cut."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from saphena.clinic.design.figures import rounded


@pytest.mark.parametrize(
    ("value", "places", "said"),
    [
        (200 / 3, 1, "66.7"),
        (5.009, 2, "5.01"),
        (0.125, 2, "0.13"),
        (99.96, 1, "100.0"),
        (-0.26, 1, "-0.3"),
        (7, 0, "7"),
    ],
)
def test_a_figure_is_rounded(value: float, places: int, said: str) -> None:
    assert rounded(value, places) == said


def test_a_figure_has_the_decimal_sign_of_the_reader() -> None:
    with override("fr"):
        assert rounded(200 / 3, 1) == "66,7"
