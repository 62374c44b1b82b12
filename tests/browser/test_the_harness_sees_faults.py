"""The harness itself: a page that is fine passes, and each kind of fault is seen."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest

from tests.browser.axe import assert_no_axe_violations

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Page

    from tests.browser.faults import Faults

POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:"
FINE = "<!doctype html><html lang=en><title>Fine</title><link rel=icon href=data:,><main><h1>Fine</h1>{}</main></html>"
PAGES = {
    "/fine": FINE.format(""),
    "/no-alt": FINE.format("<img src=/leg.png width=9 height=9>"),
    "/console": FINE.format("<script src=/console.js></script>"),
    "/throws": FINE.format("<script src=/throws.js></script>"),
    "/inline": FINE.format("<script>document.title = 'x'</script>"),
    "/missing": FINE.format("<script src=/nowhere.js></script>"),
    "/texts": FINE.format(f"<link rel=stylesheet href=/texts.css>{'<p>One of many alike</p>' * 9}"),
    "/console.js": "console.error('planted')",
    "/throws.js": "throw new Error('planted')",
    "/leg.png": "",
    "/texts.css": "p { color: #333 } b { position: absolute; z-index: -1; inset: 0; background: #444 }",
}
TYPES = {"js": "text/javascript", "css": "text/css"}


class Planted(BaseHTTPRequestHandler):
    """Serves the pages above under a policy as strict as ours."""

    def do_GET(self) -> None:
        page = PAGES.get(self.path)
        self.send_response(404 if page is None else 200)
        self.send_header("Content-Type", TYPES.get(self.path.rpartition(".")[2], "text/html"))
        self.send_header("Content-Security-Policy", POLICY)
        self.end_headers()
        self.wfile.write((page or "nothing here").encode())

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the test's own words are enough."""


@pytest.fixture(scope="module")
def planted() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Planted) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_a_page_without_faults_passes(page: Page, planted: str) -> None:
    page.goto(f"{planted}/fine")
    assert_no_axe_violations(page)


def test_axe_finds_a_picture_that_says_nothing(desktop: Page, planted: str) -> None:
    desktop.goto(f"{planted}/no-alt")
    with pytest.raises(AssertionError, match="image-alt"):
        assert_no_axe_violations(desktop)


@pytest.mark.parametrize(
    "changed",
    [
        "document.querySelectorAll('p')[7].style.color = '#ccc'",
        "document.querySelectorAll('p')[7].style.background = '#555'",
        "document.querySelector('main').style.opacity = '0.3'",
        "document.querySelector('main').append(document.createElement('b'))",
    ],
    ids=["its colour", "what it stands on", "what it is inside of", "what lies beneath it"],
)
def test_one_text_among_many_alike_is_found_by_whatever_makes_it_faint(
    desktop: Page, planted: str, changed: str
) -> None:
    desktop.goto(f"{planted}/texts")
    assert_no_axe_violations(desktop)  # from here on this kind of text is known
    desktop.evaluate(changed)
    with pytest.raises(AssertionError, match="color-contrast"):
        assert_no_axe_violations(desktop)
    with pytest.raises(AssertionError, match="color-contrast"):  # and every time, not only the first
        assert_no_axe_violations(desktop)


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/console", "console: planted"),
        ("/throws", "error on the page: planted"),
        ("/inline", "console: .*Content Security Policy"),
        ("/missing", r"404: GET .*/nowhere\.js"),
        ("/nowhere", "404: GET .*/nowhere"),
    ],
)
def test_a_fault_is_seen(phone: Page, faults: Callable[[Page], Faults], planted: str, path: str, said: str) -> None:
    phone.goto(planted + path)
    phone.wait_for_load_state("networkidle")
    assert faults(phone).unexpected()
    faults(phone).expect(said)
    faults(phone).expect("console: Failed to load resource")
    assert faults(phone).unexpected() == []


def test_the_telephone_is_a_telephone(phone: Page, planted: str) -> None:
    phone.goto(f"{planted}/fine")
    assert phone.evaluate("[devicePixelRatio, navigator.maxTouchPoints > 0, matchMedia('(hover: none)').matches]") == [
        2,
        True,
        True,
    ]
