"""Perforators: leaking or not, and which of them the chosen criteria call pathologic."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from saphena.pathway.mapping.judging import Judged, LegNoted, Noted, Why

if TYPE_CHECKING:
    from collections.abc import Sequence

    from saphena.pathway.mapping.criteria.sets import CriteriaSet, Limit, Pathologic

__all__ = ["Perforator", "weigh"]

ULCERS = frozenset({"C5", "C6", "C6r"})


class Perforator(NamedTuple):
    """One perforator. `pathologic` is None while a condition is open; `missing` names what has to be noted first."""

    judged: Judged
    pathologic: bool | None
    why: tuple[Why, ...]
    missing: tuple[str, ...] = ()


def weigh(
    perforators: Sequence[Judged], noted: LegNoted, signs: Sequence[str], rules: CriteriaSet
) -> tuple[Perforator, ...]:
    """Each perforator against the set's conditions, all of which have to hold. `signs` are the C classes of the leg."""
    row = rules.pathologic
    if row is None:
        return tuple(Perforator(judged, None, (), ("criteria",)) for judged in perforators)
    return tuple(_weighed(judged, noted[judged.segment.id][judged.level], signs, row) for judged in perforators)


def _weighed(judged: Judged, noted: Noted, signs: Sequence[str], row: Pathologic) -> Perforator:
    whys, missing = [], []
    for quantity, limit in (("reflux", row.reflux), ("diameter", row.diameter)):
        if quantity in noted:
            whys.append(_why(judged, row, limit, Decimal(noted[quantity].value)))
        else:
            missing.append(quantity)
    if row.under_ulcer:
        _ulcer(judged, noted, signs, row, whys, missing)
    if any(not why.met for why in whys):  # one condition that does not hold settles it, whatever else is open
        return Perforator(judged, False, tuple(whys))
    return Perforator(judged, None if missing else True, tuple(whys), tuple(missing))


def _why(judged: Judged, row: Pathologic, limit: Limit, measured: Decimal) -> Why:
    return Why(row.id, judged.place, measured, limit, limit.met_by(measured), row.source, row.sure)


def _ulcer(
    judged: Judged, noted: Noted, signs: Sequence[str], row: Pathologic, whys: list[Why], missing: list[str]
) -> None:
    """Under a healed or open ulcer: the leg has one, and somebody says that it lies above this perforator."""
    if not signs:
        missing.append("signs")
        return
    under = str(noted["under_ulcer"].value) if "under_ulcer" in noted else ""
    has_ulcer = bool(ULCERS & set(signs))
    if has_ulcer and not under:
        missing.append("under_ulcer")
        return
    met = has_ulcer and under == "yes"
    whys.append(Why(row.id, judged.place, None, None, met, row.source, row.sure, note="under ulcer"))
