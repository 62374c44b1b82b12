"""What a request can be, and what can become of it: the whole table."""

from __future__ import annotations

from enum import StrEnum


class State(StrEnum):
    NEW = "new"
    TAKEN = "taken"
    ASKED = "asked"
    ANSWERED = "answered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class Move(StrEnum):
    TAKE = "take"  # somebody at the desk looks after it
    TAKE_OVER = "take over"  # from a colleague, knowingly
    PUT_BACK = "put back"  # anybody may have it again
    ASK_BACK = "ask back"  # the clinic has a question
    ANSWER = "answer"  # the person has answered
    ACCEPT = "accept"  # the person is a patient now
    DECLINE = "decline"  # with a reason
    WITHDRAW = "withdraw"  # the person does not want it any more


OPEN = (State.NEW, State.TAKEN, State.ASKED, State.ANSWERED)
# What the desk has to do something about; the rest waits for the person's answer, or is over.
WAITING = (State.NEW, State.TAKEN, State.ANSWERED)
CLOSED = (State.ACCEPTED, State.DECLINED, State.WITHDRAWN)

MOVES: dict[tuple[State, Move], State] = {
    (State.NEW, Move.TAKE): State.TAKEN,
    (State.TAKEN, Move.TAKE_OVER): State.TAKEN,
    (State.ASKED, Move.TAKE): State.TAKEN,
    (State.ANSWERED, Move.TAKE): State.TAKEN,
    (State.TAKEN, Move.PUT_BACK): State.NEW,
    (State.NEW, Move.ASK_BACK): State.ASKED,
    (State.TAKEN, Move.ASK_BACK): State.ASKED,
    (State.ANSWERED, Move.ASK_BACK): State.ASKED,
    (State.ASKED, Move.ANSWER): State.ANSWERED,
    **{(state, Move.ACCEPT): State.ACCEPTED for state in OPEN},
    **{(state, Move.DECLINE): State.DECLINED for state in OPEN},
    **{(state, Move.WITHDRAW): State.WITHDRAWN for state in OPEN},
}


def before(move: Move) -> list[State]:
    """The states that the move starts from: what a guarded update asks for."""
    return [state for state, its in MOVES if its is move]
