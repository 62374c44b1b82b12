"""Which of a protocol's languages a page speaks, and how it tells a rule that no patient's dates are in yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import get_language

from saphena.pathway.protocol.telling import say_value
from saphena.pathway.protocol.wording import template

if TYPE_CHECKING:
    from collections.abc import Mapping

    from saphena.pathway.protocol.rules import Protocol, Value
    from saphena.pathway.protocol.wording import Slot


def language(offered: tuple[str, ...] = ("en", "fr")) -> str:
    """The page's language where the protocol has it, else the protocol's first."""
    wanted = (get_language() or "en")[:2]
    return wanted if wanted in offered else offered[0]


def undated(words: str, protocol: Protocol, values: Mapping[str, Value], language: str) -> str:
    """A rule's text with the clinic's numbers in it; what only a date can fill is left open."""

    def say(slot: Slot) -> str:
        if slot.name not in values:
            return "…"
        unit = protocol.parameters[slot.name].unit
        return str(values[slot.name]) if slot.form == "number" else say_value(values[slot.name], unit, language)

    return template(words).fill(say).replace("….", "…")
