"""Every page behind a patient's link, in both languages: axe finds nothing, nothing is wider than the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.entering import enter_by_link, say_birth_date
from tests.browser.looking import assert_in_order, assert_in_order_by_day_and_by_night, open_all

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.browser.faults import Faults


@pytest.mark.parametrize("who", ["Pat", "Lucie", "Margaret"])
@pytest.mark.parametrize("where", ["today/", "plan/", "visits/", "preparing/"])
def test_a_patients_page_is_in_order(page: Page, patient_links: dict[str, str], who: str, where: str) -> None:
    page.goto(enter_by_link(page, patient_links, who) + where)
    expect(page.locator("html")).to_have_attribute("lang", "fr-ca" if who == "Lucie" else "en-ca")
    open_all(page)
    assert_in_order(page)


@pytest.mark.parametrize("who", ["Pat", "Lucie"])
@pytest.mark.parametrize("where", ["letters/", "check-in/now/", "reaching/"])
def test_what_a_patient_fills_in_is_in_order(phone: Page, patient_links: dict[str, str], who: str, where: str) -> None:
    phone.goto(enter_by_link(phone, patient_links, who) + where)
    open_all(phone)
    assert_in_order(phone)


@pytest.mark.parametrize("who", ["Pat", "Lucie"])
def test_in_the_dark(phone: Page, patient_links: dict[str, str], who: str) -> None:
    phone.emulate_media(color_scheme="dark")
    link = enter_by_link(phone, patient_links, who)
    for where in ("today/", "plan/", "letters/", "check-in/", "check-in/now/", "reaching/"):
        phone.goto(link + where)
        open_all(phone)
        assert_in_order(phone)


def test_the_door_is_in_order(page: Page, patient_links: dict[str, str]) -> None:
    page.goto(patient_links["Lucie"])
    expect(page.get_by_text("Votre date de naissance")).to_be_visible()
    assert_in_order_by_day_and_by_night(page)


def test_a_wrong_birth_date_says_so_in_order(
    page: Page, patient_links: dict[str, str], faults: Callable[[Page], Faults]
) -> None:
    faults(page).expect("422")
    page.goto(patient_links["Margaret"])
    say_birth_date(page, "Margaret", year=1954)
    expect(page.get_by_text("This is not the date of birth that the clinic has.")).to_be_visible()
    assert_in_order(page)


def test_a_link_that_has_ended_says_what_to_do(
    page: Page, clinic_address: str, faults: Callable[[Page], Faults]
) -> None:
    faults(page).expect("410")
    page.goto(f"{clinic_address}/p/never-was/")
    expect(page.get_by_role("button", name="Send me a new link")).to_be_visible()
    assert_in_order(page)


def test_what_a_patient_presses_is_large_enough_for_a_thumb(phone: Page, patient_links: dict[str, str]) -> None:
    link = enter_by_link(phone, patient_links, "Pat")
    for where in ("today/", "plan/"):
        phone.goto(link + where)
        pressed = phone.locator("summary:visible, .button:visible, .patient-bar a, main nav a")
        small = [
            each.inner_text() for each in pressed.all() if (box := each.bounding_box()) and round(box["height"]) < 44
        ]
        assert not small
