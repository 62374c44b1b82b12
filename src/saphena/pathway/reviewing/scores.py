"""Scores before and after: what changed, where both were asked."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Spread", "severity", "symptoms_change"]

ULCERS, OF_AN_ULCER, ITEMS = 7, frozenset({8, 9}), range(1, 11)
TENTH = Decimal("0.1")


def severity(items: Mapping[int, int]) -> int | None:
    """The severity score of a leg, 0 to 30, from its ten items; None while one is missing.

    A leg without an active ulcer (item 7 is 0) has no age and no size of one: items 8 and 9 count as 0 then.
    Source: revised VCSS, Vasquez 2010, J Vasc Surg 52:1387.
    """
    known = dict(items)
    if known.get(ULCERS) == 0:
        known |= {number: known.get(number, 0) for number in OF_AN_ULCER}
    return sum(known[number] for number in ITEMS) if all(number in known for number in ITEMS) else None


def symptoms_change(before: Mapping[str, int], after: Mapping[str, int]) -> Decimal | None:
    """By how much the symptoms changed on average, on their scale of 0 to 10: less than nothing is better.

    Only what was asked both times is compared. None where nothing was.

    >>> symptoms_change({"heavy": 6, "itch": 2}, {"heavy": 1, "looks": 4})
    Decimal('-5.0')
    """
    both = before.keys() & after.keys()
    if not both:
        return None
    return (Decimal(sum(after[name] - before[name] for name in both)) / len(both)).quantize(TENTH, ROUND_HALF_UP)


class Spread:
    """How many of each value: what mean and median are computed from, also over many months added up."""

    def __init__(self, counts: Mapping[str, int]) -> None:
        self.counts = {float(value): number for value, number in counts.items()}

    @property
    def of(self) -> int:
        return sum(self.counts.values())

    @property
    def mean(self) -> float | None:
        return sum(value * number for value, number in self.counts.items()) / self.of if self.of else None

    @property
    def median(self) -> float | None:
        return self.at(0.5)

    def at(self, share: float) -> float | None:
        """The value below which that share of all lies; the median for one half.

        >>> Spread({"1": 2, "4": 1, "9": 1}).at(0.5)
        2.5
        """
        if not self.of:
            return None
        if share == 0.5:
            return float(median((self._nth((self.of - 1) // 2), self._nth(self.of // 2))))
        return self._nth(min(int(share * self.of), self.of - 1))

    def _nth(self, place: int) -> float:
        passed = 0
        for value, number in sorted(self.counts.items()):
            passed += number
            if place < passed:
                return value
        raise IndexError(place)
