"""The short codes of the entry line (codes.toml), and the segment that a few typed words mean."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from saphena.pathway.anatomy import anatomy, search
from saphena.pathway.mapping.quantities import quantities

if TYPE_CHECKING:
    from collections.abc import Sequence

    from saphena.pathway.anatomy import Segment

__all__ = ["Meant", "code_of", "codes", "meant"]

MOST_WORDS = 6


@dataclass(frozen=True, slots=True)
class Meant:
    """How many of the words name the vein, and which segments they may mean: one if it is clear."""

    words: int
    segments: tuple[Segment, ...]


@cache
def codes() -> dict[str, str]:
    """“gsv ak” -> gsv.thigh.lower. Raises `ValueError` for a code that stands for two segments."""
    raw = tomllib.loads((files("saphena.pathway.mapping") / "codes.toml").read_text(encoding="utf-8"))
    found: dict[str, str] = {}
    for id, parts in raw["parts"].items():
        for vein in raw["veins"][anatomy().segment(id).vein.id]:
            for part in parts:
                code = f"{vein} {part}".strip()
                if found.setdefault(code, id) != id:
                    raise ValueError(f"the code “{code}” stands for {found[code]} and for {id}")
    return found


@cache
def code_of(id: str) -> str:
    """The code that is shown for a segment: its first, or its id where it has none."""
    return next((code for code, of in codes().items() if of == id), id)


def meant(words: Sequence[str]) -> Meant:
    """Which segment the first words mean: by code if they are one, else by name. The longest reading counts.

    Words that are short for a state (“c”, “ns”) belong to the vein only where nothing else makes sense of it.
    """
    most = min(len(words), MOST_WORDS)
    for count in range(most, 0, -1):
        if id := codes().get(" ".join(words[:count]).casefold()):
            return Meant(count, (anatomy().segment(id),))
    clear = [count for count in range(most, 0, -1) if words[count - 1].casefold() not in _shorts()]
    for count in (*clear, *(count for count in range(most, 0, -1) if count not in clear)):
        if found := search(" ".join(words[:count]), most=60):
            best = [each.segment for each in found if each.rank == found[0].rank]
            return Meant(count, tuple(best))
    return Meant(0, ())


@cache
def _shorts() -> frozenset[str]:
    return frozenset(letters for choice in quantities().choices.values() for letters in choice.short)
