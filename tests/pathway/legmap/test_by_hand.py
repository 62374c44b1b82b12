"""A course drawn by hand is read as it is written, and whatever is none is refused in a sentence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saphena.pathway.legmap import View, read_course, write_course
from saphena.pathway.refused import Refused

POINTS = st.lists(
    st.tuples(st.integers(-250, 250).map(lambda n: n / 10), st.integers(-30, 1000).map(lambda n: n / 10)),
    min_size=2,
    max_size=120,
).map(tuple)


@given(st.sampled_from(View), POINTS)
def test_what_is_written_is_read_again_from_below_upwards(view: View, points: tuple[tuple[float, float], ...]) -> None:
    read = read_course(write_course(view, points))
    assert read[0] is view
    assert read[1] in (points, points[::-1])
    assert read[1][0][1] <= read[1][-1][1]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "inner",
        "inner: 1 2",
        "inner: 1 2, 3",
        "inner: 1 2 3, 4 5 6",
        "side: 1 2, 3 4",
        "inner: nan 2, 3 4",
        "inner: 1 2, 3 1e9",
        "inner: 90 2, 3 4",
        "inner: " + ", ".join(["1 2"] * 121),
        "inner: <b>, 3 4",
    ],
)
def test_what_is_no_course_is_refused_at_its_field(text: str) -> None:
    with pytest.raises(Refused) as refused:
        read_course(text)
    assert refused.value.field == "course"
    assert refused.value.reason.endswith(".")


@given(st.text(max_size=60))
def test_nothing_else_comes_of_any_text(text: str) -> None:
    try:
        _view, points = read_course(text)
    except Refused:
        return
    assert len(points) >= 2
