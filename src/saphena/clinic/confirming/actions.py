"""A word on a number: one transaction, recorded. Which number, and who may, says the room that goes by it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from saphena.clinic.confirming.events import WordGiven
from saphena.clinic.confirming.models import Word
from saphena.clinic.confirming.numbers import above_or_below, amount, said
from saphena.clinic.people.access import require
from saphena.clinic.record.announcing import announce
from saphena.clinic.record.typed import tidied
from saphena.pathway.refused import Refused
from saphena.pathway.treating.figures import Unreadable, read_part

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from saphena.clinic.confirming.numbers import Number
    from saphena.clinic.people.models import User
    from saphena.pathway.treating.figures import Part

__all__ = ["give_word"]

LONGEST_WORDS = 500


def give_word(
    *,
    actor: User,
    capability: str,
    about: str,
    number: Number,
    words: str,
    on: bool = True,
    typed: Mapping[str, str] | None = None,
    sure: bool = False,
) -> Word:
    """Confirm a number as its source has it, put it off, or give the clinic's own figures for it, as they are `typed`.

    Figures that ask for less care than the source's are refused until whoever gives them says that they are `sure`.
    """
    require(actor, capability)
    reason = tidied(words, LONGEST_WORDS)
    if not on and not number.may_be_off:
        raise Refused(_("This number can be confirmed, or have another value; it cannot be switched off."), "words")
    own = _figures(number, typed or {}) if on else {}
    if not reason:
        raise Refused(_("Please say why, or where you have read it: product text, section, date."), "words")
    if (warning := above_or_below(number.parts, own)) and not sure:
        raise Refused(_("%(warning)s If it is meant so, tick the box.") % {"warning": warning}, "sure")
    with transaction.atomic():
        values = {name: f"{value:f}" for name, value in own.items()}
        row = Word.objects.create(about=about, name=number.name, on=on, values=values, words=reason, by=actor)
        announce(WordGiven(about, number.name, _told(number, row), reason), by=actor)
    return row


def _told(number: Number, row: Word) -> str:
    if not row.figures:
        return "confirmed" if row.on else "switched off"
    source = {part.name: part.source for part in number.parts}
    return f"{said(number.parts, row.figures)} instead of {said(number.parts, source)}"


def _figures(number: Number, typed: Mapping[str, str]) -> dict[str, Decimal]:
    """The clinic's own figures; nothing where none was typed, or they are the source's."""
    if not any(text.strip() for text in typed.values()):
        return {}
    own = {part.name: _figure(part, typed.get(part.name, "")) for part in number.parts}
    in_order = list(own.values())
    if number.rising and in_order != sorted(set(in_order)):
        raise Refused(_("The clock warns before it stops: the first time is the shorter one."), number.parts[0].name)
    return own if any(own[part.name] != part.source for part in number.parts) else {}


def _figure(part: Part, text: str) -> Decimal:
    try:
        return read_part(part, text)
    except Unreadable as no:
        reasons = {
            "no number": _("“%(typed)s” is no number. Please write it like %(source)s."),
            "two ways": _("“%(typed)s” can be read in two ways. Please write it with a point, or without."),
            "wrong unit": _("“%(typed)s” is in another unit; it is asked like %(source)s."),
            "not above zero": _("“%(typed)s” is not more than nothing. A number that is not wanted is switched off."),
            "not whole": _("“%(typed)s” is not whole; it is asked like %(source)s."),
            "far from the source": _(
                "“%(typed)s” is more than %(times)s times away from the source’s %(source)s: a slip of the finger?"
            ),
        }  # fmt: skip
        told = {"typed": text.strip(), "source": amount(part, part.source), "times": part.furthest}
        raise Refused(reasons[no.rule] % told, part.name) from None
