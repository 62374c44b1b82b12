"""A search finds what there is, the earliest first, and never what is taken."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, timedelta
from typing import TYPE_CHECKING
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from saphena.pathway.booking import searching
from saphena.pathway.booking.library import shipped
from saphena.pathway.booking.offers import Differ
from saphena.pathway.booking.searching import Search
from saphena.pathway.booking.visits import Course
from saphena.pathway.booking.wishes import Request
from saphena.pathway.diary import Span, stretch
from tests.pathway.booking.diaries import (
    BLUE,
    DUET,
    EDMONTON,
    KINDS,
    MONDAY,
    NORA,
    OPEN,
    PAIR,
    PAULA,
    PRIYA,
    SAM,
    SHORT_COURSE,
    TALK,
    asked,
    at,
    every_course,
    possible_starts,
    small_diaries,
    small_requests,
    working,
)

if TYPE_CHECKING:
    from saphena.pathway.booking.offers import Offer
    from saphena.pathway.booking.resources import Diary

visits = st.sampled_from(KINDS)
thorough = settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])


def cells_of(diary: Diary, offer: Offer) -> tuple[int, ...]:
    return tuple(diary.span.cell(visit.starts) for visit in offer.visits)


@settings(thorough, max_examples=100)
@given(small_diaries(), st.data())
def test_every_start_there_is_and_no_other_is_found(diary: Diary, data: st.DataObject) -> None:
    visit = data.draw(visits)
    request = data.draw(small_requests(diary.span))
    search = Search(diary, Course.of(visit), request)
    mask = search.starts(search.main)
    assert [cell for cell in range(diary.span.size) if mask >> cell & 1] == list(possible_starts(diary, visit, request))


@thorough
@given(small_diaries(), st.data())
def test_the_earliest_course_is_truly_the_earliest(diary: Diary, data: st.DataObject) -> None:
    request = data.draw(small_requests(diary.span))
    naive = every_course(diary, SHORT_COURSE, request)
    found = Search(diary, SHORT_COURSE, request).earliest()
    assert (found and cells_of(diary, found)) == (naive[0] if naive else None)


@thorough
@given(small_diaries(), st.data())
def test_nothing_that_is_offered_is_taken_and_nobody_is_in_two_places(diary: Diary, data: st.DataObject) -> None:
    search = Search(diary, Course.of(data.draw(visits)), data.draw(small_requests(diary.span)))
    for offer in search.offers(5):
        held = dict.fromkeys(diary.lanes, 0)
        for hold in offer.visits[0].holds:
            cells = stretch(hold.begin, hold.end)
            assert cells & diary.free[hold.resource] == cells
            assert not cells & held[hold.resource]
            assert hold.role in diary.lanes[hold.resource].resource.roles
            held[hold.resource] |= cells


@thorough
@given(small_diaries(), st.data())
def test_more_free_time_never_makes_the_earliest_later_and_less_never_earlier(
    diary: Diary, data: st.DataObject
) -> None:
    request = data.draw(small_requests(diary.span))
    name = data.draw(st.sampled_from(sorted(diary.lanes)))
    begin = data.draw(st.integers(0, diary.span.size))
    length = data.draw(st.integers(1, 40))
    less, more = diary.taking([(name, begin, begin + length)]), diary.releasing([(name, begin, begin + length)])
    orders = []
    for each in (more, diary, less):
        found = Search(each, SHORT_COURSE, request).earliest()
        orders.append(found.order if found else (at(MONDAY).replace(year=9999).astimezone(UTC),))
    assert orders == sorted(orders)


@thorough
@given(small_diaries(), st.sampled_from(list(Differ)), st.data())
def test_alternatives_really_differ(diary: Diary, differ: Differ, data: st.DataObject) -> None:
    search = Search(diary, Course.of(data.draw(visits)), data.draw(small_requests(diary.span)))
    offers = search.offers(6, differ)
    assert [offer.order for offer in offers] == sorted(offer.order for offer in offers)
    if differ is Differ.DAY:
        days = [offer.visits[0].day for offer in offers]
        assert len(set(days)) == len(days)
        assert set(days) == {
            diary.span.date_of(index) for index in range(3) if search.days[search.main.name] >> index & 1
        }
        return
    people = [name for offer in offers for name in {hold.resource for hold in offer.visits[0].holds}]
    people = [name for name in people if diary.lanes[name].resource.person]
    assert len(set(people)) == len(people)


@thorough
@given(small_diaries(), st.sampled_from((1, 2)), st.sampled_from(list(Differ)), st.integers(1, 3), st.data())
def test_a_look_at_the_first_days_says_the_same_as_a_look_at_all(
    diary: Diary, ahead: int, differ: Differ, wanted: int, data: st.DataObject
) -> None:
    course = data.draw(st.sampled_from((SHORT_COURSE, *(Course.of(visit) for visit in KINDS))))
    request = data.draw(small_requests(diary.span))
    with patch.object(searching, "AHEAD", diary.span.days):
        all_at_once = Search(diary, course, request).offers(wanted, differ)
    with patch.object(searching, "AHEAD", ahead):
        assert Search(diary, course, request).offers(wanted, differ) == all_at_once


@settings(max_examples=25)
@given(st.sets(st.integers(0, 139), max_size=90), st.integers(1, 4))
def test_a_course_that_reaches_beyond_the_first_days_is_found_all_the_same(closed: set[int], wanted: int) -> None:
    span = Span(MONDAY, 140, EDMONTON)
    closures = {span.date_of(index): "closed" for index in closed}
    diary = working(span, opening=replace(OPEN, closures=closures))
    request = asked(done={"map": MONDAY})
    with patch.object(searching, "AHEAD", span.days):
        all_at_once = Search(diary, TREATED, request).offers(wanted)
    for ahead in (20, 70, 119):
        with patch.object(searching, "AHEAD", ahead):
            assert Search(diary, TREATED, request).offers(wanted) == all_at_once


TREATED = shipped().courses["treatment"]
WEEKS = Span(MONDAY, 28, EDMONTON)


def test_alternatives_of_a_course_move_its_main_visit_to_another_day() -> None:
    offers = Search(working(WEEKS), SHORT_COURSE, asked()).offers(4)
    assert [offer["procedure"].day.day for offer in offers] == [9, 10, 11, 15]


def test_another_person_is_found_for_the_same_morning() -> None:
    offers = Search(working(WEEKS), Course.of(TALK), asked()).offers(5, Differ.PERSON)
    names = [offer["talk"].holds[0].resource for offer in offers]
    assert names == ["priya", "paula"]
    assert {offer["talk"].starts for offer in offers} == {at(MONDAY)}


def test_somebody_who_can_do_both_does_not_do_both_at_once() -> None:
    alone = Search(working(WEEKS, PAULA, NORA), Course.of(PAIR), asked())
    assert alone.earliest() is None
    three = Search(working(WEEKS, PAULA, PRIYA, SAM), Course.of(PAIR), asked()).earliest()
    assert three is not None
    assert {hold.resource: hold.role for hold in three["pair"].holds} == {
        "priya": "physician", "paula": "physician", "sam": "sonographer",
    }  # fmt: skip


def test_where_one_pair_is_no_longer_free_another_takes_over_at_once() -> None:
    begin, length = WEEKS.cell(at(MONDAY, 9)), 3
    diary = working(WEEKS).taking([("priya", begin, begin + 60)])
    mask = Search(diary, Course.of(DUET), asked()).starts(Course.of(DUET).steps[0])
    around = range(begin - length - 2, begin + 3)
    assert [mask >> cell & 1 for cell in around] == [1] * len(around)


def test_the_versatile_are_kept_free_when_a_specialist_can_do_it() -> None:
    found = Search(working(WEEKS, PAULA, PRIYA, BLUE), Course.of(TALK), asked()).earliest()
    assert found is not None
    assert found["talk"].holds[0].resource == "priya"


def test_somebody_to_be_avoided_is_not_taken() -> None:
    found = Search(working(WEEKS), Course.of(TALK), asked(avoid=frozenset({"priya"}))).earliest()
    assert found is not None
    assert found["talk"].holds[0].resource == "paula"


def test_what_is_near_a_time_that_was_just_taken() -> None:
    diary = working(WEEKS)
    wish = at(MONDAY, 10)
    cell = WEEKS.cell(wish)
    taken = diary.taking([("priya", cell, cell + 4), ("paula", cell, cell + 4)])
    near = Search(taken, Course.of(TALK), asked()).near(wish, 3)
    assert [visit.starts.strftime("%H:%M") for visit in near] == ["09:40", "10:20", "09:10"]
    assert near[0].holds[0].end - near[0].holds[0].begin == 4


def test_whoever_cannot_come_that_day_sees_the_days_after_it_at_the_same_clock() -> None:
    diary = working(WEEKS)
    friday = at(date(2027, 3, 12), 14, 30)
    later = Search(diary, Course.of(TALK), asked()).later(friday, 3)
    assert [(visit.day.day, visit.starts.strftime("%H:%M")) for visit in later] == [
        (15, "14:30"), (16, "14:30"), (17, "14:30"),
    ]  # fmt: skip
    last_day = at(WEEKS.date_of(WEEKS.days - 1), 9)
    assert Search(diary, Course.of(TALK), asked()).later(last_day, 3) == ()


def test_taking_an_offer_and_giving_it_back_changes_nothing() -> None:
    diary = working(WEEKS)
    offer = Search(diary, SHORT_COURSE, asked()).earliest()
    assert offer is not None
    holds = [hold.stretch for visit in offer.visits for hold in visit.holds]
    assert diary.taking(holds).free != diary.free
    assert diary.taking(holds).releasing(holds).free == diary.free


def test_a_taken_offer_is_not_offered_again() -> None:
    diary = working(WEEKS, PRIYA, BLUE)
    first = Search(diary, Course.of(TALK), asked()).earliest()
    assert first is not None
    again = Search(diary.taking(hold.stretch for hold in first["talk"].holds), Course.of(TALK), asked()).earliest()
    assert again is not None
    assert again["talk"].starts == first["talk"].ends


def test_a_visit_never_lies_across_midnight() -> None:
    always = replace(working(WEEKS), opening=WEEKS.whole)
    lanes = {name: replace(lane, works=WEEKS.whole) for name, lane in always.lanes.items()}
    late = Request(at(MONDAY, 23, 45))
    found = Search(replace(always, lanes=lanes), Course.of(TALK), late).earliest()
    assert found is not None
    assert found["talk"].starts == at(MONDAY + timedelta(days=1), 0)


def test_a_course_of_which_every_visit_is_booked_is_refused() -> None:
    with pytest.raises(ValueError, match="nothing to look for"):
        Search(working(WEEKS), Course.of(TALK), asked(done={"talk": MONDAY}))
