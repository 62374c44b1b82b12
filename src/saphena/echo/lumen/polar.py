"""A vein seen from a point inside it: rays outward, and on each the radius at which darkness ends."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import ndimage

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Rays = NDArray[np.float32]
    Line = NDArray[np.float64]

__all__ = ["ANGLES", "RADII", "STEP", "Scene", "change_points", "places", "rays", "walls"]

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
    return np.asarray(ndimage.map_coordinates(scene.grey, (y, x), order=1, mode="nearest", output=np.float32)), inside


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
    came = np.zeros((rows, tries, columns), np.int8)
    padded = np.full((tries, columns + 2 * BEND), -1e9, np.float32)
    moved = np.lib.stride_tricks.sliding_window_view(padded, columns, axis=1).transpose(1, 0, 2)
    total = padded[:, BEND:-BEND]
    total[...] = scores[:, 0]
    penalty = (np.abs(np.arange(-BEND, BEND + 1, dtype=np.float32)) * np.float32(0.02))[:, None, None]
    candidates = np.empty((2 * BEND + 1, tries, columns), np.float32)
    for row in range(1, rows):
        np.subtract(moved, penalty, out=candidates)
        came[row] = candidates.argmax(axis=0)
        np.add(candidates.max(axis=0), scores[:, row], out=total)
    path = np.empty((tries, rows), np.intp)
    path[:, -1] = total.argmax(axis=1)
    each = np.arange(tries)
    for row in range(rows - 1, 0, -1):
        path[:, row - 1] = path[:, row] + came[row, each, path[:, row]] - BEND
    return path
