"""A complete map of both legs: how long all that follows from it takes, and comparing it with the one before.

Complete is every segment of a whole examination with width, reflux and depth, four tributaries, three perforators, and
all that a clinician says of the leg. `derive_everything_ms` is for every segment that the anatomy knows, on both legs:
more than anybody notes of a real patient.

`svg_ms` and `svg_kb` are the leg map of a complete examination of both legs, six views and a legend, as one SVG; the
bars are 20 ms and 60 kB. `svg_first_ms` is the first drawing of a process, which also reads the courses of all veins.
`svg_choosable_kb` is the same map as it stands on a page where veins are chosen, with a target, a name and neighbours
for every vein that there is.

`note_ms` is one measurement more in such an examination, as the entry page sends it: through everything that a request
passes, with the map of the leg drawn again and all that follows said again; `note_p95_ms` is its 95th percentile.
"""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import replace
from decimal import Decimal
from statistics import median, quantiles
from time import perf_counter, process_time
from typing import TYPE_CHECKING

from saphena.pathway.anatomy import Category, Leg, anatomy
from saphena.pathway.legmap import BOTH, LegMap, Look, SegmentMark, State, draw
from saphena.pathway.legmap.examples import bilateral
from saphena.pathway.mapping import Place, Reading, compare, criteria, derive
from saphena.pathway.mapping.examined import examined

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

ROUNDS = 9
TIMES = 40
WARM = 5
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
        **drawing(),
        **noting(),
    }


def drawing() -> dict[str, float]:
    """The leg map of both legs with every vein of a complete examination, drawn for a screen."""
    leg_map = drawn_map()
    began = process_time()
    svg = draw(leg_map, BOTH, Look(legend=True))
    first = (process_time() - began) * 1000
    assert svg.count("<text") > 60
    choosable = draw(leg_map, BOTH, Look(legend=True, choosable=True))
    return {
        "svg_first_ms": first,
        "svg_ms": best(lambda: draw(leg_map, BOTH, Look(legend=True)), times=10),
        "svg_kb": len(svg.encode()) / 1000,
        "svg_choosable_kb": len(choosable.encode()) / 1000,
    }


def drawn_map() -> LegMap:
    """Every vein that a whole examination looks at, on both legs: the examples, and the rest competent."""
    examples = bilateral()
    known = {(mark.leg, mark.segment) for mark in examples.segments}
    rest = tuple(
        SegmentMark(leg, id, State.COMPETENT, 3.0 + number % 5 / 2)
        for leg in Leg
        for number, id in enumerate(examined())
        if (leg, id) not in known and anatomy().segment(id).category is not Category.PERFORATOR
    )
    return replace(examples, segments=examples.segments + rest)


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


def noting() -> dict[str, float]:
    """The entry page's own requests, in a clinic that is thrown away afterwards."""
    from benchmarks.pages import start_clinic

    home = tempfile.mkdtemp(prefix="saphena-mapping-")
    try:
        start_clinic(home)
        times = note_times()
    finally:
        shutil.rmtree(home, ignore_errors=True)
    return {"note_ms": median(times), "note_p95_ms": quantiles(times, n=20)[-1]}


def note_times() -> list[float]:
    """Milliseconds for each measurement after the first few."""
    from django.test import Client

    from saphena.clinic.journey.mapping.models import Examination
    from saphena.clinic.people.models import User
    from saphena.demo.maps import GREAT

    of = Examination.objects.get(state="preliminary")
    browser = Client(SERVER_NAME="localhost")
    browser.force_login(User.objects.get(email="sam@demo.example"))
    lines = [f"{leg} {line}" for leg in "lr" for line in GREAT] * 2
    times = []
    for number, line in enumerate(lines):
        told = {"line": line, "key": f"bench.{number}", "seen": str(of.serial)}
        start = perf_counter()
        answer = browser.post(f"/examinations/{of.pk}/note/", told, headers={"accept": "application/json"})
        times.append((perf_counter() - start) * 1000)
        assert answer.status_code == 200, answer.content
    return times[WARM:]


def best(work: Callable[[], object], times: int = TIMES) -> float:
    """Milliseconds of one core: the quickest of some rounds."""

    def one_round() -> float:
        start = process_time()
        for _ in range(times):
            work()
        return (process_time() - start) / times * 1000

    return min(one_round() for _ in range(ROUNDS))
