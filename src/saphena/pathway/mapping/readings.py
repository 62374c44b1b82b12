"""One number, or one word, noted at one place of one leg, exactly as it was measured, and where it comes from."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from decimal import Decimal

__all__ = ["WHOLE_LEG", "Origin", "Place", "Reading"]

WHOLE_LEG = "leg"
"""Stands for a segment where something is said of the whole leg: the signs, the symptoms, the items of the score."""


class Origin(StrEnum):
    """How a reading came in."""

    TYPED = "typed"
    REST = "rest"  # "the rest is competent": said for a whole leg in one act
    REPORT = "report"  # a scanner's structured report
    IMAGE = "image"  # measured on an image and accepted by a person


class Place(NamedTuple):
    """Where: the leg, the segment's id, and how high above the floor (cm) where one segment has several places."""

    leg: str
    segment: str
    level: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What was noted: a quantity of quantities.toml with its value, a number in the unit that is kept, or a word.

    `ref` names the row that it was read from, `note` gives the reason where one is needed.
    """

    place: Place
    quantity: str
    value: Decimal | str
    origin: Origin = Origin.TYPED
    ref: int = 0
    note: str = ""
