"""Dates with their months shortened as the reader's language does it: “26 Nov 2026”, « 26 nov. 2026 ».

Django's three letters are capitalised, and in French “Jui” is June; the plan's own short months are what people write.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.utils import formats
from django.utils.translation import get_language

from saphena.pathway.protocol.wording import SHORT_MONTHS

if TYPE_CHECKING:
    from datetime import date

__all__ = ["date_format", "in_the_readers_months", "moment_format"]

THREE_LETTERS = re.compile(r"(?<!\\)M")


def in_the_readers_months(form: str, value: date) -> str:
    """The format for this date, with its month as the plan shortens it in the language in force."""
    if not (get_language() or "").startswith("fr"):
        return form
    month = "".join(f"\\{letter}" for letter in SHORT_MONTHS["fr"][value.month - 1])  # letters, and no format's signs
    return THREE_LETTERS.sub(lambda _found: month, form)


def date_format(value: date, form: str) -> str:
    """A date or a moment as it is said to the reader."""
    return formats.date_format(value, in_the_readers_months(form, value))


def moment_format(value: date, form: str) -> str:
    """A date with a clock, or a clock, as the pages of patients tell them: “09:30”, « 9 h 30 », on the hour « 9 h »."""
    if not (get_language() or "").startswith("fr"):
        return date_format(value, form)
    return date_format(value, form.replace("H:i", r"G \h i")).replace(" h 00", " h")
