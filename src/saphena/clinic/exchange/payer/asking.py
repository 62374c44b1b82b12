"""What payers ask, as it holds in this clinic: what we ship, with what the clinic has said of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from saphena.clinic.confirming.actions import give_word
from saphena.clinic.confirming.models import About
from saphena.clinic.confirming.numbers import Number, amount
from saphena.clinic.confirming.queries import newest
from saphena.clinic.courses.speaking import language
from saphena.pathway.mapping.words import SIGNS
from saphena.pathway.planning.payers import asked_in, shipped
from saphena.pathway.refused import Refused
from saphena.pathway.treating import shipped as treating
from saphena.pathway.treating.figures import Careless, Part

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from saphena.clinic.confirming.models import Word
    from saphena.clinic.people.models import User
    from saphena.pathway.planning.payers import Asks, Limit

__all__ = ["asked_here", "confirm", "limit_said", "numbers", "part_of"]

WHOLE = frozenset({"wk", "mo", "mmHg"})


def asked_here() -> Asks:
    """One query."""
    said = newest(About.PAYERS)
    off = [name for name, word in said.items() if not word.on]
    on = [name for name, word in said.items() if word.on]
    own: dict[str, Decimal] = {name: word.figures["value"] for name, word in said.items() if "value" in word.figures}
    return asked_in(off, on, own)


def part_of(limit: Limit) -> Part:
    far = int(treating().amounts["own_times"])
    return Part("value", limit.unit, limit.value, Careless.NEITHER, whole=limit.unit in WHOLE, furthest=far)


def limit_said(limit: Limit) -> str:
    """“≥ 12 weeks”."""
    return f"{SIGNS[limit.operator]} {amount(part_of(limit), limit.value)}"


def numbers() -> dict[str, Number]:
    """By name, as they ship: how much is asked first, then the items of the list."""
    known, said = shipped(), language()
    limits = {
        name: Number(
            name, f"{row.what[said]} {limit_said(row)}", f"{row.source} ({row.year})", (part_of(row),),
            ships_off=not row.on, may_be_off=True, under=known.items[row.item].title[said],
        )
        for name, row in known.limits.items()
    }  # fmt: skip
    items = {
        name: Number(name, row.title[said], row.source, ours=True, may_be_off=True) for name, row in known.items.items()
    }
    return limits | items


def confirm(
    *, actor: User, name: str, words: str, on: bool, typed: Mapping[str, str] | None = None, sure: bool = False
) -> Word:
    """Say that the clinic's payers ask for it, for how much, or that they do not."""
    number = numbers().get(name)
    if number is None:
        raise Refused(_("There is no such item or number in this list."), "name")
    return give_word(
        actor=actor, capability="payers.confirm", about=About.PAYERS, number=number, words=words, on=on, typed=typed,
        sure=sure,
    )  # fmt: skip
