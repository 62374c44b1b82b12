"""The machine's own Chromium, quiet, and the two sizes in which every page is looked at."""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING, Literal

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright

if TYPE_CHECKING:
    from collections.abc import Iterator

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
QUIET = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"]
# Nothing moves: what is looked at in the middle of a transition has the colours of neither end.
STILL: Literal["reduce"] = "reduce"
# All pages of the clinic in one process of the browser: what it has compiled, axe above all, stays compiled.
ONE_PROCESS = ["--process-per-site"]


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser, as long as it is needed."""
    found = next((path for path in map(shutil.which, NAMES) if path), None)
    if found is None:
        pytest.fail(f"No browser: install Chromium (Debian: apt-get install chromium). Looked for {', '.join(NAMES)}.")
    # Chromium's sandbox refuses root; only our own pages are opened here.
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=[*QUIET, *ONE_PROCESS, *sandbox])
        yield browser
        browser.close()


def phone_context(browser: Browser) -> BrowserContext:
    """A small telephone, held upright, with a finger."""
    return browser.new_context(
        viewport={"width": 360, "height": 780},
        device_scale_factor=2,
        has_touch=True,
        is_mobile=True,
        locale="en-CA",
        timezone_id="America/Edmonton",
        reduced_motion=STILL,
    )


def desktop_context(browser: Browser) -> BrowserContext:
    """The screen at the desk, with mouse and keyboard."""
    return browser.new_context(
        viewport={"width": 1280, "height": 900},
        locale="en-CA",
        timezone_id="America/Edmonton",
        reduced_motion=STILL,
    )


class Window:
    """A context for one test after the other. Each finds it as if it were new: no cookie, nothing kept, no page."""

    def __init__(self, context: BrowserContext, clinic_address: str) -> None:
        self.context = context
        self._address = clinic_address
        # While a page of the clinic is open, the browser keeps the process in which it shows them.
        self._stays = context.new_page()
        self._stays.goto(f"{clinic_address}/account/login/")
        self._wire = context.new_cdp_session(self._stays)
        self._wire.send("ServiceWorker.enable")
        self.clear()

    def clear(self) -> None:
        for page in self.context.pages:
            if page is not self._stays:
                page.close()
        self.context.set_offline(False)
        # Whatever still works behind the pages stops first: what it had asked for would bring its cookies back.
        self._wire.send("ServiceWorker.stopAllWorkers")
        self._wire.send("Storage.clearDataForOrigin", {"origin": self._address, "storageTypes": "all"})
        self.context.clear_cookies()
