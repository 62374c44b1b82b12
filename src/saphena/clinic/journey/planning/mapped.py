"""What the signed map offers a plan: the stretches that could be treated."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from saphena.clinic.courses.speaking import language
from saphena.clinic.journey.mapping.queries import signed_map
from saphena.clinic.journey.mapping.standing import derived_of
from saphena.pathway.mapping.concluding import target_line

if TYPE_CHECKING:
    from datetime import datetime

    from saphena.clinic.courses.models import Course

__all__ = ["Offer", "Offered", "offered"]


@dataclass(frozen=True, slots=True)
class Offer:
    """One stretch of the map: its first segment, its diameter in mm where it was measured, and what is said of it."""

    segment: str
    diameter: str
    text: str


@dataclass(frozen=True, slots=True)
class Offered:
    """The newest signed map of the leg, to choose on."""

    offers: tuple[Offer, ...]
    signed_at: datetime | None
    signed_by: str


def offered(course: Course) -> Offered | None:
    """What the map of this leg offers; None while nobody has signed one. The physician chooses among it."""
    examination = signed_map(course)
    if examination is None:
        return None
    derived = derived_of(examination)
    leg = derived.legs.get(course.leg)
    targets = leg.targets if leg else ()
    return Offered(
        tuple(
            Offer(
                target.segments[0],
                f"{target.diameter.normalize():f}" if target.diameter is not None else "",
                target_line(target, language()),
            )
            for target in targets
        ),
        examination.signed_at,
        str(examination.signed_by or ""),
    )
