"""Rosa's scan: the film, a clip played by keyboard, two points on the picture, and what the server makes of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from saphena.demo import people
from tests.browser.entering import chart_of, enter
from tests.browser.looking import assert_in_order

if TYPE_CHECKING:
    from playwright.sync_api import Page


def open_study(page: Page, clinic_address: str) -> None:
    enter(page, clinic_address, "Priya")
    page.goto(chart_of(page, clinic_address, people.ROSA.family))
    page.get_by_role("link", name=re.compile("Vein map, left leg")).first.click()
    page.wait_for_url("**/images/instances/*/")


def test_the_study_is_in_order(page: Page, clinic_address: str) -> None:
    open_study(page, clinic_address)
    expect(page.get_by_text("verified on phantoms only").first).to_be_visible()
    assert_in_order(page)


def test_a_clip_steps_by_keyboard_and_by_links_alike(desktop: Page, clinic_address: str) -> None:
    open_study(desktop, clinic_address)
    desktop.get_by_role("link", name="3: clip").click()
    desktop.locator(".stage").focus()
    desktop.keyboard.press("ArrowRight")
    desktop.keyboard.press("ArrowRight")
    expect(desktop.locator(".place output")).to_have_text("3")
    desktop.get_by_role("link", name="Frame before").click()
    expect(desktop.locator(".place output")).to_have_text("2")


def test_two_points_on_the_picture_become_a_distance(desktop: Page, clinic_address: str) -> None:
    open_study(desktop, clinic_address)
    desktop.get_by_role("link", name="2: still").click()
    box = desktop.locator(".frame").bounding_box()
    assert box
    for across, down in ((0.4, 0.4), (0.6, 0.4)):
        desktop.locator(".frame").click(position={"x": box["width"] * across, "y": box["height"] * down})
    desktop.get_by_role("button", name="Measure").click()
    expect(desktop.get_by_role("link", name="Distance").first).to_be_visible()
    expect(desktop.locator("polyline.mark-kept")).to_have_count(1)
