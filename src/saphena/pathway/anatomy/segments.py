"""What a vein and one of its segments are: the words, the place, the group, the codes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["Category", "Code", "Face", "Group", "Inflow", "Leg", "Segment", "Vein"]


class Leg(StrEnum):
    """One of two. “Both” is never a measurement."""

    LEFT = "left"
    RIGHT = "right"


class Category(StrEnum):
    """What kind of vein it is."""

    TRUNK = "trunk"  # saphenous veins, their accessories, the thigh extension and the intersaphenous vein
    JUNCTION = "junction"
    TRIBUTARY = "tributary"
    PERFORATOR = "perforator"
    DEEP = "deep"
    SKIN = "skin"  # reticular veins and telangiectasias: named in CEAP, without a course of their own


class Group(StrEnum):
    """Which row of a table of reflux times holds for it; deep veins differ among themselves."""

    SAPHENOUS = "saphenous"  # trunks and junctions
    TRIBUTARY = "tributary"
    PERFORATOR = "perforator"
    FEMOROPOPLITEAL = "femoropopliteal"  # CFV, FV, POPV
    CRURAL = "crural"  # DFV, tibial and fibular veins
    MUSCULAR = "muscular"
    PELVIC = "pelvic"


class Face(StrEnum):
    """The side of the leg on which a perforator is looked for."""

    FRONT = "front"
    INNER = "inner"
    BACK = "back"
    OUTER = "outer"


@dataclass(frozen=True, slots=True)
class Code:
    """A code as it is sent to others; `broader` where it names more than this segment."""

    scheme: str
    value: str
    meaning: str
    broader: bool = False


@dataclass(frozen=True, slots=True)
class Vein:
    """A named vein, of one or more segments. `also` is found by search and never shown."""

    id: str
    abbr: str
    names: dict[str, str]
    also: tuple[str, ...]
    category: Category
    group: Group


@dataclass(frozen=True, slots=True)
class Inflow:
    """Where a segment's blood goes in health: which segment, and how far up that one it joins (0 to 1)."""

    segment: str
    at: float


@dataclass(frozen=True, slots=True)
class Segment:
    """One measurable part of a vein.

    `low` and `high` are centimetres above the floor on the leg of reference (see `Landmarks`). `drains` has more than
    one entry where anatomy varies: the usual one stands first. A perforator also has the vein that it leaves (`leaves`)
    and the face on which it is looked for. `artery`: an artery usually runs beside it.
    """

    id: str
    vein: Vein
    parts: dict[str, str]
    ceap: str
    code: Code
    low: float
    high: float
    drains: tuple[Inflow, ...]
    leaves: Inflow | None = None
    face: Face | None = None
    also: tuple[str, ...] = ()
    fma: str = ""
    read_as: tuple[str, ...] = ()  # older codes of the same scheme: read when a scanner sends them, never sent
    artery: bool = False

    @property
    def category(self) -> Category:
        return self.vein.category

    @property
    def group(self) -> Group:
        return self.vein.group

    @property
    def abbr(self) -> str:
        return self.vein.abbr

    @property
    def length(self) -> float:
        """Its usual length in centimetres, measured straight up the leg."""
        return self.high - self.low

    def part(self, language: str = "en") -> str:
        """“upper thigh”; empty where the vein has one segment only."""
        return self.parts.get(language, self.parts.get("en", ""))

    def name(self, language: str = "en") -> str:
        """“great saphenous vein, upper thigh”."""
        whole = self.vein.names.get(language, self.vein.names["en"])
        return f"{whole}, {part}" if (part := self.part(language)) else whole

    def short(self, language: str = "en") -> str:
        """“GSV upper thigh”."""
        return f"{self.abbr} {self.part(language)}".rstrip()

    def height(self, position: float) -> float:
        """Centimetres above the floor of the leg of reference at a position along it (0 its lower end, 1 its upper)."""
        return self.low + (self.high - self.low) * min(max(position, 0.0), 1.0)

    def position(self, height: float) -> float:
        """How far up the segment a height on the leg of reference is, 0 to 1; what is beyond an end is that end."""
        return min(max((height - self.low) / (self.high - self.low), 0.0), 1.0)
