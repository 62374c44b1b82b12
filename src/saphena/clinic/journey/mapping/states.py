"""What an examination can be, and what can become of it: the whole table."""

from __future__ import annotations

from enum import StrEnum


class State(StrEnum):
    PRELIMINARY = "preliminary"
    REVIEWED = "reviewed"
    SIGNED = "signed"
    WITHDRAWN = "withdrawn"


class Move(StrEnum):
    REVIEW = "review"  # whoever scanned has looked it over: it is complete
    REOPEN = "reopen"  # something has to be noted or changed
    SIGN = "sign"  # the physician signs; from then on only addenda
    WITHDRAW = "withdraw"  # opened for the wrong patient, or never done


OPEN = (State.PRELIMINARY, State.REVIEWED)

MOVES: dict[tuple[State, Move], State] = {
    (State.PRELIMINARY, Move.REVIEW): State.REVIEWED,
    (State.REVIEWED, Move.REOPEN): State.PRELIMINARY,
    (State.REVIEWED, Move.SIGN): State.SIGNED,
    (State.PRELIMINARY, Move.WITHDRAW): State.WITHDRAWN,
    (State.REVIEWED, Move.WITHDRAW): State.WITHDRAWN,
}


def before(move: Move) -> list[State]:
    """The states that the move starts from: what a guarded update asks for."""
    return [state for state, its in MOVES if its is move]
