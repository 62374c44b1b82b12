"""The leg map on a page: a picture of each view, the legend, and the table that says the same to a screen reader."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from saphena.pathway.anatomy import Leg, anatomy
from saphena.pathway.legmap import BOTH, LegMap, Look, PerforatorMark, TributaryMark, draw, legend_entries, one_leg
from saphena.pathway.legmap.words import WORDS, number

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from saphena.pathway.legmap import ChangeMark, SegmentMark

    Mark = SegmentMark | TributaryMark | PerforatorMark

__all__ = ["LegMapPicture", "LegMapRow", "leg_map_picture"]


@dataclass(frozen=True, slots=True)
class LegMapRow:
    """One line of the table: numbers are ready to read, empty where nothing was measured."""

    leg: str
    leg_word: str
    segment: str
    name: str
    state: str
    word: str
    diameter: str
    reflux: str
    depth: str


@dataclass(frozen=True)
class LegMapPicture:
    """Everything that design/leg_map.html shows. `chosen` is a leg and a segment, as in “left gsv.knee”."""

    views: tuple[SafeString, ...]
    legend: tuple[tuple[SafeString, str], ...]
    rows: tuple[LegMapRow, ...]
    legs: tuple[str, ...]
    choosable: bool
    chosen: str = ""
    key: str = "map"
    course_field: str = ""

    @property
    def has_depth(self) -> bool:
        return any(row.depth for row in self.rows)


def leg_map_picture(
    leg_map: LegMap,
    *,
    legs: Sequence[Leg] = tuple(Leg),
    choosable: bool = False,
    chosen: str = "",
    changes: Sequence[ChangeMark] = (),
    key: str = "map",
    course_field: str = "",
) -> LegMapPicture:
    """A map as it stands on a page, in the page's language: one view beside the other, so that a phone can turn them.

    `key` keeps two maps on one page apart. With `course_field` a hand-drawn course goes into the field with that id.
    """
    language = (get_language() or "en").partition("-")[0]
    language = language if language in WORDS else "en"
    views = one_leg(legs[0]) if len(legs) == 1 else BOTH
    look = Look(language=language, choosable=choosable, key=key)
    drawn = frozenset(views)
    return LegMapPicture(
        # Not escaped: our own drawing; names of veins come from the anatomy, and keys of tributaries are escaped there.
        views=tuple(mark_safe(draw(leg_map, [view], look, changes, drawn)) for view in views),  # noqa: S308
        legend=tuple(
            (mark_safe(sign), words)  # noqa: S308 - the same
            for sign, words in legend_entries(look.theme, language, leg_map, changes)
        ),
        rows=tuple(_rows(leg_map, legs, language)),
        legs=tuple(WORDS[language][leg] for leg in legs),
        choosable=choosable,
        chosen=chosen,
        key=key,
        course_field=course_field,
    )


def _rows(leg_map: LegMap, legs: Sequence[Leg], language: str) -> Iterator[LegMapRow]:
    """Leg by leg, in the order of the anatomy."""
    order = {segment.id: place for place, segment in enumerate(anatomy())}
    marks: list[Mark] = [*leg_map.segments, *leg_map.tributaries, *leg_map.perforators]
    for leg in legs:
        theirs = sorted((mark for mark in marks if mark.leg is leg), key=lambda mark: order[mark.segment])
        yield from (_row(mark, language) for mark in theirs)


def _named(mark: Mark, language: str) -> str:
    segment = anatomy().segment(mark.segment)
    if isinstance(mark, TributaryMark):
        return f"{mark.key}, {segment.part(language) or segment.name(language)}"
    height = mark.height if isinstance(mark, PerforatorMark) else None
    return segment.short(language) if height is None else f"{segment.short(language)}, {number(height, language)} cm"


def _row(mark: Mark, language: str) -> LegMapRow:
    depth = None if isinstance(mark, PerforatorMark) else mark.depth
    return LegMapRow(
        leg=mark.leg.value,
        leg_word=WORDS[language][mark.leg],
        segment=mark.key if isinstance(mark, TributaryMark) else mark.segment,
        name=_named(mark, language),
        state=mark.state.value,
        word=WORDS[language][mark.state],
        diameter="" if mark.diameter is None else number(mark.diameter, language),
        reflux="" if mark.reflux is None else number(mark.reflux, language),
        depth="" if depth is None else number(depth, language),
    )
