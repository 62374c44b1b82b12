"""What a visit can be on its day, and what it can become from there: the whole table."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class State(StrEnum):
    EXPECTED = "expected"
    ARRIVED = "arrived"
    SCANNING = "scanning"
    INJECTING = "injecting"
    BANDAGING = "bandaging"
    WALKING = "walking"
    LEFT = "left"
    HOME = "home"
    CANCELLED = "cancelled"
    MISSED = "missed"


S = State
DAY = (S.EXPECTED, S.ARRIVED, S.SCANNING, S.INJECTING, S.BANDAGING, S.WALKING, S.LEFT, S.HOME)
HERE = (S.ARRIVED, S.SCANNING, S.INJECTING, S.BANDAGING, S.WALKING)
"""The patient is in the house."""
OVER = (S.LEFT, S.HOME, S.CANCELLED, S.MISSED)
STANDS = tuple(state for state in State if state not in (S.CANCELLED, S.MISSED))
"""The visit is to be, is, or was."""

# Not every visit has every phase, so each state leads to all that come later on a day; and one step back, because
# somebody will have tapped the wrong line. Who was given up as missed may come after all. Cancelled is the end:
# another visit is booked instead.
MOVES: dict[State, tuple[State, ...]] = {
    S.EXPECTED: (S.ARRIVED, S.CANCELLED, S.MISSED),
    S.ARRIVED: (S.SCANNING, S.INJECTING, S.BANDAGING, S.WALKING, S.LEFT, S.EXPECTED, S.CANCELLED),
    S.SCANNING: (S.INJECTING, S.BANDAGING, S.WALKING, S.LEFT, S.ARRIVED),
    S.INJECTING: (S.BANDAGING, S.WALKING, S.LEFT, S.SCANNING, S.ARRIVED),
    S.BANDAGING: (S.WALKING, S.LEFT, S.INJECTING, S.SCANNING, S.ARRIVED),
    S.WALKING: (S.LEFT, S.BANDAGING, S.INJECTING, S.SCANNING, S.ARRIVED),
    S.LEFT: (S.HOME, S.WALKING, S.BANDAGING, S.INJECTING, S.SCANNING, S.ARRIVED),
    S.HOME: (S.LEFT,),
    S.CANCELLED: (),
    S.MISSED: (S.ARRIVED, S.EXPECTED),
}


def is_back(before: State, after: State) -> bool:
    """Whether this takes back a step rather than makes one."""
    return before in DAY and after in DAY and DAY.index(after) < DAY.index(before)


def next_state(now: State, phases: Iterable[str]) -> State | None:
    """The usual next one of a visit whose phases show these states; None when the day is over for it."""
    if now not in DAY:
        return S.ARRIVED if now is S.MISSED else None
    shown = {*phases, S.ARRIVED, S.LEFT, S.HOME}
    return next((state for state in DAY[DAY.index(now) + 1 :] if state in shown), None)


class WaitingState(StrEnum):
    """Whoever is on the waiting list waits, until they have a time or want none any more."""

    WAITING = "waiting"
    BOOKED = "booked"
    WITHDRAWN = "withdrawn"


class OfferState(StrEnum):
    """An offer is open until it is answered or its time is over."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    LAPSED = "lapsed"


OFFER_MOVES: dict[OfferState, tuple[OfferState, ...]] = {
    OfferState.OPEN: (OfferState.ACCEPTED, OfferState.DECLINED, OfferState.LAPSED),
    OfferState.ACCEPTED: (),
    OfferState.DECLINED: (),
    OfferState.LAPSED: (),
}


class AskState(StrEnum):
    """A question to a patient whether their visit may move: open until it is answered or its time is over."""

    OPEN = "open"
    AGREED = "agreed"
    DECLINED = "declined"
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"


ASK_MOVES: dict[AskState, tuple[AskState, ...]] = {
    AskState.OPEN: (AskState.AGREED, AskState.DECLINED, AskState.LAPSED, AskState.WITHDRAWN),
    AskState.AGREED: (),
    AskState.DECLINED: (),
    AskState.LAPSED: (),
    AskState.WITHDRAWN: (),
}
