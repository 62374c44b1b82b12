"""The wall put where it is: outline samples moved to the level at which an edge lies under the probe's blur.

A logarithmic display shows the lumen too small: the tail of the wall's echo still looks bright inside. The display is
undone first (a decibel is told from the speckle), the echo's power is averaged along the wall, and the edge is where so
many decibels are lost against the wall. Blur and averaging do not move that place.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import ndimage

from saphena.echo.lumen.polar import STEP

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from saphena.echo.lumen.polar import Line, Rays

__all__ = ["Edges", "refine"]

WALL = 0.42
"""mm behind the edge in which the wall's own echo is looked for."""
LEFT = 0.05
"""The part of the wall's power that is left at its inner edge, before blur is corrected for: a side wall that has lost
thirteen decibels to the beam's angle still has as much more than the lumen."""
SPREAD = 2
ALONG = 1.5
"""mm along the wall over which its echo is averaged."""
WITHIN, DARK = 15, 2
"""Samples before the rough outline that are looked at, and the last of them that do not count as lumen."""


@dataclass(frozen=True)
class Edges:
    """By ray: the radius in mm, how sharply it stands out (decibels), and whether it was found inside the picture."""

    radius: Line
    contrast: Line
    found: NDArray[np.bool_]


def refine(power: Rays, inside: NDArray[np.bool_], rough: NDArray[np.intp]) -> Edges:
    """Where on each ray, near the rough outline, the power falls below that part of the wall's.

    The rays are laid beside one another with their rough outlines in line, and averaged along the wall."""
    size = int(np.clip(ALONG / max(0.1, float(np.median(rough)) * STEP * 2 * np.pi / len(power)), 1, 9)) | 1
    behind, rows = round(WALL / STEP), np.arange(len(power))
    index = rough[:, None] + np.arange(-WITHIN, behind + SPREAD + 1)
    band = power[rows[:, None], np.clip(index, 0, power.shape[1] - 1)]
    even = ndimage.uniform_filter1d(band, size, axis=0, mode="wrap")
    top = even[:, WITHIN - 1 : WITHIN + behind + 1].argmax(axis=1) + WITHIN - 1
    near = top[:, None] + np.arange(-SPREAD, SPREAD + 1)
    wall = even[rows[:, None], np.minimum(near, even.shape[1] - 1)].mean(axis=1)  # one speckle alone says too much
    lumen = index[:, : WITHIN - DARK] >= 0
    below = (even < LEFT * wall[:, None]) & (index >= 0) & (np.arange(even.shape[1]) < top[:, None])
    last = even.shape[1] - 1 - below[:, ::-1].argmax(axis=1)
    here, there = even[rows, last], even[rows, np.minimum(last + 1, even.shape[1] - 1)]
    part = np.clip((LEFT * wall - here) / np.maximum(there - here, 1e-9), 0, 1)
    outer = np.minimum(index[rows, top] + 3, inside.shape[1] - 1)
    good = below.any(axis=1) & inside[rows, outer]
    radius = np.where(good, (index[rows, last] + 1 + part) * STEP, (rough + 1) * STEP)
    dark = (even[:, : WITHIN - DARK] * lumen).sum(axis=1) / np.maximum(1, lumen.sum(axis=1))
    contrast = 10 * np.log10(np.maximum(wall, 1e-6) / np.maximum(dark, 1e-6))
    return Edges(radius.astype(float), np.where(lumen.any(axis=1), contrast, 0).astype(float), good)
