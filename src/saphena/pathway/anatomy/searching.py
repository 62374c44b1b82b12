"""Finding a segment by what people type: ids, abbreviations, names in either language, and older names."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from saphena.pathway.anatomy.graph import anatomy
from saphena.pathway.anatomy.reading import LANGUAGES

if TYPE_CHECKING:
    from saphena.pathway.anatomy.segments import Segment

__all__ = ["Found", "search"]

EXACT, BEGINS, WORDS, OLDER = 0, 1, 2, 3
"""How well a typed text fits, the smaller the better."""


@dataclass(frozen=True, slots=True)
class Found:
    """A segment, how well it fits (0 is best), and by which text: perhaps an older name, which is not to be shown."""

    segment: Segment
    rank: int
    by: str


@dataclass(frozen=True, slots=True)
class _Indexed:
    segment: Segment
    short: tuple[str, ...]  # id, abbreviation
    names: tuple[str, ...]  # names with their parts, in each language
    older: tuple[str, ...]
    words: tuple[str, ...]  # every word of all of it


def search(typed: str, *, most: int = 12) -> tuple[Found, ...]:
    """The segments that a typed text may mean, the best first: “gsv up”, “petite saphène”, “SFV”, “cockett 2”.

    Every word typed must begin a word of the segment's names. Accents, capitals and points do not matter. An older name
    finds the vein as it is called now.
    """
    wanted = folded(typed)
    if not wanted:
        return ()
    found = [Found(one.segment, *fit) for one in _index() if (fit := _fit(one, wanted))]
    found.sort(key=lambda each: each.rank)  # stable: within a rank, the order of an examination
    return tuple(found[:most])


def folded(text: str) -> str:
    """Small letters without accents, points and dashes as spaces."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("’", " ").replace("'", " "))
    kept = "".join(letter if letter.isalnum() else " " for letter in plain if not unicodedata.combining(letter))
    return " ".join(kept.split())


def _fit(one: _Indexed, wanted: str) -> tuple[int, str] | None:
    if wanted in one.short or wanted in one.older:
        return EXACT, wanted
    for name in (*one.short, *one.names, *one.older):
        if name.startswith(wanted):
            return BEGINS, name
    parts = wanted.split()
    if not all(any(word.startswith(part) for word in one.words) for part in parts):
        return None
    return WORDS if any(all(part in name for part in parts) for name in one.names) else OLDER, wanted


@cache
def _index() -> tuple[_Indexed, ...]:
    return tuple(_indexed(segment) for segment in anatomy())


def _indexed(segment: Segment) -> _Indexed:
    short = (folded(segment.id), folded(segment.abbr))
    names = tuple(folded(text) for language in LANGUAGES for text in (segment.name(language), segment.short(language)))
    older = tuple(folded(text) for text in (*segment.vein.also, *segment.also))
    words = tuple(dict.fromkeys(word for text in (*short, *names, *older) for word in text.split()))
    return _Indexed(segment, short, names, older, words)
