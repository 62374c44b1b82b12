"""Nell adds a patient, opens a course, plans the procedure, sees the plan; then it moves, and she sees what moved."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.entering import enter, fill_in_an_event
from tests.browser.looking import assert_in_order

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.browser.faults import Faults

SOON = datetime.now(UTC).date() + timedelta(days=100)
DAY = SOON + timedelta(days=(1 - SOON.weekday()) % 7)  # a Tuesday
MOVED = DAY + timedelta(days=2)


def written(day: date, kind: str = "%A %B") -> str:
    """“Tuesday 9 March”; with “%a %b” “Tue 9 Mar”."""
    weekday, month = kind.split()
    return f"{day:{weekday}} {day.day} {day:{month}}"


BORN = {"Zoé": 1971, "Béla": 1972, "Keiko": 1973}


def add_somebody(page: Page, clinic_address: str, given: str) -> None:
    page.goto(f"{clinic_address}/patients/add/")
    page.get_by_label("Given names").fill(given)
    page.get_by_label("Family name").fill("Tremblay-Newton")
    page.locator("[name=birth_date_day]").fill("14")
    page.locator("[name=birth_date_month]").select_option("7")
    page.locator("[name=birth_date_year]").fill(str(BORN[given]))
    page.locator("[name=email]").fill(f"{BORN[given]}@patients.demo.example")
    page.locator("main form").get_by_role("button").last.click()
    expect(page.get_by_text(f"{given} Tremblay-Newton is now a patient of the clinic.")).to_be_visible()


def open_a_course(page: Page, given: str, day: str = "") -> None:
    """From the patient's chart to the plan."""
    page.goto(page.url.replace("/details/", "/"))
    page.get_by_role("link", name="Open a course").first.click()
    page.get_by_label("Protocol").select_option(index=1)
    page.get_by_label("left leg").check()
    if day:
        page.get_by_label("Day of the procedure").fill(day)
        page.get_by_label("Time of the procedure").fill("10:00")
    page.get_by_role("button", name="Open the course").click()
    expect(page.get_by_text("The course is open.")).to_be_visible()
    page.get_by_role("group", name="Two light stockings, one over the other?").get_by_label("Yes").check()
    page.get_by_role("button", name="Save the answers").click()
    page.wait_for_url("**/plan/")
    expect(page.get_by_role("link", name=f"Tremblay-Newton, {given}")).to_be_visible()


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_from_a_new_patient_to_a_plan_that_moves(
    request: pytest.FixtureRequest, clinic_address: str, size: str
) -> None:
    page: Page = request.getfixturevalue(size)
    given = {"desktop": "Zoé", "phone": "Béla"}[size]
    enter(page, clinic_address, "Nell")
    add_somebody(page, clinic_address, given)
    open_a_course(page, given, f"{DAY}")
    expect(page.locator(f"#d{DAY:%Y%m%d}")).to_contain_text("day of treatment")
    expect(page.get_by_text(f"until {written(DAY + timedelta(days=5))}, in the morning").first).to_be_visible()
    expect(page.get_by_text("The inner one stays on all night.").or_(page.get_by_text("inner light stocking")).first
           ).to_be_attached()  # fmt: skip
    fill_in_an_event(page, "procedure", f"{MOVED}", "09:30")
    page.get_by_role("button", name="Plan it").click()
    expect(page.get_by_text("What moved:")).to_be_visible()
    moved = f"The procedure: {written(MOVED)} at 09:30 (was {written(DAY)} at 10:00)."
    expect(page.get_by_text(moved)).to_be_visible()
    expect(page.get_by_text(f"before: {written(DAY, '%a %b')}, 10:00")).to_be_visible()
    expect(page.locator(f"#d{MOVED + timedelta(days=5):%Y%m%d}")).to_be_attached()
    assert_in_order(page)


def test_the_whole_of_it_by_keyboard_alone(desktop: Page, clinic_address: str) -> None:
    enter(desktop, clinic_address, "Nell")
    add_somebody(desktop, clinic_address, "Keiko")
    desktop.goto(desktop.url.replace("/details/", "/"))
    keys = Keyboard(desktop)
    keys.go_to("Open a course")
    keys.press("Enter")
    desktop.wait_for_url("**/courses/open/")
    keys.go_to("protocol")
    keys.press("ArrowDown")
    keys.go_to("leg")
    keys.press("Space")
    keys.go_to("Open the course")
    keys.press("Enter")
    desktop.wait_for_url("**/facts/")
    keys.go_to("Save the answers")
    keys.press("Enter")
    desktop.wait_for_url("**/plan/")
    keys.go_to("Plan or record an event")
    keys.press("Enter")
    keys.go_to("name")
    keys.type("The procedure")
    keys.go_to("day")
    keys.type(f"{DAY:%m%d%Y}")  # as a date field of an English browser wants it: month, day, year
    keys.go_to("clock")
    keys.type("1000AM")
    keys.go_to("Plan it")
    keys.press("Enter")
    expect(desktop.get_by_text(f"The procedure: {written(DAY)} at 10:00 (new).")).to_be_visible()


def test_what_is_refused_keeps_what_was_typed(
    desktop: Page, clinic_address: str, faults: Callable[[Page], Faults]
) -> None:
    faults(desktop).expect("422")
    enter(desktop, clinic_address, "Nell")
    desktop.goto(f"{clinic_address}/patients/?q=Gagnon")
    desktop.get_by_role("link", name="Gagnon").first.click()
    desktop.get_by_role("link", name="The whole plan").click()
    next_month = str(date.today() + timedelta(days=30))  # noqa: DTZ011 - any day that is still to come
    fill_in_an_event(desktop, "test", next_month, "09:30")
    desktop.get_by_label("Remark").fill("as agreed on the telephone")
    desktop.get_by_role("button", name="It has happened").click()
    expect(desktop.get_by_text("This is still to come. Plan it instead.")).to_be_visible()
    expect(desktop.get_by_label("Remark")).to_have_value("as agreed on the telephone")
    expect(desktop.locator("form[action$='/events/'] [name=day]")).to_have_value(next_month)


class Keyboard:
    """Fingers on the keys, eyes on the focus ring."""

    MOST = 80

    def __init__(self, page: Page) -> None:
        self.page = page

    def go_to(self, wanted: str) -> None:
        """Tab until the focus is on what is called so, or on the field of that name; it has to be seen on the way."""
        for _step in range(self.MOST):
            self.page.keyboard.press("Tab")
            label, name, ring = self.page.evaluate(
                """() => {
                  const e = document.activeElement, s = getComputedStyle(e)
                  const own = ['date', 'time'].includes(e.type) // the browser draws the ring of what is inside these
                  return [e.textContent.trim(), e.getAttribute('name') || '', own ? 'its own' : s.outlineStyle]
                }"""
            )
            assert ring != "none", f"the focus cannot be seen on {label or name}"
            if label == wanted or name == wanted:
                return
        raise AssertionError(f"{self.MOST} times Tab do not lead to {wanted}")

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)

    def type(self, words: str) -> None:
        self.page.keyboard.type(words)
