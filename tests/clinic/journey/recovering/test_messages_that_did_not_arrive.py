"""A message that may not have arrived is a row of the inbox until somebody has decided at the outbox."""

from __future__ import annotations

import pytest
from django.utils import timezone

from saphena.clinic.journey.recovering.models import Matter
from saphena.clinic.messages import senders
from saphena.clinic.messages.actions import confirm_arrival, let_it_be, promise, send_again
from saphena.clinic.messages.models import Channel, PromisedMessage
from saphena.clinic.messages.senders import NobodyKnows, NotEver
from saphena.clinic.messages.sweeping import sweep
from saphena.clinic.record.actors import SAPHENA
from tests import cast

pytestmark = pytest.mark.django_db


def went(monkeypatch: pytest.MonkeyPatch, outcome: object) -> PromisedMessage:
    monkeypatch.setitem(senders.SENDERS, Channel.EMAIL, lambda _message: outcome)
    now = timezone.now()
    message = promise(actor=SAPHENA, patient=cast.pat(), kind="people.new_link", about="course:1", due_at=now)
    sweep("a worker")
    message.refresh_from_db()
    return message


@pytest.mark.parametrize("settle", [confirm_arrival, send_again, let_it_be])
def test_unknown_comes_up_and_goes_when_somebody_has_decided(monkeypatch: pytest.MonkeyPatch, settle: object) -> None:
    message = went(monkeypatch, NobodyKnows("the mail server hung up"))
    matter = Matter.objects.get()
    assert (matter.kind, matter.message, matter.patient) == ("undelivered", message, message.patient)
    assert callable(settle)
    settle(actor=cast.nell(), message=message)
    matter.refresh_from_db()
    assert (matter.state, matter.closed_by) == ("closed", cast.nell())


def test_what_is_given_up_comes_up_once() -> None:
    with pytest.MonkeyPatch.context() as patch:
        message = went(patch, NotEver("no such mailbox"))
    assert message.state == "failed"
    assert Matter.objects.count() == 1
