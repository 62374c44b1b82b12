"""Outcomes and a return visit, on a telephone and at the desk: in order, and every figure leads somewhere."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from saphena.demo import people
from tests.browser.entering import chart_of, enter
from tests.browser.looking import assert_in_order, open_all

if TYPE_CHECKING:
    from playwright.sync_api import Page


def test_outcomes_are_in_order_and_a_figure_leads_to_its_cases(page: Page, clinic_address: str) -> None:
    enter(page, clinic_address, "Priya")
    page.goto(f"{clinic_address}/reviews/outcomes/")
    picture = page.locator(".outcome-chart img").first
    expect(picture).to_be_visible()
    assert picture.evaluate("each => each.complete && each.naturalWidth > 200")
    second = page.locator("tr[data-row]").nth(1)
    named, examined = second.locator("td").first.inner_text(), second.get_by_role("link").nth(1).inner_text()
    picture.click(position={"x": 120, "y": 70})
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator("main")).to_contain_text(named)
    expect(page.locator("[data-row]")).to_have_count(int(examined))
    page.go_back()
    open_all(page)
    assert_in_order(page)
    page.get_by_role("link", name=re.compile("^all cases of K7")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Cases behind a figure")
    expect(page.locator("[data-row]").first).to_be_visible()
    assert_in_order(page)


def test_a_return_visit_is_noted_and_looked_at_before_and_after(page: Page, clinic_address: str) -> None:
    enter(page, clinic_address, "Priya")
    page.goto(chart_of(page, clinic_address, people.HELEN.family))
    page.get_by_role("link", name=re.compile("the result")).first.click()
    page.get_by_text("The leg before and now").click()
    expect(page.locator("leg-map")).to_have_count(2)
    expect(page.get_by_text("severity score, 0 to 30")).to_be_visible()
    open_all(page)
    assert_in_order(page)


def test_the_pages_beside_a_return_visit_are_in_order(phone: Page, clinic_address: str) -> None:
    enter(phone, clinic_address, "Priya")
    chart = chart_of(phone, clinic_address, people.HELEN.family)
    for name in ("Drained coagulum", "Complications", "Scores before treatment"):
        phone.goto(chart)
        phone.get_by_role("link", name=name).first.click()
        phone.wait_for_url("**/reviews/**")
        assert_in_order(phone)
    phone.goto(f"{clinic_address}/reviews/outcomes/sample/")
    open_all(phone)
    assert_in_order(phone)
