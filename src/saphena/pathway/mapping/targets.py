"""What could be treated: refluxing stretches and pathologic perforators, with width, length, depth, cautions."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from saphena.pathway.anatomy import Category
from saphena.pathway.mapping.judging import Judged, Why

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from saphena.pathway.mapping.criteria.sets import Caution, CriteriaSet
    from saphena.pathway.mapping.perforators import Perforator

__all__ = ["Target", "targets"]

STRETCHES = frozenset({Category.TRUNK, Category.TRIBUTARY})


class Target(NamedTuple):
    """One stretch of one vein, or one perforator. Lengths in cm, diameter and depth in mm.

    `length` adds up what was measured; `usual_length` is that of the same segments on the leg of reference, for where
    nothing was (`length` is then None, or less than the stretch: `measured_all` says which).
    """

    leg: str
    segments: tuple[str, ...]
    category: Category
    level: Decimal | None
    diameter: Decimal | None
    depth: tuple[Decimal, Decimal] | None
    length: Decimal | None
    measured_all: bool
    usual_length: Decimal
    reflux: Decimal | None
    cautions: tuple[Why, ...]


def targets(
    leg: str, veins: Mapping[str, Judged], perforators: Sequence[Perforator], rules: CriteriaSet
) -> tuple[Target, ...]:
    """The stretches in the order of the anatomy, then the pathologic perforators. The physician chooses among them."""
    runs: list[list[Judged]] = []
    for judged in veins.values():
        if not judged.is_incompetent or judged.segment.category not in STRETCHES:
            continue
        if runs and _goes_on(runs[-1][-1], judged):
            runs[-1].append(judged)
        else:
            runs.append([judged])
    found = [_target(leg, run, None, rules) for run in runs]
    found += [_target(leg, [each.judged], each.judged.level, rules) for each in perforators if each.pathologic]
    return tuple(found)


def _goes_on(above: Judged, below: Judged) -> bool:
    drains = {inflow.segment for inflow in below.segment.drains}
    return above.segment.vein.id == below.segment.vein.id and above.segment.id in drains


def _target(leg: str, run: list[Judged], level: Decimal | None, rules: CriteriaSet) -> Target:
    depths = [each.depth for each in run if each.depth]
    lengths = [each.length for each in run if each.length is not None]
    segments = [each.segment for each in run]
    perforator = segments[0].category is Category.PERFORATOR
    return Target(
        leg=leg,
        segments=tuple(segment.id for segment in segments),
        category=segments[0].category,
        level=level,
        diameter=max((each.diameter for each in run if each.diameter is not None), default=None),
        depth=(min(low for low, _high in depths), max(high for _low, high in depths)) if depths else None,
        length=sum(lengths, Decimal(0)) if lengths else None,
        measured_all=len(lengths) == len(run),
        usual_length=Decimal(0) if perforator else sum((Decimal(str(each.length)) for each in segments), Decimal(0)),
        reflux=max((each.reflux for each in run if each.reflux is not None), default=None),
        cautions=tuple([why for caution in rules.cautions for why in _cautioned(caution, run)]),
    )


def _cautioned(caution: Caution, run: list[Judged]) -> list[Why]:
    found = []
    for judged in run:
        if judged.segment.group not in caution.groups:
            continue
        measured = judged.diameter if caution.of == "diameter" else judged.depth[0] if judged.depth else None
        if measured is not None and caution.limit.met_by(measured):
            found.append(Why(caution.id, judged.place, measured, caution.limit, True, caution.source, caution.sure))
    return found
