"""Two maps of the same person, segment by segment: closed, reopened, new reflux, wider."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

from saphena.pathway.mapping.criteria.sets import Limit
from saphena.pathway.mapping.judging import Judged, State, Why
from saphena.pathway.mapping.quantities import OPERATORS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from saphena.pathway.mapping.deriving import Derived, LegDerived

__all__ = ["Change", "Kind", "compare"]


class Kind(StrEnum):
    """What became of a segment between two maps, the weightiest first."""

    REOPENED = "reopened"  # was closed, is open again, and refluxes
    OPEN_AGAIN = "open_again"  # was closed, is open again, without reflux
    NEW_REFLUX = "new_reflux"
    CLOSED = "closed"
    REFLUX_GONE = "reflux_gone"
    WIDER = "wider"
    NARROWER = "narrower"
    LONGER = "longer"  # the reflux lasts longer
    SHORTER = "shorter"
    NOT_COMPARABLE = "not_comparable"  # not looked at one of the two times
    UNCHANGED = "unchanged"


class Change(NamedTuple):
    """One segment before and after. `by` is the difference in `unit` for numbers, with the limit that it passed."""

    leg: str
    segment: str
    level: Decimal | None
    kind: Kind
    before: State
    after: State
    by: Decimal | None = None
    why: Why | None = None


BETWEEN: dict[tuple[State, State], Kind] = {
    (State.CLOSED, State.INCOMPETENT): Kind.REOPENED,
    (State.CLOSED, State.COMPETENT): Kind.OPEN_AGAIN,
    (State.COMPETENT, State.INCOMPETENT): Kind.NEW_REFLUX,
    (State.ABSENT, State.INCOMPETENT): Kind.NEW_REFLUX,
    (State.INCOMPETENT, State.CLOSED): Kind.CLOSED,
    (State.COMPETENT, State.CLOSED): Kind.CLOSED,
    (State.INCOMPETENT, State.COMPETENT): Kind.REFLUX_GONE,
    # A vein that was there and is no more has shrunk away or was taken out: nothing flows in it either way.
    (State.INCOMPETENT, State.ABSENT): Kind.CLOSED,
    (State.COMPETENT, State.ABSENT): Kind.CLOSED,
}
DECIDED = frozenset({State.INCOMPETENT, State.COMPETENT, State.CLOSED, State.ABSENT})


def compare(before: Derived, after: Derived) -> tuple[Change, ...]:
    """Every segment that stands on both maps or on one, the weightiest change first.

    A segment that was looked at only once is not comparable; that is said and not passed over.
    """
    found = [
        change
        for leg in sorted(set(before.legs) & set(after.legs))
        for change in _leg(before.legs[leg], after.legs[leg])
    ]
    order = {kind: number for number, kind in enumerate(Kind)}
    found.sort(key=lambda change: order[change.kind])  # stable: within a kind, the order of the anatomy
    return tuple(found)


def _leg(before: LegDerived, after: LegDerived) -> Iterator[Change]:
    for id in dict.fromkeys((*before.veins, *after.veins)):
        yield from _between(before.veins.get(id), after.veins.get(id))
    old = [each.judged for each in before.perforators]
    new = [each.judged for each in after.perforators]
    for was, now in _pairs(old, new):
        yield from _between(was, now)


def _pairs(old: Sequence[Judged], new: Sequence[Judged]) -> Iterator[tuple[Judged | None, Judged | None]]:
    """Perforators of one group side by side, from above: nobody measures the same height twice to the centimetre."""
    groups: dict[str, tuple[list[Judged], list[Judged]]] = {}
    for side, judged in enumerate((old, new)):
        for each in judged:
            groups.setdefault(each.segment.id, ([], []))[side].append(each)
    for was, now in groups.values():
        for one_side in (was, now):
            one_side.sort(key=lambda judged: -(judged.level or 0))
        for number in range(max(len(was), len(now))):
            yield was[number] if number < len(was) else None, now[number] if number < len(now) else None


def _between(was: Judged | None, now: Judged | None) -> Iterator[Change]:
    known = now or was
    if known is None:
        return
    states = (was.state if was else State.UNKNOWN, now.state if now else State.UNKNOWN)
    where = (known.leg, known.segment.id, known.level)
    if not DECIDED.issuperset(states):
        yield Change(*where, Kind.NOT_COMPARABLE, *states)
        return
    kinds = list(_numbers(was, now)) if was and now else []
    if kind := BETWEEN.get(states):
        yield Change(*where, kind, *states)
    elif not kinds:
        yield Change(*where, Kind.UNCHANGED, *states)
    for kind, difference, why in kinds:
        yield Change(*where, kind, *states, difference, why)


def _numbers(was: Judged, now: Judged) -> Iterator[tuple[Kind, Decimal, Why]]:
    for name, before, after, up, down in (
        ("wider", was.diameter, now.diameter, Kind.WIDER, Kind.NARROWER),
        ("longer", was.reflux, now.reflux, Kind.LONGER, Kind.SHORTER),
    ):
        if before is None or after is None:
            continue
        difference, row = after - before, _limits()[name]
        if row.limit.met_by(abs(difference)):
            why = Why(name, now.place, abs(difference), row.limit, True, row.source, row.sure)
            yield (up if difference > 0 else down), difference, why


@dataclass(frozen=True, slots=True)
class _Row:
    limit: Limit
    source: str
    sure: str


@cache
def _limits() -> Mapping[str, _Row]:
    raw = tomllib.loads((files("saphena.pathway.mapping") / "comparing.toml").read_text(encoding="utf-8"))
    assert all(row["operator"] in OPERATORS for row in raw.values())
    return {
        name: _Row(Limit(row["operator"], Decimal(row["value"]), row["unit"]), row["source"], row["sure"])
        for name, row in raw.items()
    }
