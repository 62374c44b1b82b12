"""The clinic as it signs what it hands out."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Letterhead"]


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Its name and the number to call; both may be empty."""

    name: str = ""
    phone: str = ""
