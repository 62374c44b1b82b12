"""Haze under the near wall, which an outline may take for the wall: reverberation fills the upper part of many a vein.

A near wall is as bright as the tissue behind it, or brighter. Where what lies just behind the upper edge is much
fainter than what follows, the edge is that of haze, and the wall lies further up. The outline alone does not tell: it
is as round and as sharp as a smaller vein's, and every starting point leads to it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import ndimage

from saphena.echo.lumen.polar import ANGLES, between

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from saphena.echo.lumen.ellipse import Ellipse
    from saphena.echo.lumen.polar import Line, Scene

__all__ = ["may_reach"]

UPWARD = ANGLES[-np.sin(ANGLES) > 0.6]
"""The rays that look at the near wall."""
STEP = 0.1
BEHIND: Line = np.arange(0.15, 3.0, STEP)
"""mm behind the edge that are looked at."""
EDGE, TISSUE = 0.6, 0.7
"""mm behind the edge up to which there is the wall, if it is one, and from which there is tissue."""
FAINTER = 10**-0.45
"""The part of the tissue's power below which no wall is seen: 4.5 decibels less. On 248 phantoms of the ordinary range,
of a hazy lumen and of a wide display none had lost more than 3.5, and of 40 at 6 MHz one; where haze was taken for the
wall it had lost 4.6 to 12.8."""
BEYOND = 0.4
"""mm above the place that is as bright as tissue up to which the interval reaches: the edge's own width and blur."""
LEAST_SEEN = 0.3
"""Part of the tissue behind that must lie within the picture."""


def may_reach(power: Scene, outline: Ellipse) -> float | None:
    """How many mm above the outline the near wall may lie, or None where it is seen at the outline. `power` is the
    picture with its logarithm undone, `outline` an ellipse in mm of that picture."""
    seen, inside = _above(power, outline)
    tissue = BEHIND > TISSUE
    if inside[:, tissue].mean() < LEAST_SEEN:
        return None
    behind = seen[:, tissue][inside[:, tissue]]
    usual = float(np.median(behind)) / np.log(2)  # the mean of speckle, without what bright fascia adds
    profile = np.where(inside, seen, 0).sum(axis=0) / np.maximum(1, inside.sum(axis=0))
    if profile[BEHIND < EDGE].mean() > FAINTER * usual:
        return None
    bright = ndimage.uniform_filter1d(profile, 3, mode="nearest") > usual
    return float(BEHIND[bright.argmax()] if bright.any() else BEHIND[-1]) + BEYOND


def _above(power: Scene, outline: Ellipse) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
    """Power by ray and by mm behind the outline, and which of it lies within the picture."""
    radius = outline.reach(UPWARD)[:, None] + BEHIND
    x = (outline.x + radius * np.cos(UPWARD)[:, None]) / power.across
    y = (outline.y + radius * np.sin(UPWARD)[:, None]) / power.down
    return between(power.grey, x, y), (y >= 0) & (x >= 0) & (x <= power.grey.shape[1] - 1)
