"""Every visit of the day by room, by person and as a list; how far it is; who is late; one step by a key or a tap."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from saphena.clinic.journey.booking.actions import overbook
from saphena.clinic.journey.booking.living import move_on, note
from saphena.clinic.journey.booking.models import VisitChange
from saphena.clinic.journey.booking.states import State
from tests import cast
from tests.clinic.courses.treated import at
from tests.clinic.diary.house import house
from tests.clinic.journey.booking.booked import procedure, ready
from tests.clinic.test_nonsense_in_every_field import NONSENSE

if TYPE_CHECKING:
    import time_machine
    from django.test import Client

    from saphena.clinic.journey.booking.models import Visit
    from saphena.clinic.people.models import User

THE_DAY = {"day": "2027-03-15"}


@pytest.fixture(autouse=True)
def morning(clock: time_machine.Traveller) -> None:
    """The visit of 10 o'clock is booked the week before; the clock stands there until a test moves it."""


def board() -> str:
    return reverse("board:board")


def step(browser: Client, visit: Visit, to: State, since: State = State.EXPECTED, htmx: bool = False) -> str:
    typed = {"move": f"{visit.pk}:{since}:{to}", "day": "2027-03-15", "view": "rooms"}
    answer = browser.post(reverse("board:step"), typed, headers={"HX-Request": "true"} if htmx else None)
    assert answer.status_code in (200, 302)
    return answer.content.decode()


@pytest.mark.parametrize("view", ["rooms", "people", "list", "week"])
def test_a_visit_stands_in_every_view(view: str) -> None:
    procedure()
    page = cast.signed_in(cast.nell()).get(board(), {**THE_DAY, "view": view}).content.decode()
    assert "Moreau, Pat" in page
    assert "10:00" in page
    assert "expected" in page


def test_a_person_has_just_the_part_in_which_they_are_needed() -> None:
    procedure()
    page = cast.signed_in(cast.nell()).get(board(), {**THE_DAY, "view": "people"}).content.decode()
    priya, _sep, others = page.partition("Sam Beaulieu</h2>")
    assert "inject" in priya
    assert "scan</b>" in others


def test_who_walks_needs_nobodys_room() -> None:
    procedure()
    page = cast.signed_in(cast.nell()).get(board(), THE_DAY).content.decode()
    assert "Without a room" in page


@pytest.mark.parametrize(("now", "said"), [("10:05", ""), ("10:06", "6 min late"), ("10:40", "40 min late")])
def test_who_is_late_is_told_at_the_top_and_on_the_visit(clock: time_machine.Traveller, now: str, said: str) -> None:
    procedure()
    clock.move_to(at(f"2027-03-15T{now}"))
    page = cast.signed_in(cast.nell()).get(board(), {**THE_DAY, "view": "list"}).content.decode()
    assert page.count("min late</strong>") == (2 if said else 0)
    assert said in page


def test_a_phase_that_runs_over_is_told(clock: time_machine.Traveller) -> None:
    visit = procedure()
    for state, when in ((State.ARRIVED, "09:58"), (State.SCANNING, "10:00")):
        move_on(actor=cast.nora(), visit=visit, to=state, now=at(f"2027-03-15T{when}"))
    clock.move_to(at("2027-03-15T11:00"))  # the scan of 45 minutes should be over at 10:45
    page = cast.signed_in(cast.nell()).get(board(), THE_DAY).content.decode()
    assert "15 min behind" in page


def test_one_tap_is_one_step_and_the_answer_is_the_board() -> None:
    visit = procedure()
    page = step(cast.signed_in(cast.nora()), visit, State.ARRIVED, htmx=True)
    visit.refresh_from_db()
    assert visit.state == State.ARRIVED
    assert 'id="board"' in page
    assert "<html" not in page
    assert f'value="{visit.pk}:arrived:expected"' in page  # undo


def test_two_people_pressing_at_once_make_one_step() -> None:
    visit = procedure()
    nora, nell = cast.signed_in(cast.nora()), cast.signed_in(cast.nell())
    step(nora, visit, State.ARRIVED)
    step(nell, visit, State.ARRIVED)
    visit.refresh_from_db()
    assert visit.state == State.ARRIVED
    assert VisitChange.objects.filter(visit=visit, what="state").count() == 1


