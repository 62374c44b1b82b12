"""A number of which the clinic has a word, and how a page shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from saphena.pathway.treating.figures import Careless

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from decimal import Decimal

    from django_stubs_ext import StrPromise

    from saphena.clinic.confirming.forms import WordForm
    from saphena.clinic.confirming.models import Word
    from saphena.pathway.treating.figures import Part

__all__ = ["FIGURES", "Number", "Shown", "above_or_below", "said", "shown"]

FIGURES: dict[str, StrPromise] = {
    "value": lazy("The clinic’s own value"),
    "warn": lazy("Warned from"),
    "stop": lazy("Stopped after"),
    "walk": lazy("Walked"),
    "watch": lazy("Watched"),
    "days": lazy("Between sessions"),
    "per_kg": lazy("For each kilogram"),
    "most": lazy("At the most"),
}


@dataclass(frozen=True, slots=True)
class Number:
    """What it says in words, from where, its figures, and what may be said of it.

    `ships_off`: it was only recalled. `ours`: no source gives it. `rising`: each figure is more than the one before.
    """

    name: str
    title: str
    source: str
    parts: tuple[Part, ...] = ()
    ships_off: bool = False
    ours: bool = False
    may_be_off: bool = False
    rising: bool = False
    under: str = ""

    def holds(self, word: Word | None) -> bool:
        """Whether it holds in this clinic."""
        return word.on if word else not self.ships_off


@dataclass(frozen=True, slots=True)
class Shown:
    """A number with what was said of it, the newest first, and the form for the next word."""

    number: Number
    words: Sequence[Word]
    form: WordForm | None
    figures: str = ""
    warning: str = ""

    @property
    def word(self) -> Word | None:
        return self.words[0] if self.words else None

    @property
    def on(self) -> bool:
        return self.number.holds(self.word)

    @property
    def own(self) -> bool:
        return bool(self.word and self.word.figures)

    @property
    def before(self) -> list[tuple[Word, str]]:
        """Every word with its figures, the newest first."""
        return [(word, said(self.number.parts, word.figures)) for word in self.words]

    @property
    def is_open(self) -> bool:
        return bool(self.form and self.form.errors)


def said(parts: Sequence[Part], figures: Mapping[str, Decimal]) -> str:
    """“12 mL”; of a clock “warned from 40 s, stopped after 90 s”; nothing where the source's figures hold."""
    told = [(part, figures[part.name]) for part in parts if part.name in figures]
    if len(parts) == 1:
        return ", ".join(amount(part, value) for part, value in told)
    return ", ".join(f"{lower(str(FIGURES[part.name]))} {amount(part, value)}" for part, value in told)


def lower(words: str) -> str:
    return words[:1].lower() + words[1:]


def amount(part: Part, value: Decimal) -> str:
    return f"{number_format(value.normalize())} {UNITS.get(part.unit, part.unit)}".strip()


UNITS: dict[str, StrPromise | str] = {"d": lazy("days"), "wk": lazy("weeks"), "mo": lazy("months"), "times": ""}


def above_or_below(parts: Sequence[Part], figures: Mapping[str, Decimal]) -> str:
    """The warning: which figure asks for less care than the source, with the source's beside it."""
    words = {
        Careless.ABOVE: _("%(own)s is above what the source has: %(source)s."),
        Careless.BELOW: _("%(own)s is below what the source has: %(source)s."),
    }
    return " ".join(
        words[part.careless] % {"own": amount(part, figures[part.name]), "source": amount(part, part.source)}
        for part in parts
        if part.name in figures and part.is_careless(figures[part.name])
    )


def shown(number: Number, words: Sequence[Word], form: WordForm | None) -> Shown:
    figures = words[0].figures if words else {}
    return Shown(number, words, form, said(number.parts, figures), above_or_below(number.parts, figures))
