"""What the signed map offers a plan: the drawing to choose on, and the stretches that could be treated."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from saphena.clinic.courses.speaking import language
from saphena.clinic.design.leg_map import leg_map_picture
from saphena.clinic.journey.mapping.queries import map_data, signed_map, targets
from saphena.pathway.anatomy import Leg
from saphena.pathway.mapping.concluding import target_line

if TYPE_CHECKING:
    from datetime import datetime

    from saphena.clinic.courses.models import Course
    from saphena.clinic.design.leg_map import LegMapPicture

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

    picture: LegMapPicture
    offers: tuple[Offer, ...]
    signed_at: datetime | None
    signed_by: str


def offered(course: Course, chosen: str = "") -> Offered | None:
    """What the map of this leg offers; None while nobody has signed one. The physician chooses among it."""
    examination = signed_map(course)
    if examination is None:
        return None
    picture = leg_map_picture(
        map_data(examination),
        legs=[Leg(course.leg)],
        choosable=True,
        chosen=f"{course.leg} {chosen}" if chosen else "",
        key="plan-map",
    )
    offers = tuple(
        Offer(
            target.segments[0],
            f"{target.diameter.normalize():f}" if target.diameter is not None else "",
            target_line(target, language()),
        )
        for target in targets(examination, course.leg)
    )
    return Offered(picture, offers, examination.signed_at, str(examination.signed_by or ""))
