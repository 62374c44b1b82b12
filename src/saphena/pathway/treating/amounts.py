"""Volumes, strengths and milligrams as exact numbers: nothing is rounded before the last step, and then down.

A volume is read as somebody typed it: 2.5, 2,5, 2.5 mL. Another unit is refused, never converted in silence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from fractions import Fraction

__all__ = ["LIQUID", "Ratio", "Unreadable", "as_decimal", "down", "mg_in", "read_number", "read_ratio", "up"]

MG_PER_ML_IN_A_PERCENT = 10  # a percent is one gram in 100 mL
NUMBER = re.compile(r"([0-9]{1,6}(?:[.,][0-9]{1,6})?|[.,][0-9]{1,6})\s*([^\W\d_].*|%)?")
UNITS = {
    "mL": ("ml", "mls", "cc", "cm3", "cm³", "millilitre", "millilitres", "milliliter", "milliliters"),
    "kg": ("kg", "kgs", "kilo", "kilos", "kilogram", "kilograms", "kilogramme", "kilogrammes"),
    "%": ("%", "percent", "pour cent"),
    "d": ("d", "day", "days", "jour", "jours"),
    "wk": ("wk", "week", "weeks", "semaine", "semaines"),
    "mo": ("mo", "month", "months", "mois"),
}


class Unreadable(ValueError):
    """What was typed is no such amount. `rule` is one of: no number, wrong unit, not above zero."""

    def __init__(self, typed: str, rule: str) -> None:
        super().__init__(f"{typed!r}: {rule}")
        self.typed = typed
        self.rule = rule


@dataclass(frozen=True, slots=True)
class Ratio:
    """Parts of liquid and parts of gas in a foam, as a nurse says them: one and four, written 1+4."""

    liquid: int
    gas: int

    def __post_init__(self) -> None:
        if self.liquid < 1 or self.gas < 0:
            raise ValueError(f"{self.liquid}+{self.gas}: a foam has at least one part of liquid")

    @property
    def share(self) -> Fraction:
        """How much of the volume is liquid: 1+4 is one part in five."""
        return Fraction(self.liquid, self.liquid + self.gas)

    def __str__(self) -> str:
        return f"{self.liquid}+{self.gas}"


LIQUID = Ratio(1, 0)
"""No gas in it."""


def read_ratio(text: str) -> Ratio:
    """Parts as typed: 1+4. Raises `Unreadable` for 1:4: some read it as one in four, others as one in five."""
    found = re.fullmatch(r"\s*(\d{1,2})\s*\+\s*(\d{1,2})\s*", text)
    if not found or int(found[1]) < 1 or int(found[2]) < 1:
        raise Unreadable(text, "not parts")
    return Ratio(int(found[1]), int(found[2]))


def read_number(text: str, unit: str, *, zero: bool = False) -> Decimal:
    """An amount as typed, with a point or a comma, with its unit or none. Raises `Unreadable` for another unit.

    `unit` is mL, kg, %, or one that is written in one way only, such as mm, cm or s. A comma is a decimal comma: 2,5 is
    two and a half. Nothing is an amount only where `zero` is one.
    """
    found = NUMBER.fullmatch(text.replace("\u00a0", " ").replace("\u202f", " ").strip())
    if not found:
        raise Unreadable(text, "no number")
    if found[2] and found[2].strip().casefold() not in UNITS.get(unit, (unit.casefold(),)):
        raise Unreadable(text, "wrong unit")
    value = Decimal(found[1].replace(",", "."))
    if value == 0 and not zero:
        raise Unreadable(text, "not above zero")
    return value


def mg_in(volume: Decimal, percent: Decimal, ratio: Ratio = LIQUID) -> Fraction:
    """Milligrams in so many mL: 1 % holds 10 mg in 1 mL of liquid; a foam only in its part that is liquid.

    `volume` in mL, `percent` in grams per 100 mL. Exact. Source: arithmetic; the Aethoxysklerol label prints the same.
    """
    return Fraction(volume) * Fraction(percent) * MG_PER_ML_IN_A_PERCENT * ratio.share


def down(value: Fraction, step: Decimal) -> Decimal:
    """The largest number of whole steps not above the value: 4.67 mL in steps of 0.1 is 4.6. Never below zero."""
    steps = max(value, Fraction(0)) / Fraction(step)
    return Decimal(steps.numerator // steps.denominator) * step


def up(value: Fraction, places: int = 1) -> Decimal:
    """What has been used, never told smaller than it is: so many decimal places, rounded up."""
    return as_decimal(value, places, ROUND_CEILING)


def as_decimal(value: Fraction, places: int, rounding: str = ROUND_FLOOR) -> Decimal:
    """A fraction as a decimal of so many places."""
    scaled = value * 10**places
    floor, ceiling = scaled.numerator // scaled.denominator, -(-scaled.numerator // scaled.denominator)
    return Decimal(ceiling if rounding == ROUND_CEILING else floor).scaleb(-places)
