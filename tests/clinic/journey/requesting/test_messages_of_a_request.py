"""Messages to somebody who is no patient yet: whose words are in them, in which language, when they leave."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import override_settings

from saphena.clinic.journey.requesting.actions import accept_as_new, ask_back, decline
from saphena.clinic.messages.composing import Composed, compose
from saphena.clinic.messages.models import PromisedMessage
from saphena.clinic.messages.states import State
from saphena.clinic.messages.sweeping import sweep
from saphena.clinic.record.models import Entry
from tests import cast
from tests.clinic.journey.requesting.asked import NOW, PAT, ROBIN, asked

pytestmark = pytest.mark.django_db


def written(kind: str) -> Composed:
    return compose(PromisedMessage.objects.get(kind=kind))


def test_the_receipt_holds_a_link_and_none_of_the_words_that_were_typed() -> None:
    asked(replace(PAT, given_names="BUY"), words="PILLS")
    receipt = written("requesting.received")
    assert receipt.to == "pat@home.test"
    assert "/r/" in receipt.body
    assert not any(word in receipt.subject + receipt.body for word in ("BUY", "PILLS", "Moreau", "1961", "0142"))


def test_everything_is_written_in_the_language_that_was_chosen() -> None:
    request = asked(ROBIN)
    ask_back(actor=cast.nell(), asked=request, text="Quelle jambe?")
    accept_as_new(actor=cast.nell(), asked=request)
    assert written("requesting.question").subject.endswith("nous avons une question")
    assert "Quelle jambe?" in written("requesting.question").body
    assert written("requesting.accepted").subject.endswith("votre demande est acceptée")


def test_the_reason_for_a_no_is_in_the_message_and_not_in_its_subject() -> None:
    decline(actor=cast.nell(), asked=asked(), reason="Spider veins are treated elsewhere.")
    no = written("requesting.declined")
    assert "Spider veins are treated elsewhere." in no.body
    assert "pider" not in no.subject


@override_settings(EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend")
def test_the_receipt_leaves_at_night_a_question_waits_for_the_morning() -> None:
    night = NOW + timedelta(hours=12)  # 23:00 at the clinic
    request = asked(now=night)
    with time_machine.travel(night, tick=False):
        ask_back(actor=cast.nell(), asked=request, text="Which leg?")
        sweep("a worker")
    assert PromisedMessage.objects.get(kind="requesting.received").state == State.SENT
    assert PromisedMessage.objects.get(kind="requesting.question").state == State.PROMISED
    assert [message.to for message in mail.outbox] == [["pat@home.test"]]
    assert Entry.objects.get(action="messages.sent").patient_id is None


def test_a_message_has_one_reader() -> None:
    due = {"kind": "people.link", "due_at": NOW, "try_at": NOW}
    with pytest.raises(IntegrityError), transaction.atomic():
        PromisedMessage.objects.create(about="nobody", **due)
    with pytest.raises(IntegrityError), transaction.atomic():
        PromisedMessage.objects.create(about="two", patient=cast.pat(), email="other@home.test", **due)


def test_the_outbox_shows_whom_it_goes_to() -> None:
    asked()
    nell = cast.signed_in(cast.nell())
    assert "pat@home.test" in nell.get("/messages/?state=promised").content.decode()
    assert "pat@home.test" in nell.get("/messages/?state=promised&q=pat@home").content.decode()
    assert "pat@home.test" not in nell.get("/messages/?state=promised&q=zzz").content.decode().split('id="outbox"')[1]
