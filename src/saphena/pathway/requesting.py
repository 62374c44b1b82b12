"""What a request for an appointment must hold, what in it cannot wait, and why.

The questions are data: requesting.toml, each row with its source and how sure it is. A row that was only recalled is
not asked.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum, StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

__all__ = [
    "Driver",
    "Earlier",
    "Leg",
    "Problem",
    "Reason",
    "Row",
    "Rows",
    "Told",
    "Trip",
    "Urgency",
    "problems",
    "rows",
    "weigh",
]

SURE = ("found", "derived", "engineering", "recalled")
LANGUAGES = ("en", "fr")


class Urgency(IntEnum):
    """How long a request may wait; the smaller, the shorter."""

    EMERGENCY = 0  # the person is told to call the emergency number and not to wait for us
    TODAY = 1  # the clinic calls back today
    SOON = 2  # before the others
    ROUTINE = 3


class Leg(StrEnum):
    LEFT = "left"
    RIGHT = "right"


class Earlier(StrEnum):
    """What was done to the veins before: what comes back after surgery is examined otherwise."""

    NONE = "none"
    INJECTION = "injection"
    SURGERY = "surgery"
    HEAT = "heat"
    UNKNOWN = "unknown"


class Driver(StrEnum):
    """Who drives home."""

    SELF = "self"
    SOMEBODY = "somebody"
    TRANSPORT = "transport"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Row:
    """One question with what its yes means: `ask` for whoever asks for an appointment, `means` for the desk."""

    name: str
    level: str
    ask: dict[str, str]
    means: dict[str, str]
    source: str
    sure: str
    question: str = ""
    off: bool = False

    @property
    def urgency(self) -> Urgency:
        """How urgent a yes is: a mere note makes nothing more urgent."""
        return Urgency.ROUTINE if self.level == "note" else Urgency[self.level.upper()]


@dataclass(frozen=True)
class Rows:
    """Everything that is asked, and the amounts that the answers are held against."""

    flags: dict[str, Row]
    screening: dict[str, Row]
    amounts: dict[str, int]


@dataclass(frozen=True, slots=True)
class Trip:
    """A journey that is planned: how, from which day until which, hours seated at a stretch."""

    mode: str
    leaves: date | None = None
    returns: date | None = None
    seated: int | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """What one person told us at one time."""

    birth_date: date
    phone: str
    legs: tuple[str, ...]
    concerns: tuple[str, ...] = ()
    words: str = ""
    referrer: str = ""
    earlier: tuple[str, ...] = ()
    days: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    trips: tuple[Trip, ...] = ()
    minutes_home: int | None = None
    driver: str = Driver.UNKNOWN
    flags: tuple[str, ...] = ()
    screening: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a request cannot be taken as it is: where (a trip's fields are `trip 1 returns`), and which rule."""

    field: str
    rule: str


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing for the desk to know; `name` is a row of requesting.toml, or a rule of this page."""

    name: str
    urgency: Urgency


def problems(told: Told, today: date) -> list[Problem]:
    """A request names a telephone, at least one leg and what is wrong; its dates are possible."""
    most = rows().amounts
    found = [
        Problem("birth_date", "to come") if told.birth_date > today else None,
        Problem("birth_date", "too long ago") if today.year - told.birth_date.year > most["oldest"] else None,
        Problem("phone", "no number") if sum(c.isdigit() for c in told.phone) < 7 else None,
        Problem("legs", "no leg") if not told.legs else None,
        Problem("concerns", "nothing wrong") if not (told.concerns or told.words.strip()) else None,
        Problem("words", "too long") if len(told.words) > most["words"] else None,
    ]
    for number, trip in enumerate(told.trips, 1):
        found += (Problem(f"trip {number} {field}", rule) for field, rule in _wrong_with(trip, today))
    return [problem for problem in found if problem]


def _wrong_with(trip: Trip, today: date) -> list[tuple[str, str]]:
    """A trip has a first day, ends on or after it, is not over yet, and begins in the next two years."""
    if trip.leaves is None:
        return [("leaves", "no first day")]
    wrong = []
    if trip.leaves > today + timedelta(days=rows().amounts["ahead"]):
        wrong.append(("leaves", "too far ahead"))
    if trip.returns is not None and trip.returns < trip.leaves:
        wrong.append(("returns", "before the first day"))
    elif (trip.returns or trip.leaves) < today:
        wrong.append(("returns" if trip.returns else "leaves", "over"))
    return wrong


def weigh(told: Told) -> tuple[Urgency, tuple[Reason, ...]]:
    """How long this request may wait, and every reason, the most urgent first.

    A red flag decides alone. What is only good to know (a long drive, a trip, surgery before) is named and makes no
    request more urgent. Rows that are not asked, or that nobody knows, weigh nothing.
    """
    known = rows()
    found = [Reason(name, known.flags[name].urgency) for name in told.flags if name in known.flags]
    found += [Reason(name, known.screening[name].urgency) for name in told.screening if name in known.screening]
    found += [Reason(name, Urgency.ROUTINE) for name in _good_to_know(told, known.amounts)]
    found.sort(key=lambda reason: reason.urgency)
    return (found[0].urgency if found else Urgency.ROUTINE), tuple(found)


def _good_to_know(told: Told, amounts: dict[str, int]) -> list[str]:
    minutes = told.minutes_home or 0
    alone = told.driver == Driver.SELF
    return [
        name
        for name, so in (
            ("after surgery", bool({Earlier.SURGERY, Earlier.HEAT} & set(told.earlier))),
            ("needs a ride", alone and minutes > amounts["drive_most"]),
            ("far for driving alone", alone and amounts["drive_warn"] < minutes <= amounts["drive_most"]),
            ("long trip", any((trip.seated or 0) > amounts["long_seated"] for trip in told.trips)),
        )
        if so
    ]


@cache
def rows() -> Rows:
    """What is asked, as shipped: without the rows that are off. Raises `ValueError` for a row that is not complete."""
    raw = tomllib.loads((files("saphena.pathway") / "requesting.toml").read_text(encoding="utf-8"))
    every = read(raw)
    return Rows(
        {name: row for name, row in every.flags.items() if not row.off},
        {name: row for name, row in every.screening.items() if not row.off},
        every.amounts,
    )


def read(raw: dict[str, Any]) -> Rows:
    """The file's rows, those that are off too."""
    return Rows(
        {name: _row(name, row, ("emergency", "today")) for name, row in raw["flags"].items()},
        {name: _row(name, row, ("soon", "note")) for name, row in raw["screening"].items()},
        {name: int(amount["value"]) for name, amount in raw["amounts"].items()},
    )


def _row(name: str, raw: dict[str, Any], levels: tuple[str, ...]) -> Row:
    row = Row(name, **raw)
    if row.level not in levels or row.sure not in SURE or not row.source:
        raise ValueError(f"{name}: a row needs one of the levels {', '.join(levels)}, a source, and how sure it is")
    if any(not row.ask.get(language) or not row.means.get(language) for language in LANGUAGES):
        raise ValueError(f"{name}: a row needs its words in every language")
    if row.sure == "recalled" and not row.off:
        raise ValueError(f"{name}: what is only recalled is off until a clinic has confirmed it")
    return row
