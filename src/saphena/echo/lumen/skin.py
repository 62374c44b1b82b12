"""Where the skin is, above a point of a picture: below it there are echoes, above it only gel or nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import ndimage

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from saphena.echo.measurement import Point
    from saphena.echo.regions import Region

__all__ = ["skin_above"]

HALF_POWER = 13
"""Levels of grey: 3 decibels on the usual display."""
BESIDE = 2.0
"""mm to each side that are averaged: the skin is nearly level over so little."""


def skin_above(grey: NDArray[np.uint8], region: Region, point: Point) -> float | None:
    """The row of the skin's surface above a point, or None where no edge stands out. The picture's first row counts
    as skin when tissue begins there at once."""
    across, down = region.millimetres
    left = max(region.box.left, round(point[0] - BESIDE / across))
    right = min(region.box.right, round(point[0] + BESIDE / across))
    part_of = grey[region.box.top : max(region.box.top + 4, int(point[1])), left : right + 1]
    profile = ndimage.gaussian_filter1d(part_of.astype(np.float32).mean(axis=1), max(0.4, 0.03 / down))
    size = max(3, round(0.8 / down))
    if len(profile) < 2 * size:
        return None
    bright = float(np.percentile(profile, 75))
    if profile[: size // 2].mean() > 0.6 * bright:
        return float(region.box.top)
    above = profile > 0.6 * bright
    first = int(above.argmax())
    if not above.any() or profile[first : first + size].mean() < 0.6 * bright:
        return None
    level = float(profile[first + size // 4 : first + size].mean()) - HALF_POWER
    near = profile[max(0, first - size) : first + size]
    edge = int((near >= level).argmax()) + max(0, first - size)
    step = profile[edge] - profile[edge - 1]
    part = np.clip((level - profile[edge - 1]) / max(step, 1e-6), 0, 1)
    return float(region.box.top + edge - 1 + part)
