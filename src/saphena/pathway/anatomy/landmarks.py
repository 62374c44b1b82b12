"""Where ankle, knee crease and groin are on a leg, and how heights on one leg carry over to another."""

from __future__ import annotations

from dataclasses import dataclass

from saphena.pathway.refused import Refused

__all__ = ["Landmarks"]


@dataclass(frozen=True, slots=True)
class Landmarks:
    """Centimetres above the floor. Veins are drawn on the leg of reference; a patient's leg has heights of its own.

    Raises `Refused` where ankle, knee and groin are not one above the other.
    """

    ankle: float
    knee: float
    groin: float

    def __post_init__(self) -> None:
        if not 0 < self.ankle < self.knee < self.groin:
            raise Refused("The ankle is below the knee crease, and the knee crease below the groin.", "landmarks")

    def carry(self, height: float, onto: Landmarks) -> float:
        """A height on this leg as a height on another: the same way between the same two landmarks."""
        mine = (0.0, self.ankle, self.knee, self.groin)
        theirs = (0.0, onto.ankle, onto.knee, onto.groin)
        part = next((number for number in (1, 2, 3) if height <= mine[number]), 3)
        scale = (theirs[part] - theirs[part - 1]) / (mine[part] - mine[part - 1])
        return theirs[part - 1] + (height - mine[part - 1]) * scale
