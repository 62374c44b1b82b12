"""What Twilio says afterwards: STOP and START, and what became of a message; only with its signature."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

import pytest
from django.test import Client
from django.urls import reverse

from saphena.clinic.journey.recovering.models import Matter
from saphena.clinic.messages.actions import move, promise
from saphena.clinic.messages.channels import wishes_of
from saphena.clinic.messages.hooks import signature, written_ways
from saphena.clinic.messages.models import Channel, PromisedMessage
from saphena.clinic.messages.outcomes import Sent
from saphena.clinic.messages.states import Move, State
from saphena.clinic.messages.sweeping import say
from saphena.clinic.messages.texting import _call_back
from saphena.clinic.people.models import Patient
from saphena.clinic.record.actors import SAPHENA
from saphena.clinic.record.models import Entry
from tests import cast

if TYPE_CHECKING:
    from django.http import HttpResponse

pytestmark = pytest.mark.django_db
TOKEN, URL, NUMBER = "the-token", "https://clinic.test", "+14035550142"
NOW = datetime(2027, 3, 10, 19, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def twilio(settings: Any) -> None:
    settings.SAPHENA_URL = URL
    settings.SAPHENA_SMS_URL = f"twilio://AC1:{TOKEN}@+15875550100"
    cast.clinic()


def tells(where: str, query: str = "", signed: str = "", at: str = URL, **form: str) -> HttpResponse:
    path = reverse(f"messages:{where}") + query
    made = signed or signature(TOKEN, at + path, {name: [value] for name, value in form.items()})
    return Client(enforce_csrf_checks=True).post(path, form, headers={"X-Twilio-Signature": made}, secure=True)  # type: ignore[return-value]  # the test client's own


def answers(words: str, number: str = NUMBER) -> HttpResponse:
    return tells("twilio_inbound", From=number, To="+15875550100", Body=words, MessageSid="SM1")


# Published by Twilio: https://github.com/twilio/twilio-python, tests/unit/test_request_validator.py; the first from the
# documentation. Each: the address, the fields, the signature with the token 12345.
CALL = "CallSid=CA1234567890ABCDE&Digits=1234&From=%2B14158675309&To=%2B18005551212&Caller=%2B14158675309"
VECTORS = [
    ("https://example.com/myapp.php?foo=1&bar=2", CALL.replace("675309", "675310"), "L/OH5YylLD5NRKLltdqwSvS0BnU="),
    ("https://mycompany.com/myapp.php?foo=1&bar=2", CALL, "RSOYDt4T1cUTdK1PDd93/VVr8B8="),
    ("http://mycompany.com:1234/myapp.php?foo=1&bar=2", CALL, "Zmvh+3yNM1Phv2jhDCwEM3q5ebU="),
    ("https://mycompany.com/myapp.php?foo=1&bar=2", "Sid=CA123&SidAccount=AC123&Digits=5678&Digits=1234",
     "IK+Dwps556ElfBT0I3Rgjkr1wJU="),
]  # fmt: skip


@pytest.mark.parametrize(("address", "fields", "expected"), VECTORS)
def test_the_signature_is_the_one_that_twilio_has_published(address: str, fields: str, expected: str) -> None:
    assert signature("12345", address, parse_qs(fields)) == expected


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://mycompany.com:1234", "RSOYDt4T1cUTdK1PDd93/VVr8B8="),  # signed without its port
        ("https://mycompany.com", "kvajT1Ptam85bY51eRf/AJRuM3w="),  # signed with the usual port
        ("http://mycompany.com", "0ZXoZLH/DfblKGATFgpif+LLRf4="),
        ("http://mycompany.com:1234", "Zmvh+3yNM1Phv2jhDCwEM3q5ebU="),  # signed with its own
    ],
)
def test_a_port_may_be_left_out_or_added(address: str, expected: str) -> None:
    ways = written_ways(f"{address}/myapp.php?foo=1&bar=2")
    assert expected in [signature("12345", each, parse_qs(CALL)) for each in ways]


@pytest.mark.parametrize("at", [URL, f"{URL}:443"])
def test_behind_a_proxy_the_clinics_own_address_counts_and_empty_or_twofold_fields_too(at: str) -> None:
    cast.pat(phone="403 555-0142")
    assert tells("twilio_inbound", at=at, From=NUMBER, Body="STOP", FromCity="", NumMedia="0").status_code == 200
    assert not Patient.objects.get().text_allowed
    assert tells("twilio_inbound", at="https://127.0.0.1:8000", From=NUMBER, Body="START").status_code == 403
    path = reverse("messages:twilio_inbound")
    made = signature(TOKEN, URL + path, {"From": [NUMBER], "Body": ["START"], "X": ["b", "a"]})
    told = Client().post(path, {"From": NUMBER, "Body": "START", "X": ["b", "a"]}, headers={"X-Twilio-Signature": made})
    assert told.status_code == 200
    assert Patient.objects.get().text_allowed


def test_a_messaging_service_with_words_of_its_own_says_what_it_understood() -> None:
    cast.pat(phone="403 555-0142")
    for what, allowed in (("STOP", False), ("HELP", False), ("START", True)):
        told = tells("twilio_inbound", From=NUMBER, Body="genug", OptOutType=what)
        assert told.content.decode().endswith("<Response></Response>")
        assert Patient.objects.get().text_allowed is allowed


@pytest.mark.parametrize("words", ["STOP", " stop ", "Arrêt", "unsubscribe", "Stop.", "OPTOUT"])
def test_stop_ends_text_messages_and_start_brings_them_back(words: str) -> None:
    pat = cast.pat(phone="403 555-0142")
    assert answers(words).content.decode().endswith("<Response></Response>")
    pat = Patient.objects.get()
    assert not pat.text_allowed
    assert wishes_of(pat).texts_stopped_at is not None
    assert Entry.objects.filter(action="messages.texts.stopped", patient=pat).count() == 1
    answers("START")
    pat = Patient.objects.get()
    assert pat.text_allowed
    assert wishes_of(pat).texts_stopped_at is None


def test_start_does_not_undo_what_was_said_otherwise() -> None:
    cast.pat(phone="403 555-0142", text_allowed=False)
    answers("START")
    assert not Patient.objects.get().text_allowed


def test_everybody_who_shares_the_number_is_meant_and_nobody_else() -> None:
    cast.pat(phone="(403) 555 0142")
    cast.pat(given_names="Robin", phone="+1 403 555 0142", email="r@home.test")
    cast.pat(given_names="Kim", phone="+49 30 4035550142", email="k@home.test")
    answers("STOP")
    allowed = {patient.given_names: patient.text_allowed for patient in Patient.objects.all()}
    assert allowed == {"Pat": False, "Robin": False, "Kim": True}


@pytest.mark.parametrize(("language", "says"), [("en", "nobody reads answers"), ("fr", "personne ne lit les réponses")])
def test_anything_else_is_answered_with_whom_to_call(language: str, says: str) -> None:
    cast.pat(phone="403 555-0142", language=language)
    told = answers("my leg <hurts> & is swollen").content.decode()
    assert says in told
    assert "911" in told
    assert "hurts" not in told
    assert Patient.objects.get().text_allowed


@pytest.mark.parametrize("where", ["twilio_inbound", "twilio_status"])
def test_what_twilio_has_not_signed_is_turned_away(where: str, settings: Any) -> None:
    cast.pat(phone="403 555-0142")
    assert tells(where, signed="forged", From=NUMBER, Body="STOP").status_code == 403
    assert Client().post(reverse(f"messages:{where}"), {"From": NUMBER, "Body": "STOP"}).status_code == 403
    assert Patient.objects.get().text_allowed
    settings.SAPHENA_SMS_URL = "console:"
    assert tells(where, From=NUMBER, Body="STOP").status_code == 404


def texted(state: Move | None = Move.DELIVER) -> PromisedMessage:
    pat = cast.pat(phone="403 555-0142")
    message = promise(actor=SAPHENA, patient=pat, kind="recovering.check_in", about="check-in:1", due_at=NOW)
    assert message.channel == Channel.TEXT
    move(message, Move.CLAIM, claimed_at=NOW, claimed_by="w", attempts=1)
    if state is not None:
        move(message, state)
    return message


def becomes(message: PromisedMessage, what: str, attempt: int = 1, **more: str) -> PromisedMessage:
    tells("twilio_status", f"?message={message.pk}-{attempt}", MessageStatus=what, MessageSid="SM1", **more)
    return PromisedMessage.objects.get(pk=message.pk)


def test_twilio_is_told_where_to_say_it_and_nothing_personal_with_it(settings: Any) -> None:
    [address] = parse_qs("at=" + _call_back("12-1")["StatusCallback"])["at"]
    assert address == f"{URL}/messages/twilio/status/?message=12-1"
    settings.SAPHENA_URL = "http://localhost:8000"
    assert _call_back("12-1") == {}


def test_what_has_arrived_is_known_to_have() -> None:
    found = becomes(texted(), "delivered")
    assert found.state == State.SENT
    assert found.delivered_at is not None


def test_what_the_network_could_not_deliver_has_failed_and_comes_up_in_the_inbox() -> None:
    found = becomes(texted(), "undelivered", ErrorCode="30003")
    assert (found.state, found.last_error) == (State.FAILED, "the telephone network could not deliver it, code 30003")
    assert Matter.objects.get(message=found).kind == "undelivered"


@pytest.mark.parametrize(("what", "state"), [("sent", State.SENT), ("delivered", State.SENT), ("failed", State.FAILED)])
def test_what_nobody_knew_is_known_by_it(what: str, state: State) -> None:
    assert becomes(texted(Move.LOSE), what).state == state


@pytest.mark.parametrize(("what", "state"), [("delivered", State.SENT), ("failed", State.FAILED)])
def test_a_network_that_is_quicker_than_our_own_sender_is_believed(what: str, state: State) -> None:
    message = texted(None)
    becomes(message, what)
    say(message, Sent(), "w")
    assert PromisedMessage.objects.get().state == state


def test_news_of_an_earlier_attempt_or_of_nothing_changes_nothing() -> None:
    message = texted(Move.LOSE)
    assert becomes(message, "delivered", attempt=2).state == State.UNKNOWN
    for query in ("", "?message=x", "?message=1", "?message=99999-1", f"?message={'9' * 50}-1"):
        assert tells("twilio_status", query, MessageStatus="delivered").status_code == 204
    assert PromisedMessage.objects.get().state == State.UNKNOWN


def test_what_has_arrived_cannot_fail_any_more() -> None:
    message = becomes(texted(), "delivered")
    assert becomes(message, "undelivered").state == State.SENT
