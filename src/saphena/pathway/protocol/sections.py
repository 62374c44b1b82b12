"""One table of a TOML file, read field by field, with every complaint at its own line.

`tomllib` gives values without places, so `line_numbers` finds where each key stands; `Section` then takes fields out by
name and type, and says what is missing, of the wrong kind or unknown.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeVar

from saphena.pathway.protocol.phrases import PhraseError
from saphena.pathway.protocol.settings import nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["Problem", "Section", "line_numbers"]

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)
# Each sign can be matched in one way only, so that a line of nothing but spaces or dots costs no more than its length.
_HEADER = re.compile(r"^\s*(\[\[?)([^\[\]]+)\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"^\s*([A-Za-z0-9_\-\".]+)\s*=")


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in a protocol file that cannot be read: where it stands and what to do about it."""

    file: str
    line: int
    place: str
    sentence: str

    def __str__(self) -> str:
        return (
            f"{self.file}:{self.line}: {self.place}: {self.sentence}"
            if self.place
            else f"{self.file}:{self.line}: {self.sentence}"
        )


def line_numbers(text: str) -> dict[str, int]:
    """Where each table and key stands: `rules[3]` and `rules[3].until` -> line, counted from 1."""
    found: dict[str, int] = {}
    counts: dict[str, int] = {}
    place, inside = "", ""
    for number, line in enumerate(text.splitlines(), start=1):
        if inside:
            inside = "" if inside in line else inside
            continue
        if header := _HEADER.match(line):
            place = _place(header[2].strip().replace('"', ""), header[1] == "[[", counts)
            found[place] = number
        elif key := _KEY.match(line):
            name = key[1].replace('"', "")
            found[f"{place}.{name}" if place else name] = number
            for quotes in ('"""', "'''"):
                if line.count(quotes) == 1:
                    inside = quotes
    return found


def _place(name: str, listed: bool, counts: dict[str, int]) -> str:
    parts, place = name.split("."), ""
    for index, part in enumerate(parts):
        place = f"{place}.{part}" if place else part
        last = index == len(parts) - 1
        if last and listed:
            counts[place] = counts.get(place, -1) + 1
            for inner in [known for known in counts if known.startswith(f"{place}[")]:
                del counts[inner]
        if place in counts:
            place = f"{place}[{counts[place]}]"
    return place


def _all_words(listed: object) -> bool:
    return (
        isinstance(listed, list) and bool(listed) and all(isinstance(words, str) and words.strip() for words in listed)
    )


