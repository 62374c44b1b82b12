"""The two diameters from one outline: the upright one from the walls that face the beam, the transverse one from all.

A wall that runs along the beam sends little back, and the probe blurs far more across the beam than along it. So the
sides may say little of the upright diameter. How far they can be believed for the transverse one is told from the
picture: how wide the blur is, how ragged the outline, and how much wider the sides make the vein than the other walls
alone would. The weights were fitted on 1,208 phantoms from within the ordinary range and far from it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from saphena.echo.lumen.ellipse import Ellipse, fit
from saphena.echo.lumen.polar import ANGLES

if TYPE_CHECKING:
    from saphena.echo.lumen.blur import Blur
    from saphena.echo.lumen.polar import Line

__all__ = ["UNSURE", "both_ways"]

SIDES = 0.05
"""The part of its weight that a side wall keeps in the upright diameter."""
USUAL = (-2.68, 0.73, 0.95, 1.31, 9.41)
"""Logarithm of the usual error (mm) without blur; by mm of blur across, by mm that the sides add to the transverse
diameter, by the square of that, by mm of residual."""
NINETY_FIVE = 3.1
"""Half of a 95 % interval, in usual errors."""
UNSURE = 0.42
"""mm: where half of that interval is wider, the transverse diameter is flagged."""
NARROWEST, WIDEST = 0.1, 1.5


def both_ways(x: Line, y: Line, weight: Line, blur: Blur, all_walls: Ellipse) -> tuple[Ellipse, float]:
    """The outline that has either diameter as it is best told, and half of a 95 % interval of the transverse one (mm).

    `x`, `y` (mm) and `weight` are by ray, and `all_walls` the ellipse through all of them."""
    facing, _ = fit(x, y, weight * (np.abs(np.sin(ANGLES)) ** 3 * (1 - SIDES) + SIDES))
    level, upright = all_walls.level + blur.level, facing.upright + blur.upright
    best = all_walls.stretched(level / all_walls.level, upright / all_walls.upright)
    added = all_walls.level - facing.level
    off = np.sort(all_walls.off(x, y) ** 2)[: int(0.9 * len(x)) + 1]
    usual = np.exp(np.dot(USUAL, (1, blur.across, added, added**2, np.sqrt(off.mean()))))
    unsure = float(np.clip(NINETY_FIVE * usual, NARROWEST, WIDEST))
    return Ellipse(best.x, facing.y, best.first, best.second, best.tilt), unsure
