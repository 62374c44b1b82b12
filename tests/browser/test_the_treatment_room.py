"""The screen of the treatment room as people at a couch meet it."""

from __future__ import annotations

import re
from time import sleep
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import watched_page
from tests.browser.entering import enter
from tests.browser.looking import assert_in_order, assert_in_order_by_day_and_by_night
from tests.browser.signing_in import sign_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page, Route

    from tests.browser.faults import Faults


def open_samir(page: Page, clinic_address: str, who: str = "Nora") -> None:
    """The patient who lies on the couch right now."""
    sign_in(page, clinic_address, who)
    page.goto(f"{clinic_address}/treating/")
    page.get_by_role("link", name="Haddad, Samir").first.click()
    expect(page.locator("[data-act=panel]").first).to_be_visible()


def test_every_panel_is_in_order_and_every_target_is_large(page: Page, clinic_address: str) -> None:
    open_samir(page, clinic_address)
    for panel in ("before", "inject", "after"):
        tab = page.locator(f"[data-act=panel][data-name={panel}]").first  # a panel may lead there too
        tab.click()
        expect(tab).to_have_attribute("aria-pressed", "true")
        assert_in_order(page)
        keys = page.locator(".key:visible:not(.tiny)")
        small = [box for key in keys.all() if (box := key.bounding_box()) and min(box["height"], box["width"]) < 55.5]
        assert small == []


def test_nothing_given_is_nothing_and_not_less(desktop: Page, clinic_address: str) -> None:
    open_samir(desktop, clinic_address)
    said = desktop.evaluate(
        """async () => {
          const loaded = performance.getEntriesByType('resource').map(each => each.name)
          const words = await import(loaded.find(name => /words[^/]*[.]js/.test(name)))
          return [0, 0.01, 0.1, 2].map(words.up)
        }"""
    )
    assert said == ["0", "0.1", "0.1", "2"]


def test_without_a_script_it_says_why_it_needs_one(chromium_without_scripts: Page, clinic_address: str) -> None:
    sign_in(chromium_without_scripts, clinic_address, "Nora")
    chromium_without_scripts.goto(f"{clinic_address}/treating/")
    chromium_without_scripts.get_by_role("link", name="Haddad, Samir").first.click()
    expect(chromium_without_scripts.locator(".couch-stop")).to_contain_text("needs JavaScript")


def test_an_emergency_goes_on_without_network_and_its_steps_are_recorded(
    desktop: Page, clinic_address: str, faults: Callable[[Page], Faults]
) -> None:
    faults(desktop).expect("ERR_INTERNET_DISCONNECTED")
    open_samir(desktop, clinic_address)
    desktop.context.set_offline(True)
    desktop.locator("[data-act=emergency]").click()
    desktop.locator("[data-act=alarm][data-name=stroke]").click()
    desktop.locator("[data-act=alarmstep][data-step=stop]").click()
    expect(desktop.locator("[data-act=alarmstep][data-step=stop]")).to_contain_text("done")
    expect(desktop.locator("[data-act=alarmstep][data-step=flat]")).to_contain_text("has not confirmed")
    desktop.context.set_offline(False)
    desktop.locator("[data-act=close]").click()
    expect(desktop.locator(".couch-saved")).to_have_text(re.compile("All saved"), timeout=15_000)
    desktop.goto(re.sub(r"/$", "/note/", desktop.url))
    expect(desktop.locator("article.note")).to_contain_text("Stroke, TIA: Stop injecting.")


def test_an_emergency_fits_a_telephone(phone: Page, clinic_address: str) -> None:
    open_samir(phone, clinic_address)
    phone.locator("[data-act=emergency]").click()
    phone.locator("[data-act=alarm][data-name=anaphylaxis]").click()
    wide, room = phone.locator("dialog").evaluate("each => [each.scrollWidth, each.clientWidth]")
    assert wide <= room


def tapped_without_network(page: Page, what: str) -> None:
    page.context.set_offline(True)
    page.locator("[data-act=seen]").click()
    page.locator(f"[data-act=sighting][data-what={what}]").click()
    expect(page.locator(".couch-saved")).to_contain_text("not yet saved")


def test_what_nora_tapped_without_network_is_hers_when_priya_sends_it(
    desktop: Page, clinic_address: str, faults: Callable[[Page], Faults], request: pytest.FixtureRequest
) -> None:
    faults(desktop).expect("ERR_INTERNET_DISCONNECTED")
    open_samir(desktop, clinic_address)
    room = desktop.url
    desktop.context.set_offline(True)
    desktop.context.clear_cookies()
    tapped_without_network(desktop, "beside")
    desktop.close()  # a page that is only led elsewhere may go on for a moment: it would find that it is signed out
    desktop.context.set_offline(False)
    later = watched_page("later", desktop.context, request.node)
    sign_in(later, clinic_address, "Priya")
    later.goto(room)
    expect(later.locator("[role=alert]")).to_contain_text("Priya Raman is signed in on this tablet now")
    expect(later.locator(".couch-saved")).to_have_text(re.compile("All saved"), timeout=15_000)
    later.goto(f"{room}note/")
    expect(later.locator("article.note")).to_contain_text(
        "beside the vein; recorded by Nora Lindqvist, sent by Priya Raman"
    )


def test_a_slow_answer_does_not_move_the_time_of_a_tap(desktop: Page, clinic_address: str) -> None:
    def late(route: Route) -> None:
        answer = route.fetch()
        sleep(2.5)  # the server has said by then what time it is
        route.fulfill(response=answer)

    desktop.route("**/treating/*/state/", late)
    open_samir(desktop, clinic_address)
    before = desktop.evaluate("Date.now()")
    with desktop.expect_request("**/record/") as sent:
        desktop.locator("[data-act=seen]").click()
        desktop.locator("[data-act=sighting][data-what=spasm]").click()
    (entry,) = (sent.value.post_data_json or {})["entries"]
    assert before <= entry["at"] <= desktop.evaluate("Date.now()")


def test_a_private_window_opens_says_what_it_cannot_keep_and_works(
    desktop: Page, clinic_address: str, faults: Callable[[Page], Faults]
) -> None:
    faults(desktop).expect("ERR_INTERNET_DISCONNECTED")
    desktop.add_init_script(
        "Object.defineProperty(window, 'indexedDB', { get () { throw new DOMException('no', 'SecurityError') } })"
    )
    open_samir(desktop, clinic_address)
    expect(desktop.locator(".couch-standing")).to_contain_text("This browser keeps nothing")
    tapped_without_network(desktop, "vein_filled")
    desktop.context.set_offline(False)
    expect(desktop.locator(".couch-saved")).to_have_text(re.compile("All saved"), timeout=15_000)


def test_two_people_at_one_couch_see_what_the_other_has_recorded(
    desktop: Page, phone: Page, clinic_address: str
) -> None:
    open_samir(desktop, clinic_address, "Nora")
    open_samir(phone, clinic_address, "Priya")
    desktop.locator("[data-act=seen]").click()
    desktop.locator("[data-act=sighting][data-what=headache]").click()
    expect(phone.locator("[data-act=seen]")).to_contain_text("headache", timeout=15_000)


@pytest.mark.parametrize("where", ["/treating/", "/treating/numbers/", "/treating/1/note/", "/treating/2/note/"])
def test_the_pages_around_it_are_in_order(desktop: Page, clinic_address: str, where: str) -> None:
    enter(desktop, clinic_address, "Priya")
    desktop.goto(clinic_address + where)
    assert_in_order_by_day_and_by_night(desktop)
