"""What a promised message can be, and what can become of it: the whole table.

`UNKNOWN` is the honest state: a sender stopped between sending and saying so. Such a message is never sent again by
itself; a person decides.
"""

from __future__ import annotations

from enum import StrEnum

from saphena.pathway.refused import Refused


class State(StrEnum):
    PROMISED = "promised"
    CLAIMED = "claimed"
    SENT = "sent"
    FAILED = "failed"
    UNKNOWN = "unknown"
    CANCELLED = "cancelled"
    TOO_LATE = "too_late"


class Move(StrEnum):
    CLAIM = "claim"  # a worker takes it in hand
    DELIVER = "deliver"  # it has left
    PUT_BACK = "put back"  # not now; again later
    GIVE_UP = "give up"  # not ever, as things are
    LOSE = "lose"  # nobody knows whether it left
    BOUNCE = "bounce"  # the other side had taken it, and could not deliver it
    MISS = "miss"  # its time has passed
    CANCEL = "cancel"  # it is not wanted any more
    RENEW = "renew"  # a person wants it sent after all
    CONFIRM = "confirm"  # a person knows that it arrived


MOVES: dict[tuple[State, Move], State] = {
    (State.PROMISED, Move.CLAIM): State.CLAIMED,
    (State.PROMISED, Move.MISS): State.TOO_LATE,
    (State.PROMISED, Move.CANCEL): State.CANCELLED,
    (State.PROMISED, Move.GIVE_UP): State.FAILED,  # it is necessary, and there is no way to the patient
    (State.CLAIMED, Move.DELIVER): State.SENT,
    (State.CLAIMED, Move.PUT_BACK): State.PROMISED,
    (State.CLAIMED, Move.GIVE_UP): State.FAILED,
    (State.CLAIMED, Move.LOSE): State.UNKNOWN,
    (State.UNKNOWN, Move.DELIVER): State.SENT,  # a slow sender came back and says so
    (State.SENT, Move.BOUNCE): State.FAILED,
    (State.CLAIMED, Move.BOUNCE): State.FAILED,  # the network was quicker than our own sender
    (State.UNKNOWN, Move.BOUNCE): State.FAILED,
    (State.UNKNOWN, Move.CONFIRM): State.SENT,
    (State.UNKNOWN, Move.RENEW): State.PROMISED,
    (State.UNKNOWN, Move.CANCEL): State.CANCELLED,
    (State.FAILED, Move.RENEW): State.PROMISED,
    (State.FAILED, Move.CANCEL): State.CANCELLED,
    (State.TOO_LATE, Move.RENEW): State.PROMISED,
    (State.TOO_LATE, Move.CANCEL): State.CANCELLED,
}

# What a person has to look at.
WAITING_FOR_A_PERSON = (State.UNKNOWN, State.FAILED, State.TOO_LATE)


def after(state: State, move: Move) -> State:
    """What the message is after the move. Raises `Refused` for a move that it cannot make."""
    try:
        return MOVES[state, move]
    except KeyError:
        raise Refused(f"A message that is {state} cannot be moved by {move}.") from None


def before(move: Move) -> list[State]:
    """The states that the move starts from: what a guarded update asks for."""
    return [state for state, its in MOVES if its is move]
