"""How long somebody stays after the last injection: walked with somebody near, and watched altogether."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from saphena.pathway.treating.library import Library

__all__ = ["Stay", "stay_after"]


@dataclass(frozen=True, slots=True)
class Stay:
    """Minutes walked under supervision and minutes watched."""

    walk: int
    watch: int


def stay_after(products: Iterable[str], library: Library) -> Stay:
    """The longest that any product given, or the clinic's own rule for all, asks for."""
    asked = {"any", "anaphylaxis", *products}
    rows = [
        row for name, row in library.every_observation.items()
        if name in asked and library.is_on(f"observation {name}", row.off)
    ]  # fmt: skip
    return Stay(max((row.walk for row in rows), default=0), max((row.watch for row in rows), default=0))
