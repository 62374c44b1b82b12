"""The machine's own Chromium, quiet, and the two sizes in which every page is looked at."""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright

if TYPE_CHECKING:
    from collections.abc import Iterator

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
QUIET = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"]


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser, as long as it is needed."""
    found = next((path for path in map(shutil.which, NAMES) if path), None)
    if found is None:
        pytest.fail(f"No browser: install Chromium (Debian: apt-get install chromium). Looked for {', '.join(NAMES)}.")
    # Chromium's sandbox refuses root; only our own pages are opened here.
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=[*QUIET, *sandbox])
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
    )


def desktop_context(browser: Browser) -> BrowserContext:
    """The screen at the desk, with mouse and keyboard."""
    return browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-CA", timezone_id="America/Edmonton")
