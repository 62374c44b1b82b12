"""Staff see what is due, sent, failed and cancelled, and decide what the machine must not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from saphena.clinic.messages.models import PromisedMessage
from saphena.clinic.messages.queries import how_many, outbox
from saphena.clinic.messages.states import State
from tests import cast

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from saphena.clinic.people.models import Patient

pytestmark = pytest.mark.django_db

DUE = datetime(2027, 3, 9, 17, 0, tzinfo=UTC)


def message(state: State, patient: Patient | None = None, hours: int = 0) -> PromisedMessage:
    due = DUE + timedelta(hours=hours)
    return PromisedMessage.objects.create(
        patient=patient or cast.pat(),
        kind="people.link",
        about=f"{state}:{hours}",
        due_at=due,
        try_at=due,
        state=state,
        last_error="the line broke" if state is State.UNKNOWN else "",
    )


def test_what_a_person_must_decide_comes_first() -> None:
    for state in State:
        message(state, cast.pat(family_name=f"In {state.name}".replace("_", " ")))
    page = cast.signed_in(cast.nell()).get(reverse("messages:outbox")).content.decode()
    for shown in ("In UNKNOWN", "In FAILED", "In TOO LATE", "the line broke"):
        assert shown in page
    for hidden in ("In SENT", "In PROMISED", "In CANCELLED"):
        assert hidden not in page


@pytest.mark.parametrize("state", list(State))
def test_every_state_has_its_list(state: State) -> None:
    message(state)
    assert "Moreau" in cast.signed_in(cast.nell()).get(reverse("messages:outbox"), {"state": state}).content.decode()


def test_each_row_says_by_which_way_and_what_has_arrived_says_when() -> None:
    PromisedMessage.objects.filter(pk=message(State.SENT).pk).update(channel="text", delivered_at=DUE, sent_at=DUE)
    page = cast.signed_in(cast.nora()).get(reverse("messages:outbox"), {"state": "sent"}).content.decode()
    for shown in ("text message", "arrived 9 Mar"):
        assert shown in page
    assert "Decide" not in page  # there is nothing to


def test_what_is_due_is_read_from_the_nearest_on() -> None:
    later, sooner = message(State.PROMISED, hours=5), message(State.PROMISED, hours=1)
    assert list(outbox(cast.nell(), State.PROMISED)) == [sooner, later]


def test_typing_finds_a_patients_messages() -> None:
    message(State.SENT, cast.pat(family_name="Hall"))
    message(State.SENT, hours=1)
    found = outbox(cast.nell(), State.SENT, "hall")
    assert [each.patient and each.patient.family_name for each in found] == ["Hall"]


def test_nora_decides_on_the_page() -> None:
    unknown, failed, late = message(State.UNKNOWN), message(State.FAILED), message(State.TOO_LATE)
    nora = cast.signed_in(cast.nora())
    nora.post(reverse("messages:confirm_arrival", args=[unknown.pk]))
    nora.post(reverse("messages:send_again", args=[failed.pk]))
    nora.post(reverse("messages:let_it_be", args=[late.pk]))
    states = PromisedMessage.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == [State.SENT, State.PROMISED, State.CANCELLED]


def test_what_has_been_decided_cannot_be_decided_again() -> None:
    sent = message(State.SENT)
    assert cast.signed_in(cast.nora()).post(reverse("messages:send_again", args=[sent.pk])).status_code == 409


def test_priya_sees_the_messages_and_decides_nothing() -> None:
    failed, priya = message(State.FAILED), cast.signed_in(cast.priya())
    assert "Send it now" not in priya.get(reverse("messages:outbox")).content.decode()
    assert priya.post(reverse("messages:send_again", args=[failed.pk])).status_code == 403


def test_olive_and_sam_see_no_messages() -> None:
    message(State.SENT)
    for nobody in (cast.olive(), cast.sam()):
        assert not outbox(nobody, State.SENT).exists()
        assert how_many(nobody) == {}
        assert cast.signed_in(nobody).get(reverse("messages:outbox")).status_code == 403


def test_a_message_that_does_not_exist_is_not_found() -> None:
    assert cast.signed_in(cast.nora()).post(reverse("messages:send_again", args=[404])).status_code == 404


def test_a_longer_outbox_asks_the_database_no_more_often(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    nell = cast.signed_in(cast.nell())
    for hours in range(60):
        message(State.FAILED, hours=hours)
    with django_assert_num_queries(7):  # session, person, clinic, second factor, states, count, rows
        nell.get(reverse("messages:outbox"))
