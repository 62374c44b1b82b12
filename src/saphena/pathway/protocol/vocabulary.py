"""The words every protocol may use without defining them: events, units and parts of the day, from vocabulary.toml."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from datetime import time, timedelta
from functools import cache
from importlib.resources import files

from saphena.pathway.clock import CalendarDays, Elapsed, Nights
from saphena.pathway.protocol.rules import EventDefinition, Texts

__all__ = ["Distance", "Topic", "Unit", "Vocabulary", "involved", "parts_in", "topics", "vocabulary"]

Distance = Elapsed | CalendarDays | Nights


@dataclass(frozen=True, slots=True)
class Unit:
    """How a number is counted: by the stopwatch, by dates, by nights, or not in time at all."""

    name: str
    counts: str
    size: int = 0
    words: tuple[tuple[str, tuple[str, str]], ...] = ()

    def distance(self, amount: float) -> Distance:
        """So many of this unit as a distance in time. Raises `ValueError` when the unit measures no time."""
        match self.counts:
            case "elapsed":
                return Elapsed(timedelta(seconds=amount * self.size))
            case "calendar":
                return CalendarDays(int(amount * self.size))
            case "nights":
                return Nights(int(amount))
            case _:
                raise ValueError(f"{self.name} measure no time")

    def say(self, amount: float, language: str) -> str:
        """“5 nights”, “1,5 heure”: the number and its unit as one language writes them."""
        single, plural = dict(self.words)[language]
        number = f"{amount:g}"
        if language == "fr":
            return f"{number.replace('.', ',')} {single if abs(amount) < 2 else plural}"
        return f"{number} {single if amount == 1 else plural}"


@dataclass(frozen=True)
class Vocabulary:
    events: dict[str, EventDefinition]
    units: dict[str, Unit]
    parts: dict[str, Texts]


@dataclass(frozen=True, slots=True)
class Topic:
    """What an instruction is about, and what else doing it involves (swimming involves water); see topics.toml.

    `held` is what keeping to it is called, in each language: "bandage", "no swimming".
    """

    name: str
    involves: frozenset[str] = frozenset()
    may_involve: frozenset[str] = frozenset()
    per_leg: bool = False
    lasting: bool = False
    awake: bool = False
    held: Texts = field(default_factory=dict, compare=False)


@cache
def vocabulary() -> Vocabulary:
    """The shipped vocabulary, read once."""
    raw = tomllib.loads(_text("vocabulary.toml"))
    events = {
        name: EventDefinition(
            name,
            {"en": entry["en"], "fr": entry["fr"]},
            many=entry.get("many", False),
            first_of=tuple(entry.get("first_of", ())),
            after=entry.get("after", ""),
        )
        for name, entry in raw["events"].items()
    }
    units = {
        name: Unit(
            name,
            entry["counts"],
            entry.get("seconds", entry.get("days", 0)),
            tuple(
                (language, (entry[language][0], entry[language][1])) for language in ("en", "fr") if language in entry
            ),
        )
        for name, entry in raw["units"].items()
    }
    return Vocabulary(events, units, raw["parts"])


@cache
def parts_in(language: str) -> dict[str, str]:
    """The parts of the day as one language says them: “morning” -> “in the morning”."""
    return {name: texts[language] for name, texts in vocabulary().parts.items()}


@cache
def topics() -> dict[str, Topic]:
    """The shipped topics, read once."""
    raw = tomllib.loads(_text("topics.toml"))
    return {
        name: Topic(
            name,
            frozenset(entry.get("involves", ())),
            frozenset(entry.get("may_involve", ())),
            per_leg=entry.get("per_leg", False),
            lasting=entry.get("lasting", False),
            awake=entry.get("awake", False),
            held=entry.get("held", {}),
        )
        for name, entry in raw["topics"].items()
    }


@cache
def involved(name: str) -> frozenset[str]:
    """A topic and everything that doing it involves."""
    found, growing = {name}, [name]
    while growing:
        more = topics()[growing.pop()].involves - found
        found |= more
        growing += more
    return frozenset(found)


def read_clock(words: str) -> time:
    """“07:00” as a time of day. Raises `ValueError`."""
    return time.fromisoformat(words)


def _text(name: str) -> str:
    return files("saphena.pathway.protocol").joinpath(name).read_text(encoding="utf-8")
