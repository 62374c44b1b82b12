"""Outcomes over all patients: each segment once, the lost beside the examined, cases behind every figure."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from django.utils import timezone

from saphena.clinic.design.components import Cell, Row
from saphena.clinic.journey.reviewing import actions
from saphena.clinic.journey.reviewing.outcomes import asking, charts, cohort, months, units
from saphena.clinic.journey.reviewing.outcomes.cohort import Counts
from saphena.clinic.journey.treating.actions import name_injector
from saphena.pathway.reviewing import Rate
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
from tests.clinic.journey.treating.couch import confirmed, inject, liquid

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from saphena.clinic.courses.models import Course
    from saphena.clinic.journey.reviewing.outcomes.units import Period


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


def now_and(days: int) -> Period:
    return replace(asking.period_of("3"), now=timezone.now() + timedelta(days=days))


def together(period: Period, time: str = "result") -> Counts:
    return Counts(months.added(cohort.count(period)[time]["segment"].values()))


def test_a_segment_is_counted_once_with_what_the_return_visit_says() -> None:
    signed_result()
    found = cohort.count(now_and(0))["result"]
    assert together(now_and(0)).closed == Rate(1, 2, 0)
    assert Counts(found["segment"][UPPER]).closed == Rate(1, 1, 0)
    assert Counts(found["segment"][LOWER]).closed == Rate(0, 1, 0)
    assert Counts(found["form"]["liquid"]).closed == Rate(1, 2, 0)


def test_who_does_not_come_waits_and_is_lost_when_the_window_has_closed() -> None:
    treated_course()
    assert together(now_and(84)).waiting == 2
    after = together(now_and(86))
    assert (after.waiting, after.closed) == (0, Rate(0, 0, 2))


def test_a_segment_that_nobody_looked_at_is_lost_not_open() -> None:
    signed_result(lower=False)
    assert together(now_and(0)).closed == Rate(1, 1, 1)


def test_an_unsigned_return_visit_counts_nothing() -> None:
    confirm_all()
    noted(back(), UPPER, CLOSED)
    assert together(now_and(0)).examined == 0


def test_the_operator_is_who_injected_and_who_recorded_only_where_nobody_is_named() -> None:
    session = confirmed()
    into = liquid(session)
    inject(session, into, "0.5", UPPER)
    name_injector(actor=cast.nora(), session=session, injector=cast.priya())
    inject(session, into, "0.5", LOWER)
    assert {row.given_by for row in session.injections.all()} == {cast.nora(), cast.priya()}
    found = cohort.count(now_and(0))["result"]["operator"]
    assert set(found) == {str(cast.nora().pk), str(cast.priya().pk)}
    behind = cohort.cases_of(now_and(0), "result", "operator", str(cast.priya().pk), [], 9)
    assert [case.segment for case in behind] == [LOWER]


def test_the_cases_behind_a_figure_are_as_many_as_the_figure_says() -> None:
    signed_result()
    period = now_and(0)
    for dimension, rows in cohort.count(period)["result"].items():
        for value, counts in rows.items():
            for outcome, number in counts.items():
                assert len(cohort.cases_of(period, "result", dimension, value, [outcome], 9)) == number


def test_over_time_and_the_sentence_above_lead_to_as_many_cases_as_they_count() -> None:
    signed_result(lower=False)
    priya = cast.signed_in(cast.priya())
    page = priya.get("/reviews/outcomes/?period=3").text
    over_time = {urlsplit(unescape(each)).query for each in re.findall(r'href="([^"]*segments/[^"]*)"', page)}
    asked = [parse_qs(each) for each in over_time]
    parts = [each for each in asked if each["by"] == ["month"]]
    assert {each["value"][0] for each in parts} == {f"{timezone.localdate():%Y-%m}"}
    for each in parts:
        assert priya.get(f"/reviews/outcomes/segments/?{urlencode(each, doseq=True)}").text.count("data-row") == 1
    everything = [each["outcome"][0] for each in asked if each["by"] == ["all"] and each["time"] == ["result"]]
    assert {"closed", "lost,not_examined"} <= set(everything)
    for nonsense in ("1999", "2026-13", "", "Q2"):
        assert priya.get(f"/reviews/outcomes/segments/?by=month&period=3&value={nonsense}").status_code == 404


def test_the_page_says_count_interval_and_loss_and_leads_to_the_cases(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    signed_result()
    priya = cast.signed_in(cast.priya())
    page = priya.get("/reviews/outcomes/").text
    assert "1 of 2, 50.0" in page
    assert all(f"K{number}. " in page for number in range(1, 22))
    with django_assert_max_num_queries(25):  # the months lie ready
        priya.get("/reviews/outcomes/?by=operator")
    here = f"/reviews/outcomes/segments/?period=3&time=result&by=segment&value={UPPER}&outcome=closed"
    assert "Moreau" in priya.get(here).text
    assert "Moreau" not in priya.get(here.replace("closed", "open")).text
    assert cast.signed_in(cast.sam()).get("/reviews/outcomes/").status_code == 403
    assert cast.signed_in(cast.sam()).get(here).status_code == 403


@pytest.mark.parametrize(
    "typed",
    ["by=nothing", "by=segment;drop", "period=9&time=never", "by=strength&value=1 or 1", "of=K99", "of=harm.x.y"],
    ids=str,
)
def test_nonsense_in_the_address_is_made_good_or_not_found(typed: str) -> None:
    priya = cast.signed_in(cast.priya())
    assert priya.get(f"/reviews/outcomes/?{typed}").status_code == 200
    assert priya.get(f"/reviews/outcomes/segments/?{typed}").status_code == 404
    assert priya.get(f"/reviews/outcomes/cases/?{typed}").status_code == 404


@pytest.mark.parametrize(("months_long", "names"), [(13, 13), (37, 13), (62, 6)], ids=["months", "quarters", "years"])
def test_over_time_it_is_by_month_by_quarter_or_by_year(
    months_long: int, names: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = {"segments": {"result": {"segment": {UPPER: {"closed": 1, "lost": 1}}}}}
    running = date(2026, 11, 1)
    first = date(2026 - months_long // 12, 11 if months_long % 12 == 1 else 10, 1)
    by_month = dict.fromkeys(units.months(first, running), one)
    found = asking.Figures(timezone.now(), first, 0, by_month, months.added(by_month.values()), Rate(0, 0))
    over_time = found.over_time("result")
    assert len(over_time) == names
    assert sum(counts.closed.hits for counts in over_time.values()) == months_long == len(by_month)
    monkeypatch.setattr(asking, "first_of", lambda *_: first)
    now = datetime(2026, 11, 26, tzinfo=UTC)
    parts = [asking.part_of(asking.Asked("all", "result", "segment"), name, now) for name in over_time]
    assert [each.begins for each in parts[1:]] == [each.ends for each in parts[:-1]]
    assert (parts[0].begins.date(), parts[-1].ends.date()) == (first, date(2026, 12, 1))


def test_a_picture_has_no_script_a_dot_for_each_row_and_colours_for_the_dark() -> None:
    pytest.importorskip("altair")
    for narrow in (False, True):
        drawn = charts.draw([("one", Rate(3, 4)), ("nobody", Rate(0, 0))], "closed", "of", narrow=narrow)
        assert drawn.startswith("<svg")
        assert "<script" not in drawn
        assert "one" in drawn
        assert "nobody" not in drawn
        assert "prefers-color-scheme:dark" in drawn
        for light in charts.IN_THE_DARK:
            assert f'"{light}"' in drawn.split("</style>")[1], light


def test_a_row_of_a_picture_lies_where_the_page_lays_its_link() -> None:
    """Of the same names too: two people may be called the same."""
    pytest.importorskip("altair")
    shares = [("Ann", Rate(3, 4)), ("nobody", Rate(0, 0)), ("Ann", Rate(1, 4)), ("Zoe", Rate(1, 9))]
    table = [Row((Cell(name), Cell(""), Cell(str(rate.of), f"?n={n}" if rate.of else "")))
             for n, (name, rate) in enumerate(shares)]  # fmt: skip
    areas = charts.areas(table, examined=2)
    assert [(each.name, each.url) for each in areas] == [("Ann", "?n=0"), ("Ann", "?n=2"), ("Zoe", "?n=3")]
    for narrow in (False, True):
        drawn = charts.draw(shares, "closed", "of", narrow=narrow)
        inside = float(re.findall(r"translate\(\d+,(\d+)\)", drawn)[0])
        names = re.findall(r'<text[^>]*translate\([\d.]+,([\d.]+)\)"[^>]*>(Ann|Zoe)', drawn)
        assert [name for _y, name in names] == [each.name for each in areas]
        for area, (y, _name) in zip(areas, names, strict=True):
            assert area.top < inside + float(y) < area.bottom


def test_a_figure_that_is_drawn_leads_to_the_cases_that_the_table_leads_to() -> None:
    pytest.importorskip("altair")
    signed_result()
    page = cast.signed_in(cast.priya()).get("/reviews/outcomes/").text
    drawn = re.findall(r'<area [^>]*coords="0,(\d+),\d+,(\d+)" href="([^"]+)" alt="([^"]+)"[^>]*tabindex="-1"', page)
    assert len(drawn) == 3  # two segments, one month
    for _top, _bottom, url, _name in drawn:
        assert page.count(f'href="{url}"') == 2  # the picture's and the table's
        assert cast.signed_in(cast.priya()).get(unescape(url)).status_code == 200
