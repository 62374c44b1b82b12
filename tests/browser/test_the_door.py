"""The sign-in page: the first thing anybody sees of the clinic."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.axe import assert_no_axe_violations
from tests.browser.looking import assert_in_order, assert_in_order_by_day_and_by_night
from tests.browser.signing_in import sign_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.browser.faults import Faults


def test_everybody_can_use_the_sign_in_page(page: Page, clinic_address: str) -> None:
    page.goto(f"{clinic_address}/account/login/")
    expect(page.locator("input[name=login]")).to_be_visible()
    assert_in_order_by_day_and_by_night(page)


def test_a_newcomer_meets_the_guide_and_is_somebody_with_one_press(page: Page, clinic_address: str) -> None:
    page.goto(f"{clinic_address}/")
    assert_in_order(page)
    for button, heading in (("The inbox", "Inbox"), ("The desk", "Desk")):
        page.get_by_role("button", name=button).click()
        expect(page.get_by_role("heading", level=1)).to_have_text(heading)
        page.goto(f"{clinic_address}/guide/")
    page.get_by_role("link", name="Ask for an appointment").click()
    page.wait_for_url("**/request/")


@pytest.mark.parametrize("first_name", ["Priya", "Sam", "Nora", "Nell", "Max"])
def test_everybody_on_the_staff_gets_in(page: Page, clinic_address: str, first_name: str) -> None:
    sign_in(page, clinic_address, first_name)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert_no_axe_violations(page)


def test_a_patients_link_asks_for_the_birth_date(page: Page, patient_links: dict[str, str]) -> None:
    page.goto(patient_links["Pat"])
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert_no_axe_violations(page)


def test_a_wrong_password_says_so_and_keeps_the_address(desktop: Page, clinic_address: str) -> None:
    desktop.goto(f"{clinic_address}/account/login/")
    desktop.locator("input[name=login]").fill("nobody@clinic.example")
    desktop.locator("input[name=password]").fill("not the password")
    desktop.locator("input[name=password]").press("Enter")
    expect(desktop.get_by_role("alert").first).to_be_visible()
    expect(desktop.locator("input[name=login]")).to_have_value("nobody@clinic.example")
    assert_no_axe_violations(desktop)


def test_a_page_that_does_not_exist_is_a_page(
    page: Page, clinic_address: str, faults: Callable[[Page], Faults]
) -> None:
    faults(page).expect("404")
    page.goto(f"{clinic_address}/no-such-page/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert_no_axe_violations(page)


def test_the_page_fits_the_telephone(phone: Page, clinic_address: str) -> None:
    phone.goto(f"{clinic_address}/account/login/")
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
