"""Axial, segmental, junctional: which kind of reflux a trunk has, and what stands in the way of saying so."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from saphena.pathway.anatomy import Category, anatomy
from saphena.pathway.mapping.judging import SEEN, Judged, State, Why

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from saphena.pathway.mapping.criteria.sets import Axial, CriteriaSet

__all__ = ["Pattern", "Reflux", "patterns"]

BELOW = {"sfj": ("gsv", "aasv"), "spj": ("ssv", "te")}
"""The trunks that end at a junction: its reflux is junctional when it goes on in none of them."""


class Reflux(StrEnum):
    AXIAL = "axial"
    SEGMENTAL = "segmental"
    JUNCTIONAL = "junctional"


class Pattern(NamedTuple):
    """The reflux of one vein of one leg. `missing` names what would have to be seen to call it `perhaps`."""

    leg: str
    vein: str
    kind: Reflux
    segments: tuple[str, ...]
    why: tuple[Why, ...]
    source: str
    sure: str
    perhaps: Reflux | None = None
    missing: tuple[str, ...] = ()


def patterns(leg: str, veins: Mapping[str, Judged], rules: CriteriaSet) -> tuple[Pattern, ...]:
    """What kind of reflux each trunk, junction and deep vein has; a vein without reflux has none."""
    by_vein: dict[str, list[Judged]] = {}
    for judged in veins.values():
        by_vein.setdefault(judged.segment.vein.id, []).append(judged)
    return tuple(_found(leg, by_vein, veins, rules))


def _found(
    leg: str, by_vein: Mapping[str, list[Judged]], veins: Mapping[str, Judged], rules: CriteriaSet
) -> Iterator[Pattern]:
    for vein, parts in by_vein.items():
        refluxing = [part for part in parts if part.is_incompetent]
        category = parts[0].segment.category
        if not refluxing or category in (Category.TRIBUTARY, Category.SKIN):
            continue
        if category is Category.JUNCTION:
            yield from _junctional(leg, vein, refluxing, by_vein, rules)
            continue
        row = next((row for row in rules.axial if _about(row, vein)), None) if category is Category.TRUNK else None
        yield _trunk(leg, vein, refluxing, veins, row, rules)


def _about(row: Axial, vein: str) -> bool:
    return vein in row.veins or any(anatomy().segment(id).vein.id == vein for id in row.through[:1])


def _trunk(
    leg: str, vein: str, refluxing: list[Judged], veins: Mapping[str, Judged], row: Axial | None, rules: CriteriaSet
) -> Pattern:
    ids = tuple(part.segment.id for part in refluxing)
    whys = tuple(why for part in refluxing for why in part.why if why.met)
    axial, missing = _axial(refluxing, veins, row)
    told = row if row and axial else rules.parts
    return Pattern(
        leg,
        vein,
        Reflux.AXIAL if axial else Reflux.SEGMENTAL,
        ids,
        whys,
        told.source,
        told.sure,
        perhaps=Reflux.AXIAL if missing else None,
        missing=missing,
    )


def _axial(refluxing: list[Judged], veins: Mapping[str, Judged], row: Axial | None) -> tuple[bool, tuple[str, ...]]:
    """Whether it is axial; if that cannot be said yet, what is missing."""
    if row is None:
        return False, ()
    if row.apart:
        return _far_apart(refluxing, row)
    through = [veins.get(id) for id in row.through]
    if any(part is not None and _interrupts(part) for part in through):
        return False, ()
    missing = tuple(id for id, part in zip(row.through, through, strict=True) if part is None or part.state not in SEEN)
    return not missing, missing


def _interrupts(part: Judged) -> bool:
    """Uninterrupted means at every place that was looked at."""
    return any(state in SEEN and state is not State.INCOMPETENT for _place, state in part.states)


def _far_apart(refluxing: list[Judged], row: Axial) -> tuple[bool, tuple[str, ...]]:
    places = [place for part in refluxing for place, state in part.states if state is State.INCOMPETENT]
    levels = [place.level for place in places if place.level is not None]
    if row.apart and len(levels) > 1 and row.apart.met_by(max(levels) - min(levels)):
        return True, ()
    unlevelled = len(places) > 1 and len(levels) < len(places)
    return False, tuple(dict.fromkeys(place.segment for place in places if place.level is None)) if unlevelled else ()


def _junctional(
    leg: str, vein: str, refluxing: list[Judged], by_vein: Mapping[str, list[Judged]], rules: CriteriaSet
) -> Iterator[Pattern]:
    """Confined to the junction; whoever did not look at the trunk below cannot say so."""
    below = [part for trunk in BELOW.get(vein, ()) for part in by_vein.get(trunk, ())]
    if any(part.is_incompetent for part in below):
        return
    first = anatomy().of_vein(BELOW[vein][0])[0].id
    seen = any(part.segment.id == first and part.state in SEEN for part in below)
    yield Pattern(
        leg,
        vein,
        Reflux.JUNCTIONAL,
        tuple(part.segment.id for part in refluxing),
        tuple(why for part in refluxing for why in part.why if why.met),
        rules.parts.source,
        rules.parts.sure,
        perhaps=None if seen else Reflux.SEGMENTAL,
        missing=() if seen else (first,),
    )
