"""Every component of the design, in both voices, light and dark, under the strict content policy."""

from __future__ import annotations

import mimetypes
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string

from saphena.clinic.design.styleguide import examples
from tests.browser.axe import assert_no_axe_violations
from tests.browser.looking import SCHEMES, assert_fits, open_all

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Page

    from tests.browser.faults import Faults

POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'"
TEMPLATES = {"/staff": "design/styleguide.html", "/patient": "design/styleguide_patient.html", "/404": "404.html"}


class Guide(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        if path in TEMPLATES:
            self.answer(render_to_string(TEMPLATES[path], examples()).encode(), "text/html; charset=utf-8")
        elif found := finders.find(path.removeprefix("/static/")):
            self.answer(Path(found).read_bytes(), mimetypes.guess_type(path)[0] or "application/octet-stream")
        else:
            self.send_error(404)

    def answer(self, body: bytes, kind: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Security-Policy", POLICY)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""


@pytest.fixture(scope="module")
def guide() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Guide) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.mark.parametrize("path", TEMPLATES)
def test_nothing_is_wider_than_the_screen_and_axe_finds_nothing(page: Page, guide: str, path: str) -> None:
    page.goto(guide + path)
    assert_fits(page)
    open_all(page)
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        assert_no_axe_violations(page)


def test_what_a_patient_presses_is_large_enough_for_a_thumb(phone: Page, guide: str) -> None:
    phone.goto(guide + "/patient")
    pressed = phone.locator(
        "summary:visible, .button:visible, .patient-bar a, .tabs a, input:visible, textarea:visible"
    )
    small = [
        f"{each.inner_text()!r}: {box['height']:.0f} px"
        for each in pressed.all()
        if each.get_attribute("type") not in ("radio", "checkbox")
        and (box := each.bounding_box())
        and box["height"] < 44
    ]
    assert not small


def test_a_stored_choice_of_colours_holds_on_the_next_page(desktop: Page, guide: str) -> None:
    desktop.emulate_media(color_scheme="light")
    desktop.goto(guide + "/staff")
    light = desktop.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    desktop.get_by_role("button", name="Dark").click()
    desktop.goto(guide + "/patient")
    assert desktop.evaluate("getComputedStyle(document.documentElement).backgroundColor") != light
    assert desktop.get_by_role("button", name="Dark").get_attribute("aria-pressed") == "true"


def test_a_list_is_filtered_by_typing_and_accents_do_not_matter(desktop: Page, guide: str) -> None:
    desktop.goto(guide + "/staff")
    desktop.keyboard.press("/")
    desktop.keyboard.type("emile")
    assert desktop.locator("#patients tbody tr:visible").all_inner_texts()[0].startswith("Émile Roy")
    assert desktop.locator(".find output").inner_text() == "1 patient"
    desktop.keyboard.press("Escape")
    assert desktop.locator("#patients tbody tr:visible").count() == 3


def test_a_dialog_asks_once_and_can_be_left(desktop: Page, guide: str) -> None:
    desktop.goto(guide + "/staff")
    desktop.get_by_role("button", name="Cancel the visit…").click()
    assert desktop.get_by_role("dialog", name="Cancel the visit of 9 March?").is_visible()
    desktop.get_by_role("button", name="Leave it as it is").click()
    assert not desktop.get_by_role("dialog").is_visible()


def test_every_item_of_today_opens_to_say_why(phone: Page, guide: str) -> None:
    phone.goto(guide + "/patient")
    thing = phone.locator(".thing").first
    thing.locator("summary").click()
    assert thing.get_by_text("Walking keeps the blood moving in the deep veins.").is_visible()


def test_emergency_signs_are_one_tap_away_and_back_returns(
    phone: Page, guide: str, faults: Callable[[Page], Faults]
) -> None:
    faults(phone).expect(r"mark\.svg")  # the browser asks for the icon again at each move, and there is no network
    phone.goto(guide + "/patient")
    phone.context.set_offline(True)
    phone.get_by_role("link", name="Emergency signs").click()
    assert phone.get_by_role("heading", name="Emergency: call 911").is_visible()
    assert phone.evaluate("document.activeElement.id") == "emergency"
    phone.get_by_role("link", name="Back to the page").click()
    assert phone.evaluate("document.activeElement.id") == "content"


def test_the_keyboard_reaches_the_page_past_the_rail(desktop: Page, guide: str) -> None:
    desktop.goto(guide + "/staff")
    desktop.keyboard.press("Tab")
    assert desktop.evaluate("document.activeElement.textContent") == "Skip to the page"
    desktop.keyboard.press("Enter")
    assert desktop.evaluate("document.activeElement.id") == "content"


def test_the_ring_follows_the_clock(phone_of_its_own: Page, guide: str) -> None:
    phone = phone_of_its_own
    phone.clock.install()
    phone.goto(guide + "/patient")
    phone.evaluate(
        """() => {
          const ring = document.querySelector('time-left'), now = Date.now()
          ring.setAttribute('start', new Date(now).toISOString())
          ring.setAttribute('end', new Date(now + 4 * 3600e3).toISOString())
          ring.connectedCallback()
        }"""
    )
    phone.clock.run_for(3 * 3600 * 1000)
    assert phone.locator(".now-left").inner_text() == "1 h 0 min left"
    assert phone.locator(".ring-left").get_attribute("stroke-dasharray") == "25.0 100"
