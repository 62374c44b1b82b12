"""The leg map under the strict policy: chosen by touch and keyboard, drawn on by hand, whole without a script."""

from __future__ import annotations

import threading
from http.server import ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.test_the_style_guide import Guide

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

CHOSEN = """() => { window.heard = []
document.addEventListener('segment-chosen', event => window.heard.push(event.detail))
document.addEventListener('tributary-drawn', event => window.heard.push(event.detail)) }"""


@pytest.fixture(scope="module")
def guide() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Guide) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/staff"
        server.shutdown()


def heard(page: Page) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = page.evaluate("window.heard")
    return found


def test_arrow_keys_follow_the_vein_and_what_is_chosen_is_said(desktop: Page, guide: str) -> None:
    desktop.goto(guide)
    desktop.evaluate(CHOSEN)
    desktop.locator("#guide .leg-map-views").focus()
    for key in ("ArrowDown", "ArrowUp", "ArrowUp"):
        desktop.keyboard.press(key)
    assert [each["segment"] for each in heard(desktop)] == ["gsv.calf.upper", "gsv.knee", "gsv.thigh.lower"]
    said = desktop.locator("#guide [role=status]").inner_text().casefold()
    assert said.startswith("great saphenous vein, lower thigh, reflux")
    assert desktop.locator("#guide tr[aria-current=true]").get_attribute("data-row-segment") == "gsv.thigh.lower"


def test_a_finger_near_a_vein_chooses_it(phone: Page, guide: str) -> None:
    phone.goto(guide)
    phone.evaluate(CHOSEN)
    target = phone.locator("#guide .leg-map-inner .hit[data-segment='gsv.thigh.middle']")
    target.scroll_into_view_if_needed()
    box = target.bounding_box()
    assert box
    phone.touchscreen.tap(box["x"] + box["width"] / 2 + 5, box["y"] + box["height"] / 2)
    assert heard(phone)[0] == {"leg": "right", "segment": "gsv.thigh.middle", "view": "inner"}


def test_a_row_of_the_table_chooses_too(desktop: Page, guide: str) -> None:
    desktop.goto(guide)
    desktop.locator("#guide tr[data-row-segment='ssv.middle'] th").click()
    assert desktop.locator("#guide .hit.chosen").first.get_attribute("data-segment") == "ssv.middle"


def test_a_line_drawn_on_the_leg_comes_in_centimetres_from_below_upwards(desktop: Page, guide: str) -> None:
    desktop.goto(guide)
    desktop.evaluate(CHOSEN)
    desktop.evaluate("document.querySelector('#guide').setAttribute('drawing', '')")
    desktop.locator("#guide").scroll_into_view_if_needed()
    at = desktop.evaluate(
        """() => { const way = document.querySelector('#guide .leg-map-inner .ground').getScreenCTM()
        return [[1, 40], [2.5, 30], [0, 20]].map(([x, y]) => { const p = new DOMPoint(x, y).matrixTransform(way)
        return [p.x, p.y] }) }"""
    )
    desktop.mouse.move(*at[0])
    desktop.mouse.down()
    for point in at[1:]:
        desktop.mouse.move(*point, steps=6)
    desktop.mouse.up()
    (drawn,) = heard(desktop)
    assert (drawn["leg"], drawn["view"]) == ("right", "inner")
    assert drawn["points"][0] == pytest.approx([0, 20], abs=0.3)
    assert drawn["points"][-1] == pytest.approx([1, 40], abs=0.3)
    assert len(drawn["points"]) == 3
    assert drawn["text"].startswith("inner: ")


def test_without_a_script_picture_and_table_are_there(chromium_without_scripts: Page, guide: str) -> None:
    plain = chromium_without_scripts
    plain.goto(guide)
    assert plain.locator("#guide .leg-map-inner").is_visible()
    assert plain.locator("#guide tbody tr").count() > 15
