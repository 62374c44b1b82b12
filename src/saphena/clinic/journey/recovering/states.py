"""What a check-in and a row of the inbox can be, and what can become of each: both whole tables."""

from __future__ import annotations

from enum import StrEnum
from typing import TypeVar


class Asked(StrEnum):
    """A check-in: one time at which a patient is asked how it goes."""

    EXPECTED = "expected"
    ANSWERED = "answered"
    SILENT = "silent"
    CALLED_OFF = "called_off"


class Answering(StrEnum):
    ANSWER = "answer"  # the patient has answered, late or not
    FALL_SILENT = "fall silent"  # its grace time is over
    CALL_OFF = "call off"  # what it hangs on has moved away or was taken back


ASKED: dict[tuple[Asked, Answering], Asked] = {
    (Asked.EXPECTED, Answering.ANSWER): Asked.ANSWERED,
    (Asked.SILENT, Answering.ANSWER): Asked.ANSWERED,
    (Asked.EXPECTED, Answering.FALL_SILENT): Asked.SILENT,
    (Asked.EXPECTED, Answering.CALL_OFF): Asked.CALLED_OFF,
}


class State(StrEnum):
    """A row of the inbox."""

    NEW = "new"
    TAKEN = "taken"
    SNOOZED = "snoozed"
    CLOSED = "closed"


class Move(StrEnum):
    TAKE = "take"  # somebody looks after it
    TAKE_OVER = "take over"  # from a colleague, knowingly
    ASSIGN = "assign"  # somebody is to look after it
    PUT_BACK = "put back"  # anybody may have it again
    SNOOZE = "snooze"  # not now, but soon
    WAKE = "wake"  # the time has come
    ANSWER = "answer"  # the patient was written to or called
    ESCALATE = "escalate"  # more urgent, for a physician
    NEWS = "news"  # something came that nobody has read
    CLOSE = "close"  # with an outcome, once everything is read


OPEN = (State.NEW, State.TAKEN, State.SNOOZED)

MOVES: dict[tuple[State, Move], State] = {
    (State.NEW, Move.TAKE): State.TAKEN,
    (State.SNOOZED, Move.TAKE): State.TAKEN,
    (State.TAKEN, Move.TAKE_OVER): State.TAKEN,
    **{(state, Move.ASSIGN): State.TAKEN for state in OPEN},
    (State.TAKEN, Move.PUT_BACK): State.NEW,
    (State.NEW, Move.SNOOZE): State.SNOOZED,
    (State.TAKEN, Move.SNOOZE): State.SNOOZED,
    (State.SNOOZED, Move.WAKE): State.NEW,
    **{(state, Move.ANSWER): State.TAKEN for state in OPEN},
    **{(state, Move.ESCALATE): State.NEW for state in OPEN},
    (State.NEW, Move.NEWS): State.NEW,
    (State.TAKEN, Move.NEWS): State.TAKEN,
    (State.SNOOZED, Move.NEWS): State.NEW,
    **{(state, Move.CLOSE): State.CLOSED for state in OPEN},
}

S = TypeVar("S", bound=StrEnum)
M = TypeVar("M", bound=StrEnum)


def before(table: dict[tuple[S, M], S], move: M) -> list[S]:
    """The states that the move starts from: what a guarded update asks for."""
    return [state for state, its in table if its is move]
