"""A vein report as plain data: whoever keeps the examination fills it, and the paper asks nobody else."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from saphena.clinic.papers.letterhead import Letterhead

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from saphena.pathway.anatomy import Leg
    from saphena.pathway.legmap import LegMap, PerforatorMark, SegmentMark, TributaryMark

    Mark = SegmentMark | TributaryMark | PerforatorMark

    Spot = tuple[str, str, float | None]
    """Leg, segment, and of a perforator how many cm above the floor."""

__all__ = ["Addendum", "Examined", "FromImage", "LegFindings", "Reader", "Unjudged", "VeinReport"]


class Reader(StrEnum):
    """For whom the report is written."""

    REFERRER = "referrer"
    PATIENT = "patient"


@dataclass(frozen=True, slots=True)
class Examined:
    """Who was examined, when, how, by whom, and who answers for what is said; texts are ready to read.

    `physician` is empty as long as nobody has signed: the report says then that it is preliminary.
    """

    patient: str
    born: date
    on: date
    sonographer: str
    physician: str = ""
    signed_on: date | None = None
    number: str = ""
    posture: str = ""
    manoeuvre: str = ""
    machine: str = ""
    referrer: str = ""
    criteria: str = ""
    question: str = ""
    limits: str = ""


@dataclass(frozen=True, slots=True)
class LegFindings:
    """What follows for one leg, in sentences and classes that are ready to read."""

    leg: Leg
    conclusions: tuple[str, ...] = ()
    ceap: str = ""
    ceap_full: str = ""
    vcss: str = ""
    targets: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Addendum:
    """What was added after signing; the report before it stands unchanged."""

    on: date
    by: str
    text: str


@dataclass(frozen=True, slots=True)
class FromImage:
    """Where a number comes from: the day of its image and who accepted it; whether the program found it by itself, or
    the scanner's own report gave it; and why it counts no more since, where that is so."""

    on: date
    by: str
    automatic: bool = False
    reported: bool = False
    retired: str = ""


@dataclass(frozen=True, slots=True)
class Unjudged:
    """A vein that was measured and of which nothing decides what it is: not drawn, but in the table."""

    leg: Leg
    segment: str
    diameter: float | None = None
    reflux: float | None = None
    depth: float | None = None


@dataclass(frozen=True)
class VeinReport:
    """Everything that a vein report says.

    `from_images` names the numbers that were measured on images: by spot (leg, segment, cm above the floor of a
    perforator) and quantity. `pressed` has the compressibility of a spot in per cent.
    """

    examined: Examined
    leg_map: LegMap
    legs: tuple[LegFindings, ...]
    clinic: Letterhead = field(default_factory=Letterhead)
    addenda: tuple[Addendum, ...] = ()
    from_images: Mapping[tuple[Spot, str], FromImage] = field(default_factory=dict)
    pressed: Mapping[Spot, float] = field(default_factory=dict)
    unjudged: tuple[Unjudged, ...] = ()
    to: tuple[str, ...] = ()
    """The lines of the address, where it goes to somebody."""

    @property
    def is_signed(self) -> bool:
        return bool(self.examined.physician)

    def marks(self, leg: Leg) -> Iterator[Mark]:
        """Everything that was found on a leg: segments, tributaries drawn by hand, perforators."""
        every: list[Mark] = [*self.leg_map.segments, *self.leg_map.tributaries, *self.leg_map.perforators]
        for mark in every:
            if mark.leg is leg:
                yield mark
