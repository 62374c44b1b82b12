"""Curves go through their points, are cut at heights, and are written as short as SVG allows."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saphena.pathway.legmap.curves import between, closed_path, dashes, path, ribbon, smooth, walked

RISING = st.lists(st.tuples(st.floats(-10, 10), st.floats(1, 8)), min_size=2, max_size=9).map(
    lambda steps: [(x, sum(rise for _, rise in steps[: number + 1])) for number, (x, _) in enumerate(steps)]
)


@given(RISING)
def test_a_smooth_curve_goes_through_every_point(points: list[tuple[float, float]]) -> None:
    curve = smooth(points)
    assert [curve[0][0], *(cubic[3] for cubic in curve)] == points


@given(RISING, st.floats(0.1, 0.9))
def test_the_two_parts_of_a_cut_curve_meet_at_the_height_of_the_cut(
    points: list[tuple[float, float]], at: float
) -> None:
    curve = smooth(points)
    height = points[0][1] + (points[-1][1] - points[0][1]) * at
    below, above = between(curve, 0, height), between(curve, height, 1000)
    assert below[-1][3] == pytest.approx(above[0][0], abs=1e-4)
    assert below[-1][3][1] == pytest.approx(height, abs=1e-4)
    assert (below[0][0], above[-1][3]) == (points[0], points[-1])


def test_walking_goes_even_distances() -> None:
    walk = walked(smooth([(0, 0), (0, 10), (0, 20)]), 4)
    assert [point[1] for point, _ in walk] == pytest.approx([0, 5, 10, 15, 20], abs=0.2)
    assert all(direction == pytest.approx((0, 1)) for _, direction in walk)


def test_a_ribbon_is_as_wide_as_it_is_told() -> None:
    outline = ribbon(smooth([(0, 0), (0, 10), (0, 20)]), ((0.0, 2.0), (1.0, 6.0)))
    xs = [cubic[3][0] for cubic in outline]
    assert (min(xs), max(xs)) == pytest.approx((-3.0, 3.0))
    assert outline[0][0] == outline[-1][3]


def test_a_dashed_line_begins_and_ends_with_a_dash() -> None:
    drawn = dashes(smooth([(0, 0), (0, 50), (0, 100)]), ((0.0, 2.0),))
    assert drawn.startswith("M-1 0")
    assert drawn.count("M") == drawn.count("z") == 10
    assert "93.6l2 0 0 6.4" in drawn


def test_a_path_is_written_in_tenths_each_step_from_the_last() -> None:
    assert path([((0, 0), (0.04, 1), (0.5, -2.25), (10, 20))]) == "M0 0c0 1 .5-2.2 10 20"
    assert closed_path([]) == ""


NUMBER = re.compile(r"-?\d*\.?\d+")


@given(RISING)
def test_rounding_does_not_add_up_along_a_path(points: list[tuple[float, float]]) -> None:
    x, y, *steps = (float(number) for number in NUMBER.findall(path(smooth(points))))
    for number in range(4, len(steps), 6):
        x, y = x + steps[number], y + steps[number + 1]
    assert (x, y) == pytest.approx(points[-1], abs=0.051)
