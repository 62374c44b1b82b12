"""What leaves the clinic for a registry: the columns as data, and what is made of what could point to somebody."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from saphena.pathway.reviewing.indicators import bands

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["OTHER", "Column", "Value", "birth_years", "columns", "fewest", "procedure_columns", "rare_together"]

Value = str | int | float | None
BAND, OLDEST = 5, 1940
OTHER = "other"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, its type as DuckDB writes it, its unit and what it means."""

    name: str
    type: str
    unit: str
    meaning: Mapping[str, str]


@cache
def _raw() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("registry.toml").read_text(encoding="utf-8"))


def _columns(table: str) -> Mapping[str, Column]:
    limits = {
        language: ", ".join(f"{each.name} {each.label[language]}" for each in bands()) for language in ("en", "fr")
    }
    return MappingProxyType({
        name: Column(
            name, row["type"], row.get("unit", ""),
            MappingProxyType({said: text.replace("{bands}", limits[said]) for said, text in row["meaning"].items()}),
        )
        for name, row in _raw()[table].items()
    })  # fmt: skip


@cache
def columns() -> Mapping[str, Column]:
    """The columns of the table of segments in their order."""
    return _columns("columns")


@cache
def procedure_columns() -> Mapping[str, Column]:
    """The columns of the table of sessions in their order."""
    return _columns("procedures")


def fewest() -> int:
    """A value that fewer patients have is put together with others."""
    return int(_raw()["small"]["patients"])


def rare_together(rows: Sequence[Mapping[str, Value]], names: Sequence[str], least: int) -> list[dict[str, Value]]:
    """The rows, with “other” for every value of these columns that fewer than `least` patients of the export have.

    >>> rare_together([{"patient": "a", "leg": "left"}, {"patient": "b", "leg": "right"}], ["leg"], 2)
    [{'patient': 'a', 'leg': 'other'}, {'patient': 'b', 'leg': 'other'}]
    """
    rare: dict[str, set[Value]] = {}
    for name in names:
        having: dict[Value, set[Value]] = {}
        for row in rows:
            having.setdefault(row[name], set()).add(row["patient"])
        rare[name] = {value for value, patients in having.items() if len(patients) < least}
    return [dict(row) | {name: OTHER for name in names if row[name] in rare[name]} for row in rows]


def birth_years(year: int) -> str:
    """The five years that somebody was born in; the oldest are together, because there are few of them.

    >>> birth_years(1967), birth_years(1931)
    ('1965-1969', 'before 1940')
    """
    if year < OLDEST:
        return f"before {OLDEST}"
    first = year - year % BAND
    return f"{first}-{first + BAND - 1}"
