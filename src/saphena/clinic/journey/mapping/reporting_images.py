"""What of a vein report the drawing does not show: which numbers were measured on images, of what day and who accepted
them; how far a vein went together under the probe; and what was measured of veins that nothing judges."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from saphena.clinic.imaging.queries import credited
from saphena.clinic.journey.mapping.from_images import SOURCE
from saphena.clinic.papers.vein_report import FromImage, Unjudged
from saphena.pathway.anatomy import Category, Leg, anatomy
from saphena.pathway.mapping import State

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from saphena.clinic.journey.mapping.models import Examination, Measurement
    from saphena.clinic.journey.mapping.standing import Slot
    from saphena.clinic.papers.vein_report.report import Spot
    from saphena.pathway.mapping import Derived

__all__ = ["from_images", "pressed", "unjudged"]

PRINTED = {"diameter": max, "reflux": max, "depth": min, "pressed": max}
"""What of several heights of one vein a report prints."""


def from_images(examination: Examination, rows: Mapping[Slot, Measurement]) -> dict[tuple[Spot, str], FromImage]:
    """The printed numbers that come from an image or a scanner's report. One query; none where none does."""
    numbers = {key: row.source.removeprefix(SOURCE) for key, row in _printed(rows) if row.source.startswith(SOURCE)}
    ours = {key: int(number) for key, number in numbers.items() if number.isdecimal()}
    told = credited(ours.values(), examination.patient_id)
    return {
        key: FromImage(each.on, each.by, each.automatic, each.reported, each.retired)
        for key, number in ours.items()
        if (each := told.get(number))
    }


def pressed(rows: Mapping[Slot, Measurement]) -> dict[Spot, float]:
    """How far each vein went together under the probe, in per cent."""
    return {spot: float(row.value) for (spot, quantity), row in _printed(rows) if quantity == "pressed"}


def unjudged(derived: Derived) -> Iterator[Unjudged]:
    """Veins that were measured, and of which nothing decides what they are: no mark draws them."""
    for leg in derived.legs.values():
        for each in leg.veins.values():
            depth = each.depth[0] if each.depth else None
            numbers = [None if value is None else float(value) for value in (each.diameter, each.reflux, depth)]
            if each.state is State.UNKNOWN and any(value is not None for value in numbers):
                diameter, reflux, deep = numbers
                yield Unjudged(Leg(leg.leg), each.segment.id, diameter, None if reflux is None else reflux / 1000, deep)


def _printed(rows: Mapping[Slot, Measurement]) -> Iterator[tuple[tuple[Spot, str], Measurement]]:
    found: dict[tuple[Spot, str], list[Measurement]] = {}
    for slot, row in rows.items():
        if slot.quantity in PRINTED and slot.segment in anatomy():
            perforator = anatomy().segment(slot.segment).category is Category.PERFORATOR
            height = float(slot.level) if perforator and slot.level is not None else None
            found.setdefault(((slot.leg, slot.segment, height), slot.quantity), []).append(row)
    for key, several in found.items():
        yield key, PRINTED[key[1]](several, key=lambda row: Decimal(row.value))
