"""Where an injection may go: the segments of a leg in a map's order, and the kind of vein that labels speak of."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from saphena.pathway.anatomy import Category, anatomy
from saphena.pathway.treating import Vein

if TYPE_CHECKING:
    from saphena.pathway.anatomy import Segment

__all__ = ["Place", "is_segment", "places", "said", "vein_of"]

KINDS: dict[str, Vein] = {
    "gsv": Vein.GSV,
    "sfj": Vein.GSV,
    "ssv": Vein.SSV,
    "spj": Vein.SSV,
    "ret": Vein.RETICULAR,
    "tel": Vein.SPIDER,
}
BY_CATEGORY: dict[Category, Vein] = {
    Category.TRUNK: Vein.TRUNK,
    Category.JUNCTION: Vein.TRUNK,
    Category.TRIBUTARY: Vein.TRIBUTARY,
    Category.PERFORATOR: Vein.PERFORATOR,
    Category.SKIN: Vein.RETICULAR,
}

SHORT = (Category.TRUNK, Category.JUNCTION)


@dataclass(frozen=True, slots=True)
class Place:
    """One segment as a tile: what is read first and what below it. `artery`: an artery usually runs beside it."""

    id: str
    title: str
    under: str
    name: str
    kind: str
    group: str
    artery: bool


def is_segment(segment: str) -> bool:
    return segment in anatomy()


def vein_of(segment: str) -> str:
    """The kind of vein, in the words of the ceilings; nothing for a deep vein."""
    found = anatomy().by_id.get(segment)
    if found is None:
        return ""
    kind = KINDS.get(found.vein.id) or BY_CATEGORY.get(found.category)
    return kind.value if kind else ""


def said(segment: str, language: str) -> str:
    """“great saphenous vein, upper thigh”; the id itself when it is not known any more."""
    found = anatomy().by_id.get(segment)
    return found.name(language) if found else segment


@cache
def places(language: str) -> tuple[Place, ...]:
    """Every segment that may be injected, trunks first, each vein from the heart outward; no deep vein."""
    order = list(BY_CATEGORY)
    found = [segment for segment in anatomy() if segment.category in order]
    found.sort(key=lambda segment: order.index(segment.category))
    return tuple(_place(segment, language) for segment in found)


def _place(segment: Segment, language: str) -> Place:
    """Trunks and junctions go by their short names, the rest by where they are."""
    vein, part = segment.vein.names.get(language, segment.vein.names["en"]), segment.part(language)
    title, under = (segment.abbr, part) if segment.category in SHORT else (part or vein, vein if part else "")
    category = segment.category.value
    return Place(segment.id, title, under, segment.name(language), vein_of(segment.id), category, segment.artery)
