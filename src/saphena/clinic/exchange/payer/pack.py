"""A pack as plain data: each item of the list with what was found, the evidence of reflux, the frames."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from saphena.clinic.papers.payer_pack import Row

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from saphena.clinic.courses.models import Course
    from saphena.clinic.exchange.payer.evidence import Seen
    from saphena.clinic.imaging.models import Measurement
    from saphena.clinic.journey.mapping.models import Examination
    from saphena.clinic.journey.planning.models import TreatmentPlan

__all__ = ["Evidence", "Frame", "Item", "Line", "Pack", "Standing", "Verdict"]


class Standing(StrEnum):
    """How one item stands. What is short is there, and less than what the clinic says its payers ask."""

    FOUND = "found"
    SHORT = "short"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that was found: what, of which day, whose word, and the page where it stands."""

    text: str
    on: date | None = None
    by: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found against what is asked: “Stockings worn: 14 weeks, asked ≥ 12 weeks”.

    `met` is None where the clinic has not said how much is asked.
    """

    text: str
    met: bool | None


@dataclass(frozen=True, slots=True)
class Item:
    """One item of the list. `url` is where it stands, or where it is noted while it is missing; none where the viewer
    may not go."""

    name: str
    title: str
    lines: Sequence[Line] = ()
    verdicts: Sequence[Verdict] = ()
    wants: str = ""
    """What is missing, or only half there, in words."""
    url: str = ""
    act: str = ""

    @property
    def standing(self) -> Standing:
        if not self.lines:
            return Standing.MISSING
        return Standing.SHORT if self.wants or any(each.met is False for each in self.verdicts) else Standing.FOUND


@dataclass(frozen=True, slots=True)
class Evidence(Row):
    """What was measured of one vein at one place, as the paper has it; and when, and by whom."""

    on: date | None = None
    by: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """One frame and what was measured on it and stands on the map."""

    measured: Sequence[Measurement]
    said: Sequence[str]
    on: date
    by: str

    @property
    def first(self) -> Measurement:
        return self.measured[0]


@dataclass(frozen=True)
class Pack:
    """Everything that is kept of what a payer asks, in one language, on one day."""

    course: Course
    language: str
    items: Sequence[Item]
    seen: Seen | None = None
    """The signed map of the leg."""
    in_hand: Examination | None = None
    """An examination of the leg that nobody has signed yet."""
    plan: TreatmentPlan | None = None
    evidence: Sequence[Evidence] = ()
    frames: Sequence[Frame] = field(default_factory=tuple)

    @property
    def missing(self) -> list[Item]:
        return [item for item in self.items if item.standing is Standing.MISSING]

    @property
    def short(self) -> list[Item]:
        return [item for item in self.items if item.standing is Standing.SHORT]
