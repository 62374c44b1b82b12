"""DICOM's own way of asking: wildcards, ranges of days and times, names without regard to case and accents."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from saphena.clinic.record.folding import UNDIVIDED

if TYPE_CHECKING:
    from datetime import date

__all__ = ["alike", "as_range", "date_of", "folded", "is_wild", "within"]

APOSTROPHES, HYPHENS = "\u2019\u2018\u02bc\u00b4\u0060", "\u2010\u2011\u2013"
TYPED = str.maketrans(APOSTROPHES + HYPHENS, "'" * len(APOSTROPHES) + "-" * len(HYPHENS))
"""Signs that are written in a name and that a machine has no key for, and the keys that are pressed instead."""


def is_wild(value: str) -> bool:
    return "*" in value or "?" in value


def alike(query: str, value: str) -> bool:
    """DICOM's matching: empty is anything, * and ? as usual, names without regard to case and accents."""
    if not query or query == "*":
        return True
    return fnmatchcase(folded(value), re.sub(r"\[", "[[]", folded(query)))


def folded(text: str) -> str:
    """Without case and accents, as a machine's keyboard has it; * and ? stay what they are."""
    plain = unicodedata.normalize("NFKD", text.translate(TYPED).replace("^", " ").strip())
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).casefold().translate(UNDIVIDED)


def as_range(text: str) -> tuple[str, str]:
    """“20270309”, “20270309-20270310”, “-20270310”, “20270309-” as first and last, either possibly empty."""
    if not text or text == "*":
        return "", ""
    first, dash, last = text.partition("-")
    return (first.strip(), last.strip()) if dash else (text, text)


def within(value: str, first: str, last: str) -> bool:
    """Times may be given to the hour or the minute: compared as far as they are given."""
    after = not first or value >= first.ljust(len(value), "0")[: len(value)]
    return after and (not last or value[: len(last)] <= last)


def date_of(text: str) -> date:
    """Raises `ValueError` for what is no date."""
    return datetime.strptime(text, "%Y%m%d").replace(tzinfo=UTC).date()
