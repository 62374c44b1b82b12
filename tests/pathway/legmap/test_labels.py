"""Numbers beside the leg never lie over one another, and stand as near to their site as they can."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saphena.pathway.legmap.labels import Label, place, spread_out

WANTED = st.lists(st.tuples(st.floats(-50, 600), st.floats(5, 20)), max_size=20).map(sorted)


@given(WANTED)
def test_what_is_spread_out_keeps_its_order_and_never_overlaps(wanted: list[tuple[float, float]]) -> None:
    ys, sizes = [y for y, _ in wanted], [size for _, size in wanted]
    placed = spread_out(ys, sizes, 0, 500)
    spaces = zip(pairwise(placed), pairwise(sizes), strict=True)
    assert all(after - before >= (a + b) / 2 - 1e-6 for (before, after), (a, b) in spaces)


@given(WANTED)
def test_all_lie_inside_when_there_is_room(wanted: list[tuple[float, float]]) -> None:
    sizes = [size for _, size in wanted]
    placed = spread_out([y for y, _ in wanted], sizes, 0, 500)
    if placed and sum(sizes) <= 500:
        assert placed[0] - sizes[0] / 2 >= -1e-6
        assert placed[-1] + sizes[-1] / 2 <= 500 + 1e-6


def test_what_has_room_stays_where_it_is() -> None:
    assert spread_out([100, 200, 300], [10, 10, 10], 0, 500) == pytest.approx([100, 200, 300])


def test_two_at_one_site_part_evenly() -> None:
    assert spread_out([100, 100], [10, 10], 0, 500) == pytest.approx([95, 105])


def test_a_label_stands_on_the_side_of_its_site_until_that_side_is_full() -> None:
    labels = [Label((40, 100 + number), "GSV", "6 mm", "reflux") for number in range(8)]
    sides = [placed.side for placed in place(labels, 50, 0, (100, 100))]
    assert sides.count(-1) == 5
    assert sides.count(1) == 3
