"""Where the foam is in a clip: how far its front has come along a marked vein, how full the vein is. Advice only.

The vein is straightened along two marked points. What the first frame shows dark is the lumen; what has become bright
there is foam. The front is where brightness in the upper part of the lumen ends, for foam floats. No published figure
exists to compare with; ours are from phantoms only.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from scipy import ndimage
from scipy.optimize import isotonic_regression

from saphena.echo.measurement import Flag, Measurement
from saphena.echo.reasons import Reason, Refused, Why

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from saphena.echo.measurement import Point
    from saphena.echo.regions import Region

    Band = NDArray[np.float32]

__all__ = ["FoamClip", "measure_foam"]

STEP = 0.12
"""mm between samples of the straightened vein."""
HALF = 6.0
"""mm above and below the marked line that are looked at."""
LEAST_VEIN, LEAST_HALF = 8.0, 0.7
"""mm: the shortest marked vein, and the smallest half height of a lumen."""
UPPER = 0.3
"""Part of the lumen's height in which the front is looked for."""
WALL = 0.25
"""mm of the lumen next to its walls that are left out: the walls' own echo."""
BRIGHTER = 28.0
"""Levels of grey by which foam is brighter than the blood it replaced."""
LEAST_FOAM = 1.0
"""mm: a shorter stretch is no foam."""
ABOVE_BLOOD = 0.6
"""The part of the way from blood to foam, in grey, above which a pixel is foam."""
BEHIND, CLEAR = 3.0, 4.2
"""mm beyond the front that its nose may reach, and mm that must be left after it to follow the vein by."""
SWAY, AT_ONCE = 2.0, 4
"""mm by which the vein is looked for up and down, and the rows that it may move from one frame to the next."""


@dataclass(frozen=True)
class FoamClip:
    """By frame: `front` in mm from the first marked point (nan before foam is seen), and the part of the vein `filled`.
    `speed` in mm/s, `reaches` the s after the first frame at which the front is at the junction, when one is marked."""

    front: NDArray[np.float64] = field(repr=False)
    filled: NDArray[np.float64] = field(repr=False)
    speed: Measurement
    reaches: Measurement | None
    flags: tuple[str, ...]


def measure_foam(
    frames: Iterable[NDArray[np.uint8]],
    region: Region,
    vein: tuple[Point, Point],
    seconds_per_frame: float | None = None,
    junction: Point | None = None,
) -> FoamClip:
    """Follow foam along a vein. `vein` are two points on its middle, the first where foam comes from; `frames` uint8
    (rows, columns). Raises `Refused` when there is no dark lumen between the points, or no frame."""
    line = _Line(region, vein)
    each = iter(frames)
    first = next(each, None)
    if first is None:
        raise Refused(Why.EMPTY_CLIP)
    band = line.straight(first)
    lumen = _Lumen.seen(band)
    seen = [lumen.foam(band)]
    seen += [lumen.foam(line.straight(grey)) for grey in each]
    return _told(line, np.array([front for front, _ in seen]), np.array([full for _, full in seen]),
                 seconds_per_frame, junction)  # fmt: skip


class _Line:
    """Two points, and how to straighten what lies along them."""

    def __init__(self, region: Region, vein: tuple[Point, Point]) -> None:
        across, down = region.millimetres
        if any(point not in region.box for point in vein):
            raise Refused(Why.VEIN_OUTSIDE, "vein")
        (x1, y1), (x2, y2) = vein
        self.vein, self.region = vein, region
        self.length = math.hypot((x2 - x1) * across, (y2 - y1) * down)
        if self.length < LEAST_VEIN:
            raise Refused(Why.SHORT_VEIN, "vein", millimetres=self.length, least=LEAST_VEIN)
        along = np.arange(0, self.length, STEP)
        off = np.arange(-HALF, HALF + STEP / 2, STEP)
        ux, uy = (x2 - x1) * across / self.length, (y2 - y1) * down / self.length
        nx, ny = (-uy, ux) if ux >= 0 else (uy, -ux)  # so that rows go down in the body, whichever way foam comes
        x = x1 + (along[None] * ux + off[:, None] * nx) / across
        y = y1 + (along[None] * uy + off[:, None] * ny) / down
        top, left = max(0, int(y.min()) - 2), max(0, int(x.min()) - 2)
        self.part = slice(top, int(y.max()) + 3), slice(left, int(x.max()) + 3)
        self.places = np.stack([y - top, x - left]).astype(np.float32)

    def straight(self, grey: NDArray[np.uint8]) -> Band:
        """Rows across the vein, columns along it, every `STEP` mm."""
        part = grey[self.part].astype(np.float32)
        band = ndimage.map_coordinates(part, self.places, order=1, mode="nearest", output=np.float32)
        return np.asarray(ndimage.uniform_filter(band, (3, 5)))

    def at(self, point: Point) -> float:
        """How far along the vein a point lies, in mm."""
        across, down = self.region.millimetres
        (x1, y1), (x2, y2) = self.vein
        dx, dy = (x2 - x1) * across, (y2 - y1) * down
        return ((point[0] - x1) * across * dx + (point[1] - y1) * down * dy) / self.length


