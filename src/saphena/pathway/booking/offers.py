"""What a search answers: visits with their times, who and what each holds, and what to say about them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

__all__ = ["Differ", "Hold", "Obstacle", "ObstacleKind", "Offer", "Placed"]


class Differ(StrEnum):
    """How alternatives must differ from each other: the main visit on another day, or with none of the same people."""

    DAY = "day"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Hold:
    """One resource, held in one role for some cells of the span, from `begin` until before `end`."""

    resource: str
    role: str
    begin: int
    end: int

    @property
    def stretch(self) -> tuple[str, int, int]:
        """As a diary takes and releases it."""
        return self.resource, self.begin, self.end


@dataclass(frozen=True, slots=True)
class Placed:
    """One visit at its time, in the clinic's zone, with everybody and everything it holds.

    `late_home` is by how much the hours with the legs up would run past bedtime: a warning, not a refusal.
    """

    step: str
    visit: str
    starts: datetime
    ends: datetime
    holds: tuple[Hold, ...]
    late_home: timedelta = timedelta()

    @property
    def day(self) -> date:
        return self.starts.date()


@dataclass(frozen=True, slots=True)
class Offer:
    """A course found together: its visits in order, those that were looked for."""

    visits: tuple[Placed, ...]

    def __getitem__(self, step: str) -> Placed:
        """The visit of that step. Raises `KeyError`."""
        for visit in self.visits:
            if visit.step == step:
                return visit
        raise KeyError(step)

    @property
    def order(self) -> tuple[datetime, ...]:
        """What offers are sorted by: their starts as UTC instants, the first visit first."""
        return tuple(visit.starts.astimezone(UTC) for visit in self.visits)


class ObstacleKind(StrEnum):
    """What stands in the way of a day.

    `SHUT`, `TOO_EARLY` and `EXPIRED` are gates: what they count from is not done, not long enough ago, or too long ago.
    `TRIP` is a long trip in the quiet days; `TAKEN` means that they work, and are not free together for long enough;
    `BEFORE` and `AFTER` that an earlier or a later visit of the course would have no day.
    """

    SHUT = "shut"
    TOO_EARLY = "too early"
    EXPIRED = "expired"
    NOTICE = "notice"
    OWN_DATES = "own dates"
    AWAY = "away"
    TRIP = "trip"
    ONE_A_DAY = "one a day"
    CLOSED = "closed"
    NOT_WORKING = "not working"
    TAKEN = "taken"
    OWN_TIMES = "own times"
    LATE_HOME = "late home"
    BEFORE = "before"
    AFTER = "after"


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why a visit cannot be on some days, as data; `words.say` makes a sentence of it.

    `roles`: those who cannot be had, or not together. `other`: the visit or anchor that a gate counts from, or for
    which there is no day. `on`: the date of that visit (the first it could have), or of the trip. `limit`: the first or
    last date a gate allows. `note`: the closure's reason. `at`: when on the first of the days there would be time, at
    hours that are not the patient's. `because`: what stands in the way of the other visit.
    """

    kind: ObstacleKind
    step: str
    first: date | None = None
    last: date | None = None
    roles: tuple[str, ...] = ()
    other: str = ""
    on: date | None = None
    limit: date | None = None
    note: str = ""
    at: datetime | None = None
    because: tuple[Obstacle, ...] = ()
