"""Complications by our own names, with the ICD-10-CM code where one was read: complications.toml."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from saphena.pathway.treating.rows import Texts

__all__ = ["Named", "complications"]


@dataclass(frozen=True, slots=True)
class Named:
    """One complication: what it is called, and its code for each leg."""

    name: str
    title: Texts
    left: str
    right: str

    def code_for(self, side: str) -> str:
        return self.left if side == "left" else self.right


@cache
def complications() -> Mapping[str, Named]:
    """The list that we ship, read once. Raises `ValueError` for a row without its words in both languages."""
    raw = tomllib.loads((files("saphena.pathway.treating") / "complications.toml").read_text(encoding="utf-8"))
    found = {}
    for name, row in raw["complications"].items():
        code = row["code"]
        left, right = (code, code) if isinstance(code, str) else (code["left"], code["right"])
        if set(row["title"]) != {"en", "fr"}:
            raise ValueError(f"{name}: a complication has its words in both languages")
        found[name] = Named(name, row["title"], left, right)
    return found
