"""Products, ceilings and clocks as they hold in this clinic: what we ship, with what its physicians have said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from saphena.clinic.confirming.models import About
from saphena.clinic.confirming.queries import newest
from saphena.pathway.treating import library, parts_of, shipped

if TYPE_CHECKING:
    from saphena.pathway.treating import Library

__all__ = ["rows_in_force"]


def rows_in_force() -> Library:
    """The numbers that hold now: those that were read, those confirmed here, the clinic's own values. One query."""
    said, known = newest(About.TREATING), shipped()
    on = {name for name, word in said.items() if word.on} & {*known.switchable, *known.proposals}
    off = {name for name, word in said.items() if not word.on} & set(known.proposals)
    own = {name: figures for name, word in said.items() if name in parts_of(known) and (figures := word.figures)}
    return library(on, off, own)
