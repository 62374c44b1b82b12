"""One leg in one view, on paper: from centimetres on the leg of reference to the units of the drawing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from saphena.pathway.anatomy import Leg, anatomy
from saphena.pathway.legmap.marks import View

if TYPE_CHECKING:
    from saphena.pathway.anatomy import Landmarks
    from saphena.pathway.legmap.curves import Curve, Point

__all__ = ["FLOOR", "HEIGHT", "RULE", "TOP", "UNIT", "Panel"]

UNIT = 5.0  # units of the drawing per centimetre
TOP = 24.0  # what stands above the leg: the name of the view
FLOOR = TOP + 96.6 * UNIT
HEIGHT = FLOOR + 16.0

RULE = 40.0  # the rule in centimetres beside the inner view, in front of the leg
# How far the drawing reaches on the side of -x and of +x, in units from the axis: the leg, and beside it its labels.
REACH = {View.FRONT: (124.0, 118.0), View.INNER: (132.0 + RULE, 136.0), View.BACK: (118.0, 124.0)}


@dataclass(frozen=True)
class Panel:
    """A leg in a view whose drawing begins at `left`. The left leg is the right one in a mirror."""

    leg: Leg
    view: View
    left: float = 0.0

    @property
    def mirrored(self) -> bool:
        return self.leg is Leg.LEFT

    @property
    def width(self) -> float:
        return sum(REACH[self.view])

    @property
    def axis(self) -> float:
        near, far = REACH[self.view]
        return self.left + (far if self.mirrored else near)

    @property
    def columns(self) -> tuple[float, float]:
        """Where the labels on the left begin, and where those on the right end."""
        rule = RULE if self.view is View.INNER else 0.0
        before, after = (0.0, rule) if self.mirrored else (rule, 0.0)
        return self.left + 4 + before, self.left + self.width - 4 - after

    @property
    def has_foot(self) -> bool:
        """Whether the foot points to one side, where no label may stand beside it."""
        return self.view is View.INNER

    @property
    def foot_left(self) -> bool:
        return not self.mirrored

    def at(self, point: Point) -> Point:
        """A point of a view (centimetres) in the drawing."""
        x = -point[0] if self.mirrored else point[0]
        return (self.axis + x * UNIT, FLOOR - point[1] * UNIT)

    def curve(self, curve: Curve) -> Curve:
        at = self.at
        return [(at(a), at(b), at(c), at(d)) for a, b, c, d in curve]

    def height(self, own: float, landmarks: Landmarks | None) -> float:
        """A height on this patient's leg as one on the leg of reference, where it is drawn."""
        return landmarks.carry(own, anatomy().landmarks) if landmarks else own
