"""What becomes of messages that are due: sent once, tried again, given up, missed, or honestly unknown."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
import time_machine

from saphena.clinic.messages import senders
from saphena.clinic.messages.actions import confirm_arrival, let_it_be, move, promise, send_again
from saphena.clinic.messages.composing import Composed
from saphena.clinic.messages.models import Channel, PromisedMessage
from saphena.clinic.messages.senders import NobodyKnows, NotEver, NotNow, Outcome, Sent
from saphena.clinic.messages.states import Move, State
from saphena.clinic.messages.sweeping import CLAIM_IS_OLD, TRIES, say, sweep
from saphena.clinic.people.models import Patient
from saphena.clinic.record.models import Entry
from saphena.pathway.refused import Refused
from tests import cast

if TYPE_CHECKING:
    from django.core.mail import EmailMessage

pytestmark = pytest.mark.django_db

NOW = datetime(2027, 3, 9, 17, 0, tzinfo=UTC)  # ten in the morning in Edmonton
Answers = Callable[[Outcome], list[Composed]]


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        cast.clinic()
        yield traveller


@pytest.fixture
def sender_says(monkeypatch: pytest.MonkeyPatch) -> Answers:
    def answers(outcome: Outcome) -> list[Composed]:
        handed: list[Composed] = []

        def send(message: Composed) -> Outcome:
            handed.append(message)
            return outcome

        monkeypatch.setitem(senders.SENDERS, Channel.EMAIL, send)
        return handed

    return answers


def due(patient: Patient | None = None, **more: Any) -> PromisedMessage:
    usual: dict[str, Any] = {"actor": cast.nora(), "kind": "people.link", "about": "course:1", "due_at": NOW}
    return promise(patient=patient or cast.pat(), **{**usual, **more})


def now_(message: PromisedMessage) -> PromisedMessage:
    message.refresh_from_db()
    return message


def test_a_message_that_is_due_leaves_once(mailoutbox: list[EmailMessage]) -> None:
    message = due()
    assert sweep("w") == 1
    assert sweep("w") == 0
    assert [mail.to for mail in mailoutbox] == [["pat@home.test"]]
    assert (now_(message).state, message.sent_at, message.attempts) == (State.SENT, NOW, 1)
    assert Entry.objects.get(action="messages.sent").sentence == (
        "Saphena sent Pat Moreau a message (link to their own pages) by email."
    )


def test_the_link_in_the_message_opens(mailoutbox: list[EmailMessage]) -> None:
    due()
    sweep("w")
    body = str(mailoutbox[0].body)
    assert "http://localhost:8000/p/" in body
    assert "Bow River Vein Clinic" in body


def test_a_message_that_is_not_due_waits(mailoutbox: list[EmailMessage], clock: time_machine.Traveller) -> None:
    due(due_at=NOW + timedelta(hours=1))
    assert sweep("w") == 0
    clock.shift(timedelta(hours=1))
    assert sweep("w") == 1


def test_a_sender_that_could_not_reach_anybody_tries_again_later_and_later(
    sender_says: Answers, clock: time_machine.Traveller
) -> None:
    handed = sender_says(NotNow("nobody answers"))
    message = due()
    waits = []
    for _try in range(TRIES):
        sweep("w")
        if now_(message).state == State.PROMISED:
            waits.append((message.try_at - datetime.now(UTC)) // timedelta(minutes=1))
            clock.move_to(message.try_at)
    assert waits == [2, 4, 8, 16, 32]
    assert (message.state, len(handed)) == (State.FAILED, TRIES)
    assert message.last_error == "nobody answers, 6 times"
    assert Entry.objects.filter(action="messages.failed").count() == 1


def test_an_address_that_is_refused_for_good_is_not_tried_again(sender_says: Answers) -> None:
    sender_says(NotEver("no such person"))
    message = due()
    sweep("w")
    assert now_(message).state == State.FAILED


def test_what_may_have_left_is_unknown_and_never_sent_again_by_itself(
    sender_says: Answers, clock: time_machine.Traveller
) -> None:
    handed = sender_says(NobodyKnows("the line broke"))
    message = due()
    sweep("w")
    for _day in range(5):
        clock.shift(timedelta(days=1))
        sweep("w")
    assert now_(message).state == State.UNKNOWN
    assert len(handed) == 1


def test_a_sender_that_died_leaves_a_claim_that_is_found_by_its_age(
    monkeypatch: pytest.MonkeyPatch, clock: time_machine.Traveller
) -> None:
    def die(message: Composed) -> Outcome:
        raise SystemExit

    monkeypatch.setitem(senders.SENDERS, Channel.EMAIL, die)
    message = due()
    with pytest.raises(SystemExit):
        sweep("the one that dies")
    assert now_(message).state == State.CLAIMED
    clock.shift(CLAIM_IS_OLD - timedelta(seconds=1))
    sweep("another")
    assert now_(message).state == State.CLAIMED
    clock.shift(timedelta(seconds=2))
    sweep("another")
    assert now_(message).state == State.UNKNOWN
    assert "stopped before saying" in message.last_error


def test_a_slow_sender_that_comes_back_may_still_say_that_it_was_sent(clock: time_machine.Traveller) -> None:
    message = due()
    move(message, Move.CLAIM, claimed_at=NOW, claimed_by="slow")
    clock.shift(CLAIM_IS_OLD + timedelta(seconds=1))
    sweep("another")
    say(message, Sent(), "slow")
    assert now_(message).state == State.SENT


def test_whoever_does_not_hold_the_claim_has_no_say() -> None:
    message = due()
    move(message, Move.CLAIM, claimed_at=NOW, claimed_by="one")
    say(message, Sent(), "another")
    assert now_(message).state == State.CLAIMED


def test_a_message_whose_time_has_passed_is_too_late_and_said_to_be(
    mailoutbox: list[EmailMessage], clock: time_machine.Traveller
) -> None:
    message = due(not_after=NOW + timedelta(hours=2))
    clock.shift(timedelta(hours=2, seconds=1))
    sweep("w")
    assert now_(message).state == State.TOO_LATE
    assert not mailoutbox
    assert Entry.objects.filter(action="messages.too_late").exists()


def test_at_night_a_message_waits_for_the_patients_morning(
    mailoutbox: list[EmailMessage], clock: time_machine.Traveller
) -> None:
    message = due(cast.pat(zone="Asia/Kathmandu"))  # 22:45 there
    sweep("w")
    assert not mailoutbox
    assert now_(message).try_at == datetime(2027, 3, 10, 2, 15, tzinfo=UTC)
    clock.move_to(message.try_at)
    sweep("w")
    assert len(mailoutbox) == 1


def test_what_a_patient_has_just_asked_for_comes_at_night_too(mailoutbox: list[EmailMessage]) -> None:
    due(cast.pat(zone="Asia/Kathmandu", email_allowed=False), kind="people.new_link")
    sweep("w")
    assert len(mailoutbox) == 1


NO_WAY = [({"email_allowed": False}, "the patient wants no e-mail"), ({"email": ""}, "there is no e-mail address")]


@pytest.mark.parametrize(("details", "reason"), NO_WAY)
@pytest.mark.parametrize(("kind", "state"), [("courses.reminder", State.CANCELLED), ("courses.plan", State.FAILED)])
def test_without_a_way_to_the_patient_what_is_necessary_is_shown_to_staff_and_the_rest_let_be(
    details: Any, reason: str, kind: str, state: State, mailoutbox: list[EmailMessage]
) -> None:
    message = due(cast.pat(**details), kind=kind)
    sweep("w")
    assert (now_(message).state, message.last_error) == (state, reason)
    assert not mailoutbox


def test_it_is_written_in_the_patients_language_as_it_is_then(mailoutbox: list[EmailMessage]) -> None:
    pat = cast.pat()
    due(pat)
    Patient.objects.filter(pk=pat.pk).update(language="fr")
    sweep("w")
    assert mailoutbox[0].subject == "Bow River Vein Clinic : votre page personnelle"
    assert "Bonjour Pat" in str(mailoutbox[0].body)


def test_one_message_that_cannot_be_written_does_not_keep_the_others(
    mailoutbox: list[EmailMessage], caplog: pytest.LogCaptureFixture
) -> None:
    broken = due(about="course:1")
    PromisedMessage.objects.filter(pk=broken.pk).update(kind="people.pigeon")
    due(about="course:2", patient=cast.pat(given_names="Robin", email="robin@home.test"))
    sweep("w")
    assert [mail.to for mail in mailoutbox] == [["robin@home.test"]]
    assert now_(broken).state == State.PROMISED
    assert broken.last_error.startswith("the text could not be put together")
    assert "home.test" not in caplog.text


def test_it_stops_after_the_message_in_hand_when_told_to(mailoutbox: list[EmailMessage]) -> None:
    pat = cast.pat()
    for number in range(3):
        due(pat, about=f"course:{number}")
    sweep("w", stopping=lambda: bool(mailoutbox))
    assert len(mailoutbox) == 1


def test_a_person_may_have_it_sent_again(sender_says: Answers) -> None:
    sender_says(NotEver("no such person"))
    message = due(not_after=NOW)
    sweep("w")
    send_again(actor=cast.nora(), message=now_(message))
    handed = sender_says(Sent())
    sweep("w")
    assert (now_(message).state, len(handed)) == (State.SENT, 1)


def test_a_person_may_say_that_it_arrived_or_is_not_needed(sender_says: Answers) -> None:
    sender_says(NobodyKnows("the line broke"))
    pat = cast.pat()
    first, second = due(pat), due(pat, about="course:2")
    sweep("w")
    confirm_arrival(actor=cast.max_(), message=now_(first))
    let_it_be(actor=cast.nell(), message=now_(second))
    assert (now_(first).state, now_(second).state) == (State.SENT, State.CANCELLED)
    with pytest.raises(Refused, match="decision"):
        send_again(actor=cast.nora(), message=first)
    with pytest.raises(Refused, match="decision"):
        confirm_arrival(actor=cast.nora(), message=second)


def test_a_mail_server_that_does_not_answer_has_not_taken_anything(
    monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    assert isinstance(senders.send_email(Composed("pat@home.test", "s", "b", "en", "1-1")), NotNow)


def test_without_a_mail_server_messages_wait_and_say_why(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    message = due()
    sweep("w")
    assert now_(message).state == State.PROMISED
    assert "SAPHENA_SMTP_URL" in message.last_error
