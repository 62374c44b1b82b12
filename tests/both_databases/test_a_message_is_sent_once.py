"""Several workers at once: every message leaves exactly once, on both databases."""

from __future__ import annotations

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import connections

from saphena.clinic.messages import senders
from saphena.clinic.messages.actions import promise
from saphena.clinic.messages.models import Channel, PromisedMessage
from saphena.clinic.messages.senders import Outcome, Sent
from saphena.clinic.messages.states import State
from saphena.clinic.messages.sweeping import sweep
from saphena.clinic.record.actors import SAPHENA
from saphena.clinic.record.models import Entry
from tests import cast

if TYPE_CHECKING:
    from saphena.clinic.messages.composing import Composed

WORKERS = 6
MESSAGES = 30


@pytest.mark.django_db(transaction=True)
def test_workers_that_sweep_at_the_same_moment_send_each_message_once(monkeypatch: pytest.MonkeyPatch) -> None:
    left: Counter[str] = Counter()
    start = threading.Barrier(WORKERS)

    def send(message: Composed) -> Outcome:
        left[message.reference.split("-")[0]] += 1
        return Sent()

    def work(number: int) -> int:
        start.wait(timeout=30)
        try:
            return sweep(f"worker {number}")
        finally:
            connections.close_all()

    monkeypatch.setitem(senders.SENDERS, Channel.EMAIL, send)
    pat, due = cast.pat(), datetime.now(UTC) - timedelta(minutes=1)
    for number in range(MESSAGES):
        promise(actor=SAPHENA, patient=pat, kind="people.new_link", about=f"course:{number}", due_at=due)
    with ThreadPoolExecutor(WORKERS) as pool:
        dealt_with = sum(pool.map(work, range(WORKERS)))
    assert dealt_with == MESSAGES
    assert len(left) == MESSAGES
    assert set(left.values()) == {1}
    assert PromisedMessage.objects.filter(state=State.SENT).count() == MESSAGES
    assert Entry.objects.filter(action="messages.sent").count() == MESSAGES


@pytest.mark.django_db(transaction=True)
def test_the_same_promise_made_at_the_same_moment_is_one_row() -> None:
    pat, due = cast.pat(), datetime(2027, 3, 9, 17, 0, tzinfo=UTC)
    start = threading.Barrier(WORKERS)

    def make(_number: int) -> int:
        start.wait(timeout=30)
        try:
            return promise(actor=SAPHENA, patient=pat, kind="people.link", about="course:1", due_at=due).pk
        finally:
            connections.close_all()

    with ThreadPoolExecutor(WORKERS) as pool:
        assert len(set(pool.map(make, range(WORKERS)))) == 1
    assert PromisedMessage.objects.count() == 1
