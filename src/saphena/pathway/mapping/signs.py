"""What a clinician says of a whole leg: the signs (C), symptoms, origin (E), and the items of the VCSS."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from saphena.pathway.mapping.readings import WHOLE_LEG

if TYPE_CHECKING:
    from saphena.pathway.mapping.judging import LegNoted

__all__ = ["ITEMS", "Said", "ceap_words", "said_of", "vcss_items"]

ITEMS = 10


@dataclass(frozen=True, slots=True)
class Said:
    """What was said of one leg; what nobody said is empty."""

    signs: tuple[str, ...] = ()
    symptoms: str = ""
    origin: str = ""
    items: tuple[int | None, ...] = (None,) * ITEMS


@cache
def ceap_words() -> dict[str, Any]:
    """ceap.toml: the classes in rising order, and every word in both languages."""
    return tomllib.loads((files("saphena.pathway.mapping") / "ceap.toml").read_text(encoding="utf-8"))


@cache
def vcss_items() -> dict[int, dict[str, Any]]:
    """vcss.toml: the ten items by number, each with its four words."""
    raw = tomllib.loads((files("saphena.pathway.mapping") / "vcss.toml").read_text(encoding="utf-8"))
    return {int(number): row for number, row in raw["items"].items()}


def said_of(noted: LegNoted) -> Said:
    """What stands under the whole leg, in the order of the classes."""
    leg = noted.get(WHOLE_LEG, {}).get(None, {})
    told = {quantity: str(reading.value) for quantity, reading in leg.items()}
    named = set(told.get("signs", "").split(","))
    return Said(
        tuple(name for name in ceap_words()["classes"] if name in named),
        told.get("symptoms", ""),
        told.get("origin", ""),
        tuple(int(told[f"vcss{item}"]) if f"vcss{item}" in told else None for item in range(1, ITEMS + 1)),
    )