def test_a_stale_page_moves_nobody_a_step_too_far() -> None:
    visit = procedure()
    nora = cast.signed_in(cast.nora())
    step(nora, visit, State.ARRIVED)
    step(nora, visit, State.SCANNING, since=State.ARRIVED)
    page = step(nora, visit, State.LEFT, since=State.ARRIVED, htmx=True)
    visit.refresh_from_db()
    assert visit.state == State.SCANNING
    assert "Somebody was quicker" in page


def test_nothing_new_is_answered_with_nothing() -> None:
    visit = procedure()
    browser = cast.signed_in(cast.nell())
    version = browser.get(board(), THE_DAY, headers={"HX-Request": "true"}).context["version"]
    asked = {**THE_DAY, "seen": version}
    assert browser.get(board(), asked, headers={"HX-Request": "true"}).status_code == 204
    note(actor=cast.nora(), visit=visit, text="comes by taxi")
    answer = browser.get(board(), asked, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert "<html" not in answer.content.decode()


def test_what_is_overbooked_is_drawn_as_such() -> None:
    procedure()
    overbook(
        actor=cast.priya(), course=ready(family_name="Second", email=""), site=house(), step="procedure",
        starts=at("2027-03-15T10:00"), reason="bleeds", beside={},
    )  # fmt: skip
    page = cast.signed_in(cast.nell()).get(board(), {**THE_DAY, "view": "list"}).content.decode()
    assert "overbooked: bleeds" in page


def test_who_may_not_move_on_has_no_buttons() -> None:
    visit = procedure()
    manager = cast.signed_in(cast.max_())
    assert b'name="move"' not in manager.get(board(), THE_DAY).content
    assert manager.post(reverse("board:step"), {"move": f"{visit.pk}:expected:arrived"}).status_code == 403


def test_a_cancelled_visit_is_gone_and_a_clinic_without_a_site_says_what_comes() -> None:
    assert b"No site yet" in cast.signed_in(cast.nell()).get(board()).content


def test_a_new_clinic_is_told_what_to_set_up_by_whom_may_see_to_it() -> None:
    def told(user: User) -> list[str]:
        return re.findall(
            r'<ol class="numbered">.*</ol>', cast.signed_in(user).get(board()).content.decode(), re.DOTALL
        )

    assert told(cast.nell()) == []
    (manager,), (physician,) = told(cast.max_()), told(cast.priya())
    assert re.findall(r'href="([^"]+)"', manager) == ["/clinic/", "/staff/", "/diary/", "/stock/"]
    assert re.findall(r'href="([^"]+)"', physician) == ["/protocols/", "/screening-rules/", "/stock/"]
    for address in re.findall(r'href="([^"]+)"', manager):
        assert cast.signed_in(cast.max_()).get(address).status_code == 200


@pytest.mark.parametrize("kind", NONSENSE)
def test_nonsense_in_every_field(kind: str) -> None:
    visit = procedure()
    browser = cast.signed_in(cast.nora())
    for view in ("rooms", "week"):
        typed = {"view": view, "day": NONSENSE[kind], "site": NONSENSE[kind], "who": NONSENSE[kind]}
        assert browser.get(board(), typed).status_code == 200
    for move in (NONSENSE[kind], f"{visit.pk}:{NONSENSE[kind]}:arrived", f"{NONSENSE[kind]}:expected:arrived"):
        assert browser.post(reverse("board:step"), {"move": move}).status_code == 404
    typed = {
        "move": f"{visit.pk}:expected:arrived",
        "day": NONSENSE[kind],
        "site": NONSENSE[kind],
        "who": NONSENSE[kind],
    }
    assert browser.post(reverse("board:step"), typed).status_code == 302


def test_the_board_takes_a_fixed_number_of_queries() -> None:
    browser = cast.signed_in(cast.nell())

    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert browser.get(board(), THE_DAY).status_code == 200
        return len(seen)

    procedure()
    queries()
    few = queries()
    for number, clock in enumerate(("11:15", "13:00", "14:15")):
        procedure(f"2027-03-15T{clock}", of=ready(family_name=f"Person {number}", email=""))
    assert queries() == few
