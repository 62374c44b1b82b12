"""What leaves the clinic for a registry: the columns as data, and what is made of a birth date."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Column", "birth_years", "columns"]

BAND, OLDEST = 5, 1940


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, its type as DuckDB writes it, its unit and what it means."""

    name: str
    type: str
    unit: str
    meaning: Mapping[str, str]


@cache
def columns() -> Mapping[str, Column]:
    """The columns of the export in their order."""
    raw = tomllib.loads(files(__package__).joinpath("registry.toml").read_text(encoding="utf-8"))["columns"]
    found = {name: Column(name, row["type"], row.get("unit", ""), row["meaning"]) for name, row in raw.items()}
    return MappingProxyType(found)


def birth_years(year: int) -> str:
    """The five years that somebody was born in; the oldest are together, because there are few of them.

    >>> birth_years(1967), birth_years(1931)
    ('1965-1969', 'before 1940')
    """
    if year < OLDEST:
        return f"before {OLDEST}"
    first = year - year % BAND
    return f"{first}-{first + BAND - 1}"
