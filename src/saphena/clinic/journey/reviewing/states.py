"""What a return visit's record can be, and what it can become: the whole table."""

from __future__ import annotations

from enum import StrEnum


class State(StrEnum):
    OPEN = "open"
    SIGNED = "signed"
    WITHDRAWN = "withdrawn"


# A signed one is changed no more: what is learnt later is another return visit.
MOVES: dict[State, tuple[State, ...]] = {
    State.OPEN: (State.SIGNED, State.WITHDRAWN),
    State.SIGNED: (),
    State.WITHDRAWN: (),
}
