"""The leg as the screen's form: the newest signed map of it, drawn so that a touch chooses a segment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from saphena.clinic.journey.mapping.queries import map_data, signed_map
from saphena.clinic.journey.treating.asking import language
from saphena.pathway.anatomy import Leg
from saphena.pathway.legmap import LegMap, Look, draw, one_leg

if TYPE_CHECKING:
    from saphena.clinic.journey.treating.models import Session

__all__ = ["drawn_leg"]


def drawn_leg(session: Session) -> str:
    """An SVG of the three views of this leg with what the newest signed map says; without a map, the leg alone."""
    signed = signed_map(session.course, session.day)
    found = map_data(signed) if signed else LegMap()
    return draw(found, one_leg(Leg(session.side)), Look(language=language(), choosable=True, key="couch"))