@dataclass
class _Lumen:
    """The straightened lumen: first and last row by column, the grey of blood, the first frame's band, and since then
    by how many rows it has moved and to which column foam has come."""

    top: NDArray[np.intp]
    bottom: NDArray[np.intp]
    blood: float
    profile: Band
    shift: int = 0
    reached: int = 0

    @classmethod
    def seen(cls, band: Band) -> _Lumen:
        """From the first frame. Columns that already hold foam take the walls of those that do not."""
        middle = len(band) // 2
        near = band[middle - 4 : middle + 5]
        dark, bright = float(np.percentile(near, 15)), float(np.percentile(band, 60))
        if bright - dark < BRIGHTER:
            raise Refused(Why.NO_DARK_VEIN, "vein")
        half = (dark + bright) / 2
        even = ndimage.uniform_filter1d(band, 9, axis=1, mode="nearest")
        up, down = _extent(even[middle::-1], half), _extent(even[middle:], half)
        clear = (near.mean(axis=0) < half) & (up >= 3) & (down >= 3)
        if clear.mean() < 0.25 or (np.median(up[clear]) + np.median(down[clear])) * STEP < 2 * LEAST_HALF:
            raise Refused(Why.NO_DARK_VEIN, "vein")
        columns = np.arange(band.shape[1])
        top = _straight_wall(columns, middle - up, clear)
        bottom = _straight_wall(columns, middle + down, clear)
        rows = np.arange(len(band))[:, None]
        within = (rows > top) & (rows < bottom) & clear
        return cls(top.astype(np.intp), bottom.astype(np.intp), float(np.median(band[within])), band)

    def foam(self, band: Band) -> tuple[float, float]:
        """The front in mm from the first point (nan without foam) and the part of the lumen that is filled."""
        self._register(band)
        rows = np.arange(len(band))[:, None]
        edge = round(WALL / STEP)
        top, bottom = self.top + self.shift, self.bottom + self.shift
        within = (rows >= top + edge) & (rows <= bottom - edge)
        level = self._level(band, within)
        gain = np.clip((band - level) / (BRIGHTER / 2), -1, 1)
        upper = within & (rows <= top + edge + np.maximum(2, UPPER * (bottom - top)))
        bright = np.where(upper, gain, 0).sum(axis=0) / np.maximum(1, upper.sum(axis=0))
        sums = np.cumsum(ndimage.uniform_filter1d(bright, 5, mode="nearest"))
        last = int(sums.argmax())
        if sums[last] * STEP < LEAST_FOAM / 2 or last * STEP < LEAST_FOAM:
            return math.nan, 0.0
        self.reached = last
        columns = np.arange(band.shape[1])
        full = (within & (gain > 0) & (columns <= last + 5)).sum() / max(1, within.sum())
        return (last + 1) * STEP, float(full)

    def _level(self, band: Band, within: NDArray[np.bool_]) -> float:
        """Between blood and foam: a little above half way in grey, once there is foam to go by."""
        seen = band[within]
        brightest = float(np.percentile(seen, 95)) if seen.size else 0.0
        blood = self.blood
        return blood + max(BRIGHTER / 2, ABOVE_BLOOD * (brightest - blood))

    def _register(self, band: Band) -> None:
        """Follow the vein up and down, by the stretch that foam has not reached."""
        first = self.reached + round(BEHIND / STEP)
        if first + round(CLEAR / STEP) > band.shape[1]:
            return
        clear = slice(first, None)
        then, now = self.profile[:, clear].mean(axis=1), band[:, clear].mean(axis=1)
        most = round(SWAY / STEP)
        inner = slice(most, len(then) - most)
        costs = [float(np.abs(now[most + move : len(then) - most + move] - then[inner]).mean())
                 for move in range(-most, most + 1)]  # fmt: skip
        best = int(np.argmin(costs)) - most
        self.shift = best if abs(best - self.shift) <= AT_ONCE else self.shift


