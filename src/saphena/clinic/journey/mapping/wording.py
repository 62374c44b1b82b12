"""What rows, states and legs are called, in the reader's language."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from saphena.clinic.journey.mapping.states import State
from saphena.pathway.anatomy import anatomy
from saphena.pathway.mapping import quantities
from saphena.pathway.mapping.readings import WHOLE_LEG
from saphena.pathway.mapping.signs import ceap_words, vcss_items
from saphena.pathway.mapping.words import LEGS, amount, place_name

if TYPE_CHECKING:
    from saphena.clinic.journey.mapping.models import Measurement

__all__ = ["BADGES", "ORIGINS", "STATE_NAMES", "colon", "leg_name", "quantity_name", "row_said", "spoken", "value_said"]

STATE_NAMES = {
    State.PRELIMINARY: _("preliminary"),
    State.REVIEWED: _("reviewed, to be signed"),
    State.SIGNED: _("signed map"),
    State.WITHDRAWN: _("withdrawn examination"),
}
BADGES = {State.PRELIMINARY: "open", State.REVIEWED: "waiting", State.SIGNED: "done", State.WITHDRAWN: "past"}
ORIGINS = {
    "typed": _("typed"),
    "rest": _("said of the rest of the leg"),
    "report": _("from the scanner’s report"),
    "image": _("measured on an image"),
}


def spoken() -> str:
    """The reader's language as the pathway names it."""
    return (get_language() or "en")[:2]


def leg_name(leg: str, language: str = "") -> str:
    return LEGS[leg][language or spoken()]


def quantity_name(quantity: str, language: str = "") -> str:
    language = language or spoken()
    if quantity.startswith("vcss"):
        number = int(quantity.removeprefix("vcss"))
        return f"VCSS {number}, {vcss_items()[number]['short'][language]}"
    if quantity in LEG_WORDS:
        return LEG_WORDS[quantity][language]
    return quantities().label(quantity, language)


LEG_WORDS = {
    "signs": {"en": "signs (C)", "fr": "signes (C)"},
    "symptoms": {"en": "symptoms", "fr": "symptômes"},
    "origin": {"en": "cause (E)", "fr": "cause (E)"},
}


def value_said(quantity: str, value: str, language: str = "") -> str:
    """A value as it is read: “6.2 mm”, “competent”; what is not there any more as a dash."""
    language, known = language or spoken(), quantities()
    if not value:
        return "–"
    if quantity in known.numbers:
        return amount(quantity, Decimal(value), language)
    if quantity in known.choices:
        return known.word(quantity, value, language) if value in known.choices[quantity].of else value
    if quantity == "joins" and value in anatomy():
        return anatomy().segment(value).short(language)
    if quantity == "course":
        return "✓"
    if quantity in ("symptoms", "origin"):
        words = ceap_words()["symptoms" if quantity == "symptoms" else "origins"]
        return str(words[value][language]) if value in words else value
    return value


def row_said(row: Measurement, language: str = "", *, whole: bool = False) -> str:
    """“diameter 6.2 mm”; with `whole` also where: “left leg, GSV upper thigh: diameter 6.2 mm”."""
    language = (language or spoken())[:2]
    said = f"{quantity_name(row.quantity, language)} {value_said(row.quantity, row.value, language)}"
    if not whole:
        return said
    where = leg_name(row.leg, language)
    if row.segment != WHOLE_LEG:
        where = f"{where}, {place_name(row.segment, row.level, language)}"
    return f"{where}{colon(language)} {said}"


def colon(language: str) -> str:
    """French sets it apart."""
    return "\N{NO-BREAK SPACE}:" if language == "fr" else ":"
