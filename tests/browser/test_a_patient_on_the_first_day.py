"""Pat on a telephone: the link, the birth date, today, the whole plan, the calendar file, the emergency signs."""

from __future__ import annotations

from datetime import datetime, time
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import icalendar
import pytest
from playwright.sync_api import expect

from tests.browser.entering import chart_of, enter, enter_by_link, fill_in_an_event, say_birth_date
from tests.browser.looking import assert_fits

if TYPE_CHECKING:
    from playwright.sync_api import Page

EDMONTON = ZoneInfo("America/Edmonton")  # the pretend clinic is built around the present moment
MORNING, LATE = time(7), time(17, 30)


def test_from_the_link_to_the_calendar_file(phone: Page, patient_links: dict[str, str]) -> None:
    phone.goto(patient_links["Pat"])
    say_birth_date(phone, "Pat")
    expect(phone.get_by_role("heading", name="Today")).to_be_visible()
    expect(phone.locator(".now-card")).to_contain_text("until")
    expect(phone.locator(".thing")).to_have_count(3)
    phone.get_by_role("link", name="See the whole plan").click()
    expect(phone.get_by_role("heading", name="My plan")).to_be_visible()
    with phone.expect_download() as begun:
        phone.get_by_role("link", name="Put into my calendar").click()
    download = begun.value
    assert download.suggested_filename == "plan.ics"
    calendar = icalendar.Calendar.from_ical(Path(download.path()).read_bytes())
    assert len(calendar.walk("VEVENT")) > 20
    with phone.expect_download() as begun:
        phone.get_by_role("link", name="Sheet to print").click()
    assert Path(begun.value.path()).read_bytes().startswith(b"%PDF-")


def test_every_item_opens_to_say_why(phone: Page, patient_links: dict[str, str]) -> None:
    phone.goto(enter_by_link(phone, patient_links, "Pat") + "today/")
    first = phone.locator(".thing").first
    first.locator("summary").click()
    expect(first.get_by_text("Rule", exact=True)).to_be_visible()
    assert_fits(phone)


def test_emergency_signs_are_one_tap_away_from_every_page(phone: Page, patient_links: dict[str, str]) -> None:
    link = enter_by_link(phone, patient_links, "Pat")
    for where in ("today/", "plan/"):
        phone.goto(link + where)
        bar = phone.get_by_role("link", name="Emergency signs")
        expect(bar).to_be_in_viewport()
        bar.click()
        expect(phone.get_by_role("heading", name="Emergency: call 911")).to_be_in_viewport()
        expect(phone.locator("#emergency").get_by_text("You cannot breathe well")).to_be_visible()
        expect(phone.get_by_role("link", name="Call 911")).to_have_attribute("href", "tel:911")
        phone.get_by_role("link", name="Back to the page").click()
        expect(phone.get_by_role("heading", level=1)).to_be_in_viewport()


def test_the_clinic_is_one_tap_away(phone: Page, patient_links: dict[str, str]) -> None:
    phone.goto(enter_by_link(phone, patient_links, "Margaret") + "today/")
    expect(phone.get_by_role("link", name="Call the clinic")).to_be_in_viewport()
    expect(phone.get_by_role("link", name="Call the clinic")).to_have_attribute("href", "tel:4035550100")


def test_i_am_home(phone: Page, desktop: Page, clinic_address: str, patient_links: dict[str, str]) -> None:
    """Margaret is treated today after all; Nora writes it down, and Margaret says that she is home."""
    enter(desktop, clinic_address, "Nora")
    desktop.goto(chart_of(desktop, clinic_address, "Neil"))
    desktop.get_by_role("link", name="The whole plan").click()
    now = desktop.evaluate("new Date(Date.now() - 60 * 60e3).toLocaleString('sv')")  # 2027-03-09 10:20:00
    fill_in_an_event(desktop, "injected", now[:10], now[11:16])
    desktop.get_by_role("button", name="It has happened").click()
    expect(desktop.get_by_text("What moved:")).to_be_visible()

    phone.goto(enter_by_link(phone, patient_links, "Margaret") + "today/")
    phone.get_by_role("button", name="I am home").click()
    expect(phone.get_by_text("Your times are set from now.")).to_be_visible()
    if (
        MORNING <= datetime.now(EDMONTON).time() < LATE
    ):  # later the legs are up until bedtime only, and at night not at all
        expect(phone.locator(".now-card")).to_contain_text("Lie down with both legs higher than your heart")
        expect(phone.locator(".now-left")).to_have_text("4 h 0 min left")
    expect(phone.get_by_role("button", name="I am home")).to_have_count(0)


def test_whoever_leaves_is_asked_for_the_birth_date_again(phone: Page, patient_links: dict[str, str]) -> None:
    phone.goto(patient_links["Lucie"])
    say_birth_date(phone, "Lucie")
    expect(phone.get_by_role("heading", name="Aujourd’hui")).to_be_visible()
    phone.locator("form[action$='/leave/'] button").click()
    expect(phone.get_by_text("Votre date de naissance")).to_be_visible()


def test_printed_the_plan_is_the_plan_without_its_buttons(desktop: Page, patient_links: dict[str, str]) -> None:
    desktop.goto(enter_by_link(desktop, patient_links, "Pat") + "plan/")
    desktop.emulate_media(media="print")
    expect(desktop.get_by_text("Leave the bandage on").first).to_be_visible()
    for control in (".patient-bar", ".no-print", "main nav", "form"):
        for each in desktop.locator(control).all():
            expect(each).to_be_hidden()
    assert desktop.locator(".button:visible").count() == 0


@pytest.mark.parametrize("where", ["today/", "plan/"])
def test_with_reduced_motion_nothing_moves(phone: Page, patient_links: dict[str, str], where: str) -> None:
    phone.emulate_media(reduced_motion="reduce")
    phone.goto(enter_by_link(phone, patient_links, "Pat") + where)
    moving = phone.evaluate(
        """() => [...document.querySelectorAll('*')].filter(e => {
          const s = getComputedStyle(e)
          return parseFloat(s.transitionDuration) > 0.01 || parseFloat(s.animationDuration) > 0.01
        }).length"""
    )
    assert moving == 0
    assert phone.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"


def test_the_focus_is_seen_and_goes_down_the_page(desktop: Page, patient_links: dict[str, str]) -> None:
    desktop.goto(enter_by_link(desktop, patient_links, "Pat") + "today/")
    places = []
    for _step in range(12):
        desktop.keyboard.press("Tab")
        top, ring, fixed = desktop.evaluate(
            """() => {
              const e = document.activeElement, fixed = e.closest('.patient-bar, .skip-link')
              return [e.getBoundingClientRect().top + scrollY, getComputedStyle(e).outlineStyle, Boolean(fixed)]
            }"""
        )
        assert ring != "none"
        if not fixed:
            places.append(round(top))
    assert places == sorted(places)
    assert len(set(places)) > 5
