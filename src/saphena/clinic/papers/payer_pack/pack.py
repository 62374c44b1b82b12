"""A pack for a payer as plain data: whoever keeps the rows fills it, and the paper asks nobody else.

Texts are ready to read, in the language of the paper.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from saphena.clinic.papers.letterhead import Letterhead
    from saphena.pathway.anatomy import Leg
    from saphena.pathway.legmap import LegMap

__all__ = ["Entry", "Pack", "Picture", "Row", "Said"]


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that was found, and of which day and whose word."""

    text: str
    whose: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of the list: how it stands (found, short, missing) as sign and word, and what there is of it."""

    title: str
    standing: str
    word: str
    said: tuple[Said, ...] = ()
    judged: tuple[str, ...] = ()
    wants: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One place where reflux was measured, the limit that judges it, and the limit's source."""

    vein: str
    diameter: str
    reflux: str
    limit: str
    source: str
    state: str
    refluxes: bool


@dataclass(frozen=True, slots=True)
class Picture:
    """One frame with its calipers as SVG, and what was measured on it; without one, why it cannot be shown."""

    svg: str
    said: tuple[str, ...]
    credit: str
    why_not: str = ""
    wide: bool = False


@dataclass(frozen=True)
class Pack:
    """Everything that the paper says. `signatures`: for what, who, and when."""

    patient: str
    born: date
    number: str
    leg: Leg
    on: date
    clinic: Letterhead
    address: tuple[str, ...]
    to: tuple[str, ...]
    taken_by: str
    entries: tuple[Entry, ...]
    conclusions: tuple[str, ...]
    rows: tuple[Row, ...]
    leg_map: LegMap
    pictures: tuple[Picture, ...]
    signatures: tuple[tuple[str, str, date | None], ...]
    more_pictures: int = 0
    addenda: tuple[tuple[date, str, str], ...] = ()
