"""A worker that dies at any line: the message goes out once, or is shown to staff as unknown.

The death is thrown in at each line of our own that one sweep goes through, as kill -9 would end it there. Real kills,
of real workers in the middle of ten thousand messages, are in benchmarks/messages.py.
"""

from __future__ import annotations

import sys
from contextvars import copy_context
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import time_machine

import saphena.clinic.messages
from saphena.clinic.journey.recovering.models import Matter
from saphena.clinic.messages import senders
from saphena.clinic.messages.actions import promise
from saphena.clinic.messages.models import Channel, PromisedMessage
from saphena.clinic.messages.outcomes import Outcome, Sent
from saphena.clinic.messages.states import State
from saphena.clinic.messages.sweeping import CLAIM_IS_OLD, sweep
from saphena.clinic.record.actors import SAPHENA
from saphena.clinic.record.models import Entry
from tests import cast

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

    from saphena.clinic.messages.composing import Composed

OURS = str(Path(str(saphena.clinic.messages.__file__)).parent)
NOW = datetime(2027, 3, 9, 17, 0, tzinfo=UTC)
Line = tuple[str, int]


class Killed(BaseException):
    """Nothing of ours catches it."""


def traced(act: Callable[[], object], seen: list[Line], die_at: Line | None) -> None:
    """Run it, noting each line of ours; end it at one of them. What it had in hand ends with it, as with a process."""

    def watch(frame: FrameType, event: str, _argument: Any) -> Any:
        if not frame.f_code.co_filename.startswith(OURS):
            return None
        line = (frame.f_code.co_filename, frame.f_lineno)
        if event == "line":
            if line == die_at:
                raise Killed
            if line not in seen:
                seen.append(line)
        return watch

    before = sys.gettrace()
    sys.settrace(watch)
    try:
        copy_context().run(act)
    except Killed:
        pass
    finally:
        sys.settrace(before)


@pytest.mark.django_db
def test_it_goes_out_once_or_is_shown_as_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    cast.clinic()
    pat, handed, ends = cast.pat(), list[str](), set[str]()

    def send(message: Composed) -> Outcome:
        handed.append(message.reference)
        return Sent()

    def one(number: int, die_at: Line | None, seen: list[Line]) -> None:
        handed.clear()
        with time_machine.travel(NOW, tick=False) as clock:
            message = promise(actor=SAPHENA, patient=pat, kind="people.link", about=f"course:{number}", due_at=NOW)
            traced(lambda: sweep("the one that dies"), seen, die_at)
            clock.shift(CLAIM_IS_OLD + timedelta(seconds=1))
            sweep("another")
        message = PromisedMessage.objects.get(pk=message.pk)
        ends.add(message.state)
        where = f"killed at {die_at}: {message.state}, handed over {len(handed)} times"
        if message.state == State.SENT:
            assert len(handed) == 1, where
            assert Entry.objects.filter(action="messages.sent", facts__message_id=message.pk).count() == 1, where
        else:
            assert message.state == State.UNKNOWN, where
            assert len(handed) <= 1, where
            assert Matter.objects.filter(message=message, state="new").count() == 1, where

    monkeypatch.setitem(senders.SENDERS, Channel.EMAIL, send)
    lines: list[Line] = []
    one(0, None, lines)
    assert len(lines) > 60
    for number, line in enumerate(lines, start=1):
        one(number, line, [])
    assert ends == {State.SENT, State.UNKNOWN}
    handed.clear()
    with time_machine.travel(NOW + timedelta(days=1), tick=False):
        sweep("another")
    assert not handed  # nothing goes out again by itself
