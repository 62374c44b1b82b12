"""A session in the treatment room: what it can be, what becomes of it, and what has to be recorded before."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

__all__ = ["CLINICAL", "ENDED", "IN_THE_ROOM", "MOVES", "NEEDS", "Move", "Need", "State", "after", "before", "missing"]


class State(StrEnum):
    OPENED = "opened"  # the patient is in the room; nothing is confirmed
    CONFIRMED = "confirmed"  # two identifiers and the side were said aloud
    INJECTING = "injecting"
    DRESSING = "dressing"  # the last injection is given: pads, bandage, stocking
    WALKING = "walking"  # walked and watched
    LEFT = "left"  # gone home; the note waits for its signature
    TRANSFERRED = "transferred"  # gone to a hospital; the note waits
    ABANDONED = "abandoned"  # nothing was injected, and here is why
    SIGNED = "signed"  # locked: only addenda


class Move(StrEnum):
    CONFIRM = "confirm"  # the time-out
    INJECT = "inject"  # the first injection
    DRESS = "dress"
    INJECT_AGAIN = "inject again"  # one more was needed after all
    WALK = "walk"
    LEAVE = "leave"
    TRANSFER = "transfer"
    ABANDON = "abandon"
    SIGN = "sign"


class Need(StrEnum):
    """What has to be recorded before a move; what is missing needs a reason, and both are kept."""

    IDENTIFIERS = "two identifiers"
    SIDE = "side said aloud"
    MAP = "signed map"
    ASKED = "asked what has changed"
    FINDINGS = "findings decided"
    TEST = "test session"
    CONSENT = "consent"
    WEIGHT = "weight"
    INJECTOR = "who injects"
    MARKED_STANDING = "marked standing"
    MARKED_RECLINING = "marked reclining"
    INJECTION = "an injection"
    BANDAGE = "bandage"
    STOCKING = "stocking"
    WALKED = "supervised walk"
    WATCHED = "observation time"
    RETURN_VISIT = "return visit"
    PLAN = "plan handed over"
    REASON = "reason"


IN_THE_ROOM = (State.OPENED, State.CONFIRMED, State.INJECTING, State.DRESSING, State.WALKING)
ENDED = (State.LEFT, State.TRANSFERRED, State.ABANDONED)

MOVES: dict[tuple[State, Move], State] = {
    (State.OPENED, Move.CONFIRM): State.CONFIRMED,
    (State.CONFIRMED, Move.INJECT): State.INJECTING,
    (State.INJECTING, Move.DRESS): State.DRESSING,
    (State.DRESSING, Move.INJECT_AGAIN): State.INJECTING,
    (State.WALKING, Move.INJECT_AGAIN): State.INJECTING,
    (State.DRESSING, Move.WALK): State.WALKING,
    (State.WALKING, Move.LEAVE): State.LEFT,
    **{(state, Move.TRANSFER): State.TRANSFERRED for state in IN_THE_ROOM},
    (State.OPENED, Move.ABANDON): State.ABANDONED,
    (State.CONFIRMED, Move.ABANDON): State.ABANDONED,
    **{(state, Move.SIGN): State.SIGNED for state in ENDED},
}

# What planning finds is asked at the time-out and once more before the first injection: it may have changed since.
NEEDS: dict[Move, tuple[Need, ...]] = {
    Move.CONFIRM: (
        Need.IDENTIFIERS,
        Need.SIDE,
        Need.INJECTOR,
        Need.MAP,
        Need.ASKED,
        Need.FINDINGS,
        Need.TEST,
        Need.CONSENT,
        Need.WEIGHT,
    ),
    Move.INJECT: (Need.FINDINGS, Need.TEST, Need.CONSENT, Need.MARKED_STANDING, Need.MARKED_RECLINING),
    Move.DRESS: (Need.INJECTION,),
    Move.INJECT_AGAIN: (),
    Move.WALK: (Need.BANDAGE, Need.STOCKING),
    Move.LEAVE: (Need.WALKED, Need.WATCHED, Need.RETURN_VISIT, Need.PLAN),
    Move.TRANSFER: (Need.REASON,),
    Move.ABANDON: (Need.REASON,),
    Move.SIGN: (),
}

# No reason stands in for these: without them nobody is injected, and nothing is said to be over that never was.
ALWAYS = (Need.IDENTIFIERS, Need.SIDE, Need.INJECTOR, Need.INJECTION, Need.REASON)

# Going on without one of these is a physician's word, whoever taps it.
CLINICAL = (Need.MAP, Need.FINDINGS, Need.TEST, Need.CONSENT, Need.WEIGHT)


def before(move: Move) -> list[State]:
    """The states that the move starts from: what a guarded update asks for."""
    return [state for state, its in MOVES if its is move]


def after(state: State, move: Move) -> State | None:
    """What becomes of it; nothing when the move does not start there."""
    return MOVES.get((state, move))


def missing(move: Move, recorded: Collection[Need]) -> tuple[Need, ...]:
    """What has to be recorded before this move and is not, in the order in which it is asked for."""
    return tuple(need for need in NEEDS[move] if need not in recorded)
