"""The rows of reviewing.toml: definitions with their source, and which of them this clinic has confirmed."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from operator import ge, gt, le, lt
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

__all__ = ["Definition", "Definitions", "Time", "definitions", "times"]

OPERATORS: Mapping[str, Callable[[Decimal, Decimal], bool]] = {">": gt, ">=": ge, "<": lt, "<=": le}
SIGNS = {">=": "≥", "<=": "≤"}


@dataclass(frozen=True, slots=True)
class Definition:
    """One row: what it is about, its limit, where it comes from, how sure it is."""

    name: str
    source: str
    sure: str
    of: str = ""
    operator: str = ""
    value: Decimal | None = None
    unit: str = ""

    @property
    def ships_on(self) -> bool:
        """What was only recalled is off until a physician of the clinic confirms it."""
        return self.sure != "recalled"

    @property
    def sign(self) -> str:
        """The operator as it is written for people."""
        return SIGNS.get(self.operator, self.operator)

    def met(self, number: Decimal) -> bool:
        """Whether the number passes the limit. Raises `ValueError` for a row that has none."""
        if self.value is None:
            raise ValueError(f"{self.name} has no limit")
        return OPERATORS[self.operator](number, self.value)


@dataclass(frozen=True, slots=True)
class Definitions:
    """The rows, and the names of those that the clinic has confirmed."""

    rows: Mapping[str, Definition]
    confirmed: frozenset[str] = frozenset()

    def on(self, name: str) -> Definition | None:
        """The row when it counts in this clinic, else nothing."""
        row = self.rows[name]
        return row if row.ships_on or name in self.confirmed else None

    @property
    def off(self) -> list[Definition]:
        """The rows that wait for somebody to confirm them."""
        return [row for name, row in self.rows.items() if not row.ships_on and name not in self.confirmed]


@dataclass(frozen=True, slots=True)
class Time:
    """One of the return visits: from which day to which after the injection, and what is asked at it."""

    name: str
    label: Mapping[str, str]
    first_day: int
    last_day: int
    asks: tuple[str, ...]
    source: str

    def holds(self, injected: date, seen: date) -> bool:
        """Whether the day lies in the window, counted in calendar days from the day of the injection."""
        return self.first_day <= (seen - injected).days <= self.last_day


@cache
def _raw() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("reviewing.toml").read_text(encoding="utf-8"))


@cache
def _rows() -> Mapping[str, Definition]:
    found = {}
    for group in ("outcome", "extension", "again"):
        for key, row in _raw()[group].items():
            limit = {name: row.get(name, "") for name in ("of", "operator", "unit")}
            value = Decimal(row["value"]) if "value" in row else None
            name = f"{group}.{key}"
            found[name] = Definition(name, row["source"], row["sure"], value=value, **limit)
    return MappingProxyType(found)


def definitions(confirmed: frozenset[str] = frozenset()) -> Definitions:
    """What return visits are judged by, with the clinic's own confirmations."""
    return Definitions(_rows(), confirmed)


@cache
def times() -> Mapping[str, Time]:
    """The return visits by name, the earliest first."""
    return MappingProxyType({name: _time(name, row) for name, row in _raw()["times"].items()})


def _time(name: str, row: dict[str, Any]) -> Time:
    label, asks = MappingProxyType(row["label"]), tuple(row["asks"])
    return Time(name, label, row["first_day"], row["last_day"], asks, row["source"])