@dataclass
class Section:
    """A table being read. Taking a field marks it as known; `done()` complains of the rest."""

    values: dict[str, Any]
    path: str
    name: str
    file: str
    lines: Mapping[str, int]
    problems: list[Problem]
    taken: set[str] = field(default_factory=set)

    def refuse(self, key: str, sentence: str) -> None:
        at = (
            self.lines.get(f"{self.path}.{key}" if self.path else key)
            or self._near(key)
            or self.lines.get(self.path, 1)
        )
        self.problems.append(Problem(self.file, at, f"{self.name}, {key}" if key else self.name, sentence))

    def _near(self, key: str) -> int:
        prefix = f"{self.path}.{key}." if self.path else f"{key}."
        return next((line for place, line in self.lines.items() if place.startswith(prefix)), 0)

    @property
    def line(self) -> int:
        return self.lines.get(self.path, 1)

    def _take(self, key: str, kind: type | tuple[type, ...], wanted: str, default: Any, needed: bool) -> Any:
        self.taken.add(key)
        if key not in self.values:
            if needed:
                self.refuse(key, f"is missing; it must be {wanted}")
            return default
        value = self.values[key]
        if not isinstance(value, kind) or (isinstance(value, bool) and kind in (int, float)):
            self.refuse(key, f"must be {wanted}, not {value!r}")
            return default
        return value

    def words(self, key: str, default: str = "", *, needed: bool = False) -> str:
        value: str = self._take(key, str, "words in quotation marks", default, needed)
        return value

    def flag(self, key: str, default: bool = False) -> bool:
        value: bool = self._take(key, bool, "true or false", default, False)
        return value

    def number(self, key: str) -> int | None:
        value: int | None = self._take(key, int, "a whole number", None, False)
        return value

    def day(self, key: str, default: date | None = None, *, needed: bool = False) -> date | None:
        value: date | None = self._take(key, date, "a date like 2026-11-22", default, needed)
        return value

    def names(self, key: str) -> tuple[str, ...]:
        """A list of words, or one word standing alone."""
        value = self._take(key, (str, list), "words, or a list of words", [], False)
        return (value,) if isinstance(value, str) else tuple(str(each) for each in value)

    def one_of(self, key: str, kind: type[E], default: E, *, needed: bool = False) -> E:
        value = self.words(key, default.value, needed=needed)
        try:
            return kind(value)
        except ValueError:
            self.refuse(key, f"“{value}” is none of {', '.join(kind)}{nearest(value, list(kind))}")
            return default

    def phrase(self, key: str, read: Callable[[str], T]) -> T | None:
        """A phrase in one of the protocol language's forms."""
        value = self.words(key)
        return self._read(key, value, read) if value else None

    def phrases(self, key: str, read: Callable[[str], T]) -> tuple[T, ...]:
        """A list of phrases, or one standing alone."""
        found = (self._read(key, value, read) for value in self.names(key))
        return tuple(each for each in found if each is not None)

    def _read(self, key: str, value: str, read: Callable[[str], T]) -> T | None:
        try:
            return read(value)
        except PhraseError as error:
            self.refuse(key, str(error))
            return None

    def texts(self, key: str, *, needed: bool = False) -> dict[str, str]:
        """A text in several languages: `text.en`, `text.fr`."""
        value = self._take(key, dict, f"a text per language, {key}.en = …", {}, needed)
        wrong = [language for language, words in value.items() if not isinstance(words, str) or not words.strip()]
        for language in wrong:
            self.refuse(f"{key}.{language}", "must be words in quotation marks")
        return {language: " ".join(words.split()) for language, words in value.items() if language not in wrong}

    def lists(self, key: str) -> dict[str, tuple[str, ...]]:
        """A list of short texts in several languages: `points.en = ["…", "…"]`."""
        value = self._take(key, dict, f"a list per language, {key}.en = […]", {}, False)
        wrong = [name for name, listed in value.items() if not _all_words(listed)]
        for language in wrong:
            self.refuse(f"{key}.{language}", "must be a list of words in quotation marks")
        return {language: tuple(listed) for language, listed in value.items() if language not in wrong}

    def anything(self, key: str, *, needed: bool = False) -> Any:
        return self._take(key, object, "a value", None, needed)

    def tables(self, key: str) -> list[Section]:
        """A list of tables, `[[key]]`."""
        listed = self._take(key, list, f"tables headed [[{key}]]", [], False)
        path = f"{self.path}.{key}" if self.path else key
        return [
            self._inner(each, f"{path}[{index}]", key) for index, each in enumerate(listed) if isinstance(each, dict)
        ]

    def named_tables(self, key: str) -> dict[str, Section]:
        """Tables by name, `[key.name]`."""
        listed = self._take(key, dict, f"tables headed [{key}.name]", {}, False)
        path = f"{self.path}.{key}" if self.path else key
        for name, each in listed.items():
            if not isinstance(each, dict):
                self.refuse(f"{key}.{name}", f"must be a table headed [{key}.{name}]")
        return {
            name: self._inner(each, f"{path}.{name}", f"{key} {name}")
            for name, each in listed.items()
            if isinstance(each, dict)
        }

    def _inner(self, values: dict[str, Any], path: str, name: str) -> Section:
        return Section(values, path, name, self.file, self.lines, self.problems)

    def done(self) -> None:
        for key in self.values:
            if key not in self.taken:
                self.refuse(key, f"nothing here is called {key}{nearest(key, self.taken)}")
