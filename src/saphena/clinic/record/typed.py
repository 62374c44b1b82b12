"""What somebody typed, before it is kept: as one line, no longer than its column."""

from __future__ import annotations

from django.utils.translation import gettext as _

from saphena.pathway.refused import Refused

__all__ = ["LONGEST_REASON", "said_why", "tidied"]

LONGEST_REASON = 300
"""Of most columns that keep a reason."""


def tidied(text: str, longest: int = LONGEST_REASON) -> str:
    """The words with one space between them, cut to the column, without the character that databases refuse to keep."""
    return " ".join(text.replace("\0", "").split())[:longest]


def said_why(reason: str, longest: int = LONGEST_REASON) -> str:
    """The reason as it is kept. Refused, at its field, when nothing was said."""
    said = tidied(reason, longest)
    if not said:
        raise Refused(_("Please say why."), "reason")
    return said
