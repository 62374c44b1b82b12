"""The public form and the desk as people meet them: on a telephone, by keyboard alone, in French, in a hurry."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.entering import enter
from tests.browser.looking import assert_in_order, assert_in_order_by_day_and_by_night, open_all

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.browser.faults import Faults

A_PERSON_TAKES = 3_100  # milliseconds: what is sent sooner is shown once more
BY_KEYBOARD = (
    ("given_names", "Keiko"),
    ("family_name", "Tremblay-Keys"),
    ("birth_date_day", "3"),
    ("birth_date_month", "May"),
    ("birth_date_year", "1980"),
    ("phone", "403 555-0171"),
    ("legs", " "),
    ("concerns", " "),
)


def fill_in(page: Page, given: str, family: str = "Tremblay-Public") -> None:
    """What a request has to hold."""
    page.locator("[name=given_names]").fill(given)
    page.locator("[name=family_name]").fill(family)
    page.locator("[name=birth_date_day]").fill("14")
    page.locator("[name=birth_date_month]").select_option("7")
    page.locator("[name=birth_date_year]").fill("1971")
    page.locator("[name=phone]").fill("403 555-0170")
    page.locator("[name=legs]").first.check()
    page.locator("[name=concerns]").first.check()


def wait_as_long_as_a_person_takes(page: Page) -> None:
    """Since the form came; what was filled in meanwhile has taken its part of it."""
    been = page.evaluate("performance.now() - performance.getEntriesByType('navigation')[0].responseStart")
    page.wait_for_timeout(max(0, A_PERSON_TAKES - been))


def send(page: Page) -> None:
    wait_as_long_as_a_person_takes(page)
    page.locator("form.ask > button").click()


@pytest.mark.parametrize(
    "where", ["/request/", "/request/received/", "/request/received/today/", "/request/received/emergency/"]
)
def test_the_public_pages_are_in_order(page: Page, clinic_address: str, where: str) -> None:
    page.goto(clinic_address + where)
    open_all(page)
    assert_in_order_by_day_and_by_night(page)


def test_somebody_asks_and_nothing_of_it_is_shown_again(page: Page, clinic_address: str) -> None:
    page.goto(f"{clinic_address}/request/")
    fill_in(page, f"Ingrid {page.viewport_size['width'] if page.viewport_size else ''}")
    send(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("We have your request")
    assert page.url == f"{clinic_address}/request/received/"
    assert "Ingrid" not in page.content()
    page.go_back()
    expect(page.locator("[name=form_key]")).to_have_count(1)  # and back works


def test_in_french(phone: Page, clinic_address: str) -> None:
    phone.goto(f"{clinic_address}/request/")
    phone.get_by_role("button", name="Français").or_(phone.get_by_role("link", name="Français")).click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Demander un rendez-vous")
    expect(phone.get_by_label("Français", exact=True).or_(phone.locator("[name=language][value=fr]"))).to_be_checked()
    open_all(phone)
    assert_in_order(phone)
    fill_in(phone, "Solène")
    send(phone)
    expect(phone.get_by_role("heading", level=1)).to_have_text("Nous avons reçu votre demande")
    assert_in_order(phone)


def test_a_red_flag_is_answered_where_it_is_ticked_without_sending_anything(page: Page, clinic_address: str) -> None:
    page.goto(f"{clinic_address}/request/")
    answer = page.locator(".flags-emergency .flags-answer")
    expect(answer).to_be_hidden()
    page.get_by_label("Trouble breathing").check()
    expect(answer).to_be_visible()
    expect(answer.get_by_role("link", name="Call 911")).to_have_attribute("href", "tel:911")
    page.get_by_label("One calf or one leg").check()
    expect(page.locator(".flags-today .flags-answer")).to_be_visible()
    assert_in_order(page)


def test_what_was_typed_stays_when_something_is_wrong(
    page: Page, clinic_address: str, faults: Callable[[Page], Faults]
) -> None:
    faults(page).expect("422")
    page.goto(f"{clinic_address}/request/")
    fill_in(page, "Wanda")
    page.locator("[name=birth_date_day]").fill("31")
    page.locator("[name=birth_date_month]").select_option("2")
    page.locator("[name=words]").fill("It aches since the summer.")
    page.locator("[name=legs]").first.uncheck()
    page.get_by_text("I have planned a trip").click()
    page.locator("[name=trip1-leaves]").fill("2031-05-09")
    page.locator("[name=trip1-returns]").fill("2031-05-01")
    send(page)
    marked = page.locator(".field-error")
    expect(marked.get_by_text("This is not a date.")).to_be_visible()
    expect(marked.get_by_text("Please say which leg")).to_be_visible()
    expect(marked.get_by_text("The trip ends before it begins.")).to_be_visible()  # the part with the trips is open
    page.locator(".wrongs").get_by_role("link", name="Which leg?").click()
    expect(page.locator("[name=legs]").first).to_be_in_viewport()
    expect(page.locator("[name=words]")).to_have_value("It aches since the summer.")
    assert_in_order(page)


def test_by_keyboard_alone(desktop: Page, clinic_address: str) -> None:
    desktop.goto(f"{clinic_address}/request/")
    keys = desktop.keyboard

    def go_to(name: str) -> None:
        for _step in range(60):
            keys.press("Tab")
            if desktop.evaluate("document.activeElement.getAttribute('name') || ''") == name:
                return
        raise AssertionError(f"Tab does not lead to {name}")

    for name, typed in BY_KEYBOARD:
        go_to(name)
        keys.type(typed)
    go_to("words")
    assert not desktop.locator("[name=website]").evaluate("field => field.tabIndex >= 0")
    wait_as_long_as_a_person_takes(desktop)
    desktop.locator("[name=phone]").press("Enter")
    expect(desktop.get_by_role("heading", level=1)).to_have_text("We have your request")


def test_without_javascript(chromium_without_scripts: Page, clinic_address: str) -> None:
    page = chromium_without_scripts
    page.goto(f"{clinic_address}/request/")
    page.get_by_label("Trouble breathing").check()
    expect(page.locator(".flags-emergency .flags-answer")).to_be_visible()
    fill_in(page, "Noor", "Tremblay-Bare")
    send(page)
    expect(page).to_have_url(f"{clinic_address}/request/received/emergency/")


@pytest.mark.parametrize("where", ["/desk/", "/desk/?state=asked", "/desk/?state=closed", "/desk/?q=nobody-at-all"])
def test_the_desk_is_in_order(page: Page, clinic_address: str, where: str) -> None:
    enter(page, clinic_address, "Nell")
    page.goto(clinic_address + where)
    assert_in_order(page)


@pytest.mark.parametrize("who", ["Whitehorse", "Thériault", "Okonkwo"])
def test_a_request_is_in_order(page: Page, clinic_address: str, who: str) -> None:
    enter(page, clinic_address, "Nell")
    page.goto(f"{clinic_address}/desk/?q={who}")
    if not page.get_by_role("link", name=who).count():  # a test of booking has accepted it in this clinic
        page.goto(f"{clinic_address}/desk/?q={who}&state=closed")
    page.get_by_role("link", name=who).first.click()
    expect(page).not_to_have_url(re.compile(r"/desk/\?"))
    open_all(page)
    assert_in_order_by_day_and_by_night(page)


def test_a_request_becomes_a_course_at_the_desk(desktop: Page, clinic_address: str) -> None:
    desktop.goto(f"{clinic_address}/request/")
    fill_in(desktop, "Béatrice", "Tremblay-Course")
    send(desktop)
    desktop.get_by_role("heading", name="We have your request").wait_for()
    enter(desktop, clinic_address, "Nell")
    desktop.goto(f"{clinic_address}/desk/?q=tremblay-course")
    desktop.get_by_role("link", name="Tremblay-Course").click()
    desktop.get_by_role("button", name="Accept as a new patient").click()
    desktop.get_by_role("link", name="Open a course, left leg").click()
    expect(desktop.get_by_label("left leg")).to_be_checked()
    desktop.locator("[name=protocol]").select_option(index=1)
    desktop.get_by_role("button", name="Open the course").click()
    desktop.wait_for_url("**/facts/")


def test_the_keys_of_the_desk(desktop: Page, clinic_address: str) -> None:
    desktop.goto(f"{clinic_address}/request/")
    fill_in(desktop, "Zacharie", "Tremblay-Taken")
    send(desktop)
    desktop.get_by_role("heading", name="We have your request").wait_for()
    enter(desktop, clinic_address, "Nora")
    desktop.goto(f"{clinic_address}/desk/?q=tremblay-taken")
    desktop.keyboard.press("t")  # on no row, nothing is taken
    desktop.keyboard.press("ArrowDown")
    expect(desktop.get_by_role("link", name="Tremblay-Taken")).to_be_focused()
    desktop.keyboard.press("t")
    expect(desktop.get_by_role("button", name="Put back")).to_be_visible()
    desktop.go_back()
    desktop.keyboard.press("/")
    expect(desktop.locator("#find")).to_be_focused()
