"""Being in, for tests of what lies behind a door: each door is gone through once in a run, as people do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from saphena.demo import people
from tests.browser.signing_in import sign_in

if TYPE_CHECKING:
    from playwright._impl._api_structures import SetCookieParam
    from playwright.sync_api import Cookie, Page

BORN = {"Pat": people.PAT.born, "Lucie": people.LUCIE.born, "Margaret": people.MARGARET.born}
_cookies: dict[tuple[str, str], list[Cookie]] = {}
_charts: dict[tuple[str, str], str] = {}


def enter(page: Page, clinic_address: str, first_name: str) -> None:
    """Somebody of the staff is signed in: `enter(desktop, clinic_address, "Nell")`."""
    known = _cookies.get((clinic_address, first_name))
    if known is None:
        sign_in(page, clinic_address, first_name)
        _cookies[clinic_address, first_name] = page.context.cookies()
    else:
        page.context.add_cookies([_again(cookie) for cookie in known])


def enter_by_link(page: Page, patient_links: dict[str, str], first_name: str) -> str:
    """A patient has said their birth date; the address of their own pages, with a slash at the end."""
    link = patient_links[first_name]
    known = _cookies.get((link, first_name))
    if known is None:
        page.goto(link)
        say_birth_date(page, first_name)
        page.wait_for_url("**/today/")
        _cookies[link, first_name] = page.context.cookies()
    else:
        page.context.add_cookies([_again(cookie) for cookie in known])
    return link


def say_birth_date(page: Page, first_name: str, year: int = 0) -> None:
    """What the door asks for; another year for somebody who gets it wrong."""
    born = BORN[first_name]
    page.locator("[name=birth_date_day]").fill(str(born.day))
    page.locator("[name=birth_date_month]").select_option(str(born.month))
    page.locator("[name=birth_date_year]").fill(str(year or born.year))
    page.locator("main form button").click()


def chart_of(page: Page, clinic_address: str, family_name: str) -> str:
    """Where the chart of the one patient of that name is, found as people find it, the first time: by typing."""
    if (clinic_address, family_name) not in _charts:
        page.goto(f"{clinic_address}/patients/?q={family_name}")
        link = page.get_by_role("link", name=family_name).first
        _charts[clinic_address, family_name] = clinic_address + str(link.get_attribute("href"))
    return _charts[clinic_address, family_name]


def fill_in_an_event(page: Page, name: str, day: str, clock: str) -> None:
    """On the page of a plan; what is to be done with it is for the test to press."""
    page.get_by_text("Plan or record an event").click()
    form = page.locator("form[action$='/events/']")
    form.locator("[name=name]").select_option(name)
    form.locator("[name=day]").fill(day)
    form.locator("[name=clock]").fill(clock)


def _again(cookie: Cookie) -> SetCookieParam:
    """As Playwright wants a cookie back."""
    return {"name": cookie["name"], "value": cookie["value"], "domain": cookie["domain"], "path": cookie["path"]}
