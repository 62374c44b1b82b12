"""What a person typed at the terminal, read into protocols, moments, facts and numbers; a mistake is named as typed."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from saphena.commands import CommandFailed, did_you_mean
from saphena.pathway.clock import settle
from saphena.pathway.protocol import library
from saphena.pathway.protocol.reading import Unreadable, read_file
from saphena.pathway.protocol.settings import Unusable, check_choices, nearest, read_value
from saphena.pathway.protocol.wording import DAYS as SPOKEN

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path
    from zoneinfo import ZoneInfo

    from saphena.pathway.protocol.rules import Protocol, Value

__all__ = [
    "Moments", "find_protocol", "now", "one_of", "protocol_file", "read_facts", "read_language", "read_settings",
    "read_zone",
]  # fmt: skip

EXAMPLE = "2027-03-09T10:00"
YEARS = range(1970, 2200)
_ABOUT_A_MOMENT = re.compile(r"\d{4}-\d\d?-\d\d?([T ]\d\d?:\d\d)?")


def find_protocol(name: str) -> Protocol:
    """A shipped protocol by its id, or one in a file. Raises `CommandFailed`."""
    try:
        return read_file(protocol_file(name))
    except Unreadable as error:
        raise CommandFailed(str(error)) from None


def protocol_file(name: str) -> Path:
    """Where a protocol stands, by its id or as a path. Raises `CommandFailed`."""
    from pathlib import Path

    if _is_a_file(name):
        return Path(name)
    if name not in library.shipped():
        near = nearest(name, library.shipped())
        raise CommandFailed(f"no protocol is called {name or '“”'}{near} (a file of your own ends in .toml)")
    return library.shipped()[name]


def _is_a_file(name: str) -> bool:
    return name.endswith(".toml") or "/" in name or "\\" in name


def one_of(option: str, value: str, known: Iterable[str]) -> str:
    """The value, once it is one of those known. Raises `CommandFailed` with the nearest."""
    names = list(known)
    if value not in names:
        raise CommandFailed(f"{option} {value}: there are {', '.join(names)}{did_you_mean(value, names)}")
    return value


def read_language(words: str, protocol: Protocol) -> str:
    """The language asked for, or the protocol's first; `fr-CA` is `fr`."""
    known = [language for language in protocol.languages if language in SPOKEN]
    if not words:
        return known[0] if known else "en"
    return one_of("--lang", words.lower().replace("_", "-").split("-")[0], known)


