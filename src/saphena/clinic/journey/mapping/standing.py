"""What stands in an examination: the newest row of each place and quantity, and what follows from it."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, NamedTuple

from saphena.clinic.confirming.models import About
from saphena.clinic.confirming.queries import confirmed
from saphena.pathway.mapping import Derived, Origin, Place, Reading, criteria, derive, quantities

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from saphena.clinic.journey.mapping.models import Examination, Measurement
    from saphena.pathway.mapping import CriteriaSet

__all__ = ["Slot", "derived_as_signed", "derived_of", "newest", "readings_of", "rules_for", "slot_of", "standing"]


class Slot(NamedTuple):
    """One thing that can be noted of one place: the newest row of a slot counts."""

    leg: str
    segment: str
    level: Decimal | None
    quantity: str


def slot_of(row: Measurement) -> Slot:
    return Slot(row.leg, row.segment, row.level, row.quantity)


def newest(rows: Iterable[Measurement]) -> dict[Slot, Measurement]:
    """The newest row of each slot, those that take something back too. The rows come in the order of their serials."""
    return {slot_of(row): row for row in rows}


def standing(examination: Examination) -> dict[Slot, Measurement]:
    """What counts now. One query; none where the rows are prefetched."""
    return {slot: row for slot, row in newest(examination.measurements.all()).items() if row.value}


def readings_of(rows: Mapping[Slot, Measurement]) -> list[Reading]:
    """The rows as the pathway reads them. What a later version of the anatomy no longer knows is left out there."""
    return [reading for slot, row in rows.items() if (reading := _reading(slot, row))]


def _reading(slot: Slot, row: Measurement) -> Reading | None:
    value: Decimal | str = row.value
    if slot.quantity in quantities().numbers:
        try:
            value = Decimal(row.value)
        except InvalidOperation:
            return None
    place = Place(slot.leg, slot.segment, slot.level)
    return Reading(place, slot.quantity, value, Origin(row.origin), row.serial, row.note)


def rules_for(examination: Examination) -> CriteriaSet:
    """The examination's criteria; recalled rows judge where a physician has confirmed the set."""
    return criteria(examination.criteria, confirmed=examination.criteria in confirmed(About.MAPPING))


def derived_of(examination: Examination, rows: Mapping[Slot, Measurement] | None = None) -> Derived:
    """Everything that follows from what stands. At most two queries."""
    return derive(readings_of(standing(examination) if rows is None else rows), rules_for(examination))


def derived_as_signed(examination: Examination, rows: Mapping[Slot, Measurement]) -> Derived:
    """What followed when the map was signed: by the criteria as they were then, whatever is confirmed since."""
    said = (examination.signed_as or {})["criteria"]
    return derive(readings_of(rows), criteria(said["id"], confirmed=not said["off"]))
