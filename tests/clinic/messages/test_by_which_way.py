"""By which way a message goes: as the patient wants, as they can be reached, asked again when it is due."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine

from saphena.clinic.messages import senders
from saphena.clinic.messages.actions import promise
from saphena.clinic.messages.channels import best_channel, can_be_reached
from saphena.clinic.messages.composing import Composed, compose
from saphena.clinic.messages.kinds import KINDS
from saphena.clinic.messages.models import Channel, PromisedMessage
from saphena.clinic.messages.outcomes import Outcome, Sent
from saphena.clinic.messages.sweeping import sweep
from saphena.clinic.people.models import Patient
from saphena.clinic.record.actors import SAPHENA
from tests import cast

pytestmark = pytest.mark.django_db
NOON = datetime(2027, 3, 10, 19, 0, tzinfo=UTC)
ASKING, LINK = "recovering.check_in", "people.link"


@pytest.fixture
def sms(settings: Any) -> None:
    settings.SAPHENA_SMS_URL = "console:"


@pytest.fixture
def left(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, Composed]]:
    gone: list[tuple[str, Composed]] = []

    def sender(channel: str) -> object:
        def send(message: Composed) -> Outcome:
            gone.append((channel, message))
            return Sent()

        return send

    for channel in Channel.values:
        monkeypatch.setitem(senders.SENDERS, channel, sender(channel))
    return gone


def promised(pat: Patient, kind: str = ASKING) -> PromisedMessage:
    return promise(actor=SAPHENA, patient=pat, kind=kind, about="check-in:1", due_at=NOON)


@pytest.mark.usefixtures("sms")
@pytest.mark.parametrize(
    ("details", "kind", "channel"),
    [
        ({}, ASKING, "text"),
        ({}, LINK, "email"),
        ({"email": ""}, LINK, "text"),
        ({"email_allowed": False}, LINK, "text"),
        ({"text_allowed": False}, ASKING, "email"),
        ({"phone": "ask my son"}, ASKING, "email"),
        ({"email": "", "text_allowed": False}, ASKING, "email"),
    ],
)
def test_what_the_patient_allows_comes_before_what_suits_the_message(
    details: dict[str, object], kind: str, channel: str
) -> None:
    assert best_channel(cast.pat(**details), kind) == channel  # type: ignore[arg-type]  # each row fits its column


def test_without_a_provider_everything_is_e_mail() -> None:
    pat = cast.pat(email="")
    assert best_channel(pat, ASKING) == Channel.EMAIL
    assert not can_be_reached(pat)


@pytest.mark.usefixtures("sms")
def test_whoever_gives_up_one_way_is_reached_by_the_other(left: list[tuple[str, Composed]]) -> None:
    cast.clinic()
    pat = cast.pat()
    message = promised(pat)
    Patient.objects.update(text_allowed=False)
    with time_machine.travel(NOON, tick=False):
        sweep("a worker")
    message.refresh_from_db()
    assert (message.state, message.channel, [channel for channel, _told in left]) == ("sent", "email", ["email"])


@pytest.mark.usefixtures("sms")
def test_whoever_gives_up_both_gets_nothing(left: list[tuple[str, Composed]]) -> None:
    cast.clinic()
    message = promised(cast.pat())
    Patient.objects.update(text_allowed=False, email_allowed=False)
    with time_machine.travel(NOON, tick=False):
        sweep("a worker")
    message.refresh_from_db()
    assert (message.state, left) == ("cancelled", [])


@pytest.mark.usefixtures("sms")
def test_it_goes_to_the_number_that_they_have_when_it_is_due(left: list[tuple[str, Composed]]) -> None:
    cast.clinic()
    promised(cast.pat())
    Patient.objects.update(phone="587 555-0199")
    with time_machine.travel(NOON, tick=False):
        sweep("a worker")
    assert [(channel, told.to) for channel, told in left] == [("text", "+15875550199")]


@pytest.mark.usefixtures("sms")
def test_text_messages_wait_for_the_morning_too(left: list[tuple[str, Composed]]) -> None:
    cast.clinic()
    promised(cast.pat())
    with time_machine.travel(datetime(2027, 3, 11, 5, 0, tzinfo=UTC), tick=False):  # ten in the evening
        sweep("a worker")
    assert left == []


@pytest.mark.usefixtures("sms")
@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("kind", sorted(name for name in KINDS if not name.startswith("requesting.")))
def test_a_text_message_is_one_sentence_and_a_link_whatever_it_is_about(kind: str, language: str) -> None:
    cast.clinic()
    message = promised(cast.pat(language=language), LINK)
    PromisedMessage.objects.filter(pk=message.pk).update(channel="text")
    message.refresh_from_db()
    told = compose(message)
    assert told.subject == ""
    assert "\n" not in told.body.strip()
    words = told.body.partition("http")[0].lower()
    for word in ("leg", "bandage", "pain", "treatment", "jambe", "douleur", "traitement", "moreau"):
        assert word not in words
    assert kind
