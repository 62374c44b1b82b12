"""What holds for every page, on a telephone and at the desk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from playwright.sync_api import expect

from tests.browser.axe import assert_no_axe_violations

if TYPE_CHECKING:
    from playwright.sync_api import Page

SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


def assert_in_order(page: Page) -> None:
    """It has one name, axe finds nothing, and nothing is wider than the screen. Its faults the harness looks for."""
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    assert_fits(page)
    assert_no_axe_violations(page)


def assert_in_order_by_day_and_by_night(page: Page) -> None:
    """The same page in light colours and in dark ones."""
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        assert_in_order(page)


def assert_fits(page: Page) -> None:
    page.wait_for_load_state()
    width, screen = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    assert width <= screen, f"{page.url} is {width} px wide on a screen of {screen} px"
    out = page.evaluate("""[...document.querySelectorAll('.patient-bar a')].filter(each => {
        const box = each.getBoundingClientRect(); return box.left < 0 || box.right > window.innerWidth
    }).map(each => each.innerText)""")
    assert not out, f"on {page.url} the bar at the foot is cut off: {out}"


def open_all(page: Page) -> None:
    """Whatever can be unfolded is, once all of the page has come: a click waits only until another one begins."""
    page.wait_for_load_state()
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
