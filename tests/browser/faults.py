"""What a page must never do behind the reader's back: report an error, throw one, or fail to get a part of itself."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from playwright.sync_api import ConsoleMessage, Error, Page, Request, Response


class Faults:
    """The faults of one page, as sentences, in the order in which they came."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self._seen: list[str] = []
        self._expected: list[re.Pattern[str]] = []
        page.on("console", self._console)
        page.on("pageerror", self._thrown)
        page.on("requestfailed", self._no_answer)
        page.on("response", self._refused)

    def expect(self, pattern: str) -> None:
        """This fault belongs to the test: `faults.expect("403")` before opening what must be refused."""
        self._expected.append(re.compile(pattern))

    def unexpected(self) -> list[str]:
        return [fault for fault in self._seen if not any(pattern.search(fault) for pattern in self._expected)]

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self._seen.append(f"console: {message.text} ({message.location.get('url', '')})")

    def _thrown(self, error: Error) -> None:
        self._seen.append(f"error on the page: {error}")

    def _no_answer(self, request: Request) -> None:
        # A navigation that a second one overtakes is aborted by the browser itself, and so is one that is a download.
        if self._ours(request.url) and request.failure != "net::ERR_ABORTED":
            self._seen.append(f"no answer: {request.method} {request.url}: {request.failure}")

    def _refused(self, response: Response) -> None:
        if self._ours(response.url) and response.status >= 400:
            self._seen.append(f"{response.status}: {response.request.method} {response.url}")

    def _ours(self, url: str) -> bool:
        """Whether it is asked of the server that the page came from. A page still blank counts as ours."""
        here = urlsplit(self.page.url)
        return not here.netloc or urlsplit(url).netloc == here.netloc
