"""What a clinic counts of itself: indicators K1 to K21 as data, and which of its cases an accreditor looks at."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["Indicator", "consecutive", "indicators", "late_hours", "note_days", "sample_size"]

Case = TypeVar("Case")


@dataclass(frozen=True, slots=True)
class Indicator:
    """One of them: what is counted of what. One that is not computed says what is missing."""

    id: str
    name: Mapping[str, str]
    numerator: Mapping[str, str]
    denominator: Mapping[str, str]
    computed: bool
    is_ratio: bool
    needs: Mapping[str, str]


@cache
def _raw() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("indicators.toml").read_text(encoding="utf-8"))


@cache
def indicators() -> Mapping[str, Indicator]:
    """All of them by id, in their order."""
    return MappingProxyType({key: _indicator(key, row) for key, row in _raw()["indicators"].items()})


def _indicator(key: str, row: dict[str, Any]) -> Indicator:
    computed, is_ratio = row.get("computed", False), row.get("is_ratio", False)
    return Indicator(key, row["name"], row["numerator"], row["denominator"], computed, is_ratio, row.get("needs", {}))


def note_days() -> int:
    """Within how many days of the session its note is signed."""
    return int(_raw()["note_signed"]["days"])


def late_hours() -> int:
    """A visit that is called off so many hours before, or fewer, is called off late."""
    return int(_raw()["cancelled_late"]["hours"])


def sample_size(cases: int) -> int:
    """How many cases of a year an accreditor looks at: 5 %, at least 30, and all of them where there are fewer.

    Source: IAC Vein Center 2.1C. Raises `ValueError` for fewer than none.
    """
    if cases < 0:
        raise ValueError(f"{cases} cases")
    share = (Decimal(_raw()["sample"]["share"]) * cases).to_integral_value(ROUND_CEILING)
    return min(cases, max(int(_raw()["sample"]["least"]), int(share)))


def consecutive(cases: Sequence[Case]) -> Sequence[Case]:
    """The sample of these cases, which stand in the order of their day: the last ones, one after the other.

    Nobody chooses them, and whoever asks again for the same period gets the same.
    """
    return cases[len(cases) - sample_size(len(cases)) :]
