"""Planning and stock in a real browser: every page in order, and a name that is drawn with a finger."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from saphena.demo import people
from tests.browser.entering import chart_of, enter, enter_by_link
from tests.browser.looking import assert_in_order, open_all

if TYPE_CHECKING:
    from playwright.sync_api import Page

ROOM = ("planning/", "findings/", "treatment-plan/", "test-session/")
FORMS = ("tried-before/", "questions/", "questions/again/", "questions/clinic/", "consent/procedure/")


def course_of(page: Page, clinic_address: str, patient: people.Pretend) -> str:
    """Where the course of a pretend patient is, with a slash at the end."""
    page.goto(chart_of(page, clinic_address, patient.family))
    plan = page.locator("main a[href*='/courses/'][href$='/plan/']").first.get_attribute("href")
    return f"{clinic_address}{str(plan).removesuffix('plan/')}"


@pytest.mark.parametrize("where", ROOM)
def test_a_page_of_the_room_is_in_order(page: Page, clinic_address: str, where: str) -> None:
    enter(page, clinic_address, "Priya")
    page.goto(course_of(page, clinic_address, people.ROSA) + where)
    open_all(page)
    assert_in_order(page)


@pytest.mark.parametrize(
    "patient", [people.JOHAN, people.MARGARET, people.ADA], ids=["all there", "half there", "no map"]
)
def test_what_a_payer_asks_for_is_in_order(page: Page, clinic_address: str, patient: people.Pretend) -> None:
    enter(page, clinic_address, "Max")
    page.goto(course_of(page, clinic_address, patient) + "payer/")
    assert_in_order(page)


def test_the_pack_for_a_payer_is_taken_away(desktop: Page, clinic_address: str) -> None:
    enter(desktop, clinic_address, "Max")
    desktop.goto(course_of(desktop, clinic_address, people.JOHAN) + "payer/")
    desktop.get_by_label("For whom").fill("Prairie Health Benefits")
    with desktop.expect_download() as taken:
        desktop.get_by_role("button", name="Take the pack").click()
    assert taken.value.suggested_filename.endswith(".pdf")
    desktop.reload()
    expect(desktop.get_by_role("region", name="Taken before")).to_contain_text("Prairie Health Benefits")


@pytest.mark.parametrize("where", FORMS)
def test_a_form_of_the_room_is_in_order_on_a_tablet_in_the_hand(phone: Page, clinic_address: str, where: str) -> None:
    enter(phone, clinic_address, "Nora")
    phone.goto(course_of(phone, clinic_address, people.ROSA) + where)
    assert_in_order(phone)


@pytest.mark.parametrize("where", ["planning/", "treatment-plan/", "test-session/"])
def test_and_when_everything_is_done(desktop: Page, clinic_address: str, where: str) -> None:
    enter(desktop, clinic_address, "Nora")
    desktop.emulate_media(color_scheme="dark")
    desktop.goto(course_of(desktop, clinic_address, people.JOHAN) + where)
    open_all(desktop)
    assert_in_order(desktop)


@pytest.mark.parametrize(
    "where", ["/screening-rules/", "/payers/asked/", "/stock/", "/stock/receive/", "/stock/1/", "/stock/3/legs/"]
)
def test_a_page_of_the_stock_and_the_rules_is_in_order(phone: Page, clinic_address: str, where: str) -> None:
    enter(phone, clinic_address, "Priya")
    phone.goto(clinic_address + where)
    open_all(phone)
    assert_in_order(phone)


@pytest.mark.parametrize("where", ["questions/", "questions/heart_brain/", "questions/general/"])
def test_the_patients_questions_are_in_order(phone: Page, patient_links: dict[str, str], where: str) -> None:
    phone.goto(enter_by_link(phone, patient_links, "Margaret") + where)
    assert_in_order(phone)


def test_a_consent_is_signed_with_a_finger(phone: Page, patient_links: dict[str, str]) -> None:
    phone.goto(enter_by_link(phone, patient_links, "Margaret") + "questions/")
    phone.get_by_role("link", name="Consent to ultrasound-guided sclerotherapy").click()
    assert_in_order(phone)
    sheet = phone.locator("signature-pad canvas")
    sheet.scroll_into_view_if_needed()
    box = sheet.bounding_box()
    assert box
    left, middle = box["x"] + 20, box["y"] + box["height"] / 2
    phone.mouse.move(left, middle)
    phone.mouse.down()
    for step in range(1, 15):
        phone.mouse.move(left + step * 12, middle + (8 if step % 2 else -8))
    phone.mouse.up()
    phone.get_by_role("button", name="I agree and sign").click()
    expect(phone.get_by_text("Thank you. Your consent is signed.")).to_be_visible()
    phone.get_by_role("link", name="Consent to ultrasound-guided sclerotherapy").click()
    expect(phone.get_by_text("I have changed my mind")).to_be_visible()
    assert_in_order(phone)


def test_a_vein_chosen_on_the_map_is_in_the_form(desktop: Page, clinic_address: str) -> None:
    enter(desktop, clinic_address, "Priya")
    desktop.goto(course_of(desktop, clinic_address, people.ROSA) + "treatment-plan/")
    desktop.evaluate(
        "document.querySelector('leg-map').dispatchEvent(new CustomEvent('segment-chosen',"
        " { bubbles: true, detail: { leg: 'left', segment: 'tr.calf.inner', view: 'inner' } }))"
    )
    expect(desktop.locator("#id_segment")).to_have_value("tr.calf.inner")
    expect(desktop.locator("#id_diameter_mm")).to_have_value("4.8")
