"""What has changed between two maps, as it is drawn: one sign per segment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from saphena.pathway.anatomy import Leg

__all__ = ["KINDS", "ChangeMark"]

KINDS = (
    "reopened",
    "open_again",
    "new_reflux",
    "closed",
    "reflux_gone",
    "wider",
    "narrower",
    "longer",
    "shorter",
)
"""As the comparison of two maps names them, the weightiest first."""


@dataclass(frozen=True, slots=True)
class ChangeMark:
    """A segment (or the key of a tributary) that is not as it was: `kind` is one of KINDS."""

    leg: Leg
    segment: str
    kind: str
