"""`saphena work` goes on until it is told to stop, and then finishes what it has in hand."""

from __future__ import annotations

import os
import signal
import threading
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from django.contrib.sessions.models import Session
from django.db import OperationalError

from saphena.clinic.messages import worker
from saphena.clinic.messages.actions import promise
from saphena.clinic.messages.models import PromisedMessage
from saphena.clinic.messages.states import State
from saphena.clinic.record.actors import SAPHENA
from tests import cast

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.core.mail import EmailMessage


@pytest.mark.django_db
def test_once_means_everything_that_is_due_and_then_the_end(mailoutbox: list[EmailMessage]) -> None:
    pat = cast.pat()
    for number in range(3):
        promise(actor=SAPHENA, patient=pat, kind="people.new_link", about=f"course:{number}", due_at=datetime.now(UTC))
    assert worker.work(once=True) == 0
    assert len(mailoutbox) == 3
    assert set(PromisedMessage.objects.values_list("state", flat=True)) == {State.SENT}


def test_sigterm_finishes_the_message_in_hand_and_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    handled = signal.getsignal(signal.SIGTERM)
    finished = threading.Event()

    def one_message(name: str, stopping: Callable[[], bool]) -> int:
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(0.05)  # the message in hand
        assert stopping()
        finished.set()
        return 1

    monkeypatch.setattr(worker, "sweep", one_message)
    monkeypatch.setattr(worker, "tidy", lambda: 0)
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)
    assert worker.work() == 0
    assert finished.is_set()
    assert signal.getsignal(signal.SIGTERM) is handled


def test_a_database_that_does_not_answer_is_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    answers: Iterator[OperationalError | int] = iter([OperationalError("gone"), 1])
    monkeypatch.setattr(worker, "AFTER_TROUBLE", 0.0)
    monkeypatch.setattr(worker, "tidy", lambda: 0)
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)

    def sweep(name: str, stopping: Callable[[], bool]) -> int:
        answer = next(answers)
        if isinstance(answer, Exception):
            raise answer
        os.kill(os.getpid(), signal.SIGTERM)
        return answer

    monkeypatch.setattr(worker, "sweep", sweep)
    assert worker.work() == 0


@pytest.mark.django_db
def test_sessions_that_have_ended_are_tidied_away() -> None:
    Session.objects.create(session_key="old", session_data="", expire_date=datetime(2020, 1, 1, tzinfo=UTC))
    Session.objects.create(session_key="new", session_data="", expire_date=datetime(2999, 1, 1, tzinfo=UTC))
    assert worker.tidy() == 1
    assert Session.objects.get().session_key == "new"
