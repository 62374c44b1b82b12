"""Which events change a figure of the outcomes: after each of them the months of the patient are counted again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from saphena.clinic.courses.events import EventHappened, EventTakenBack
from saphena.clinic.journey.booking.events import VisitBooked, VisitCancelled, VisitMissed, VisitMoved, VisitMovedOn
from saphena.clinic.journey.mapping.events import MapSigned
from saphena.clinic.journey.planning.events import ConsentSigned, ConsentWithdrawn, TestClosed
from saphena.clinic.journey.recovering.events import CheckInAnswered, MatterClosed, MatterMoved, MatterRaised
from saphena.clinic.journey.reviewing.events import ComplicationNoted, ReviewSigned, ScoresBeforeNoted
from saphena.clinic.journey.treating.events import (
    ComplicationCoded,
    Injected,
    InjectionTakenBack,
    NoteSigned,
    SessionMoved,
)

if TYPE_CHECKING:
    from saphena.clinic.record.events import Event

__all__ = ["counted"]


def counted() -> tuple[type[Event], ...]:
    """In the order of the rooms."""
    return (
        EventHappened, EventTakenBack, MapSigned, ConsentSigned, ConsentWithdrawn, TestClosed,
        VisitBooked, VisitMoved, VisitMovedOn, VisitMissed, VisitCancelled,
        SessionMoved, Injected, InjectionTakenBack, ComplicationCoded, NoteSigned,
        CheckInAnswered, MatterRaised, MatterMoved, MatterClosed,
        ReviewSigned, ScoresBeforeNoted, ComplicationNoted,
    )  # fmt: skip
