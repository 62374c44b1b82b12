"""What a leg map shows, as plain data: one mark for each thing that was found, wherever it came from."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from saphena.pathway.anatomy import Landmarks, Leg

__all__ = [
    "Flow",
    "LegMap",
    "PerforatorMark",
    "Pin",
    "Place",
    "Scar",
    "SegmentMark",
    "Sore",
    "State",
    "TributaryMark",
    "View",
]


class View(StrEnum):
    """From where one looks at the leg. In front, the physician faces the patient."""

    FRONT = "front"
    INNER = "inner"
    BACK = "back"


class State(StrEnum):
    """How a vein was found. What nobody looked at has no mark at all."""

    COMPETENT = "competent"
    INCOMPETENT = "incompetent"
    ABSENT = "absent"
    NOT_SEEN = "not_seen"  # looked for and not seen: not the same as absent
    CLOSED = "closed"  # after treatment
    PARTLY_OPEN = "partly_open"  # after treatment
    TREATED = "treated"  # once; and nothing was measured now
    THROMBOSED = "thrombosed"


@dataclass(frozen=True, slots=True)
class Place:
    """A point on a view: `x` in centimetres as the right leg is drawn (see body.toml; the left is mirrored), and the
    height above the floor on the leg of reference."""

    view: View
    x: float
    height: float


@dataclass(frozen=True, slots=True)
class SegmentMark:
    """A segment of the anatomy as it was found: diameter in millimetres, reflux in seconds, depth in millimetres."""

    leg: Leg
    segment: str
    state: State
    diameter: float | None = None
    reflux: float | None = None
    depth: float | None = None


@dataclass(frozen=True, slots=True)
class PerforatorMark:
    """A perforator: its group, how high above the floor on this leg, and where exactly if somebody pointed."""

    leg: Leg
    segment: str
    state: State
    height: float | None = None
    diameter: float | None = None
    reflux: float | None = None
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class TributaryMark:
    """A tributary drawn by hand: points of its course on one view, from below upwards, (x, height) as in `Place`."""

    leg: Leg
    key: str
    segment: str
    view: View
    points: tuple[tuple[float, float], ...]
    state: State
    diameter: float | None = None
    reflux: float | None = None
    depth: float | None = None


@dataclass(frozen=True, slots=True)
class Flow:
    """Reflux from its source to its end point: the segments (or keys of tributaries, ids of perforators) on the way."""

    leg: Leg
    way: tuple[str, ...]


class Sore(StrEnum):
    """What the skin shows."""

    SCAR = "scar"
    ULCER = "ulcer"
    HEALED_ULCER = "healed_ulcer"


@dataclass(frozen=True, slots=True)
class Scar:
    """A scar, or an ulcer, on the skin; `length` in centimetres, `slant` in degrees from upright."""

    leg: Leg
    place: Place
    kind: Sore = Sore.SCAR
    length: float = 3.0
    slant: float = 0.0


@dataclass(frozen=True, slots=True)
class Pin:
    """An injection, by its number, at a place or on a segment (0 its lower end, 1 its upper)."""

    leg: Leg
    number: int
    segment: str = ""
    at: float = 0.5
    place: Place | None = None


@dataclass(frozen=True)
class LegMap:
    """Everything that a drawing shows, of one leg or of both, and how long the patient's legs are, where measured."""

    segments: tuple[SegmentMark, ...] = ()
    perforators: tuple[PerforatorMark, ...] = ()
    tributaries: tuple[TributaryMark, ...] = ()
    flows: tuple[Flow, ...] = ()
    scars: tuple[Scar, ...] = ()
    pins: tuple[Pin, ...] = ()
    landmarks: dict[Leg, Landmarks] = field(default_factory=dict)
