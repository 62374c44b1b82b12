"""What a payer asks to see before a treatment is paid: items, how much of each, and what counts as tried.

Nothing here says that a treatment is necessary, or that it will be paid.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

from saphena.pathway.mapping.quantities import OPERATORS
from saphena.pathway.planning.reading import Texts, checked, raw, texts

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import date

__all__ = [
    "Asked", "Asks", "Limit", "Trial", "asked_in", "asks_how_often", "months_between", "pressures", "shipped",
    "was_tried", "weeks_of", "words_of",
]  # fmt: skip

DAYS_IN_A_WEEK = 7


@dataclass(frozen=True, slots=True)
class Asked:
    """One item of the list: what it is called, why we ask for it, and how sure that is."""

    name: str
    title: Texts
    source: str
    year: int
    sure: str


@dataclass(frozen=True, slots=True)
class Limit:
    """How much of an item is asked: “stockings worn ≥ 12 weeks”. `on` where the clinic has confirmed it."""

    name: str
    item: str
    what: Texts
    operator: str
    value: Decimal
    unit: str
    source: str
    year: int
    sure: str
    on: bool = False

    def met_by(self, found: Decimal) -> bool:
        return OPERATORS[self.operator](found, self.value)


@dataclass(frozen=True, slots=True)
class Asks:
    """What is asked in this clinic."""

    items: Mapping[str, Asked]
    limits: Mapping[str, Limit]

    def of(self, item: str) -> list[Limit]:
        return [limit for limit in self.limits.values() if limit.item == item]


@dataclass(frozen=True, slots=True)
class Trial:
    """One thing that was tried, from day to day; `mmhg` is the least pressure that stands on the box, where known."""

    first: date
    last: date
    mmhg: int | None = None
    often: str = ""


@cache
def shipped() -> Asks:
    """Everything as it ships. Raises `ValueError` for a row that is not complete."""
    rows = raw("payers")
    items = {
        name: Asked(name, texts(name, row["title"]), checked(name, row)[0], row["year"], row["sure"])
        for name, row in rows["items"].items()
    }
    return Asks(items, {name: _limit(name, row, items) for name, row in rows["limits"].items()})


def _limit(name: str, row: Mapping[str, Any], items: Mapping[str, Asked]) -> Limit:
    source, sure = checked(name, row)
    if row["item"] not in items or row["operator"] not in OPERATORS:
        raise ValueError(f"{name} needs an item and an operator that are known")
    return Limit(
        name, row["item"], texts(name, row["what"]), row["operator"], Decimal(row["value"]), row["unit"], source,
        row["year"], sure, sure != "recalled",
    )  # fmt: skip


def asked_in(off: Collection[str] = (), on: Collection[str] = (), own: Mapping[str, Decimal] | None = None) -> Asks:
    """What is asked where the clinic has put some off and others on, and has values of its own."""
    known, values = shipped(), own or {}
    limits = {
        name: replace(row, on=(row.on or name in on) and name not in off, value=values.get(name, row.value))
        for name, row in known.limits.items()
    }
    return Asks({name: row for name, row in known.items.items() if name not in off}, limits)


@cache
def words_of(table: str) -> Mapping[str, Texts]:
    """The choices of a table (`tried`, `often`, `helped`) by name, in both languages."""
    return {name: texts(f"{table} {name}", row["title"]) for name, row in raw("payers")[table].items()}


@cache
def pressures() -> Mapping[str, tuple[int, int]]:
    """Classes of stockings as they stand on the box: least and most mmHg at the ankle."""
    return {name: (row["least"], row["most"]) for name, row in raw("payers")["classes"]["of"].items()}


def asks_how_often(what: str) -> bool:
    """Whether how often it was worn, and how much it presses, is asked: of stockings."""
    return bool(raw("payers")["tried"].get(what, {}).get("worn", False))


def was_tried(often: str) -> bool:
    """Whether something that was done so often was tried at all."""
    return bool(raw("payers")["often"].get(often, {}).get("tried", True))


def weeks_of(trials: Iterable[Trial], least_mmhg: Decimal | None = None) -> int:
    """The longest time without a gap, in whole weeks; two that touch or overlap are one. With `least_mmhg`, only
    of what is known to press that much.

    >>> from datetime import date
    >>> weeks_of([Trial(date(2026, 1, 5), date(2026, 3, 2)), Trial(date(2026, 3, 3), date(2026, 3, 31))])
    12
    """
    counted = [
        each for each in trials
        if was_tried(each.often) and (least_mmhg is None or (each.mmhg is not None and each.mmhg >= least_mmhg))
    ]  # fmt: skip
    longest, first, last = 0, None, None
    for each in sorted(counted, key=lambda trial: trial.first):
        if first is None or last is None or (each.first - last).days > 1:
            first, last = each.first, each.last
        last = max(last, each.last)
        longest = max(longest, (last - first).days)
    return longest // DAYS_IN_A_WEEK


def months_between(earlier: date, later: date) -> int:
    """How many months have begun since: on the same day of the sixth month it is six, a day later it is seven.

    >>> from datetime import date
    >>> months_between(date(2026, 1, 15), date(2026, 7, 15)), months_between(date(2026, 1, 15), date(2026, 7, 16))
    (6, 7)
    """
    whole = 12 * (later.year - earlier.year) + later.month - earlier.month
    return whole + (later.day > earlier.day)
