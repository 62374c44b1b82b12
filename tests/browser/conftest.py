"""What a browser test asks for: `phone` or `desktop` (a page that may not have faults), `clinic_address`, `faults`."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tests.browser import chromium as browsers
from tests.browser.faults import Faults
from tests.browser.serving import Served, demo_clinic

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator

    from playwright.sync_api import Browser, BrowserContext, Page

# A machine that does other things as well needs longer than Playwright's five seconds; who is quick waits no longer.
expect.set_options(timeout=20_000)

SCREENSHOTS = Path(__file__).parents[2] / "var" / "screenshots"
FAULTS = pytest.StashKey[dict[str, Faults]]()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with browsers.chromium() as browser:
        yield browser


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A demo clinic, the same for the whole run: what a test changes, it changes where no other looks."""
    with demo_clinic(tmp_path_factory.mktemp("demo")) as clinic:
        yield clinic


@pytest.fixture(scope="session")
def clinic_address(served: Served) -> str:
    """Where it is, without a slash at the end."""
    return served.address


@pytest.fixture(scope="session")
def patient_links(served: Served) -> dict[str, str]:
    """First name of a pretend patient: the link to their own page."""
    return served.patients


@pytest.fixture(scope="session")
def phone_window(chromium: Browser, clinic_address: str) -> browsers.Window:
    return browsers.Window(browsers.phone_context(chromium), clinic_address)


@pytest.fixture(scope="session")
def desktop_window(chromium: Browser, clinic_address: str) -> browsers.Window:
    return browsers.Window(browsers.desktop_context(chromium), clinic_address)


@pytest.fixture
def phone(phone_window: browsers.Window, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page on a telephone."""
    yield watched_page("phone", phone_window.context, request.node)
    phone_window.clear()


@pytest.fixture
def desktop(desktop_window: browsers.Window, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page at the desk."""
    yield watched_page("desktop", desktop_window.context, request.node)
    desktop_window.clear()


@pytest.fixture
def phone_of_its_own(chromium: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """On a telephone that no other test has: for what stays with it, such as a clock that was put right by hand."""
    context = browsers.phone_context(chromium)
    yield watched_page("phone", context, request.node)
    context.close()


@pytest.fixture
def chromium_without_scripts(chromium: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page in a browser that runs no script at all."""
    context = chromium.new_context(java_script_enabled=False)
    yield watched_page("no script", context, request.node)
    context.close()


@pytest.fixture(params=["phone", "desktop"])
def page(request: pytest.FixtureRequest) -> Page:
    """The test runs twice: on a telephone and at the desk."""
    chosen: Page = request.getfixturevalue(request.param)
    return chosen


@pytest.fixture
def faults(request: pytest.FixtureRequest) -> Callable[[Page], Faults]:
    """`faults(phone).expect("403")`: the test itself provokes this one."""
    return lambda page: next(each for each in watched(request.node).values() if each.page is page)


def watched_page(size: str, context: BrowserContext, item: pytest.Item) -> Page:
    page = context.new_page()
    watched(item)[size] = Faults(page)
    return page


def watched(item: pytest.Item) -> dict[str, Faults]:
    """The test's pages by size."""
    return item.stash.setdefault(FAULTS, {})


@pytest.hookimpl(wrapper=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> Generator[None, Any, Any]:
    """The test's own assertions, then: no page of it had a fault. What fails leaves pictures in var/screenshots."""
    try:
        result = yield
        found = [f"{size}: {fault}" for size, faults in watched(pyfuncitem).items() for fault in faults.unexpected()]
        assert not found, "the page had faults:\n" + "\n".join(found)
    except BaseException:
        for size, faults in watched(pyfuncitem).items():
            if faults.page.is_closed():
                continue
            SCREENSHOTS.mkdir(parents=True, exist_ok=True)
            name = re.sub(r"[^\w-]+", "-", f"{pyfuncitem.name}-{size}")
            faults.page.screenshot(path=SCREENSHOTS / f"{name}.png", full_page=True)
        raise
    return result
