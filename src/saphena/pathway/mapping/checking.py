"""What cannot be true at one place at the same time: reflux in a vein that is not there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from saphena.pathway.mapping.readings import WHOLE_LEG
from saphena.pathway.mapping.typing_in import Problem

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

__all__ = ["contradictions", "empty_legs"]

MEASURED = ("diameter", "reflux", "peak", "depth")
NOT_THERE = ("absent", "not_seen")


def contradictions(noted: Mapping[str, Decimal | str], new: Mapping[str, Decimal | str]) -> list[Problem]:
    """What is wrong with noting `new` where `noted` stands already (quantity -> value), each at its field.

    An absent vein has no reflux and no diameter, and one that was not seen none either; a vein with numbers is neither.
    """
    together = {**noted, **new}
    state = str(together.get("state", ""))
    if state not in NOT_THERE:
        return []
    measured = [quantity for quantity in MEASURED if quantity in together]
    if not measured:
        return []
    if "state" in new and not any(quantity in new for quantity in MEASURED):
        return [Problem("state", f"{state} but measured", state, (("quantity", measured[0]),))]
    return [Problem(quantity, f"{state} and measured", str(new[quantity])) for quantity in MEASURED if quantity in new]


def empty_legs(legs: tuple[str, ...], places: list[tuple[str, str]]) -> tuple[str, ...]:
    """The legs of an examination of which no vein was noted; (leg, segment) is where something was."""
    noted = {leg for leg, segment in places if segment != WHOLE_LEG}
    return tuple(leg for leg in legs if leg not in noted)
