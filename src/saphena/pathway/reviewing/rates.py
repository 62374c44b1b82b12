"""A share with its count and its interval: never a percentage alone."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

__all__ = ["Rate", "wilson"]

Z = 1.959963984540054
"""Of the normal distribution, for 95 %."""


def wilson(hits: int, of: int) -> tuple[float, float] | None:
    """The 95 % interval of a share by Wilson's score, each end between 0 and 1; None where nothing was counted.

    Source: Wilson 1927, J Am Stat Assoc 22:209. It stays inside 0 to 1 and holds for small counts.
    Raises `ValueError` for counts that cannot be.
    """
    if not 0 <= hits <= of:
        raise ValueError(f"{hits} of {of}")
    if not of:
        return None
    share, extra = hits / of, Z * Z / of
    middle = (share + extra / 2) / (1 + extra)
    half = Z / (1 + extra) * sqrt(share * (1 - share) / of + extra / (4 * of))
    low = 0.0 if not hits else max(0.0, middle - half)
    return low, 1.0 if hits == of else min(1.0, middle + half)


@dataclass(frozen=True, slots=True)
class Rate:
    """How many of how many, and how many could not be looked at."""

    hits: int
    of: int
    lost: int = 0

    @property
    def share(self) -> float | None:
        return self.hits / self.of if self.of else None

    @property
    def interval(self) -> tuple[float, float] | None:
        return wilson(self.hits, self.of)

    @property
    def worst(self) -> float | None:
        """The share if everybody who was lost had failed."""
        return self.hits / (self.of + self.lost) if self.of + self.lost else None

    @property
    def best(self) -> float | None:
        """The share if everybody who was lost had succeeded."""
        return (self.hits + self.lost) / (self.of + self.lost) if self.of + self.lost else None
