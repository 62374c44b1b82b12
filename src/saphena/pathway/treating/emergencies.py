"""What to do in an emergency, step by step: emergencies.toml. A dose is shown only once the clinic has confirmed it."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from saphena.pathway.treating.amounts import down
from saphena.pathway.treating.rows import Source, Sure, Texts

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Dosing", "Emergency", "Repeat", "Step", "dose_for", "emergencies", "read_emergencies", "switchable_steps"]

STEP = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Dosing:
    """So many milligrams for each kilogram, never more than `most`; what 1 mL of the ampoule holds."""

    drug: str
    per_kg: Decimal
    most: Decimal
    unit: str
    mg_per_ml: Decimal


@dataclass(frozen=True, slots=True)
class Repeat:
    """Every so many minutes, at the least and at the most."""

    least: int
    most: int
    unit: str


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do. `row` is the name by which the clinic confirms it."""

    name: str
    row: str
    text: Texts
    source: Source
    sure: Sure
    dose: Dosing | None = None
    repeat: Repeat | None = None
    off: bool = False


@dataclass(frozen=True, slots=True)
class Emergency:
    name: str
    title: Texts
    signs: Texts
    steps: tuple[Step, ...]


def dose_for(dosing: Dosing, weight: Decimal | None) -> tuple[Decimal, Decimal]:
    """Milligrams and mL for a weight in kg, rounded down; without a weight the most that a grown person is given."""
    mg = dosing.most if weight is None else min(dosing.per_kg * weight, dosing.most)
    mg = down(Fraction(mg), STEP)
    return mg, down(Fraction(mg) / Fraction(dosing.mg_per_ml), STEP)


@cache
def emergencies() -> Mapping[str, Emergency]:
    """What we ship, read once."""
    path = files("saphena.pathway.treating") / "emergencies.toml"
    return read_emergencies(tomllib.loads(path.read_text(encoding="utf-8")))


def switchable_steps() -> tuple[str, ...]:
    """The names of the steps that the clinic has to confirm."""
    return tuple(step.row for each in emergencies().values() for step in each.steps if step.off)


def read_emergencies(raw: dict[str, Any]) -> dict[str, Emergency]:
    """The file's tables -> emergencies. Raises `ValueError` that names the step that is not complete."""
    sources = {key: Source(key, row["name"], row.get("year")) for key, row in raw["sources"].items()}
    found = {}
    for name, table in raw["emergencies"].items():
        steps = tuple(_step(name, row, sources) for row in table["steps"])
        if len({step.name for step in steps}) != len(steps):
            raise ValueError(f"{name}: two steps have one name")
        found[name] = Emergency(name, table["title"], table["signs"], steps)
    return found


def _step(emergency: str, raw: dict[str, Any], sources: Mapping[str, Source]) -> Step:
    row = f"emergency {emergency} {raw.get('name')}"
    sure, off = Sure(raw["sure"]), bool(raw.get("off"))
    if raw.get("source") not in sources or set(raw["text"]) != {"en", "fr"}:
        raise ValueError(f"{row}: a step has a source and its words in both languages")
    if (sure == Sure.RECALLED) != off:
        raise ValueError(f"{row}: what is only recalled is off until confirmed, and nothing else is")
    dosing = raw.get("dose")
    dose = _dosing(dosing) if dosing else None
    repeat = Repeat(**raw["repeat"]) if "repeat" in raw else None
    return Step(raw["name"], row, raw["text"], sources[raw["source"]], sure, dose, repeat, off)


def _dosing(raw: dict[str, str]) -> Dosing:
    per_kg, most, per_ml = (Decimal(raw[key]) for key in ("per_kg", "most", "mg_per_ml"))
    return Dosing(raw["drug"], per_kg, most, raw["unit"], per_ml)
