"""A vein seen from a point inside it: rays outward, and on each the radius at which darkness ends."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Rays = NDArray[np.float32]
    Line = NDArray[np.float64]

__all__ = ["ANGLES", "RADII", "STEP", "Scene", "between", "change_points", "places", "rays", "walls"]

COUNT = 64
STEP = 0.07
"""mm between two samples of a ray."""
REACH = 10.0
"""mm: the longest ray. A vein of the leg is thinner than twice this."""
BEND = 3
"""Samples by which the radius may change from one ray to the next."""

ANGLES: Line = np.arange(COUNT) * 2 * np.pi / COUNT
"""Of the rays: 0 to the right, a quarter turn is down."""


@dataclass(frozen=True)
class Scene:
    """A part of a frame: `grey`, smoothed, with mm per pixel across and down."""

    grey: Rays
    across: float
    down: float


RADII: Line = np.arange(1.0, int(REACH / STEP)) * STEP
_ACROSS, _DOWN = np.outer(np.cos(ANGLES), RADII), np.outer(np.sin(ANGLES), RADII)


def places(middle: tuple[float, float], scene: Scene, reach: int) -> tuple[Line, Line]:
    """Columns and rows, (angles, radii), of the first `reach` samples of all rays from a point."""
    return middle[0] + _ACROSS[:, :reach] / scene.across, middle[1] + _DOWN[:, :reach] / scene.down


def rays(scene: Scene, x: Line, y: Line) -> tuple[Rays, NDArray[np.bool_]]:
    """Grey along every ray, and which samples lie inside the picture."""
    inside = (x >= 0) & (y >= 0) & (x <= scene.grey.shape[1] - 1) & (y <= scene.grey.shape[0] - 1)
    return between(scene.grey, x, y), inside


def between(grey: Rays, x: Line, y: Line) -> Rays:
    """Grey at places between pixels, linearly; beyond the edge as at the edge. In a third of SciPy's time."""
    rows, columns = grey.shape
    x, y = np.clip(x, 0, columns - 1).astype(np.float32), np.clip(y, 0, rows - 1).astype(np.float32)
    left, top = np.minimum(x.astype(np.intp), columns - 2), np.minimum(y.astype(np.intp), rows - 2)
    right, below = x - left.astype(np.float32), y - top.astype(np.float32)
    flat, first = grey.ravel(), top * columns + left
    upper, lower = flat.take(first), flat.take(first + columns)
    upper = upper + right * (flat.take(first + 1) - upper)
    lower = lower + right * (flat.take(first + columns + 1) - lower)
    found: Rays = upper + below * (lower - upper)
    return found


def change_points(found: Rays, inside: NDArray[np.bool_], lumen: float, tissue: float) -> Rays:
    """How well each radius parts dark inside from bright outside: the summed darkness as far as there.

    The sum falls again within tissue, so that its greatest value is the wall; a bright speck within the lumen costs
    little. Samples outside the picture count as tissue."""
    half = max(4.0, (tissue - lumen) / 2)
    dark = np.clip(((lumen + tissue) / 2 - found) / half, -1, 1)
    dark = np.where(inside, dark, -1)
    return np.cumsum(dark, axis=1) * np.float32(STEP)


def walls(scores: Rays) -> NDArray[np.intp]:
    """For each of several scores (tries, angles, radii) the outline with the greatest sum whose radius changes by no
    more than a few samples from ray to ray: (tries, angles).

    Dynamic programming, once round the circle and a quarter more on each side, so that the ends close by themselves.
    """
    more = COUNT // 4
    path = _best_paths(np.concatenate([scores[:, -more:], scores, scores[:, :more]], axis=1))
    return path[:, more:-more]


def _best_paths(scores: Rays) -> NDArray[np.intp]:
    tries, rows, columns = scores.shape
    padded = np.full((rows, tries, columns + 2 * BEND), -1e9, np.float32)
    totals = padded[:, :, BEND:-BEND]
    totals[0] = scores[:, 0]
    penalty = np.abs(np.arange(-BEND, BEND + 1, dtype=np.float32)) * np.float32(0.02)
    moved = np.lib.stride_tricks.sliding_window_view(padded, columns, axis=2).transpose(0, 2, 1, 3)
    candidates = np.empty((2 * BEND + 1, tries, columns), np.float32)
    for row in range(1, rows):
        np.subtract(moved[row - 1], penalty[:, None, None], out=candidates)
        np.add(candidates.max(axis=0), scores[:, row], out=totals[row])
    path = np.empty((tries, rows), np.intp)
    path[:, -1] = totals[-1].argmax(axis=1)
    each, near = np.arange(tries)[:, None], np.arange(2 * BEND + 1)
    for row in range(rows - 1, 0, -1):  # which way it came is asked of the few places that it came through
        came = padded[row - 1, each, path[:, row, None] + near] - penalty
        path[:, row - 1] = path[:, row] + came.argmax(axis=1) - BEND
    return path
