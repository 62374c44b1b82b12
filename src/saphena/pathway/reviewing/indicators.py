"""What a clinic counts of itself: indicators K1 to K21 as data, and which of its cases an accreditor looks at."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from saphena.pathway.reviewing.rows import times

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Band", "Harm", "Indicator", "bands", "harms", "indicators", "limit", "sample_size"]

Texts = dict[str, str]
LIMITS = {
    "map_days": ("map_before", "days"), "note_days": ("note_signed", "days"), "late_hours": ("cancelled_late", "hours"),
    "second_days": ("second_session", "days"), "harm_days": ("harms_within", "days"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Indicator:
    """One of them: what is counted of what, and who asks for it."""

    id: str
    name: Mapping[str, str]
    numerator: Mapping[str, str]
    denominator: Mapping[str, str]
    source: str


@dataclass(frozen=True, slots=True)
class Band:
    """A band of diameters in mm: from the one before up to `below`, without it; the last has no upper end."""

    name: str
    below: Decimal | None
    label: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Harm:
    """A kind of complication that stands on the page also when there was none: `of` are its names in the list."""

    name: str
    title: Mapping[str, str]
    of: tuple[str, ...]
    extension: tuple[str, ...]


@cache
def _raw() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("indicators.toml").read_text(encoding="utf-8"))


def limit(name: str) -> int:
    """One of the numbers that an indicator is counted by, in days or hours as its name says. `KeyError` for no such."""
    row, unit = LIMITS[name]
    return int(_raw()[row][unit])


@cache
def indicators() -> Mapping[str, Indicator]:
    """All of them by id, in their order, with their numbers filled in."""
    early = times()["early"]
    known = {name: limit(name) for name in LIMITS} | {"early_first": early.first_day, "early_last": early.last_day}

    def filled(texts: Texts) -> Mapping[str, str]:
        return MappingProxyType({language: text.format(**known) for language, text in texts.items()})

    return MappingProxyType(
        {
            key: Indicator(
                key, filled(row["name"]), filled(row["numerator"]), filled(row["denominator"]), row["source"]
            )
            for key, row in _raw()["indicators"].items()
        }
    )


@cache
def bands() -> tuple[Band, ...]:
    """The bands of diameters, the narrowest first."""
    return tuple(
        Band(row["name"], Decimal(row["below"]) if "below" in row else None, row["label"]) for row in _raw()["bands"]
    )


@cache
def harms() -> Mapping[str, Harm]:
    """What is looked for in every clinic, by name."""
    return MappingProxyType(
        {
            name: Harm(name, row["title"], tuple(row["of"]), tuple(row.get("extension", ())))
            for name, row in _raw()["harms"].items()
        }
    )


def sample_size(cases: int) -> int:
    """How many cases of a year an accreditor looks at: 5 %, at least 30, and all of them where there are fewer.

    Source: IAC Vein Center 2.1C. Raises `ValueError` for fewer than none.
    """
    if cases < 0:
        raise ValueError(f"{cases} cases")
    share = (Decimal(_raw()["sample"]["share"]) * cases).to_integral_value(ROUND_CEILING)
    return min(cases, max(int(_raw()["sample"]["least"]), int(share)))
