"""Outcomes over all patients: each segment once, the lost beside the examined, cases behind every figure."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from saphena.clinic.journey.reviewing import actions
from saphena.clinic.journey.reviewing.outcomes import asking, charts, cohort, counting
from saphena.pathway.reviewing import Rate
from saphena.pathway.reviewing.indicators import indicators
from tests import cast
from tests.clinic.journey.reviewing.back import (
    CLOSED,
    LOWER,
    REFLUXING,
    UPPER,
    back,
    confirm_all,
    later,
    noted,
    treated_course,
)

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from saphena.clinic.courses.models import Course


def signed_result(*, lower: bool = True) -> Course:
    """The upper segment closed, the lower one refluxing or not looked at."""
    confirm_all()
    course = treated_course()
    review = back(course=course)
    noted(review, UPPER, CLOSED)
    if lower:
        noted(review, LOWER, REFLUXING)
    actions.sign(actor=cast.priya(), review=review, decided="wait", reason="we look again", now=later(60))
    return course


def now_and(days: int) -> cohort.Period:
    return replace(asking.period_of("3"), now=timezone.now() + timedelta(days=days))


def test_a_segment_is_counted_once_with_what_the_return_visit_says() -> None:
    signed_result()
    found = cohort.count(now_and(0), "result")
    assert found.together.closed == Rate(1, 2, 0)
    assert found.by["segment"][UPPER].closed == Rate(1, 1, 0)
    assert found.by["segment"][LOWER].closed == Rate(0, 1, 0)
    assert found.by["form"]["liquid"].closed == Rate(1, 2, 0)


def test_who_does_not_come_waits_and_is_lost_when_the_window_has_closed() -> None:
    treated_course()
    assert cohort.count(now_and(84), "result").together.waiting == 2
    after = cohort.count(now_and(86), "result").together
    assert (after.waiting, after.closed) == (0, Rate(0, 0, 2))


def test_a_segment_that_nobody_looked_at_is_lost_not_open() -> None:
    signed_result(lower=False)
    assert cohort.count(now_and(0), "result").together.closed == Rate(1, 1, 1)


def test_an_unsigned_return_visit_counts_nothing() -> None:
    confirm_all()
    noted(back(), UPPER, CLOSED)
    assert cohort.count(now_and(0), "result").together.examined == 0


def test_the_cases_behind_a_figure_are_as_many_as_the_figure_says() -> None:
    signed_result()
    period = now_and(0)
    found = cohort.count(period, "result")
    for dimension, rows in found.by.items():
        for value, counts in rows.items():
            for outcome, number in counts.of.items():
                assert len(cohort.cases_of(period, "result", dimension, value, [outcome], 9)) == number


def test_every_computed_indicator_has_a_figure_and_every_other_says_what_is_missing() -> None:
    elsewhere = {"K12", "K13", "K16"}
    computed = {each.id for each in indicators().values() if each.computed}
    assert set(counting.counted(now_and(0))) | elsewhere == computed
    assert all(each.computed or each.needs["fr"] for each in indicators().values())
    assert list(indicators()) == [f"K{number}" for number in range(1, 22)]


def test_the_indicators_count_what_was_recorded() -> None:
    signed_result()
    found = counting.counted(now_and(0))
    assert found["K9"] == Rate(2, 2)
    assert found["K10"] == Rate(1, 1)
    assert found["K20"] == counting.Ratio(1, 1)
    assert found["K14"] == Rate(0, 1)


def test_the_page_says_count_interval_and_loss_and_leads_to_the_cases(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    signed_result()
    priya = cast.signed_in(cast.priya())
    with django_assert_max_num_queries(32):
        page = priya.get("/reviews/outcomes/").text
    assert "1 of 2, 50.0 %" in page
    assert "Not computed. Missing" in page
    with django_assert_max_num_queries(12):
        priya.get("/reviews/outcomes/?by=operator")
    here = f"/reviews/outcomes/cases/?period=3&time=result&by=segment&value={UPPER}&outcome=closed"
    assert "Moreau" in priya.get(here).text
    assert "Moreau" not in priya.get(here.replace("closed", "open")).text
    assert cast.signed_in(cast.sam()).get("/reviews/outcomes/").status_code == 403
    assert cast.signed_in(cast.sam()).get(here).status_code == 403


@pytest.mark.parametrize(
    "typed", ["by=nothing", "by=segment;drop", "period=9&time=never", "by=strength&value=1 or 1"], ids=str
)
def test_nonsense_in_the_address_is_made_good_or_not_found(typed: str) -> None:
    priya = cast.signed_in(cast.priya())
    assert priya.get(f"/reviews/outcomes/?{typed}").status_code == 200
    assert priya.get(f"/reviews/outcomes/cases/?{typed}").status_code == 404


def test_a_picture_has_no_script_and_a_dot_for_each_row() -> None:
    pytest.importorskip("altair")
    drawn = charts.draw([("one", Rate(3, 4)), ("nobody", Rate(0, 0))], "title", "closed", "of")
    assert drawn.startswith("<svg")
    assert "<script" not in drawn
    assert "one" in drawn
    assert "nobody" not in drawn
