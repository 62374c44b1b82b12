"""What an order for a scan can be, and whether it is known whose a study is: the whole tables."""

from __future__ import annotations

from enum import StrEnum


class OrderState(StrEnum):
    """How far a scan is. The machine says so itself, by a performed procedure step."""

    SCHEDULED = "scheduled"
    STARTED = "started"
    COMPLETED = "completed"
    DISCONTINUED = "discontinued"
    WITHDRAWN = "withdrawn"


class NotLetIn(StrEnum):
    """Why a caller was turned away."""

    STRANGER = "stranger"
    CLOSED = "closed"
    ELSEWHERE = "elsewhere"
    MISNAMED = "misnamed"


O = OrderState  # noqa: E741 - the table is read by its columns
ORDER_MOVES: dict[OrderState, tuple[OrderState, ...]] = {
    O.SCHEDULED: (O.STARTED, O.WITHDRAWN),
    # A scan that was broken off may begin anew: the same visit, another step of the machine.
    O.STARTED: (O.COMPLETED, O.DISCONTINUED),
    O.DISCONTINUED: (O.STARTED, O.WITHDRAWN),
    O.COMPLETED: (O.STARTED,),
    # A visit that lost its scanner may get one again: the same line with the same numbers, once more.
    O.WITHDRAWN: (O.SCHEDULED,),
}
ON_WORKLIST = (O.SCHEDULED, O.STARTED, O.DISCONTINUED)


class Whose(StrEnum):
    """Whether it is known whose a study is."""

    MATCHED = "matched"
    TRAY = "tray"


class MeasureState(StrEnum):
    """What a person says of a value that was measured on an image."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    CORRECTED = "corrected"
    REFUSED = "refused"
    RETIRED = "retired"


DECIDED = (MeasureState.ACCEPTED, MeasureState.CORRECTED, MeasureState.REFUSED)
"""Only a proposed value is decided, and once: who sees it otherwise measures again."""
COUNTS = (MeasureState.ACCEPTED, MeasureState.CORRECTED)
"""What counts may go on into a map or a note, and is retired, with the reason, when it turns out to be wrong."""
