"""The patient's Today page on a telephone that has never been there, on a slow network, in a real browser.

Slow is 400 kbit/s with 400 ms until an answer begins, for every request. `usable_s` is how long it takes until the page
has been painted and its scripts have run; `first_load_bytes` is everything that crossed the network for it.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from tests.browser.chromium import chromium, phone_context
from tests.browser.entering import say_birth_date
from tests.browser.serving import demo_clinic

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROUNDS = 5
SLOW = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
TIMES = """() => {
  const [page] = performance.getEntriesByType('navigation')
  const [paint] = performance.getEntriesByName('first-contentful-paint')
  return { painted: paint.startTime, ready: page.domContentLoadedEventEnd }
}"""


def measure() -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder, demo_clinic(Path(folder)) as clinic, chromium() as browser:
        rounds = [_first_load(browser, clinic.patients["Pat"]) for _round in range(ROUNDS)]
    return {name: median(each[name] for each in rounds) for name in rounds[0]}


def _first_load(browser: Browser, link: str) -> dict[str, float]:
    """The birth date is said on a fast network; then nothing is left in the device but that it was."""
    with phone_context(browser) as door:
        page = door.new_page()
        page.goto(link)
        say_birth_date(page, "Pat")
        page.wait_for_url("**/today/")
        [proof] = [cookie["value"] for cookie in door.cookies() if cookie["name"] == "sessionid"]
    with phone_context(browser) as phone:
        phone.add_cookies([{"name": "sessionid", "value": proof, "url": link}])
        page = phone.new_page()
        wire, sizes = phone.new_cdp_session(page), dict[str, float]()

        def arrived(event: dict[str, Any]) -> None:
            sizes[event["requestId"]] = event["encodedDataLength"]

        wire.on("Network.loadingFinished", arrived)
        wire.send("Network.enable")
        wire.send("Network.emulateNetworkConditions", SLOW)
        page.goto(link + "today/", wait_until="load")
        page.locator(".now-card").wait_for()
        times = page.evaluate(TIMES)
    return {
        "usable_s": max(times["painted"], times["ready"]) / 1000,
        "painted_s": times["painted"] / 1000,
        "first_load_bytes": sum(sizes.values()),
        "requests": float(len(sizes)),
    }
