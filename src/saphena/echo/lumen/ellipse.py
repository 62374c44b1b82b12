"""An ellipse through points, robustly: a few points on something else do not move it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from saphena.echo.reasons import Refused, Why

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Line = NDArray[np.float64]

__all__ = ["Ellipse", "fit"]

ROUNDS = 3
TUKEY = 4.0


@dataclass(frozen=True)
class Ellipse:
    """Middle, half axes and tilt (of the first axis, from level, in radians); lengths in mm."""

    x: float
    y: float
    first: float
    second: float
    tilt: float

    @property
    def area(self) -> float:
        return float(np.pi * self.first * self.second)

    def reach(self, angle: float | Line) -> Line:
        """From the middle to the outline in a direction, in mm."""
        turned = np.asarray(angle) - self.tilt
        return np.asarray(1 / np.hypot(np.cos(turned) / self.first, np.sin(turned) / self.second))

    @property
    def upright(self) -> float:
        """The chord through the middle along the beam."""
        return float(2 * self.reach(np.pi / 2))

    @property
    def level(self) -> float:
        """The chord through the middle across the beam."""
        return float(2 * self.reach(0.0))

    def stretched(self, across: float, down: float) -> Ellipse:
        """Wider and taller about its middle: the level and the upright chord grow by these parts of themselves."""
        turn = np.array([[np.cos(self.tilt), -np.sin(self.tilt)], [np.sin(self.tilt), np.cos(self.tilt)]])
        axes = np.diag([across, down]) @ turn @ np.diag([self.first, self.second])
        directions, (first, second), _ = np.linalg.svd(axes)
        tilt = float(np.arctan2(directions[1, 0], directions[0, 0]))
        return Ellipse(self.x, self.y, float(first), float(second), tilt)

    def off(self, x: Line, y: Line) -> Line:
        """How far points lie outside (positive) or inside, in mm, along the ray from the middle."""
        dx, dy = x - self.x, y - self.y
        return np.asarray(np.hypot(dx, dy) - self.reach(np.arctan2(dy, dx)))


def fit(x: Line, y: Line, weight: Line) -> tuple[Ellipse, Line]:
    """The ellipse, and how far each point lies off it in mm. Raises `Refused` when the points make no ellipse."""
    total = weight.sum()
    if total <= 0:
        raise Refused(Why.NOT_CLOSED)
    cx, cy = float((x * weight).sum() / total), float((y * weight).sum() / total)
    size = float(np.sqrt(((x - cx) ** 2 + (y - cy) ** 2).mean())) or 1.0
    u, v = (x - cx) / size, (y - cy) / size
    terms, squares = np.stack([u * u - v * v, u * v, u, v, np.ones_like(u)]), u * u + v * v
    ellipse = _conic(terms, squares, weight, (cx, cy, size))
    for _ in range(ROUNDS):
        off = ellipse.off(x, y)
        scale = max(0.03, 1.4826 * float(np.median(np.abs(off))))
        weights = weight * np.clip(1 - (off / (TUKEY * scale)) ** 2, 0, 1) ** 2
        ellipse = _conic(terms, squares, weights, (cx, cy, size))
    return ellipse, ellipse.off(x, y)


def _conic(terms: Line, squares: Line, weight: Line, place: tuple[float, float, float]) -> Ellipse:
    """Least squares of the general conic, about the points' own middle and size."""
    # u^2 + v^2 = terms: fixes the trace, which no ellipse has zero, so that it cannot shrink to nothing.
    weighed = terms * weight
    try:
        a, b, c, d, e = np.linalg.solve(weighed @ terms.T, weighed @ squares).tolist()
    except np.linalg.LinAlgError:
        raise Refused(Why.NOT_CLOSED) from None
    return _parts(1 - a, -b, 1 + a, -c, -d, -e, place)


def _parts(a: float, b: float, c: float, d: float, e: float, f: float, place: tuple[float, float, float]) -> Ellipse:
    cx, cy, size = place
    curved = 4 * a * c - b * b
    if curved <= 1e-6:
        raise Refused(Why.NOT_CLOSED)
    u, v = (b * e - 2 * c * d) / curved, (b * d - 2 * a * e) / curved
    level = -(f + (d * u + e * v) / 2)
    middle, half = (a + c) / 2, np.hypot((a - c) / 2, b / 2)
    if level <= 0 or middle - half <= 1e-9:
        raise Refused(Why.NOT_CLOSED)
    tilt = 0.5 * np.arctan2(-b, c - a)
    first, second = np.sqrt(level / (middle - half)), np.sqrt(level / (middle + half))
    return Ellipse(cx + u * size, cy + v * size, float(first * size), float(second * size), float(tilt))
