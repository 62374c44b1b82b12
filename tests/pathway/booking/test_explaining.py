"""Why a visit cannot be on a day: as data, and as a sentence that a receptionist could say."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from saphena.pathway.booking.explaining import Explainer
from saphena.pathway.booking.library import shipped
from saphena.pathway.booking.offers import Obstacle, ObstacleKind
from saphena.pathway.booking.searching import Search
from saphena.pathway.booking.visits import Course
from saphena.pathway.booking.wishes import Trip, WayHome
from saphena.pathway.booking.words import say, say_late_home
from saphena.pathway.diary import Hours, Opening, Span
from tests.pathway.booking.diaries import (
    EDMONTON,
    MONDAY,
    NORA,
    OPEN,
    PRIYA,
    SAM,
    SCAN,
    SHORT_COURSE,
    TALK,
    asked,
    at,
    every_course,
    small_diaries,
    small_requests,
    working,
)

if TYPE_CHECKING:
    from saphena.pathway.booking.resources import Diary, Resource
    from saphena.pathway.booking.wishes import Request

SPAN = Span(date(2027, 3, 1), 140, EDMONTON)
COURSE = shipped().courses["treatment"]
MAPPED = {"map": date(2027, 2, 20)}
TUESDAY = MONDAY + timedelta(days=1)


def why(search: Search, step: str, day: date = MONDAY, until: date | None = None) -> list[str]:
    found = Explainer(search).why_not(step, day, until or day)
    return [say(each, search.course, shipped().roles, "en", 2027) for each in found]


def of_scan(diary: Diary, request: Request | None = None) -> Search:
    return Search(diary, Course.of(SCAN), request or asked(date(2027, 3, 1)))


def at_most_until(diary: Diary, name: str, begin: int, end: int) -> Diary:
    """The diary in which that resource is free from one hour of the Tuesday to another, and not else."""
    cells = SPAN.inside(at(TUESDAY, begin), at(TUESDAY, end))
    lanes = {**diary.lanes, name: replace(diary.lanes[name], taken=SPAN.whole & ~cells)}
    return replace(diary, lanes=lanes)


def test_no_sonographer_with_a_scanner_on_tuesday() -> None:
    diary = at_most_until(at_most_until(working(SPAN, PRIYA, SAM, *rooms()), "sam", 8, 12), "echo", 13, 17)
    assert why(of_scan(diary), "scan", TUESDAY) == [
        "Tuesday 9 March: no sonographer with a scanner free for long enough"
    ]


def rooms() -> list[Resource]:
    return [lane.resource for lane in working(SPAN).lanes.values() if not lane.resource.person]


def test_nobody_of_a_role_works() -> None:
    diary = working(SPAN, SAM, NORA, *rooms())
    assert why(of_scan(diary), "scan", TUESDAY) == ["Tuesday 9 March: no physician works"]


def test_somebody_works_and_is_taken() -> None:
    diary = at_most_until(working(SPAN, PRIYA, SAM, *rooms()), "priya", 8, 8)
    found = Explainer(of_scan(diary)).why_not("scan", TUESDAY, TUESDAY)
    assert found == (Obstacle(ObstacleKind.TAKEN, "scan", TUESDAY, TUESDAY, roles=("physician",)),)


def test_closures_are_told_with_their_reason_and_days_in_a_row_as_one() -> None:
    opening = replace(OPEN, closures={date(2027, 3, day): "repairs" for day in (8, 9, 10)})
    found = why(of_scan(working(SPAN, opening=opening)), "scan", date(2027, 3, 6), date(2027, 3, 10))
    assert found == [
        "Saturday 6 March and Sunday 7 March: closed",
        "Monday 8 March to Wednesday 10 March: closed (repairs)",
    ]


def test_the_patients_side() -> None:
    trip = Trip(date(2027, 3, 11), date(2027, 3, 12))
    request = replace(asked(TUESDAY), not_after=date(2027, 3, 15), trips=(trip,), busy=frozenset({date(2027, 3, 10)}))
    assert why(of_scan(working(SPAN), request), "scan", MONDAY, date(2027, 3, 16)) == [
        "Monday 8 March: too soon for the clinic’s notice",
        "Wednesday 10 March: you have another visit on that day",
        "Thursday 11 March and Friday 12 March: your trip from Thursday 11 March to Friday 12 March",
        "Saturday 13 March and Sunday 14 March: closed",
        "Tuesday 16 March: outside the dates you gave",
    ]


def test_times_of_day_that_are_not_the_patients() -> None:
    evenings = Opening(dict.fromkeys(range(5), (Hours(time(16, 40), time(20)),)))
    search = of_scan(working(SPAN), replace(asked(), times=evenings))
    assert why(search, "scan") == ["Monday 8 March: only at times that are not yours, such as 08:00"]


def test_a_day_that_is_over_for_the_notice() -> None:
    assert why(of_scan(working(SPAN), replace(asked(), earliest=at(MONDAY, 16, 40))), "scan") == [
        "Monday 8 March: too soon for the clinic’s notice"
    ]


def course(**others: Any) -> Search:
    return Search(working(SPAN), COURSE, asked(**{"done": MAPPED, **others}))


def test_your_trip_is_told_before_everything_else() -> None:
    search = course(trips=(Trip(date(2027, 4, 5), date(2027, 4, 9)),))
    assert why(search, "procedure", TUESDAY, date(2027, 3, 14)) == [
        "Tuesday 9 March to Sunday 14 March: your trip that begins on Monday 5 April: too soon after the procedure"
    ]


def test_gates_name_the_visit_that_they_count_from() -> None:
    search = course(done={**MAPPED, "test": MONDAY})
    assert why(search, "procedure") == [
        "Monday 8 March: gate: after the test session of Monday 8 March the procedure may be on Tuesday 9 March "
        "at the earliest"
    ]
    expired = course(done={**MAPPED, "test": date(2026, 3, 1)})
    assert why(expired, "procedure") == [
        "Monday 8 March: gate: the test session of Sunday 1 March 2026 expires after Monday 1 March"
    ]


def test_a_shut_gate_is_the_only_answer() -> None:
    assert why(course(done={}), "procedure", MONDAY, date(2027, 3, 30)) == [
        "there is no date for the signed vein map, which must come before the procedure"
    ]


def test_a_visit_that_must_come_first() -> None:
    assert why(course(), "procedure") == [
        "Monday 8 March: the test session must come first, and can be on Monday 8 March at the earliest"
    ]


def test_a_scan_that_would_fall_on_closures_is_told_with_its_reasons() -> None:
    opening = replace(OPEN, closures={date(2027, 3, day): "repairs" for day in range(15, 20)})
    search = Search(working(SPAN, opening=opening), COURSE, asked(done=MAPPED))
    assert why(search, "procedure", TUESDAY) == [
        "Tuesday 9 March: no day for the return visit after it (Tuesday 16 March to Friday 19 March: closed (repairs))"
    ]
    assert Explainer(search).until("procedure", date(2027, 3, 12))[-1].kind is ObstacleKind.AFTER


def test_a_later_visit_that_stays_where_it_is() -> None:
    search = course(done={**MAPPED, "return": date(2027, 3, 30)})
    assert why(search, "procedure", date(2027, 3, 19)) == [
        "Friday 19 March: the return visit is booked for Tuesday 30 March"
    ]


def test_of_two_later_visits_the_one_that_is_in_the_way_is_named() -> None:
    search = course(done={**MAPPED, "return": date(2027, 3, 30), "result": date(2027, 5, 17)})
    assert why(search, "procedure", date(2027, 3, 23)) == [
        "Tuesday 23 March: the result scan is booked for Monday 17 May"
    ]


def test_too_late_to_lie_down_before_bedtime() -> None:
    afternoons = Opening(dict.fromkeys(range(5), (Hours(time(14), time(17)),)))
    home = WayHome(40, time(19))
    strict = course(times=afternoons, way_home=home, home_in_time=True)
    assert why(strict, "procedure", TUESDAY) == ["Tuesday 9 March: too late to lie with the legs up before bedtime"]
    warned = course(times=afternoons, way_home=home).earliest()
    assert warned is not None
    assert say_late_home(warned["procedure"], "en") == "the hours with the legs up would end 60 minutes after bedtime"
    assert say_late_home(warned["test"], "en") == ""


def test_the_same_in_french() -> None:
    search = of_scan(working(SPAN, SAM, NORA, *rooms()))
    found = Explainer(search).why_not("scan", MONDAY, TUESDAY)
    assert [say(each, search.course, shipped().roles, "fr", 2027) for each in found] == [
        "lundi 8 mars et mardi 9 mars : personne ne travaille : médecin"
    ]


@pytest.mark.parametrize("kind", ObstacleKind)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_reason_has_words_without_a_hole(kind: ObstacleKind, language: str) -> None:
    obstacle = Obstacle(
        kind, "procedure", MONDAY, TUESDAY, ("nurse", "room"), "test", MONDAY, TUESDAY, "repairs", at(MONDAY, 9)
    )
    sentence = say(obstacle, COURSE, shipped().roles, language, 2027)
    assert not set("{}") & set(sentence)
    assert not [gap for gap in ("  ", " ,", "()") if gap in sentence]


def test_a_visit_that_is_not_looked_for_has_no_reasons() -> None:
    with pytest.raises(KeyError):
        Explainer(of_scan(working(SPAN))).why_not("talk", MONDAY, MONDAY)


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(small_diaries(), st.data())
def test_a_day_has_a_reason_just_when_no_course_has_its_visit_on_that_day(diary: Diary, data: st.DataObject) -> None:
    request, name = data.draw(small_requests(diary.span)), data.draw(st.sampled_from(("test", "procedure", "return")))
    search, span = Search(diary, SHORT_COURSE, request), diary.span
    number = [step.name for step in SHORT_COURSE.steps].index(name)
    possible = {span.moment(cells[number]).date() for cells in every_course(diary, SHORT_COURSE, request)}
    for index in range(span.days):
        day = span.date_of(index)
        assert (not Explainer(search).why_not(name, day, day)) == (day in possible)


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(small_diaries(), st.data())
def test_the_group_that_is_lacking_is_the_smallest(diary: Diary, data: st.DataObject) -> None:
    """Whoever is named cannot be had together, and each of them alone could."""
    search = Search(diary, Course.of(data.draw(st.sampled_from((TALK, SCAN)))), asked(diary.span.first_day))
    search = Search(diary, search.course, replace(search.request, earliest=diary.span.moment(0)))
    for found in Explainer(search).why_not(search.main.name, diary.span.first_day, diary.span.date_of(2)):
        if found.kind is ObstacleKind.TAKEN and len(found.roles) > 1:
            assert found.first is not None
            day = diary.span.on_day(diary.span.index(found.first))
            seats = [seat for seat in search.main.visit.seats if seat.role in found.roles]
            form = search.form(search.main.visit) & day
            assert all(search.fitting(frozenset()).mask([seat], form) for seat in seats)
            assert not search.fitting(frozenset()).mask(seats, form)
