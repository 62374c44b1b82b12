"""How long somebody stays after the last injection: walked with somebody near, and watched altogether."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from saphena.pathway.treating.library import Library, Observation

__all__ = ["Stay", "stay_after"]


@dataclass(frozen=True, slots=True)
class Stay:
    """Minutes walked under supervision and minutes watched, with the rows that ask for the longest of each."""

    walk: int
    watch: int
    walk_row: Observation
    watch_row: Observation


def stay_after(products: Iterable[str], library: Library) -> Stay:
    """The longest that any product given, or the clinic's own rule for all, asks for."""
    asked = {"any", "anaphylaxis", *products}
    rows = [
        row for name, row in library.every_observation.items()
        if name in asked and library.is_on(f"observation {name}", row.off)
    ]  # fmt: skip
    walk_row, watch_row = max(rows, key=lambda row: row.walk), max(rows, key=lambda row: row.watch)
    return Stay(walk_row.walk, watch_row.watch, walk_row, watch_row)
