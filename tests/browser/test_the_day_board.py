"""The day board by keyboard alone: arrows, the next step and back, finding; the focus outlives what others change."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.entering import enter
from tests.browser.looking import assert_in_order

if TYPE_CHECKING:
    from playwright.sync_api import Page


@pytest.fixture
def board(desktop: Page, clinic_address: str) -> Page:
    enter(desktop, clinic_address, "Nora")
    desktop.goto(f"{clinic_address}/board/")
    return desktop


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.id"))


def test_arrows_go_from_visit_to_visit(board: Page) -> None:
    board.keyboard.press("ArrowDown")
    first = focused(board)
    board.keyboard.press("ArrowDown")
    assert focused(board) != first
    board.keyboard.press("ArrowUp")
    assert focused(board) == first


def test_n_is_one_step_undo_takes_it_back_and_the_focus_stays(board: Page) -> None:
    visit = board.locator("[data-card]:has(button[name=move]) a").first
    visit.focus()
    before = focused(board)
    with board.expect_response(lambda answer: "/board/step/" in answer.url):
        board.keyboard.press("n")
    expect(board.get_by_role("button", name="Undo")).to_be_visible()
    assert focused(board) == before
    with board.expect_response(lambda answer: "/board/step/" in answer.url):
        board.get_by_role("button", name="Undo").click()
    expect(board.get_by_role("status")).to_be_visible()
    assert_in_order(board)


def test_finding_leaves_the_others_behind_and_escape_brings_them_back(board: Page) -> None:
    family = board.locator("[data-card] .visit-name").first.inner_text().split(",")[0]  # whoever comes at this hour
    board.keyboard.press("/")
    board.keyboard.type(family.lower())
    assert board.locator("[data-card]:not(.not-found)").count() < board.locator("[data-card]").count()
    board.keyboard.press("Enter")
    assert family in str(board.evaluate("document.activeElement.textContent"))
    board.keyboard.press("/")
    board.keyboard.press("Escape")
    assert board.locator("[data-card].not-found").count() == 0


CUT_OFF = """() => [...document.querySelectorAll(".board-cards .visit")].filter(card => {
  const edge = card.getBoundingClientRect().bottom + 1
  return [".visit-name", ".visit-state"].some(each => card.querySelector(each).getBoundingClientRect().bottom > edge)
}).map(card => card.innerText)"""


def test_name_and_state_of_the_shortest_visit_are_on_its_card(desktop: Page, clinic_address: str) -> None:
    enter(desktop, clinic_address, "Nora")
    for view in ("rooms", "people"):
        desktop.goto(f"{clinic_address}/board/?view={view}")
        assert desktop.locator(".visit.n2").count()
        assert desktop.evaluate(CUT_OFF) == []


def test_the_board_without_a_script_still_moves_on(board: Page) -> None:
    form = board.locator("#board-form")
    assert form.get_attribute("method") == "post"
    assert board.locator("button[name=move]").first.get_attribute("form") == "board-form"
