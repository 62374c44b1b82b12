"""A clinic's own value for a number that we ship: read exactly as it was typed, and held beside what the source has.

A source's number stays what it is. A clinic may have its own; where that asks for less care than the source does, it is
told so every time, with the source's number beside it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from saphena.pathway.treating.amounts import Unreadable, read_number

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from decimal import Decimal

__all__ = ["Careless", "Part", "Unreadable", "careless", "read_part"]


class Careless(StrEnum):
    """On which side of the source's number less care is taken: more of a drug, or fewer minutes of watching."""

    ABOVE = "above"
    BELOW = "below"
    NEITHER = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One figure of a number: what the source has, in which unit. A clock has two: when it warns, when it stops.

    `furthest` is how many times more or less than the source's is taken for a slip of the finger.
    """

    name: str
    unit: str
    source: Decimal
    careless: Careless
    whole: bool
    furthest: int

    def is_careless(self, value: Decimal) -> bool:
        """Whether the value asks for less care than the source's."""
        if self.careless is Careless.ABOVE:
            return value > self.source
        return self.careless is Careless.BELOW and value < self.source


def read_part(part: Part, typed: str) -> Decimal:
    """The clinic's own value as typed, with a point or a comma, with its unit or none; exact.

    Raises `Unreadable`: no number, two ways (1,000), wrong unit, not above zero, not whole, far from the source.
    """
    value = read_number(typed, part.unit)
    if "," in typed and int(value.as_tuple().exponent) == -3:
        raise Unreadable(typed, "two ways")
    if part.whole and value != value.to_integral_value():
        raise Unreadable(typed, "not whole")
    if part.source > 0 and not part.source / part.furthest <= value <= part.source * part.furthest:
        raise Unreadable(typed, "far from the source")
    return value


def careless(parts: Sequence[Part], values: Mapping[str, Decimal]) -> tuple[Part, ...]:
    """The figures in which these values ask for less care than the source does."""
    return tuple(part for part in parts if part.name in values and part.is_careless(values[part.name]))
