"""The desk: one list, the most urgent first and why, narrowed by typing, at a fixed price."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from saphena.clinic.journey.requesting.actions import ask_back, decline
from saphena.clinic.journey.requesting.queries import desk, how_many
from tests import cast
from tests.clinic.journey.requesting.asked import NOW, PAT, ROBIN, asked

if TYPE_CHECKING:
    from django.test import Client

    from saphena.clinic.journey.requesting.asking import Who

pytestmark = pytest.mark.django_db


def others(number: int) -> Who:
    return replace(PAT, given_names=f"N{number}", email=f"n{number}@home.test", phone=f"403 555-0{number:03}")


def test_the_most_urgent_come_first_and_then_who_waits_longest() -> None:
    late = asked(others(1), now=NOW - timedelta(hours=1))
    early = asked(others(2), now=NOW - timedelta(hours=5))
    soon = asked(others(3), screening=("clot",))
    today = asked(others(4), flags=("cord",))
    now = asked(others(5), flags=("breath",))
    assert list(desk(cast.nell())) == [now, today, soon, early, late]


def test_it_says_why_in_words() -> None:
    asked(flags=("cord",), earlier=("surgery",))
    said = cast.signed_in(cast.nell()).get(reverse("requesting:desk")).content.decode()
    assert "A sore red cord that grows" in said
    assert "Veins came back after surgery" in said
    assert said.index("A sore red cord") < said.index("Veins came back")


def test_a_red_flag_of_the_second_telling_stands_first() -> None:
    asked(earlier=("surgery",))
    asked(key="two", flags=("breath",))
    said = cast.signed_in(cast.nell()).get(reverse("requesting:desk")).content.decode()
    assert said.index("Trouble breathing") < said.index("Veins came back")
    assert "asked 2 times" in said


@pytest.mark.parametrize("typed", ["moreau", "PAT mor", "19610423", "5550142", "pat@home.test"])
def test_it_is_narrowed_by_typing(typed: str) -> None:
    mine = asked()
    asked(ROBIN)
    assert list(desk(cast.nell(), typed=typed)) == [mine]


def test_what_waits_for_an_answer_and_what_is_over_have_lists_of_their_own() -> None:
    waits, over, new = asked(others(1)), asked(others(2)), asked(others(3))
    ask_back(actor=cast.nell(), asked=waits, text="Which leg?")
    decline(actor=cast.nell(), asked=over, reason="No.")
    assert [list(desk(cast.nell(), which)) for which in ("", "asked", "closed")] == [[new], [waits], [over]]
    assert how_many(cast.nell()) == {"": 1, "asked": 1, "closed": 1}


def test_whoever_may_not_see_it_is_given_nothing() -> None:
    asked()
    assert list(desk(cast.sam())) == []
    assert how_many(cast.olive()) == {}


def test_typing_fetches_the_rows_alone() -> None:
    asked()
    said = cast.signed_in(cast.nell()).get(reverse("requesting:desk"), {"q": "pat"}, headers={"HX-Request": "true"})
    assert "<html" not in said.content.decode()
    assert "Moreau, Pat" in said.content.decode()


def test_an_empty_desk_says_what_will_be_here() -> None:
    nell = cast.signed_in(cast.nell())
    assert "Requests for an appointment come in here" in nell.get(reverse("requesting:desk")).content.decode()
    assert "No request in this list" in nell.get(reverse("requesting:desk"), {"q": "x"}).content.decode()


def test_one_request_or_forty_cost_the_same() -> None:
    nell = cast.signed_in(cast.nell())

    def queries(browser: Client) -> int:
        browser.get(reverse("requesting:desk"))
        with CaptureQueriesContext(connection) as found:
            assert browser.get(reverse("requesting:desk")).status_code == 200
        return len(found)

    asked(others(0))
    once = queries(nell)
    for number in range(1, 40):
        asked(others(number))
        asked(others(number), key="again")
    assert queries(nell) == once <= 9
