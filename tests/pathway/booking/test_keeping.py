"""The same days with other people: kept where they can be, and where not there is a reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from saphena.pathway.booking.explaining import Explainer
from saphena.pathway.booking.keeping import keep
from saphena.pathway.booking.searching import Search
from saphena.pathway.diary import Span
from tests.pathway.booking.diaries import (
    EDMONTON,
    MONDAY,
    SHORT_COURSE,
    asked,
    at,
    small_diaries,
    small_requests,
    working,
)

if TYPE_CHECKING:
    from saphena.pathway.booking.resources import Diary

DAY = timedelta(days=1)

thorough = settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)


@thorough
@given(small_diaries(), st.data())
def test_with_everybody_there_the_same_course_is_found_again(diary: Diary, data: st.DataObject) -> None:
    search = Search(diary, SHORT_COURSE, data.draw(small_requests(diary.span)))
    for offer in search.offers(3):
        kept = keep(search, {visit.step: visit.starts for visit in offer.visits})
        assert kept is not None
        assert not kept.lost
        assert [visit.starts for visit in kept.offer.visits] == [visit.starts for visit in offer.visits]


@thorough
@given(small_diaries(), st.data())
def test_without_one_person_each_day_is_kept_or_there_is_a_reason(diary: Diary, data: st.DataObject) -> None:
    request = data.draw(small_requests(diary.span))
    first = Search(diary, SHORT_COURSE, request).earliest()
    if first is None:
        return
    gone = data.draw(st.sampled_from(sorted({hold.resource for visit in first.visits for hold in visit.holds})))
    search = Search(diary, SHORT_COURSE, replace(request, avoid=frozenset({gone})))
    kept = keep(search, {visit.step: visit.starts for visit in first.visits})
    if kept is None:
        assert search.earliest() is None
        return
    assert all(hold.resource != gone for visit in kept.offer.visits for hold in visit.holds)
    for visit in kept.offer.visits:
        day = first[visit.step].day
        assert (visit.day == day) is (visit.step not in kept.lost)
        assert search.at(visit.step, visit.starts) is not None
        if visit.step in kept.lost:
            told = {each.step: each.day for each in kept.offer.visits if each.step not in kept.lost}
            known = replace(search.request, done={**search.request.done, **told})
            assert Explainer(Search(diary, SHORT_COURSE, known)).why_not(visit.step, day, day)
    assert all(a.day < b.day for a, b in pairwise(kept.offer.visits))


def test_the_time_of_the_day_is_kept_too_and_what_is_lost_is_named() -> None:
    everybody = working(Span(MONDAY, 12, EDMONTON))
    search = Search(everybody, SHORT_COURSE, asked())
    wished = {"test": at(MONDAY, 14), "procedure": at(MONDAY + 2 * DAY, 9, 30), "return": at(MONDAY - 3 * DAY)}
    kept = keep(search, wished)
    assert kept is not None
    assert kept.offer["procedure"].starts == wished["procedure"]
    assert kept.offer["test"].starts == wished["test"]
    assert kept.lost == ("return",)
    assert keep(Search(working(Span(MONDAY, 1, EDMONTON)), SHORT_COURSE, asked()), wished) is None