def _straight_wall(columns: NDArray[np.intp], rows: NDArray[np.intp], clear: NDArray[np.bool_]) -> NDArray[np.float64]:
    """A line through the wall's rows. Columns in which foam hides the wall lie far off it, and are left out."""
    kept = clear & (np.abs(rows - np.median(rows[clear])) < 12)
    found = np.full(len(columns), float(np.median(rows[clear])))
    for _ in range(3):
        if kept.sum() < 20:
            break
        found = np.polyval(np.polyfit(columns[kept], rows[kept], 1), columns)
        kept = clear & (np.abs(rows - found) < 3.5)
    return found


def _extent(outward: Band, half: float) -> NDArray[np.intp]:
    """Rows from the middle outward that are dark, by column, by the change point."""
    sums = np.cumsum(np.clip((half - outward) / 25, -1, 1), axis=0)
    return np.where(sums.max(axis=0) > 0, sums.argmax(axis=0), 0)


def _told(
    line: _Line,
    front: NDArray[np.float64],
    filled: NDArray[np.float64],
    interval: float | None,
    junction: Point | None,
) -> FoamClip:
    """Fronts in order: foam does not go back, so that a single frame that says so is corrected by its neighbours."""
    seen = np.isfinite(front)
    flags: list[str] = [*line.region.flags]
    if seen.sum() >= 3:
        even = ndimage.median_filter(front[seen], 3, mode="nearest")
        front = front.copy()
        front[seen] = isotonic_regression(even).x
        filled = ndimage.median_filter(filled, 3, mode="nearest")
    if seen.any() and np.nanmax(front) > line.length - 1.0:
        flags.append(Flag.FOAM_LEFT_VIEW)
    if interval is None:
        flags.append(Flag.NO_TIME)
    times: NDArray[np.float64] = np.arange(float(len(front))) * (interval or 1.0)
    return FoamClip(front, filled, _speed(line, front, times, interval, flags),
                    None if junction is None else _reaches(line, front, times, interval, junction, flags),
                    tuple(flags))  # fmt: skip


def _speed(
    line: _Line, front: NDArray[np.float64], times: NDArray[np.float64], interval: float | None, flags: list[str]
) -> Measurement:
    if interval is None:
        return Measurement.none("foam speed", "mm/s", Reason(Why.NO_TIME))
    free = np.isfinite(front) & (front > 1.5) & (front < line.length - 1.5)
    if free.sum() < 4:
        return Measurement.none("foam speed", "mm/s", Reason(Why.NOT_MOVING))
    (slope, _), spread = np.polyfit(times[free], front[free], 1, cov=True)
    error = 2 * math.sqrt(max(float(spread[0, 0]), 0.0)) + 0.03 * abs(slope)
    return Measurement("foam speed", float(slope), "mm/s", error, line.vein, 0, line.region.index, tuple(flags))


def _reaches(
    line: _Line,
    front: NDArray[np.float64],
    times: NDArray[np.float64],
    interval: float | None,
    junction: Point,
    flags: list[str],
) -> Measurement:
    """When the front is at the marked junction: seen in the clip, never foretold."""
    place = line.at(junction)
    there = np.isfinite(front) & (front >= place)
    if interval is None or not there.any():
        return Measurement.none("foam at the junction", "s", Reason(Why.NOT_REACHED))
    index = int(there.argmax())
    points = (junction,)
    return Measurement("foam at the junction", float(times[index]), "s", interval, points, index, line.region.index,
                       tuple(flags))  # fmt: skip
