"""A clot that reaches a deep vein: its class, by how much of the lumen it fills."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from saphena.pathway.refused import Refused

if TYPE_CHECKING:
    from decimal import Decimal

    from saphena.pathway.reviewing.rows import Definitions

__all__ = ["Extension", "extension"]


class Extension(StrEnum):
    """None, up to the junction, into less or more of the lumen, all of it; or a clot elsewhere in a deep vein."""

    NONE = "none"
    I = "I"  # noqa: E741 - the published names
    II = "II"
    III = "III"
    IV = "IV"
    ELSEWHERE = "elsewhere"


def extension(reaches_junction: bool, share: Decimal | None, by: Definitions) -> Extension | None:
    """The class of a clot at a junction: `share` is the part of the deep vein's lumen that it fills, from 0 to 1.

    None when the clinic has not confirmed the classes. Raises `Refused` for a share that cannot be.
    """
    if share is not None and not 0 <= share <= 1:
        raise Refused("The share of the lumen lies between 0 and 100 %.", "share")
    half = by.on("extension.half")
    if half is None:
        return None
    if not share:
        return Extension.I if reaches_junction else Extension.NONE
    if share == 1:
        return Extension.IV
    return Extension.II if half.met(share) else Extension.III
