"""The weeks at home in a browser: Today without a network, the check-in with the thumb, the inbox by its keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.browser.entering import enter, enter_by_link, say_birth_date
from tests.browser.looking import assert_in_order

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.browser.faults import Faults

KEPT = (
    "caches.keys().then(async names => (await Promise.all(names.map(async name => "
    "(await (await caches.open(name)).keys()).map(each => new URL(each.url).pathname)))).flat())"
)


def wait_until(phone: Page, so: Callable[[list[str]], bool]) -> None:
    """What the device has kept, asked for again and again."""
    for _time in range(100):
        if so(phone.evaluate(KEPT)):
            return
        phone.wait_for_timeout(100)
    raise AssertionError(f"the device has kept {phone.evaluate(KEPT)}")


def test_after_the_first_visit_today_and_the_plan_open_without_a_network_and_say_from_when(
    phone: Page, patient_links: dict[str, str], faults: Callable[[Page], Faults]
) -> None:
    faults(phone).expect("INTERNET_DISCONNECTED|ERR_FAILED|no answer")
    link = patient_links["Pat"]
    phone.goto(link)
    say_birth_date(phone, "Pat")  # not the entry that the other tests share: this one leaves by the door
    phone.wait_for_url("**/today/")
    expect(phone.locator("keep-plan")).to_be_hidden()
    wait_until(
        phone, lambda paths: all(any(path.endswith(end) for path in paths) for end in ("/today/", "/plan/", ".js"))
    )
    phone.context.set_offline(True)
    for where, heading in (("today/", "Today"), ("plan/", "My plan"), ("letters/", "Today")):
        phone.goto(link + where)
        expect(phone.get_by_role("heading", level=1)).to_have_text(heading)
        expect(phone.locator("keep-plan")).to_contain_text("as it was on")
        expect(phone.locator("#emergency")).to_contain_text("You cannot breathe well")
    phone.context.set_offline(False)
    phone.goto(link + "today/")
    expect(phone.locator("keep-plan")).to_be_hidden()
    phone.get_by_role("button", name="Leave this page").click()
    wait_until(phone, lambda paths: not any(path.startswith("/p/") for path in paths))


def test_the_telephone_may_put_today_onto_its_first_screen(phone: Page, patient_links: dict[str, str]) -> None:
    phone.goto(enter_by_link(phone, patient_links, "Pat") + "today/")
    wire = phone.context.new_cdp_session(phone)
    told = wire.send("Page.getAppManifest")
    assert not told["errors"]
    faults = {each["errorId"] for each in wire.send("Page.getInstallabilityErrors")["installabilityErrors"]}
    assert faults <= {"in-incognito"}  # as every page of a test is


def test_the_check_in_asks_for_a_detail_once_something_is_ticked_and_says_what_to_do(
    phone: Page, patient_links: dict[str, str], faults: Callable[[Page], Faults]
) -> None:
    faults(phone).expect("422")
    link = enter_by_link(phone, patient_links, "Lucie")
    phone.goto(link + "check-in/now/")
    phone.get_by_role("button", name="English").click()
    detail = phone.get_by_text("Still so 15 minutes after you loosened the bandage?")
    expect(detail).to_be_hidden()
    phone.get_by_label("Toes cold, blue or numb under the bandage").check()
    expect(detail).to_be_visible()
    assert_in_order(phone)
    phone.locator("[name=detail_toes_no_better][value=yes]").check()
    phone.get_by_role("button", name="Send, and see what to do").click()
    expect(phone.get_by_text("Something is missing")).to_be_visible()
    expect(phone.get_by_label("Toes cold, blue or numb under the bandage")).to_be_checked()
    phone.locator("#none-emergency").check()
    phone.locator("#none-small").check()
    phone.get_by_role("button", name="Send, and see what to do").click()
    expect(phone.locator("[name=pain]").first).to_be_focused()  # far below the fold: the page goes to what is missing
    expect(phone.locator("[name=pain]").first).to_be_in_viewport()
    phone.locator("[name=pain][value='0']").check()
    for name, value in (("bandage", "on"), ("stocking", "fine")):
        phone.locator(f"[name={name}][value={value}]").check()
    phone.context.set_offline(True)
    phone.get_by_role("button", name="Send, and see what to do").click()
    expect(phone.get_by_text("Nothing was sent")).to_be_visible()
    phone.context.set_offline(False)
    expect(phone.get_by_text("Nothing was sent")).to_be_hidden()
    phone.get_by_role("button", name="Send, and see what to do").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Call 911 now")
    assert_in_order(phone)


def test_the_inbox_is_worked_by_its_keys(desktop: Page, clinic_address: str) -> None:
    enter(desktop, clinic_address, "Nora")
    desktop.goto(clinic_address + "/inbox/")
    assert_in_order(desktop)
    desktop.keyboard.press("ArrowDown")
    row = desktop.locator("tr:focus-within")
    expect(row).to_contain_text("emergency")
    desktop.keyboard.press("t")
    expect(desktop.get_by_role("heading", name="Looked after by")).to_be_visible()
    expect(desktop.get_by_role("button", name="Put back")).to_be_visible()
    assert_in_order(desktop)
    desktop.get_by_role("button", name="Put back").click()
    expect(desktop.get_by_role("heading", name="Inbox")).to_be_visible()


def test_a_tick_on_the_list_before_the_visit_is_kept(phone: Page, patient_links: dict[str, str]) -> None:
    phone.goto(enter_by_link(phone, patient_links, "Margaret") + "preparing/")
    tick = phone.locator("button.tick[aria-pressed=false]").first
    ticked = phone.locator(f"button.tick[aria-describedby='{tick.get_attribute('aria-describedby')}']")
    tick.click()
    expect(ticked).to_have_attribute("aria-pressed", "true")
