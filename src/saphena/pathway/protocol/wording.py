"""Words with dates inside: how a protocol's texts become sentences in one language.

A text holds slots in braces: `{end:time}` is "15:50", `{end:when}` is "Sunday 14 March, in the morning",
`{bandage_nights}` is "5 nights", `{times}` is "12:50, 13:50 and 14:50".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from saphena.pathway.protocol.phrases import Grain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

__all__ = [
    "MOMENT_FORMATS", "Moment", "Slot", "Template", "join", "say_clock", "say_day", "say_moment",
    "sentences", "template",
]  # fmt: skip

MOMENT_FORMATS = ("when", "time", "day", "last_day", "short")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-ZÀ-ÖØ-Þ{«“\d])")
_SLOT = re.compile(r"\{([a-z_][a-z0-9_ ]*)(?::([a-z_]+))?\}")

DAYS = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "fr": ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
}
MONTHS = {
    "en": ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
           "December"),
    "fr": ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
           "décembre"),
}  # fmt: skip
SHORT_MONTHS = {
    "en": tuple(month[:3] for month in MONTHS["en"]),
    "fr": ("janv.", "févr.", "mars", "avr.", "mai", "juin", "juill.", "août", "sept.", "oct.", "nov.", "déc."),
}
AND = {"en": "and", "fr": "et"}


class Moment(NamedTuple):
    """A point in time and how exactly it is meant: `part` is a part of the day to say instead of the clock."""

    at: datetime
    grain: Grain = Grain.CLOCK
    part: str = ""


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in a text that is filled when a plan is drawn."""

    name: str
    form: str = ""


@dataclass(frozen=True, slots=True)
class Template:
    """A text cut at its slots."""

    pieces: tuple[str | Slot, ...]

    @classmethod
    def read(cls, words: str) -> Template:
        pieces: list[str | Slot] = []
        last = 0
        for found in _SLOT.finditer(words):
            pieces += [words[last : found.start()], Slot(found[1], found[2] or "")]
            last = found.end()
        return cls((*pieces, words[last:]))

    @property
    def slots(self) -> Iterable[Slot]:
        return (piece for piece in self.pieces if isinstance(piece, Slot))

    def fill(self, say: Callable[[Slot], str]) -> str:
        if len(self.pieces) == 1:
            return str(self.pieces[0])
        return "".join([piece if isinstance(piece, str) else say(piece) for piece in self.pieces])


@lru_cache(maxsize=4096)
def template(words: str) -> Template:
    """The text as a template, read once."""
    return Template.read(words)


def sentences(words: str) -> list[str]:
    """A text cut into its sentences; the first is short enough for a calendar's line."""
    return _SENTENCE_END.split(words.strip())


def say_clock(clock: time, language: str) -> str:
    """“15:50”, « 15 h 50 »."""
    if language == "fr":
        return f"{clock.hour} h" if clock.minute == 0 else f"{clock.hour} h {clock.minute:02d}"
    return f"{clock.hour:02d}:{clock.minute:02d}"


@lru_cache(maxsize=4096)
def say_day(day: date, language: str, year: int, short: bool = False) -> str:
    """“Sunday 14 March”, with the year when it is not `year`; `short` gives “Sun 14 Mar”."""
    weekday, month = DAYS[language][day.weekday()], MONTHS[language][day.month - 1]
    if short:
        weekday = weekday[:3] + ("." if language == "fr" else "")
        month = SHORT_MONTHS[language][day.month - 1]
    number = "1er" if language == "fr" and day.day == 1 else str(day.day)
    tail = f" {day.year}" if day.year != year else ""
    return f"{weekday} {number} {month}{tail}"


def say_moment(moment: Moment, form: str, language: str, year: int, parts: dict[str, str]) -> str:
    """A moment in one of `MOMENT_FORMATS`; `parts` names the parts of the day ("morning" -> "in the morning").

    `when` says the day, and then the part of the day or the clock, whichever the moment was meant by. `last_day` is for
    the end of a window of whole days: the last date inside it.
    """
    at = moment.at
    if form == "time":
        return say_clock(at.timetz(), language)
    if form == "last_day" or (moment.grain is Grain.DAY_END and not moment.part):
        return say_day((at - timedelta(microseconds=1)).date(), language, year)
    day = say_day(at.date(), language, year, form == "short")
    if form == "day" or (moment.grain is Grain.DAY and not moment.part):
        return day
    if moment.part in parts:
        return f"{day}, {parts[moment.part]}"
    return f"{day} {'à' if language == 'fr' else 'at'} {say_clock(at.timetz(), language)}"


def join(words: Iterable[str], language: str) -> str:
    """“a, b and c”."""
    listed = list(words)
    if len(listed) < 2:
        return "".join(listed)
    return f"{', '.join(listed[:-1])} {AND[language]} {listed[-1]}"
