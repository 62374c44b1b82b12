"""A complete map of both legs: how long all that follows from it takes, and comparing it with the one before.

Complete is every segment of a whole examination with width, reflux and depth, four tributaries, three perforators, and
all that a clinician says of the leg. `derive_everything_ms` is for every segment that the anatomy knows, on both legs:
more than anybody notes of a real patient.
"""

from __future__ import annotations

from decimal import Decimal
from time import process_time
from typing import TYPE_CHECKING

from saphena.pathway.anatomy import Category, anatomy
from saphena.pathway.mapping import Place, Reading, compare, criteria, derive
from saphena.pathway.mapping.examined import examined

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

ROUNDS = 9
TIMES = 40
TRIBUTARIES = ("tr.thigh.inner", "tr.thigh.front", "tr.calf.inner", "tr.calf.back")
PERFORATORS = ("pv.canal.lower", "pv.paratibial", "pv.tibial.upper")
COMPLETE = (*examined(), *TRIBUTARIES, *PERFORATORS)


def measure() -> dict[str, float]:
    rules = criteria()
    before, after = readings(0), readings(1)
    everything = readings(0, [segment.id for segment in anatomy()])
    first, second = derive(before, rules), derive(after, rules)
    assert len(first.legs) == 2
    assert any(each.ways for each in first.legs.values())
    return {
        "readings": len(before),
        "readings_everything": len(everything),
        "derive_ms": best(lambda: derive(before, rules)),
        "compare_ms": best(lambda: compare(first, second)),
        "derive_everything_ms": best(lambda: derive(everything, rules)),
    }


def readings(turn: int, of: Sequence[str] = COMPLETE) -> list[Reading]:
    """Both legs, all of it. With `turn` some veins have closed and others have widened."""
    found = []
    for leg in ("left", "right"):
        for number, segment in enumerate(map(anatomy().segment, of)):
            place = Place(leg, segment.id, Decimal(24) if segment.category is Category.PERFORATOR else None)
            refluxing = number % 3 != turn
            found += [
                Reading(place, "diameter", Decimal(30 + number + 12 * turn) / 10),
                Reading(place, "reflux", Decimal(1400 if refluxing else 200)),
                Reading(place, "depth", Decimal(8 + number % 9)),
            ]
        whole = Place(leg, "leg")
        found += [Reading(whole, f"vcss{item}", str(item % 3)) for item in range(1, 11)]
        found += [Reading(whole, "signs", "C2,C4a"), Reading(whole, "symptoms", "yes"), Reading(whole, "origin", "Ep")]
    return found


def best(work: Callable[[], object]) -> float:
    """Milliseconds of one core: the quickest of some rounds."""

    def one_round() -> float:
        start = process_time()
        for _ in range(TIMES):
            work()
        return (process_time() - start) / TIMES * 1000

    return min(one_round() for _ in range(ROUNDS))
