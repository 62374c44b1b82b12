"""Messages are promised, moved and cancelled in the act that causes them, each once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction

from saphena.clinic.messages.actions import cancel, promise
from saphena.clinic.messages.models import PromisedMessage
from saphena.clinic.messages.states import State
from saphena.clinic.record.actors import SAPHENA
from saphena.clinic.record.models import Entry
from saphena.pathway.clock import NaiveMoment
from saphena.pathway.refused import Refused
from tests import cast

if TYPE_CHECKING:
    from saphena.clinic.people.models import Patient

pytestmark = pytest.mark.django_db

DUE = datetime(2027, 3, 9, 17, 0, tzinfo=UTC)


@pytest.fixture
def pat() -> Patient:
    return cast.pat()


def promised(patient: Patient, **more: Any) -> PromisedMessage:
    usual: dict[str, Any] = {"actor": cast.nora(), "kind": "people.link", "about": "course:1", "due_at": DUE}
    return promise(patient=patient, **{**usual, **more})


def test_a_promise_is_a_row_that_says_to_whom_what_and_when(pat: Patient) -> None:
    message = promised(pat, facts={"when": DUE})
    assert (message.patient, message.state, message.try_at) == (pat, State.PROMISED, DUE)
    assert Entry.objects.get().sentence == (
        "Nora Lindqvist promised Pat Moreau a message (link to their own pages) for 2027-03-09 17:00 UTC."
    )


def test_the_same_promise_made_twice_is_made_once(pat: Patient) -> None:
    assert promised(pat) == promised(pat)
    assert Entry.objects.count() == 1


def test_another_moment_is_another_message(pat: Patient) -> None:
    promised(pat)
    promised(pat, due_at=DUE + timedelta(days=1))
    assert PromisedMessage.objects.count() == 2


def test_a_promise_falls_with_the_act_that_made_it(pat: Patient) -> None:
    def act() -> None:
        with transaction.atomic():
            promised(pat)
            raise OSError("the act failed")

    with pytest.raises(OSError, match="the act failed"):
        act()
    assert not PromisedMessage.objects.exists()


def test_a_moment_without_a_zone_is_refused(pat: Patient) -> None:
    with pytest.raises(NaiveMoment):
        promised(pat, due_at=datetime(2027, 3, 9, 17, 0))  # noqa: DTZ001 - that is the point


def test_a_message_cannot_be_too_late_before_it_is_due(pat: Patient) -> None:
    with pytest.raises(Refused, match="too late"):
        promised(pat, not_after=DUE - timedelta(minutes=1))


def test_a_kind_that_no_app_offers_is_found_out_at_once(pat: Patient) -> None:
    with pytest.raises(LookupError, match="no app offers"):
        promised(pat, kind="people.pigeon")


def test_what_is_not_wanted_any_more_is_cancelled_and_kept(pat: Patient) -> None:
    message = promised(pat)
    promised(pat, about="course:2")
    assert cancel(actor=cast.nora(), about="course:1", reason="the visit was called off") == 1
    message.refresh_from_db()
    assert message.state == State.CANCELLED
    assert message.last_error == "the visit was called off"


def test_what_was_cancelled_is_promised_again_as_another_message(pat: Patient) -> None:
    first = promise(actor=SAPHENA, patient=pat, kind="people.link", about="course:1", due_at=DUE)
    cancel(actor=SAPHENA, about="course:1", reason="the day has moved")
    again = promise(actor=SAPHENA, patient=pat, kind="people.link", about="course:1", due_at=DUE)
    assert again != first
    assert promise(actor=SAPHENA, patient=pat, kind="people.link", about="course:1", due_at=DUE) == again


def test_what_has_left_is_not_cancelled(pat: Patient) -> None:
    message = promised(pat)
    PromisedMessage.objects.update(state=State.SENT)
    assert cancel(actor=cast.nora(), about="course:1", reason="too late for that") == 0
    message.refresh_from_db()
    assert message.state == State.SENT


def test_olive_promises_and_cancels_nothing(pat: Patient) -> None:
    promised(pat)
    with pytest.raises(PermissionDenied):
        promised(pat, actor=cast.olive(), about="course:9")
    with pytest.raises(PermissionDenied):
        cancel(actor=cast.olive(), about="course:1", reason="mischief")