def read_zone(name: str, protocol: Protocol) -> ZoneInfo:
    """The zone whose clocks the plan is on. Raises `CommandFailed` with the nearest of the world's zones."""
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

    try:
        return ZoneInfo(name or protocol.zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        near = did_you_mean(name, available_timezones())
        raise CommandFailed(
            f"--zone {name}: no time zone is called that{near}; write one like America/Edmonton"
        ) from None


def _split(option: str, words: str, example: str) -> tuple[str, str]:
    name, equals, value = words.partition("=")
    if not equals or not name.strip() or not value.strip():
        raise CommandFailed(f"{option} {words}: write it like {option} {example}")
    return name.strip(), value.strip()


def read_facts(typed: Iterable[str], protocol: Protocol) -> dict[str, Value]:
    """`two_light_stockings`, `two_light_stockings=no`, `drive_minutes=40`. Raises `CommandFailed`."""
    facts: dict[str, Value] = {}
    for words in typed:
        name, equals, value = (part.strip() for part in words.partition("="))
        fact = protocol.facts.get(name)
        if fact is None:
            raise CommandFailed(f"--fact {words}: no fact is called {name or '“”'}{nearest(name, protocol.facts)}")
        if fact.unit != "yes-no" and not equals:
            raise CommandFailed(f"--fact {words}: how many {fact.unit}? Write it like --fact {name}={fact.default}")
        _only_once("--fact", words, name, facts)
        facts[name] = _value("--fact", words, value if equals else "yes", fact.unit)
    try:
        check_choices(protocol, facts)
    except Unusable as both:
        raise CommandFailed(f"--fact {both.field}: {both}") from None
    return facts


def _only_once(option: str, words: str, name: str, said: Iterable[str]) -> None:
    if name in said:
        raise CommandFailed(f"{option} {words}: {name} is said already; say it only once")


def read_settings(typed: Iterable[str], protocol: Protocol) -> dict[str, Value]:
    """`bandage_nights=3`, `bedtime=21:30`. Raises `CommandFailed`."""
    settings: dict[str, Value] = {}
    for words in typed:
        name, value = _split("--set", words, "bandage_nights=3")
        parameter = protocol.parameters.get(name)
        if parameter is None:
            raise CommandFailed(f"--set {words}: no parameter is called {name}{nearest(name, protocol.parameters)}")
        _only_once("--set", words, name, settings)
        settings[name] = _value("--set", words, value, parameter.unit)
    return settings


WANTED = {"yes-no": "yes or no", "clock": "a time of day like 07:00"}


def _value(option: str, words: str, value: str, unit: str) -> Value:
    try:
        if unit == "clock" and not re.fullmatch(r"\d\d:\d\d", value):
            raise ValueError(value)
        return read_value(value, unit)
    except (ValueError, OverflowError):
        wanted = WANTED.get(unit, f"a number of {unit}")
        raise CommandFailed(f"{option} {words}: it must be {wanted}, not {value}") from None


@dataclass
class Moments:
    """Reads `procedure=2027-03-09T10:00`. A time without an offset is on the clocks of `zone`."""

    zone: ZoneInfo
    notes: list[str] = field(default_factory=list)

    def events(self, option: str, typed: Iterable[str], protocol: Protocol) -> dict[str, datetime]:
        """Events by name. One that may come again is numbered: the second `review` is `review 2`, as is `review.2`."""
        events: dict[str, datetime] = {}
        for words in typed:
            name, when = _split(option, words, f"procedure={EXAMPLE}")
            name = re.sub(r"[. ]1$", "", name.replace(".", " "))
            known = protocol.events.get(name)
            if name in events and known and known.many:
                name = next(f"{name} {n}" for n in range(2, len(events) + 3) if f"{name} {n}" not in events)
            elif name in events:
                raise CommandFailed(f"{option} {words}: {name} already has a time; it comes only once")
            events[name] = self.read(f"{option} {words}", when)
        return events

    def observations(self, typed: Iterable[str], protocol: Protocol) -> dict[str, datetime]:
        seen: dict[str, datetime] = {}
        for words in typed:
            example = f"{next(iter(protocol.observations), 'blister')}={EXAMPLE}"
            name, when = _split("--seen", words, example)
            _only_once("--seen", words, name, seen)
            seen[name] = self.read(f"--seen {words}", when)
        return seen

    def read(self, place: str, when: str) -> datetime:
        """A moment as typed, aware. Raises `CommandFailed` for what is no moment, or for a day without its time."""
        try:
            moment = datetime.fromisoformat(when)
        except ValueError as error:
            why = f"there is no such time ({error})" if _ABOUT_A_MOMENT.match(when) else f"{when} is no date and time"
            raise CommandFailed(f"{place}: {why}; write it like {EXAMPLE}") from None
        if _is_a_date(when):
            raise CommandFailed(f"{place}: say the time too: {moment.date()}T10:00")
        if moment.year not in YEARS:
            raise CommandFailed(
                f"{place}: the year {moment.year} is out of range; it must be {YEARS[0]} to {YEARS[-1]}"
            )
        return moment if moment.utcoffset() is not None else self._on_the_wall(place, moment)

    def _on_the_wall(self, place: str, typed: datetime) -> datetime:
        settled = settle(typed.date(), typed.time(), self.zone)
        if settled.replace(tzinfo=None) != typed:
            self.notes.append(f"{place}: the clocks skip that hour in {self.zone.key}; taken as {settled:%H:%M}")
        elif settled.replace(fold=1).utcoffset() != settled.utcoffset():
            offset = settled.isoformat()[-6:]
            self.notes.append(
                f"{place}: that hour comes twice in {self.zone.key}; taken as the first, {typed:%H:%M}{offset}"
            )
        return settled

    def tell(self) -> None:
        """What the clocks made of it, on standard error."""
        for note in self.notes:
            print(f"note: {note}", file=sys.stderr)


def _is_a_date(when: str) -> bool:
    try:
        date.fromisoformat(when)
    except ValueError:
        return False
    return True


def now() -> datetime:
    """The present moment: what a calendar file says of when it was made."""
    return datetime.now(UTC)
