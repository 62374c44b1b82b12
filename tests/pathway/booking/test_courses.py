"""A course of visits: gates by the date, windows after the procedure, trips, and the way home."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import product
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from saphena.pathway.booking.chaining import Chain
from saphena.pathway.booking.library import shipped
from saphena.pathway.booking.searching import Search
from saphena.pathway.booking.visits import Course, Gap, Step
from saphena.pathway.booking.wishes import Request, Trip, WayHome
from saphena.pathway.diary import Hours, Opening, Span
from tests.pathway.booking.diaries import EDMONTON, MONDAY, OPEN, TALK, asked, at, titled, working

SPAN = Span(date(2027, 3, 1), 140, EDMONTON)
MAPPED = date(2027, 2, 20)
COURSE = shipped().courses["treatment"]
DIARY = working(SPAN)


def days_of(request: Request, course: Course = COURSE, opening: Opening = OPEN) -> dict[str, date]:
    found = Search(working(SPAN, opening=opening), course, request).earliest()
    assert found is not None
    return {visit.step: visit.day for visit in found.visits}


def mapped(day: date = MONDAY, **others: Any) -> Request:
    return asked(day, **{"done": {"map": MAPPED}, **others})


def test_a_whole_course_is_found_with_every_visit_in_its_window() -> None:
    assert days_of(mapped()) == {
        "test": date(2027, 3, 8),
        "procedure": date(2027, 3, 9),
        "return": date(2027, 3, 16),
        "result": date(2027, 5, 4),
    }


def test_a_window_that_falls_wholly_on_closures_moves_the_procedure() -> None:
    closed = {date(2027, 3, day): "repairs" for day in range(15, 20)}
    days = days_of(mapped(), opening=replace(OPEN, closures=closed))
    assert days["procedure"] == date(2027, 3, 12)  # on the 9th to the 11th, days 7 to 10 are closed or a weekend
    assert days["return"] == date(2027, 3, 22)


def test_the_test_session_is_on_an_earlier_date_even_when_hours_would_do() -> None:
    soon = Course("two", titled("two"), (Step("test", TALK), Step("procedure", TALK, (Gap("test", 1),))), "procedure")
    days = days_of(asked(), soon)
    assert days["procedure"] - days["test"] == timedelta(days=1)


def test_a_test_session_that_is_done_does_not_count_on_its_own_date() -> None:
    days = days_of(mapped(done={"map": MAPPED, "test": MONDAY}))
    assert days["procedure"] == date(2027, 3, 9)
    assert "test" not in days


def test_a_test_session_that_is_done_counts_on_its_last_day() -> None:
    last = mapped(date(2027, 3, 9), done={"map": MAPPED, "test": date(2026, 3, 9)})
    assert [offer["procedure"].day for offer in Search(DIARY, COURSE, last).offers(3)] == [date(2027, 3, 9)]


def test_a_test_session_that_has_expired_leaves_no_course() -> None:
    assert Search(DIARY, COURSE, mapped(done={"map": MAPPED, "test": date(2026, 3, 7)})).earliest() is None


def test_a_gate_that_counts_from_nothing_is_shut() -> None:
    assert Search(DIARY, COURSE, asked()).earliest() is None
    assert Search(DIARY, COURSE, asked()).near(at(MONDAY), 3) == ()
    assert Search(DIARY, COURSE, asked()).later(at(MONDAY), 3) == ()
    assert Search(DIARY, COURSE.without("map"), asked()).earliest() is not None


def test_a_visit_that_stays_where_it_is_holds_those_before_it_in_its_window() -> None:
    days = days_of(mapped(done={"map": MAPPED, "return": date(2027, 3, 30)}))
    assert date(2027, 3, 20) <= days["procedure"] <= date(2027, 3, 23)
    assert days["result"] - days["procedure"] >= timedelta(days=56)


def test_a_visit_may_be_on_the_last_day_that_a_later_one_allows() -> None:
    done = {"map": MAPPED, "test": MONDAY, "return": date(2027, 3, 30)}
    offers = Search(DIARY, COURSE, mapped(date(2027, 3, 19), done=done)).offers(5)
    assert [offer["procedure"].day.day for offer in offers] == [22, 23]


def test_moving_one_visit_leaves_the_others_and_keeps_its_window() -> None:
    done = {"map": MAPPED, "test": date(2027, 3, 8), "procedure": date(2027, 3, 9), "result": date(2027, 5, 4)}
    assert days_of(mapped(date(2027, 3, 17), done=done)) == {"return": date(2027, 3, 17)}


@pytest.mark.parametrize(
    ("trip", "procedure"),
    [
        (Trip(date(2027, 4, 5), date(2027, 4, 9)), date(2027, 4, 12)),  # 27 dates after the 9th: still restricted
        (Trip(date(2027, 4, 6), date(2027, 4, 9)), date(2027, 3, 9)),  # the 28 days are over
        (Trip(date(2027, 4, 5), date(2027, 4, 9), long=False), date(2027, 3, 9)),
        (
            Trip(date(2027, 3, 15), date(2027, 3, 19), long=False),
            date(2027, 3, 12),
        ),  # away for the scan at 7 to 10 days
    ],
)
def test_nothing_lies_in_the_quiet_days_before_a_long_trip(trip: Trip, procedure: date) -> None:
    assert days_of(mapped(trips=(trip,)))["procedure"] == procedure


def test_one_visit_a_day() -> None:
    taken = frozenset({date(2027, 3, 9), date(2027, 3, 16)})
    days = days_of(mapped(busy=taken))
    assert days["procedure"] == date(2027, 3, 10)
    assert not taken & set(days.values())
    assert len(set(days.values())) == 4


def test_two_visits_that_could_share_a_day_do_not() -> None:
    both = Course("both", titled("both"), (Step("a", TALK), Step("b", TALK)), "a")
    assert days_of(asked(), both) == {"a": MONDAY, "b": MONDAY + timedelta(days=1)}


def test_the_patients_own_times_and_dates_are_kept() -> None:
    own = Opening({1: (Hours(time(13), time(16)),), 3: (Hours(time(13), time(16)),)})
    request = mapped(times=own, not_before=date(2027, 3, 10), not_after=date(2027, 6, 20))
    found = Search(DIARY, COURSE, request).earliest()
    assert found is not None
    assert [visit.starts.weekday() for visit in found.visits] == [3, 1, 1, 1]
    assert all(visit.starts.time() >= time(13) and visit.ends.time() <= time(16) for visit in found.visits)


def test_nothing_begins_before_the_notice_is_over() -> None:
    found = Search(DIARY, COURSE, replace(mapped(), earliest=at(MONDAY, 14, 2))).earliest()
    assert found is not None
    assert found["test"].starts == at(MONDAY, 14, 15)


AFTERNOONS = Opening(dict.fromkeys(range(5), (Hours(time(13), time(17)),)))


def test_a_procedure_that_ends_too_late_to_lie_down_before_bedtime_says_so() -> None:
    home = WayHome(40, time(19))
    late = Search(DIARY, COURSE, mapped(times=AFTERNOONS, way_home=home)).earliest()
    assert late is not None
    assert late["procedure"].late_home == timedelta(hours=0)  # 13:00 + 80 min + 40 min + 4 h = 19:00
    later = Search(DIARY, COURSE, mapped(times=AFTERNOONS, way_home=WayHome(60, time(19)))).earliest()
    assert later is not None
    assert later["procedure"].late_home == timedelta(minutes=20)
    assert later["test"].late_home == timedelta()


def test_it_is_left_out_only_when_that_is_asked_for() -> None:
    strict = mapped(way_home=WayHome(60, time(19)), home_in_time=True)
    found = Search(DIARY, COURSE, strict).offers(40)
    assert found
    assert all(offer["procedure"].late_home == timedelta() for offer in found)
    assert Search(DIARY, COURSE, replace(strict, times=AFTERNOONS)).earliest() is None


@pytest.mark.parametrize(("day", "hours"), [(date(2027, 3, 13), 23), (date(2027, 11, 6), 25)])
def test_bedtime_after_midnight_is_right_over_a_change_of_the_clocks(day: date, hours: int) -> None:
    """With bed at 03:00 of the night on which the clocks change, the latest start moves by the hour."""
    span = Span(day - timedelta(days=2), 5, EDMONTON)
    request = replace(asked(day), way_home=WayHome(0, time(3)), home_in_time=True)
    mask = request.home_by_bedtime(span, shipped().visits["procedure"])
    latest = [max(cell for cell in range(span.edges[index + 1]) if mask >> cell & 1) for index in range(5)]
    usual, changed = time(21, 40), time(20, 40) if hours == 23 else time(22, 40)
    assert [span.moment(cell).time() for cell in latest] == [usual, usual, changed, usual, usual]


@pytest.mark.parametrize(
    ("zone", "first_day"),
    [
        ("America/Edmonton", date(2027, 3, 12)),
        ("Europe/Berlin", date(2027, 3, 26)),
        ("Australia/Sydney", date(2027, 4, 2)),
    ],
)
def test_a_course_over_a_change_of_the_clocks_is_at_the_same_time_on_the_wall(zone: str, first_day: date) -> None:
    span = Span(first_day, 120, ZoneInfo(zone))
    request = Request(
        datetime(first_day.year, first_day.month, first_day.day, 8, tzinfo=span.zone), done={"map": MAPPED}
    )
    found = Search(working(span), COURSE, request).earliest()
    assert found is not None
    assert {visit.starts.time() for visit in found.visits} == {time(8)}
    assert len({visit.starts.utcoffset() for visit in found.visits}) == 2


# --- the calendar of a course against brute force ---------------------------------------------------------------------

DAYS = 12
day_sets = st.integers(0, 2**DAYS - 1)
gaps = st.builds(lambda least, width: (least, least + width), st.integers(0, 4), st.integers(0, 4))


@settings(max_examples=120)
@given(st.tuples(day_sets, day_sets, day_sets), gaps, gaps, st.booleans())
def test_days_are_the_earliest_that_any_choice_allows(
    sets: tuple[int, int, int], first: tuple[int, int], second: tuple[int, int], both_from_one: bool
) -> None:
    origin = "a" if both_from_one else "b"
    steps = (Step("a", TALK), Step("b", TALK, (Gap("a", *first),)), Step("c", TALK, (Gap(origin, *second),)))
    chain = Chain(Course("abc", titled("abc"), steps, "b"), Span(MONDAY, DAYS, EDMONTON), {})
    naive = (
        (a, b, c)
        for a, b, c in product(range(DAYS), repeat=3)
        if all(mask >> day & 1 for mask, day in zip(sets, (a, b, c), strict=True))
        and first[0] <= b - a <= first[1]
        and second[0] <= c - (a if both_from_one else b) <= second[1]
        and len({a, b, c}) == 3
    )
    found = chain.earliest(dict(zip("abc", sets, strict=True)))
    assert (tuple(found[name] for name in "abc") if found else None) == next(naive, None)


def test_a_request_that_leaves_no_day_is_refused() -> None:
    with pytest.raises(ValueError, match="leaves no day"):
        asked(not_before=date(2027, 3, 9), not_after=date(2027, 3, 8))
    with pytest.raises(ValueError, match="ends before it begins"):
        Trip(date(2027, 3, 9), date(2027, 3, 8))
    with pytest.raises(ValueError, match="home before leaving"):
        WayHome(-1, time(22))
