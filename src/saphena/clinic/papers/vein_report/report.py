"""A vein report as plain data: whoever keeps the examination fills it, and the paper asks nobody else."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from saphena.clinic.papers.letterhead import Letterhead

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from saphena.pathway.anatomy import Leg
    from saphena.pathway.legmap import LegMap, PerforatorMark, SegmentMark, TributaryMark

    Mark = SegmentMark | TributaryMark | PerforatorMark

__all__ = ["Addendum", "Examined", "LegFindings", "Reader", "VeinReport"]


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


@dataclass(frozen=True)
class VeinReport:
    """Everything that a vein report says."""

    examined: Examined
    leg_map: LegMap
    legs: tuple[LegFindings, ...]
    clinic: Letterhead = field(default_factory=Letterhead)
    addenda: tuple[Addendum, ...] = ()

    @property
    def is_signed(self) -> bool:
        return bool(self.examined.physician)

    def marks(self, leg: Leg) -> Iterator[Mark]:
        """Everything that was found on a leg: segments, tributaries drawn by hand, perforators."""
        every: list[Mark] = [*self.leg_map.segments, *self.leg_map.tributaries, *self.leg_map.perforators]
        for mark in every:
            if mark.leg is leg:
                yield mark
