"""Every page of the staff, on a telephone and at the desk: axe finds nothing, nothing is wider than the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from saphena.demo import people
from tests.browser.entering import chart_of, enter
from tests.browser.looking import assert_in_order, open_all
from tests.browser.signing_in import sign_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.browser.faults import Faults

JOURNEY = (
    people.ADA, people.EMILE, people.ROSA, people.JOHAN, people.MARGARET,
    people.SAMIR, people.PAT, people.LUCIE, people.WALTER, people.HELEN,
)  # fmt: skip
# Who opens it, and where it is.
PAGES = (
    ("Priya", "/patients/"),
    ("Priya", "/patients/?q=nobody-of-that-name"),
    ("Priya", "/patients/add/"),
    ("Priya", "/journeys/"),
    ("Priya", "/preparing/"),
    ("Nora", "/board/"),
    ("Nora", "/board/?view=list"),
    ("Priya", "/protocols/"),
    ("Priya", "/protocols/add/"),
    ("Priya", "/messages/"),
    ("Priya", "/messages/?state=promised"),
    ("Nora", "/inbox/"),
    ("Priya", "/triage/"),
    ("Nell", "/waiting/"),
    ("Nell", "/visits/changed-by-patients/"),
    ("Nell", "/visits/take-over/"),
    ("Max", "/applications/"),
    ("Max", "/diary/calendar/"),
    ("Sam", "/calendar/"),
    ("Max", "/staff/"),
    ("Max", "/staff/add/"),
    ("Max", "/clinic/"),
    ("Max", "/record/"),
    ("Max", "/style-guide/"),
    ("Sam", "/account/second-factor/"),
    ("Sam", "/account/second-factor/webauthn/"),
    ("Sam", "/account/reauthenticate/"),
    ("Sam", "/account/password/change/"),
    ("Sam", "/account/logout/"),
)
OPEN_TO_ALL = ("/account/login/", "/account/password/reset/", "/account/password/reset/done/", "/account/inactive/")


@pytest.mark.parametrize(("who", "where"), PAGES, ids=[where for _who, where in PAGES])
def test_a_page_of_the_staff_is_in_order(page: Page, clinic_address: str, who: str, where: str) -> None:
    enter(page, clinic_address, who)
    page.goto(clinic_address + where)
    assert page.url == clinic_address + where
    assert_in_order(page)


def test_on_a_telephone_the_other_places_are_behind_one_button(phone: Page, clinic_address: str) -> None:
    enter(phone, clinic_address, "Nell")
    phone.goto(f"{clinic_address}/waiting/")
    expect(phone.get_by_role("link", name="Patients", exact=True)).to_be_hidden()
    phone.get_by_role("button", name="More").click()
    assert_in_order(phone)
    phone.get_by_role("link", name="Patients", exact=True).click()
    phone.wait_for_url("**/patients/")


def test_the_rail_of_whoever_may_open_most_does_not_scroll(desktop: Page, clinic_address: str) -> None:
    enter(desktop, clinic_address, "Max")
    desktop.goto(f"{clinic_address}/patients/")
    expect(desktop.get_by_role("link", name="Staff", exact=True)).to_be_hidden()
    usual = desktop.viewport_size
    assert usual
    desktop.set_viewport_size({"width": 1280, "height": 800})
    fits = desktop.locator(".rail").evaluate("rail => rail.scrollHeight <= rail.clientHeight")
    desktop.set_viewport_size(usual)
    assert fits
    desktop.get_by_role("button", name="Setting up").click()
    assert_in_order(desktop)
    desktop.get_by_role("link", name="Staff", exact=True).click()
    desktop.wait_for_url("**/staff/")


def test_the_inbox_and_what_hangs_on_it_are_in_order_in_the_dark(desktop: Page, clinic_address: str) -> None:
    enter(desktop, clinic_address, "Nora")
    desktop.emulate_media(color_scheme="dark")
    for where in ("/inbox/", "/triage/", "/messages/?state=sent"):
        desktop.goto(clinic_address + where)
        assert_in_order(desktop)
    desktop.goto(clinic_address + "/inbox/")
    desktop.locator("[data-row] td:first-child a").first.click()
    open_all(desktop)
    assert_in_order(desktop)


@pytest.mark.parametrize("where", ["totp/activate/", "webauthn/add/"])
def test_adding_a_second_factor_asks_for_the_password_again_and_is_in_order(
    page: Page, clinic_address: str, where: str
) -> None:
    sign_in(page, clinic_address, "Nora")
    page.goto(f"{clinic_address}/account/second-factor/{where}")
    page.locator("input[name=password]").fill(people.PASSWORD)
    page.locator("input[name=password]").press("Enter")
    page.wait_for_url(f"**/account/second-factor/{where}")
    assert_in_order(page)


@pytest.mark.parametrize("where", OPEN_TO_ALL)
def test_a_page_before_signing_in_is_in_order(page: Page, clinic_address: str, where: str) -> None:
    page.goto(clinic_address + where)
    assert page.url == clinic_address + where
    assert_in_order(page)


@pytest.mark.parametrize("patient", JOURNEY, ids=lambda patient: patient.given)
def test_the_chart_at_every_step_of_the_journey_is_in_order(
    page: Page, clinic_address: str, patient: people.Pretend
) -> None:
    enter(page, clinic_address, "Priya")
    page.goto(chart_of(page, clinic_address, patient.family))
    open_all(page)
    assert_in_order(page)


@pytest.mark.parametrize("where", ["details/", "change/", "record/", "courses/open/"])
def test_what_belongs_to_a_patient_is_in_order(page: Page, clinic_address: str, where: str) -> None:
    enter(page, clinic_address, "Priya")
    page.goto(chart_of(page, clinic_address, people.MARGARET.family) + where)
    assert_in_order(page)


@pytest.mark.parametrize("patient", [people.PAT, people.WALTER, people.ADA], ids=lambda patient: patient.given)
def test_the_plan_and_its_forms_are_in_order(page: Page, clinic_address: str, patient: people.Pretend) -> None:
    open_the_plan(page, clinic_address, patient)
    page.locator("details.drawer").evaluate_all("drawers => drawers.forEach(each => { each.open = true })")
    assert_in_order(page)


@pytest.mark.parametrize("view", ["For the patient", "For the clinic", "Everything"])
def test_the_three_views_of_a_plan_are_in_order(phone: Page, clinic_address: str, view: str) -> None:
    open_the_plan(phone, clinic_address, people.LUCIE)
    phone.get_by_role("link", name=view).click()
    open_all(phone)
    assert_in_order(phone)


def test_the_questions_about_a_patient_are_in_order(page: Page, clinic_address: str) -> None:
    open_the_plan(page, clinic_address, people.MARGARET)
    page.get_by_role("link", name="Questions about the patient").click()
    page.wait_for_url("**/facts/")
    assert_in_order(page)


def test_a_form_with_something_wrong_in_it_is_in_order(
    page: Page, clinic_address: str, faults: Callable[[Page], Faults]
) -> None:
    faults(page).expect("422")
    open_the_plan(page, clinic_address, people.MARGARET)
    page.get_by_text("Plan or record an event").click()
    page.get_by_role("button", name="Plan it").click()
    page.locator(".field-error").first.wait_for()
    assert_in_order(page)


def test_a_protocol_with_something_wrong_in_it_is_told_line_by_line(
    page: Page, clinic_address: str, faults: Callable[[Page], Faults]
) -> None:
    faults(page).expect("422")
    enter(page, clinic_address, "Priya")
    page.goto(f"{clinic_address}/protocols/add/")
    page.get_by_label("or its text").fill('[protocol]\nid = "x"\nversion = = 3')
    page.get_by_role("button", name="Check and keep").click()
    page.get_by_text("protocol.toml:3").wait_for()
    assert_in_order(page)


def test_a_protocol_in_plain_words_is_in_order(page: Page, clinic_address: str) -> None:
    enter(page, clinic_address, "Priya")
    page.goto(f"{clinic_address}/protocols/")
    page.get_by_role("link", name="five days and five nights").click()
    page.get_by_role("heading", name="What the check found").wait_for()
    assert_in_order(page)


def test_a_member_of_staff_is_in_order(page: Page, clinic_address: str) -> None:
    enter(page, clinic_address, "Max")
    page.goto(f"{clinic_address}/staff/")
    page.get_by_role("link", name="Sam Okafor").click()
    assert_in_order(page)


def test_what_one_may_not_open_says_so_in_order(
    page: Page, clinic_address: str, faults: Callable[[Page], Faults]
) -> None:
    faults(page).expect("403")
    enter(page, clinic_address, "Nell")
    page.goto(f"{clinic_address}/record/")
    page.get_by_text("Your role does not include this").wait_for()
    assert_in_order(page)


def test_in_the_dark(desktop: Page, clinic_address: str) -> None:
    desktop.emulate_media(color_scheme="dark")
    enter(desktop, clinic_address, "Priya")
    for family in (people.SAMIR.family, people.PAT.family):
        desktop.goto(chart_of(desktop, clinic_address, family))
        assert_in_order(desktop)
    desktop.get_by_role("link", name="The whole plan").click()
    assert_in_order(desktop)
    desktop.goto(f"{clinic_address}/messages/")
    assert_in_order(desktop)


def open_the_plan(page: Page, clinic_address: str, patient: people.Pretend) -> None:
    enter(page, clinic_address, "Priya")
    page.goto(chart_of(page, clinic_address, patient.family))
    page.get_by_role("link", name="The whole plan").click()
    page.wait_for_url("**/plan/")
