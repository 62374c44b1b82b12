"""At the desk: take, put back, ask back, decline; who may, and who was quicker."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import PermissionDenied

from saphena.clinic.journey.requesting.actions import ask_back, decline, put_back, take
from saphena.clinic.record.models import Entry
from saphena.pathway.refused import Refused
from tests import cast
from tests.clinic.journey.requesting.asked import PAT, asked, at_the_desk

if TYPE_CHECKING:
    from collections.abc import Callable

    from saphena.clinic.people.models import User

pytestmark = pytest.mark.django_db


def test_whoever_takes_it_is_named() -> None:
    request = asked()
    take(actor=cast.nell(), asked=request)
    assert (request.state, request.taken_by) == ("taken", cast.nell())
    assert Entry.objects.get(action="requesting.request.taken").actor == cast.nell()


def test_of_two_who_take_it_the_second_is_told() -> None:
    request = asked()
    take(actor=cast.nell(), asked=request)
    with pytest.raises(Refused, match="quicker"):
        take(actor=cast.nora(), asked=request)
    request.refresh_from_db()
    assert request.taken_by == cast.nell()


def test_from_a_colleague_it_is_taken_knowingly() -> None:
    request = asked()
    take(actor=cast.nell(), asked=request)
    take(actor=cast.nora(), asked=request, over_from=cast.nell().pk)
    assert request.taken_by == cast.nora()
    with pytest.raises(Refused, match="quicker"):  # Priya's page still says Nell
        take(actor=cast.priya(), asked=request, over_from=cast.nell().pk)


def test_put_back_it_is_anybodys() -> None:
    request = asked()
    take(actor=cast.nell(), asked=request)
    put_back(actor=cast.nell(), asked=request)
    assert (request.state, request.taken_by) == ("new", None)


def test_a_question_without_an_address_says_whom_to_call() -> None:
    request = asked(replace(PAT, email=""))
    with pytest.raises(Refused, match="403 555-0142"):
        ask_back(actor=cast.nell(), asked=request, text="Which leg?")
    assert request.state == "new"


def test_no_reason_no_refusal() -> None:
    request = asked()
    with pytest.raises(Refused, match="why"):
        decline(actor=cast.nell(), asked=request, reason="  ")


@pytest.mark.parametrize("who", [cast.sam, cast.max_, cast.olive], ids=["Sam", "Max", "Olive"])
def test_who_may_not_triage_does_nothing(who: Callable[[], User]) -> None:
    request = asked()
    for act in (
        lambda: take(actor=who(), asked=request),
        lambda: ask_back(actor=who(), asked=request, text="?"),
        lambda: decline(actor=who(), asked=request, reason="?"),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_max_sees_the_desk_and_has_no_button() -> None:
    request = asked()
    max_ = cast.signed_in(cast.max_())
    said = max_.get(at_the_desk(request)).content.decode()
    assert "Moreau, Pat" in said
    assert "Accept as a new patient" not in said
    assert max_.post(at_the_desk(request, "take")).status_code == 403


def test_sam_does_not_see_the_desk() -> None:
    request = asked()
    assert cast.signed_in(cast.sam()).get(at_the_desk(request)).status_code == 403


def test_by_the_pages_from_taking_to_declining() -> None:
    request = asked()
    nell = cast.signed_in(cast.nell())
    assert nell.post(at_the_desk(request, "take")).status_code == 302
    assert nell.post(at_the_desk(request, "ask_back"), {"text": "Which side?"}).status_code == 302
    assert "Which side?" in nell.get(at_the_desk(request)).content.decode()
    assert nell.post(at_the_desk(request, "decline"), {"reason": ""}).status_code == 422
    assert nell.post(at_the_desk(request, "decline"), {"reason": "We are full."}).status_code == 302
    assert "We are full." in nell.get(at_the_desk(request)).content.decode()


def test_a_stale_page_keeps_what_was_typed_and_says_what_happened() -> None:
    request = asked()
    decline(actor=cast.nora(), asked=request, reason="We are full.")
    nell = cast.signed_in(cast.nell())
    answer = nell.post(at_the_desk(request, "ask_back"), {"text": "Which side was it?"})
    assert answer.status_code == 422
    assert "We are full." in answer.content.decode()


def test_nobody_is_declined_unread() -> None:
    request = asked()
    seen = request.tellings.get().pk
    asked(key="two", flags=("breath",))
    nell = cast.signed_in(cast.nell())
    answer = nell.post(at_the_desk(request, "decline"), {"reason": "We are full.", "seen": seen})
    assert answer.status_code == 422
    assert "They have told more in the meantime." in answer.content.decode()
    assert "Call them now" in answer.content.decode()
    request.refresh_from_db()
    assert request.state == "new"
    again = answer.context["decline_form"]["seen"].value()
    assert nell.post(at_the_desk(request, "decline"), {"reason": "Go to a hospital.", "seen": again}).status_code == 302


def test_opening_a_request_is_recorded() -> None:
    request = asked()
    cast.signed_in(cast.nell()).get(at_the_desk(request))
    assert Entry.objects.get(action="requesting.request.seen").sentence == f"Nell Okafor opened request {request.pk}."


def test_a_number_that_is_nobodys_is_not_found() -> None:
    asked()
    assert cast.signed_in(cast.nell()).get("/desk/999999/").status_code == 404
