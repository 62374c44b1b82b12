"""The two diameters: the upright one from the walls that face the beam, the transverse one from all that is seen.

A wall that runs along the beam sends little back, and the probe blurs far more across the beam than along it. So the
sides may say little of the upright diameter, and the transverse one is told by the layers round the vein (`layers.py`).
Three signs, each from something else, say that it is less sure: what speckle, blur and the two answers leave open;
that the outline alone, which asks nothing of how walls fade, gives another width; and that in either answer that is
left likely the wall fades so far from where it faces the beam that at the sides there can be little left of it. Of
speckle too wide for a width, and where half of the interval is too wide, no width is told. The weights were fitted on
1,166 phantoms from within the ordinary range and far from it, and held on 606 others.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from saphena.echo.lumen.ellipse import Ellipse, fit
from saphena.echo.lumen.polar import ANGLES

if TYPE_CHECKING:
    from saphena.echo.lumen.blur import Blur
    from saphena.echo.lumen.layers import Layers
    from saphena.echo.lumen.polar import Line

__all__ = ["Sideways", "both_ways"]

SIDES = 0.05
"""The part of its weight that a side wall keeps in the upright diameter."""
OUTWARD = 0.4
"""Of the layers' doubt they come out too wide: what the speckle leaves open, it leaves open outward."""
BLURRED = (0.24, 0.38)
"""mm of blur across, from which, and up to which, half of the outline's own width comes in: of speckle so wide neither
the layers nor the outline can make much, and each errs in its own way."""
USUAL = (-1.48, 1.06, 0.59)
"""Logarithm of the usual error (mm) without anything else; by mm of blur across, by the logarithm of the layers' doubt
and 0.03 mm."""
NINETY_FIVE = 2.5
"""Half of a 95 % interval, in usual errors."""
UNSURE, APART, FADED = 0.25, 0.20, 12.5
"""mm of half that interval, mm between the layers and the outline, and decibels by which the wall falls below tissue,
above which the sides are flagged."""
HIDDEN = 0.5
"""mm: half of that interval at least, where the sides have faded."""
WORTHLESS, UNKNOWN = 0.2, 0.36
"""The part of the diameter, and mm, above which half of the interval leaves nothing worth telling."""
COARSE, SMEARED = 0.31, 0.45
"""mm of blur across above which no width is told, and half of the interval at least there."""
NARROWEST, WIDEST = 0.1, 1.5


@dataclass(frozen=True)
class Sideways:
    """Half of a 95 % interval of the transverse diameter in mm; whether it must be flagged, and whether told at all;
    and half of the interval that blur leaves the upright diameter."""

    half: float
    flagged: bool
    told: bool
    upright: float


def both_ways(
    x: Line, y: Line, weight: Line, blur: Blur, all_walls: Ellipse, layers: Layers
) -> tuple[Ellipse, Sideways]:
    """The outline that has either diameter as it is best told, and how sure the transverse one is.

    `x`, `y` (mm) and `weight` are by ray, `all_walls` the ellipse through all of them, `layers` what lies round it."""
    facing, _ = fit(x, y, weight * (np.abs(np.sin(ANGLES)) ** 3 * (1 - SIDES) + SIDES))
    layered, outlined = layers.level - OUTWARD * layers.doubt, all_walls.level + blur.level
    half_way = float(np.interp(blur.across, BLURRED, (0.0, 0.5)))
    level = layered + half_way * (outlined - layered)
    lost, open_to = blur.upright(facing.upright, level)
    upright = facing.upright + lost
    best = all_walls.stretched(level / all_walls.level, upright / all_walls.upright)
    sideways = _judged(layered, outlined, blur.across, layers, open_to)
    return Ellipse(best.x, facing.y, best.first, best.second, best.tilt), sideways


def _judged(layered: float, outlined: float, across: float, layers: Layers, upright: float) -> Sideways:
    apart = abs(layered - outlined)
    usual = np.exp(np.dot(USUAL, (1, across, np.log(layers.doubt + 0.03))))
    half = float(np.clip(NINETY_FIVE * usual, SMEARED if across > COARSE else NARROWEST, WIDEST))
    told = half <= min(UNKNOWN, WORTHLESS * layered)
    flagged = half > UNSURE or apart > APART or layers.fall > FADED
    if flagged:  # where a wall is not seen, its inner edge lies somewhere in it
        half = max(half, apart, HIDDEN if layers.fall > FADED else 0.0)
    return Sideways(half, flagged, told, upright)
