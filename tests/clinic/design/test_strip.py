"""The strip of days: a bar lies where its hours lie."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from saphena.clinic.design.components import Bar, Lane, Week, WeekDay
from saphena.clinic.design.strip import draw

DAYS = tuple(WeekDay(name, "") for name in "TWTFSSM")


def week(*bars: Bar, now: float | None = None) -> Week:
    return Week(DAYS, (Lane("bandage", "Bandage", "On.", bars),), now)


def test_a_bar_from_noon_to_noon_spans_one_day_of_seven_but_for_a_gap() -> None:
    [bar] = draw(week(Bar(0.5, 1.5))).lanes[0].bars
    assert (bar.x, bar.width, bar.dot) == ("7.43%", "13.71%", False)


def test_a_bar_that_began_before_the_strip_is_cut_at_its_edge() -> None:
    [bar] = draw(week(Bar(-3, 3.5))).lanes[0].bars
    assert (bar.x, bar.width) == ("0.29%", "49.43%")


def test_a_bar_after_the_strip_is_not_drawn() -> None:
    assert draw(week(Bar(7, 8), Bar(-2, -1))).lanes[0].bars == ()


def test_half_an_hour_is_a_dot_at_its_middle() -> None:
    [bar] = draw(week(Bar(3.49, 3.51))).lanes[0].bars
    assert bar.dot
    assert bar.x == "50.00%"


def test_there_is_a_line_between_each_two_days_and_one_for_now() -> None:
    drawn = draw(week(now=3.5))
    assert len(drawn.lines) == 6
    assert drawn.now == "50.00%"


def test_a_moment_outside_the_strip_has_no_line() -> None:
    assert draw(week(now=7.2)).now == ""
    assert draw(week()).now == ""


@given(st.floats(-30, 30), st.floats(0, 30))
def test_no_bar_leaves_the_strip(start: float, length: float) -> None:
    for bar in draw(week(Bar(start, start + length))).lanes[0].bars:
        x, width = float(bar.x[:-1]), float(bar.width[:-1])
        assert 0 <= x <= 100
        assert bar.dot or x + width <= 100.02
