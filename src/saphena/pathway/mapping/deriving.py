"""Everything that follows from a map, in one go: readings and criteria in, conclusions with their reasons out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from saphena.pathway.mapping.ceap import Ceap, classify
from saphena.pathway.mapping.judging import Judged, LegNoted, gather, judge_leg
from saphena.pathway.mapping.kinds_of_reflux import Pattern, patterns
from saphena.pathway.mapping.perforators import Perforator, weigh
from saphena.pathway.mapping.signs import Said, said_of
from saphena.pathway.mapping.targets import Target, targets
from saphena.pathway.mapping.vcss import Vcss, score
from saphena.pathway.mapping.ways import Way, joined, ways

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from saphena.pathway.mapping.criteria.sets import CriteriaSet
    from saphena.pathway.mapping.readings import Reading

__all__ = ["Derived", "LegDerived", "derive"]


@dataclass(frozen=True, slots=True)
class LegDerived:
    """What follows for one leg."""

    leg: str
    said: Said
    veins: Mapping[str, Judged]
    perforators: tuple[Perforator, ...]
    patterns: tuple[Pattern, ...]
    ways: tuple[Way, ...]
    ceap: Ceap
    vcss: Vcss
    targets: tuple[Target, ...]

    @property
    def judged(self) -> tuple[Judged, ...]:
        """Veins and perforators together, in the order of the anatomy."""
        return (*self.veins.values(), *(each.judged for each in self.perforators))

    @property
    def deep_blocked(self) -> tuple[str, ...]:
        """Deep veins with a clot or that cannot be pressed together: to mind before a superficial vein is closed."""
        return tuple(id for id, judged in self.veins.items() if judged.obstructed and judged.segment.category == "deep")


@dataclass(frozen=True, slots=True)
class Derived:
    """What follows from one examination, leg by leg, by one set of criteria."""

    criteria: CriteriaSet
    legs: Mapping[str, LegDerived]


def derive(readings: Iterable[Reading], criteria: CriteriaSet) -> Derived:
    """Competence, kinds and ways of reflux, perforators, CEAP, VCSS and targets of every leg that was noted.

    Segments that are not of the anatomy are left out; whoever takes readings in refuses them.
    """
    noted = gather(readings)
    return Derived(criteria, {leg: _leg(leg, noted[leg], criteria) for leg in sorted(noted)})


def _leg(leg: str, noted: LegNoted, criteria: CriteriaSet) -> LegDerived:
    said = said_of(noted)
    veins, leaks = judge_leg(leg, noted, criteria)
    perforators = weigh(leaks, noted, said.signs, criteria)
    return LegDerived(
        leg=leg,
        said=said,
        veins=veins,
        perforators=perforators,
        patterns=patterns(leg, veins, criteria),
        ways=ways(leg, veins, leaks, _joins(noted)),
        ceap=classify(said, veins, perforators),
        vcss=score(said),
        targets=targets(leg, veins, perforators, criteria),
    )


def _joins(noted: LegNoted) -> dict[str, str]:
    places = {
        reading.place: str(reading.value)
        for levels in noted.values()
        for at in levels.values()
        if (reading := at.get("joins"))
    }
    return joined(places) if places else {}
