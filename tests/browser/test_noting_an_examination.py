"""Sam notes a whole examination by keyboard, loses the network on the way, and meets Priya at the same vein."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser import chromium as browsers
from tests.browser.entering import chart_of, enter
from tests.browser.looking import assert_fits, assert_in_order

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Browser, Page

    from tests.browser.faults import Faults

ONE_LEG = (
    "cfv 12 0,2", "fv m 9 0,3", "popv ak 8,5 0,4", "sfj 9,4 1,9", "sfj pt 9 2,2", "gsv ut 7,6 2,6 z17",
    "gsv mt 7,1 2,4 z15", "gsv ak 6,8 2,1 z12", "gsv k 6,5 1,9", "gsv bk 5,9 1,6", "gsv mc 2,9 0,2", "tc i 4,8 2,8",
)  # fmt: skip
WIDTHS = ("3,1", "2,7", "2,9", "3,4", "3,2", "3", "2,8", "2,6")


def begin(page: Page, clinic_address: str, family: str, legs: str = "both") -> str:
    """Sam opens an examination from the patient's page; its address."""
    patient = chart_of(page, clinic_address, family)
    page.goto(f"{patient}examinations/open/")
    page.locator(f"[name=legs][value={legs}]").check()
    page.get_by_role("button", name="Begin noting").click()
    page.wait_for_url(re.compile(r"/examinations/\d+/$"))
    expect(page.locator("#line")).to_be_focused()  # from now on what is typed arrives
    return page.url


def type_line(page: Page, line: str) -> None:
    page.keyboard.type(line)
    page.keyboard.press("Enter")


def saved(page: Page) -> None:
    expect(page.locator("[data-state]")).to_have_text("All saved", timeout=15_000)


def look(page: Page) -> None:
    """At what others have noted, as the page does by itself every few seconds."""
    page.evaluate("document.querySelector('map-entry').look()")


def test_forty_measurements_by_keyboard_in_under_three_minutes(desktop: Page, clinic_address: str) -> None:
    enter(desktop, clinic_address, "Sam")
    begin(desktop, clinic_address, "Friesen")
    sent: list[str] = []
    desktop.on("request", lambda request: sent.append(request.url) if "/note/" in request.url else None)
    start = time.monotonic()
    for leg in ("r", "l"):
        for line in ONE_LEG:  # the line keeps the focus: nothing but letters and Enter
            type_line(desktop, f"{leg} {line}")
    saved(desktop)
    desktop.locator('[data-slot="right|ssv.upper||diameter"]').focus()
    for width in WIDTHS:  # and down the table: diameter, reflux, the next vein
        desktop.keyboard.type(width)
        desktop.keyboard.press("Enter")
        desktop.keyboard.type("0,2")
        desktop.keyboard.press("Enter")
        if "giac" in str(desktop.evaluate("document.activeElement.dataset.slot")):
            desktop.locator('[data-slot="right|aasv.upper||diameter"]').focus()
    saved(desktop)
    seconds = time.monotonic() - start
    assert len(sent) >= 40
    assert seconds < 180
    expect(desktop.locator('[data-place="right|gsv.thigh.upper|"] .entry-judged')).to_have_text("reflux")
    expect(desktop.locator("[data-results]")).to_contain_text("Great saphenous vein: axial reflux")
    expect(desktop.locator('[data-leg-picture="right"] svg').first).to_be_visible()
    assert_in_order(desktop)


def test_the_rest_is_competent_in_one_act_and_taken_back_in_one(desktop: Page, clinic_address: str) -> None:
    enter(desktop, clinic_address, "Sam")
    begin(desktop, clinic_address, "Sato", "left")
    type_line(desktop, "gsv ut 7 2")
    desktop.get_by_role("button", name="The rest of this leg is competent").click()
    judged = desktop.locator('[data-place="left|ssv.upper|"] .entry-judged')
    expect(judged).to_have_text("competent")
    desktop.locator("[data-log] li").first.get_by_role("button", name="Undo").click()
    expect(judged).to_have_text("")
    expect(desktop.locator('[data-place="left|gsv.thigh.upper|"] .entry-judged')).to_have_text("reflux")


def test_what_is_wrong_is_said_where_it_was_typed_and_stays(
    desktop: Page, clinic_address: str, faults: Callable[[Page], Faults]
) -> None:
    faults(desktop).expect("422")
    enter(desktop, clinic_address, "Sam")
    begin(desktop, clinic_address, "Olsen", "left")
    type_line(desktop, "pv t2 3,6 0,7")
    expect(desktop.locator("#line-problem")).to_contain_text("A perforator needs its level")
    expect(desktop.locator("#line")).to_have_value("pv t2 3,6 0,7")
    desktop.keyboard.type(" @19")
    desktop.keyboard.press("Enter")
    expect(desktop.locator('[data-place="left|pv.tibial.middle|19"] .entry-judged')).to_have_text("reflux")
    width = desktop.locator('[data-slot="left|gsv.knee||diameter"]')
    width.fill("-3")
    width.press("Enter")
    told = desktop.locator(".entry-told.wrong")
    expect(told).to_contain_text("“-3” cannot be")
    expect(width).to_have_value("-3")
    expect(width).to_have_attribute("aria-invalid", "true")
    assert_in_order(desktop)
    width.fill("0,0062")
    width.press("Tab")
    expect(desktop.locator(".entry-told.doubtful")).to_contain_text("Was it 6.2 mm, told in m?")


