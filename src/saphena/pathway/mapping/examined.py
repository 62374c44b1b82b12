"""Which segments a whole examination looks at, and in which order (examined.toml)."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from saphena.pathway.anatomy import anatomy

__all__ = ["Part", "examined", "parts"]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the examination: its name by language, and its segments in order."""

    id: str
    names: dict[str, str]
    segments: tuple[str, ...]


@cache
def parts() -> tuple[Part, ...]:
    """The parts in the order of an examination. Raises `UnknownSegment` for a segment that is none."""
    raw = tomllib.loads((files("saphena.pathway.mapping") / "examined.toml").read_text(encoding="utf-8"))
    return tuple(
        Part(
            row["id"],
            {"en": row["en"], "fr": row["fr"]},
            tuple(anatomy().segment(id).id for id in row["segments"]),
        )
        for row in raw["parts"]
    )


@cache
def examined() -> tuple[str, ...]:
    """All of their segments, each once."""
    return tuple(id for part in parts() for id in part.segments)
