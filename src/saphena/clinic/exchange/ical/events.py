"""What is brought in from a calendar file, in the record's words."""

from __future__ import annotations

from dataclasses import dataclass

from saphena.clinic.record.events import Event


@dataclass(frozen=True)
class CalendarTakenOver(Event):
    """Beside it stand the closures that were made and lifted, each an event of its own."""

    action = "exchange.calendar.taken_over"
    sentence = "brought in the calendar {source} of {whose}: {made} closed, {lifted} lifted"
    whose: str
    source: str
    made: int
    lifted: int
