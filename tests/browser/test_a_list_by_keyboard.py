"""The desk and the inbox without a mouse: from row to row, take the one that has the focus, find."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.browser.entering import enter

if TYPE_CHECKING:
    from playwright.sync_api import Page


def test_arrows_go_from_row_to_row_and_a_letter_acts_on_the_row_with_the_focus(
    desktop: Page, clinic_address: str
) -> None:
    enter(desktop, clinic_address, "Nora")
    desktop.goto(f"{clinic_address}/desk/")
    rows = desktop.locator("[data-row] td:first-child a")
    desktop.keyboard.press("t")  # no row has the focus: nothing is taken
    desktop.keyboard.press("ArrowDown")
    expect(rows.first).to_be_focused()
    desktop.keyboard.press("ArrowDown")
    expect(rows.nth(1)).to_be_focused()
    desktop.keyboard.press("ArrowUp")
    desktop.keyboard.press("ArrowUp")
    expect(rows.first).to_be_focused()
    desktop.keyboard.press("/")
    expect(desktop.locator("#find")).to_be_focused()
    desktop.goto(f"{clinic_address}/inbox/")
    desktop.keyboard.press("ArrowDown")
    link = desktop.locator("[data-row] td:first-child a").first
    expect(link).to_be_focused()
    where = str(link.get_attribute("href"))
    desktop.keyboard.press("c")
    desktop.wait_for_url(f"**{where}#close")
