"""How old a foam is: a clock from mixing (or from drawing, for a canister) that warns, and then says stop."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from saphena.pathway.treating.library import Form

if TYPE_CHECKING:
    from datetime import datetime

    from saphena.pathway.treating.ceilings import Drawn
    from saphena.pathway.treating.library import FoamLimit, Library

__all__ = ["Age", "Freshness", "age", "foam_limit"]


class Freshness(StrEnum):
    LIQUID = "liquid"  # a liquid has no clock
    FRESH = "fresh"
    WARN = "warn"
    STOP = "stop"


@dataclass(frozen=True, slots=True)
class Age:
    """Seconds since the foam was made, what that means, and the row that says so."""

    seconds: int
    freshness: Freshness
    limit: FoamLimit | None


def foam_limit(drawn: Drawn, library: Library) -> FoamLimit | None:
    """The clock's row for this syringe; none for a liquid, and none where the clinic has put the clock off."""
    if drawn.form == Form.LIQUID:
        return None
    return library.foam.get("mixed" if library.products[drawn.product].canister is None else "canister")


def age(drawn: Drawn, made_at: datetime, at: datetime, library: Library) -> Age:
    """How old the foam is at a moment. It warns from the warning second on; the last second allowed is the stop's own.

    A foam that seems to come from the future (two clocks differ) is as old as nothing.
    """
    if drawn.form == Form.LIQUID:
        return Age(0, Freshness.LIQUID, None)
    limit = foam_limit(drawn, library)
    exact = max((at - made_at).total_seconds(), 0.0)
    if limit is None:
        return Age(int(exact), Freshness.FRESH, None)
    if exact > limit.stop:
        return Age(int(exact), Freshness.STOP, limit)
    return Age(int(exact), Freshness.WARN if exact >= limit.warn else Freshness.FRESH, limit)
