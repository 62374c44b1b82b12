"""A receptionist books a whole course from a request, a patient moves a visit on a phone, a manager keeps the diary."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from saphena.demo import people
from tests.browser.entering import chart_of, enter, enter_by_link
from tests.browser.looking import assert_in_order, open_all

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page


class Counting:
    """Clicks or taps, counted."""

    def __init__(self) -> None:
        self.count = 0

    def click(self, what: Locator) -> None:
        what.click()
        self.count += 1


def test_a_whole_course_is_booked_from_the_desk_in_at_most_twelve_clicks(desktop: Page, clinic_address: str) -> None:
    enter(desktop, clinic_address, "Nell")
    desktop.goto(f"{clinic_address}/desk/")
    clicks = Counting()
    clicks.click(desktop.get_by_role("link", name=re.compile("Okonkwo")))
    clicks.click(desktop.get_by_role("button", name="Accept as a new patient"))
    clicks.click(desktop.get_by_role("link", name="Find times, left leg"))
    expect(desktop.get_by_text("Wished:")).to_be_visible()
    expect(desktop.get_by_text("trip from")).to_be_visible()
    open_all(desktop)
    assert_in_order(desktop)
    clicks.click(desktop.get_by_role("button", name="Hold these 5 times").first)
    expect(desktop.get_by_text("5 visits are booked.")).to_be_visible()
    expect(desktop.get_by_role("row")).to_have_count(6)
    assert_in_order(desktop)
    assert clicks.count <= 12


def test_a_patient_moves_a_visit_on_a_phone_in_at_most_six_taps(phone: Page, patient_links: dict[str, str]) -> None:
    phone.goto(enter_by_link(phone, patient_links, "Lucie") + "today/")
    taps = Counting()
    taps.click(phone.get_by_role("link", name="Mes visites"))
    taps.click(phone.locator("a.own-visit").first)
    open_all(phone)
    assert_in_order(phone)
    taps.click(phone.locator(".time-choice").last)
    taps.click(phone.get_by_role("button", name="Déplacer ma visite"))
    expect(phone.get_by_text("Votre visite est maintenant")).to_be_visible()
    assert_in_order(phone)
    assert taps.count <= 6


@pytest.mark.parametrize("who", ["Nell", "Priya"])
def test_the_pages_of_visits_are_in_order(page: Page, clinic_address: str, who: str) -> None:
    enter(page, clinic_address, who)
    page.goto(chart_of(page, clinic_address, people.MARGARET.family))
    page.get_by_role("link", name="Visits and times").first.click()
    open_all(page)
    assert_in_order(page)
    page.locator("main table a").first.click()
    open_all(page)
    assert_in_order(page)
    page.get_by_role("link", name="Move").first.click()
    expect(page.locator(".time-choice").first).to_be_visible()
    assert_in_order(page)


def test_the_pages_of_the_diary_are_in_order(page: Page, clinic_address: str) -> None:
    enter(page, clinic_address, "Max")
    page.goto(f"{clinic_address}/diary/")
    assert_in_order(page)
    page.get_by_role("link", name="Scanner B").click()
    open_all(page)
    assert_in_order(page)


def test_in_the_dark(desktop: Page, clinic_address: str) -> None:
    desktop.emulate_media(color_scheme="dark")
    enter(desktop, clinic_address, "Nell")
    desktop.goto(chart_of(desktop, clinic_address, people.JOHAN.family))
    desktop.get_by_role("link", name=re.compile("Find times for visits|Visits and times")).first.click()
    open_all(desktop)
    assert_in_order(desktop)