def test_without_a_network_everything_waits_in_order_and_goes_when_it_is_back(
    desktop: Page, clinic_address: str, faults: Callable[[Page], Faults]
) -> None:
    faults(desktop).expect("ERR_INTERNET_DISCONNECTED|no answer")
    enter(desktop, clinic_address, "Sam")
    address = begin(desktop, clinic_address, "Lavoie", "left")
    desktop.context.set_offline(True)
    for line in ("gsv ut 7 2", "gsv ut 6,5 2", "ssv u 3 0,1"):
        type_line(desktop, line)
    expect(desktop.locator("[data-state]")).to_contain_text("No network: 3 kept on this device")
    desktop.context.set_offline(False)
    desktop.goto(address)  # even when the page was closed meanwhile
    saved(desktop)
    expect(desktop.locator('[data-slot="left|gsv.thigh.upper||diameter"]')).to_have_value("6.5")
    expect(desktop.locator('[data-slot="left|ssv.upper||reflux"]')).to_have_value("0.1")


def test_two_at_one_leg_see_each_other_and_nobody_is_overwritten(
    desktop: Page, chromium: Browser, clinic_address: str, faults: Callable[[Page], Faults]
) -> None:
    faults(desktop).expect("409|422")
    enter(desktop, clinic_address, "Sam")
    address = begin(desktop, clinic_address, "Mensah", "left")
    other = browsers.desktop_context(chromium)
    priyas = other.new_page()
    enter(priyas, clinic_address, "Priya")
    priyas.goto(address)
    type_line(priyas, "gsv ut 7,2 2")
    saved(priyas)
    width = desktop.locator('[data-slot="left|gsv.thigh.upper||diameter"]')
    width.fill("5,8")
    width.press("Enter")
    told = desktop.locator(".entry-told")
    expect(told).to_contain_text("Priya Raman has noted this in the meantime: diameter 7.2")
    expect(width).to_have_value("5,8")
    told.get_by_role("button", name="Keep theirs").click()
    expect(width).to_have_value("7.2")

    # Priya adds a perforator, so Sam's table is drawn anew while he is typing in it and something in it was refused.
    refused, typing = (desktop.locator(f'[data-slot="left|{each}||diameter"]') for each in ("gsv.knee", "ssv.upper"))
    refused.fill("-3")
    typing.fill("3,1")
    type_line(priyas, "pv t2 3,6 0,7 @19")
    saved(priyas)
    look(desktop)
    expect(desktop.locator('[data-place="left|pv.tibial.middle|19"] .entry-judged')).to_have_text("reflux")
    expect(refused).to_have_value("-3")
    expect(told).to_contain_text("“-3” cannot be")
    expect(typing).to_be_focused()
    typing.press("Enter")
    saved(desktop)
    desktop.reload()
    expect(typing).to_have_value("3.1")

    # And what she notes in the box that he is typing in is not written over either.
    look(priyas)
    expect(priyas.locator('[data-slot="left|ssv.upper||diameter"]')).to_have_value("3.1")
    typing.fill("3,5")
    type_line(priyas, "ssv u 4,4")
    saved(priyas)
    look(desktop)
    expect(desktop.locator('[data-slot="left|ssv.upper||diameter"][data-kept="4.4"]')).to_have_value("3,5")
    typing.press("Enter")
    expect(told).to_contain_text("Priya Raman has noted this in the meantime: diameter 4.4")
    told.get_by_role("button", name="Save mine over it").click()
    saved(desktop)
    expect(typing).to_have_value("3.5")
    other.close()


@pytest.mark.parametrize("which", ["entry", "map", "list", "criteria", "course"])
def test_the_pages_of_the_room_are_in_order(page: Page, clinic_address: str, which: str) -> None:
    enter(page, clinic_address, "Priya")
    starts = {
        "entry": "/maps/?q=walsh",
        "map": "/maps/?state=signed&q=kowalski",
        "course": "/maps/?state=signed&q=park",
    }
    page.goto(clinic_address + {"list": "/maps/", "criteria": "/maps/criteria/"}.get(which, starts.get(which, "")))
    if which in starts:
        page.locator("#examinations a").first.click()
        page.wait_for_load_state()
    if which == "course":
        page.get_by_role("button", name="Compare").click()
        page.wait_for_load_state()
        expect(page.locator("#compared")).to_contain_text("closed")
    assert_in_order(page)
    assert_fits(page)
