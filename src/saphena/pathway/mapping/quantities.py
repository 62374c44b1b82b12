"""What is noted of a vein: quantities.toml, read once. Units are exact; bounds of plausibility warn, never refuse."""

from __future__ import annotations

import operator
import tomllib
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["OPERATORS", "Choice", "Number", "Quantities", "Text", "quantities"]

OPERATORS: dict[str, Callable[[Decimal, Decimal], bool]] = {
    ">": operator.gt,
    ">=": operator.ge,
    "<": operator.lt,
    "<=": operator.le,
}


@dataclass(frozen=True, slots=True)
class Number:
    """A quantity that is measured. `units` gives the factor of each unit to `unit`, the one that is kept."""

    name: str
    unit: str
    units: dict[str, Decimal]
    least: Decimal
    most: Decimal
    floor: Decimal
    floor_operator: str
    label: dict[str, str]
    about: dict[str, str]
    short: tuple[str, ...]
    source: str
    sure: str

    @property
    def typed_unit(self) -> str:
        """The unit that is meant when none is typed: the first."""
        return next(iter(self.units))

    def is_possible(self, value: Decimal) -> bool:
        """A diameter of less than nothing is no diameter."""
        return OPERATORS[self.floor_operator](value, self.floor)

    def is_plausible(self, value: Decimal) -> bool:
        """Within the bounds between which the value is likely. Outside, somebody should look again."""
        return self.least <= value <= self.most

    def perhaps(self, value: Decimal) -> tuple[str, Decimal] | None:
        """The other unit that was probably meant: 0.0062 typed for millimetres is likely 6.2 mm, told in metres.

        The unit and what the value would be in it; None when no unit makes it plausible.
        """
        for unit, factor in self.units.items():
            if unit != self.unit and self.is_plausible(value * factor) and value:
                return unit, value * factor
        return None


@dataclass(frozen=True, slots=True)
class Choice:
    """A quantity that is one of a few words: `of` has their labels by language."""

    name: str
    label: dict[str, str]
    of: dict[str, dict[str, str]]
    short: dict[str, str]


@dataclass(frozen=True, slots=True)
class Text:
    """Free words, so many signs at most."""

    name: str
    label: dict[str, str]
    most: int


@dataclass(frozen=True)
class Quantities:
    """Everything that can be noted at a place. `level` is the height of the place itself."""

    numbers: dict[str, Number]
    choices: dict[str, Choice]
    texts: dict[str, Text]
    level: Number
    bare_reflux_most: Decimal

    def __contains__(self, name: object) -> bool:
        return name in self.numbers or name in self.choices or name in self.texts

    def label(self, name: str, language: str = "en") -> str:
        """The quantity's name as it is read."""
        known: Number | Choice | Text = self.numbers.get(name) or self.choices.get(name) or self.texts[name]
        return known.label[language]

    def word(self, name: str, value: str, language: str = "en") -> str:
        """A choice's word: “incontinente” for the state incompetent, in French."""
        return self.choices[name].of[value][language]


@cache
def quantities() -> Quantities:
    """The quantities that ship."""
    raw = tomllib.loads((files("saphena.pathway.mapping") / "quantities.toml").read_text(encoding="utf-8"))
    return Quantities(
        {name: _number(name, row) for name, row in raw["numbers"].items()},
        {name: _choice(name, row) for name, row in raw["choices"].items()},
        {name: Text(name, row["label"], row["most"]) for name, row in raw["texts"].items()},
        _number("level", raw["level"]),
        Decimal(raw["bare_reflux"]["most"]),
    )


def _number(name: str, row: dict[str, Any]) -> Number:
    units = row.get("units", {row["unit"]: "1"})
    return Number(
        name=name,
        unit=row["unit"],
        units={unit: Decimal(factor) for unit, factor in units.items()},
        least=Decimal(row["least"]),
        most=Decimal(row["most"]),
        floor=Decimal(row["floor"]),
        floor_operator=row["floor_operator"],
        label=row["label"],
        about=row["about"],
        short=tuple(row.get("short", ())),
        source=row["source"],
        sure=row["sure"],
    )


def _choice(name: str, row: dict[str, Any]) -> Choice:
    of = {value: {"en": words["en"], "fr": words["fr"]} for value, words in row["of"].items()}
    short = {letters: value for value, words in row["of"].items() for letters in words["short"]}
    return Choice(name, row["label"], of, short)
