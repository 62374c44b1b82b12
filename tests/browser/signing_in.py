"""How a person on the staff gets in, for tests of what lies behind the door."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from saphena.demo.people import PASSWORD

if TYPE_CHECKING:
    from playwright.sync_api import Page


def sign_in(page: Page, clinic_address: str, first_name: str) -> None:
    """Through the sign-in page, as people do: `sign_in(desktop, clinic_address, "Nell")`."""
    page.goto(f"{clinic_address}/account/login/")
    page.locator("input[name=login]").fill(f"{first_name.lower()}@demo.example")
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("input[name=password]").press("Enter")
    expect(page).not_to_have_url(f"{clinic_address}/account/login/")
