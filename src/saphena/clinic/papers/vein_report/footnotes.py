"""Signs behind the numbers that were measured on images, and what the signs say at the foot of the table."""

from __future__ import annotations

from string import ascii_lowercase
from typing import TYPE_CHECKING

from saphena.pathway.anatomy import anatomy
from saphena.pathway.legmap import PerforatorMark
from saphena.pathway.legmap.words import number

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from saphena.clinic.papers.vein_report.report import FromImage, Mark, Spot, Unjudged, VeinReport
    from saphena.pathway.anatomy import Leg

__all__ = ["Footnotes", "spot_of"]

THIN = "\N{NARROW NO-BREAK SPACE}"


def spot_of(mark: Mark | Unjudged) -> Spot:
    return str(mark.leg), mark.segment, mark.height if isinstance(mark, PerforatorMark) else None


class Footnotes:
    """The footnotes of one leg: one letter for each day, person and way, behind however many numbers."""

    def __init__(self, report: VeinReport, words: Mapping[str, str], day: Callable[[date], str]) -> None:
        self.report, self.words, self.day = report, words, day
        self.signs: dict[FromImage, str] = {}

    def sign(self, spot: Spot, quantity: str) -> str:
        """A letter, or nothing where the number was typed."""
        source = self.report.from_images.get((spot, quantity))
        if source is None:
            return ""
        return self.signs.setdefault(source, _letters(len(self.signs)))

    def pressed(self, leg: Leg, language: str) -> list[list[str]]:
        """The veins that were pressed on a clip, in words, each with its sign."""
        return [
            [f"{_name(spot, language)} {round(part)}{THIN}%", self.sign(spot, "pressed")]
            for spot, part in self.report.pressed.items()
            if spot[0] == leg
        ]

    @property
    def said(self) -> list[list[str]]:
        return [[sign, self._sentence(source)] for source, sign in self.signs.items()]

    def _sentence(self, source: FromImage) -> str:
        kind = "from report" if source.reported else "found on image" if source.automatic else "from image"
        said = self.words[kind].format(on=self.day(source.on), by=source.by)
        return f"{said} {self.words['superseded'].format(why=source.retired)}" if source.retired else said


def _letters(count: int) -> str:
    """a, b, ... z, aa, ab, ..."""
    more, last = divmod(count, len(ascii_lowercase))
    return (ascii_lowercase[more - 1] if more else "") + ascii_lowercase[last]


def _name(spot: Spot, language: str) -> str:
    _leg, segment, height = spot
    short = anatomy().segment(segment).short(language)
    return short if height is None else f"{short}, {number(height, language)}{THIN}cm"
