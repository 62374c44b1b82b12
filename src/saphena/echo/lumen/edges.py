"""The wall put where it is: outline samples moved to the level at which an edge lies under the probe's blur.

A logarithmic display shows the lumen too small: the tail of the wall's echo still looks bright inside. The display is
undone first (a decibel is told from the speckle), the echo's power is averaged along the wall, and the edge is where so
many decibels are lost against the wall. Blur and averaging do not move that place.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from saphena.echo.lumen.polar import STEP

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from saphena.echo.lumen.polar import Line, Rays

__all__ = ["Edges", "refine"]

WALL = 0.42
"""mm behind the edge in which the wall's own echo is looked for."""
HALF_POWER = 0.45
"""The part of the wall's power that is left at its inner edge."""
SPREAD = 2
ALONG = 1.5
"""mm along the wall over which its echo is averaged."""


@dataclass(frozen=True)
class Edges:
    """By ray: the radius in mm, how sharply it stands out (decibels), and whether it was found inside the picture."""

    radius: Line
    contrast: Line
    found: NDArray[np.bool_]


def refine(power: Rays, inside: NDArray[np.bool_], rough: NDArray[np.intp]) -> Edges:
    """Where on each ray, near the rough outline, the power falls below that part of the wall's."""
    size = int(np.clip(ALONG / max(0.1, float(np.median(rough)) * STEP * 2 * np.pi / len(power)), 1, 9)) | 1
    even = _averaged(power, rough, size)
    count = power.shape[1]
    index = np.arange(count)
    behind = (index >= rough[:, None] - 1) & (index <= rough[:, None] + round(WALL / STEP))
    masked = np.where(behind, even, 0)
    top, rows = masked.argmax(axis=1), np.arange(len(power))
    near = np.clip(top[:, None] + np.arange(-SPREAD, SPREAD + 1), 0, count - 1)
    wall = even[rows[:, None], near].mean(axis=1)  # of one speckle the greatest value says too much
    below = (even < HALF_POWER * wall[:, None]) & (index < top[:, None])
    last = count - 1 - below[:, ::-1].argmax(axis=1)
    here, there = even[rows, last], even[rows, np.minimum(last + 1, count - 1)]
    part = np.clip((HALF_POWER * wall - here) / np.maximum(there - here, 1e-9), 0, 1)
    good = below.any(axis=1) & inside[rows, np.minimum(top + 3, count - 1)]
    radius = np.where(good, (last + 1 + part) * STEP, (rough + 1) * STEP)
    before = (index < rough[:, None] - 2) & (index >= rough[:, None] - 14)
    dark = (even * before).sum(axis=1) / np.maximum(1, before.sum(axis=1))
    contrast = 10 * np.log10(np.maximum(wall, 1e-6) / np.maximum(dark, 1e-6))
    return Edges(radius.astype(float), np.where(before.any(axis=1), contrast, 0).astype(float), good)


def _averaged(power: Rays, rough: NDArray[np.intp], size: int) -> Rays:
    """Averaged over neighbouring rays, each shifted so that their rough outlines lie upon one another."""
    if size == 1:
        return power
    rows, count = np.arange(len(power))[:, None], power.shape[1]
    index = np.arange(count)
    whole = np.zeros_like(power)
    for step in range(-(size // 2), size // 2 + 1):
        other = (rows + step) % len(power)
        shift = rough[other[:, 0]] - rough
        whole += power[other, np.clip(index + np.clip(shift, -size, size)[:, None], 0, count - 1)]
    return whole / np.float32(size)
