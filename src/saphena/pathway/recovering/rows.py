"""The triage table as a clinic reads it: rows of triage.toml, checked as they are read."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from importlib.resources import files
from typing import Any

from saphena.pathway.recovering.levels import Level

__all__ = ["Case", "Row", "Said", "Table", "Window", "read", "table"]

Texts = Mapping[str, str]

SURE = ("found", "derived", "engineering", "recalled")
LANGUAGES = ("en", "fr")
WHERE = ("home", "clinic", "before")
GROUPS = ("emergency", "leg", "small", "pain", "bandage", "stocking", "clinic", "before")
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Window:
    """When after the last injection a row's level holds; earlier and later it is `outside`."""

    first: timedelta | None
    last: timedelta
    whole_day: bool
    outside: Level

    def holds(self, since: timedelta) -> bool:
        """Hours count exactly; of days the last one counts whole."""
        if self.first is not None and since < self.first:
            return False
        return since < self.last + DAY if self.whole_day else since <= self.last


@dataclass(frozen=True, slots=True)
class Case:
    """A detail that is asked when the row is ticked; a yes makes the row this level, told as row `number`."""

    when: str
    level: Level
    number: int
    ask: Texts
    tell: Texts


@dataclass(frozen=True, slots=True)
class Row:
    """One symptom: how urgent, what the patient is asked and told, and what the clinic does."""

    number: int
    name: str
    group: str
    where: str
    level: Level
    ask: Texts
    means: Texts
    tell: Texts
    clinic: Texts
    source: str
    sure: str
    off: bool = False
    window: Window | None = None
    lasts: timedelta | None = None
    sees: str = ""
    cases: tuple[Case, ...] = ()


@dataclass(frozen=True, slots=True)
class Said:
    """What a level means for the patient: a heading, and a sentence under it."""

    title: Texts
    tell: Texts


@dataclass(frozen=True)
class Table:
    """Every row that is on, by name, with the amounts, and which text it was read from."""

    version: str
    fingerprint: str
    approved: str
    rows: Mapping[str, Row]
    levels: Mapping[str, Said]
    amounts: Mapping[str, int]
    off: tuple[Row, ...] = ()

    def details(self) -> list[Case]:
        """Every detail that may be asked."""
        return [case for row in self.rows.values() for case in row.cases]


@cache
def table() -> Table:
    """The table that we ship, read once."""
    return read((files("saphena.pathway.recovering") / "triage.toml").read_text(encoding="utf-8"))


def read(text: str) -> Table:
    """TOML text -> the table, without the rows that are off. Raises `ValueError` naming what is not complete."""
    raw = tomllib.loads(text)
    every = [_row(each) for each in raw["rows"]]
    names = [row.name for row in every] + [case.when for row in every for case in row.cases]
    if twice := {name for name in names if names.count(name) > 1}:
        raise ValueError(f"two rows or details have one name: {', '.join(sorted(twice))}")
    return Table(
        version=str(raw["table"]["version"]),
        fingerprint=hashlib.sha256(text.encode()).hexdigest()[:16],
        approved=str(raw["table"]["approved"]),
        rows={row.name: row for row in every if not row.off},
        levels={
            key: Said(_texts(key, said["title"]), _texts(key, said["tell"])) for key, said in raw["levels"].items()
        },
        amounts={key: int(each["value"]) for key, each in raw["amounts"].items() if _is_on(key, each)},
        off=tuple(row for row in every if row.off),
    )


def _is_on(name: str, raw: Mapping[str, Any]) -> bool:
    if raw["sure"] not in SURE or not raw["source"]:
        raise ValueError(f"{name}: an amount needs a source, and how sure it is")
    if raw["sure"] == "recalled" and not raw.get("off"):
        raise ValueError(f"{name}: what is only recalled is off until a clinic has confirmed it")
    return not raw.get("off", False)


def _row(raw: dict[str, Any]) -> Row:
    name = str(raw["name"])
    row = Row(
        number=int(raw["number"]),
        name=name,
        group=raw["group"],
        where=raw.get("where", "home"),
        level=Level.named(raw["level"]),
        ask=_texts(name, raw["ask"]),
        means=_texts(name, raw["means"]),
        tell=_texts(name, raw["tell"]),
        clinic=_texts(name, raw["clinic"]),
        source=raw["source"],
        sure=raw["sure"],
        off=bool(raw.get("off", False)),
        window=_window(raw["window"]) if "window" in raw else None,
        lasts=timedelta(days=raw["lasts"]) if "lasts" in raw else None,
        sees=raw.get("sees", ""),
        cases=tuple(_case(int(raw["number"]), case) for case in raw.get("cases", ())),
    )
    if not _complete(row):
        raise ValueError(f"{name}: a row needs a group, a place, a source, and how sure it is")
    _is_on(name, raw)
    if row.level is Level.SELF and row.lasts is None:
        raise ValueError(f"{name}: what is looked after at home needs the days after which it becomes a call")
    return row


def _complete(row: Row) -> bool:
    return row.group in GROUPS and row.where in WHERE and row.sure in SURE and bool(row.source)


def _case(number: int, raw: dict[str, Any]) -> Case:
    when = str(raw["when"])
    return Case(
        when,
        Level.named(raw["level"]),
        int(raw.get("as", number)),
        _texts(when, raw["ask"]),
        _texts(when, raw["tell"]),
    )


def _window(raw: dict[str, Any]) -> Window:
    unit = {"hours": timedelta(hours=1), "days": DAY}[raw["unit"]]
    first = unit * raw["from"] if "from" in raw else None
    return Window(first, unit * raw["until"], raw["unit"] == "days", Level.named(raw["outside"]))


def _texts(name: str, raw: Mapping[str, str]) -> Texts:
    if any(not raw.get(language) for language in LANGUAGES):
        raise ValueError(f"{name}: words are missing in one of the languages {', '.join(LANGUAGES)}")
    return dict(raw)
