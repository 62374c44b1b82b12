"""A vein's diameter, area and depth from one point inside it, or the reason why it cannot be said.

Inner edge to inner edge. Upright (anteroposterior) is the chord along the beam, transverse the chord across it; what is
said only of the sides is flagged on the transverse diameter and the area, and the upright one stands. Several
independent gates stand between an outline and a number: how well it is an ellipse, how much its wall stands out,
whether other starting points lead to the same vein, whether it fits the frame before. Haze under the near wall that may
have been taken for it is flagged.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from scipy import ndimage

from saphena.echo.lumen.blur import Blur, told_from
from saphena.echo.lumen.edges import refine
from saphena.echo.lumen.ellipse import Ellipse, fit
from saphena.echo.lumen.haze import may_reach
from saphena.echo.lumen.layers import fit_layers
from saphena.echo.lumen.polar import ANGLES, RADII, STEP, Scene, change_points, places, rays, walls
from saphena.echo.lumen.sides import both_ways
from saphena.echo.lumen.skin import skin_above
from saphena.echo.measurement import Flag, Measurement, Point
from saphena.echo.reasons import Reason, Refused, Why

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from saphena.echo.lumen.polar import Line
    from saphena.echo.lumen.sides import Sideways
    from saphena.echo.regions import Region

__all__ = ["Vein", "measure_vein"]

BLUR = 0.10
"""mm of smoothing before anything is looked for."""
SEARCHED = 10.5
"""mm around the point that are looked at."""
RESIDUAL, RESIDUAL_PART = 0.16, 0.05
"""mm, or part of the diameter, by which the outline may differ from an ellipse in the middle."""
DECIBELS_OF_SPECKLE = 5.57
"""The spread of fully developed speckle on a logarithmic display."""
LEAST_CONTRAST = 5.0
"""Decibels by which half of the wall must stand out of the lumen."""
FAINT_CONTRAST = 8.0
LEAST_WALL, WALLED = 0.75, 0.9
"""Part of the way round on which a wall must be found, and below which it is flagged."""
MOST_CUT = 0.03
"""Part of the way round on which the outline may lie at the edge of the picture."""
AGREE, AGREE_PART = 0.30, 0.06
"""mm, or part of the diameter, within which other starting points must agree."""
SMEARED = 0.18
"""mm of half of an interval that blur leaves the upright diameter, above which it is flagged."""
HALF_ROUND = len(ANGLES) // 2
CHANGE = 0.35
"""Part by which the diameter may change from one frame to the next."""


@dataclass(frozen=True)
class Vein:
    """A vein in one frame. Diameters and depth in mm, area in mm2; `outline` and `middle` in pixels of the picture.

    `outlined` is the area within the outline (mm2), to be compared with other frames of the same vein, also where the
    sides say too little for a transverse diameter and an area to be told."""

    upright: Measurement
    transverse: Measurement
    area: Measurement
    depth: Measurement
    flags: tuple[str, ...]
    middle: Point
    outlined: float
    outline: tuple[Point, ...] = field(repr=False)


@dataclass(frozen=True)
class _Try:
    ellipse: Ellipse
    walls: tuple[Line, Line, Line]
    residual: float
    contrast: float
    faint: float
    walled: float
    cut: float


def measure_vein(
    grey: NDArray[np.uint8], region: Region, at: Point, frame: int = 0, before: Vein | None = None
) -> Vein:
    """Measure the vein around the point `at`. `grey` is a whole frame, uint8 (rows, columns); `region` a calibrated
    picture; `before` the vein in the frame before, when it is followed. Raises `Refused` with the reason."""
    if at not in region.box:
        raise Refused(Why.OUTSIDE_PICTURE, "at")
    looked, corner = _look(grey, region, at)
    rough = looked.rough((at[0] - corner[0], at[1] - corner[1]))
    largest = max(rough.first, rough.second)
    best, *others = looked.traced(looked.seeds(rough), int((1.8 * largest + 1.2) / STEP))
    _gate(best, others)
    layers = fit_layers(looked.power, best.ellipse, looked.blur)
    ellipse, sideways = both_ways(*best.walls, looked.blur, best.ellipse, layers)
    above = may_reach(looked.power, best.ellipse)
    return _Told(region, best, ellipse, sideways, above, grey, corner, frame, before).vein()


def _look(grey: NDArray[np.uint8], region: Region, at: Point) -> tuple[_Look, Point]:
    """The part of the frame around the point. Raises `Refused` when the point is not in something dark."""
    across, down = region.millimetres
    box = region.box
    left, right = max(box.left, int(at[0] - SEARCHED / across)), min(box.right, int(at[0] + SEARCHED / across))
    top, bottom = max(box.top, int(at[1] - SEARCHED / down)), min(box.bottom, int(at[1] + SEARCHED / down))
    rough = grey[top : bottom + 1, left : right + 1].astype(np.float32)
    smooth = ndimage.gaussian_filter(rough, (BLUR / down, BLUR / across), truncate=3)
    lumen, tissue = _levels(smooth, (at[0] - left, at[1] - top), (across, down))
    coarse = ndimage.uniform_filter(rough, (round(1.2 / down), round(1.2 / across)))
    within = (coarse > tissue - 12) & (rough > 0) & (rough < 250)
    blur = told_from(rough - coarse, within, across, down)
    spread = float((rough - coarse)[within].std()) / blur.left_of_speckle
    decibel = max(1.5, spread / DECIBELS_OF_SPECKLE)
    power = np.exp((rough - 255) * np.float32(np.log(10) / 10 / decibel))
    seen = Scene(smooth, across, down), Scene(power, across, down)
    return _Look(*seen, lumen, tissue, blur), (left, top)


def _levels(grey: NDArray[np.float32], at: Point, size: tuple[float, float]) -> tuple[float, float]:
    """Grey of lumen and of tissue."""
    x, y = round(at[0]), round(at[1])
    wide, high = max(1, round(0.35 / size[0])), max(1, round(0.35 / size[1]))
    lumen = float(np.median(grey[max(0, y - high) : y + high + 1, max(0, x - wide) : x + wide + 1]))
    lit = grey[::3, ::3]
    tissue = float(np.median(lit[lit > 8])) if (lit > 8).any() else 0.0
    bright = lit[lit > (lumen + tissue) / 2]
    tissue = float(np.median(bright)) if bright.size else tissue
    if tissue - lumen < 25:
        raise Refused(Why.NOT_DARK, "at")
    return lumen, tissue


@dataclass(frozen=True)
class _Look:
    """The surroundings of a point: smoothed grey to find the outline, power to place its edge."""

    scene: Scene
    power: Scene
    lumen: float
    tissue: float
    blur: Blur

    def rough(self, start: Point) -> Ellipse:
        """The outline as it is seen from any point inside, before its edge is placed."""
        seen = rays(self.scene, *places(start, self.scene, len(RADII)))
        (outline,) = walls(change_points(*seen, self.lumen, self.tissue)[None])
        radius = (outline + 1) * STEP
        x = start[0] * self.scene.across + radius * np.cos(ANGLES)
        y = start[1] * self.scene.down + radius * np.sin(ANGLES)
        return fit(x, y, np.ones(len(x)))[0]

    def traced(self, starts: list[Point], reach: int) -> list[_Try]:
        """The outline from each of several points, within so many samples."""
        spots = [places(start, self.scene, reach) for start in starts]
        seen = [rays(self.scene, *spot) for spot in spots]
        rough = walls(np.stack([change_points(*each, self.lumen, self.tissue) for each in seen]))
        return [
            self._fitted(start, rays(self.power, *spot)[0], inside, outline)
            for start, spot, (_, inside), outline in zip(starts, spots, seen, rough, strict=True)
        ]

    def _fitted(
        self, at: Point, power: NDArray[np.float32], inside: NDArray[np.bool_], outline: NDArray[np.intp]
    ) -> _Try:
        edges = refine(power, inside, outline)
        x = at[0] * self.scene.across + edges.radius * np.cos(ANGLES)
        y = at[1] * self.scene.down + edges.radius * np.sin(ANGLES)
        weight = np.where(edges.found, np.clip(edges.contrast / 10, 0.05, 1.5), 0.02)
        ellipse, off = fit(x, y, weight)
        good = edges.found & (edges.contrast > LEAST_CONTRAST)
        kept = np.sort(np.abs(off)[edges.found] if edges.found.any() else np.abs(off))
        residual = float(np.sqrt(np.mean(kept[: int(0.9 * len(kept)) + 1] ** 2)))
        middle, low = np.percentile(edges.contrast, [50, 20])
        outside = ~inside[np.arange(len(outline)), np.minimum(outline + 2, inside.shape[1] - 1)]
        told = float(middle), float(low), float(good.mean()), float(outside.mean())
        return _Try(ellipse, (x, y, weight), residual, *told)

    def seeds(self, found: Ellipse) -> list[Point]:
        """The middle of what was found, from which all rays see the wall alike, and two points beside it."""
        turns = np.array([0.25, 1.25]) * np.pi
        reach = 0.3 * found.reach(turns)
        offs = [(0.0, 0.0), *((r * np.cos(a), r * np.sin(a)) for r, a in zip(reach, turns, strict=True))]
        return [((found.x + x) / self.scene.across, (found.y + y) / self.scene.down) for x, y in offs]


def _gate(best: _Try, others: list[_Try]) -> None:
    """What must hold before a number is given. Each gate looks at something else."""
    size = best.ellipse.upright
    if best.cut > MOST_CUT:
        raise Refused(Why.CUT_BY_EDGE)
    if best.residual > max(RESIDUAL, RESIDUAL_PART * size):
        raise Refused(Why.NO_ELLIPSE, millimetres=best.residual)
    if best.contrast < LEAST_CONTRAST or best.walled < LEAST_WALL:
        raise Refused(Why.LITTLE_WALL, part=best.walled)
    for other in others:
        apart = max(abs(other.ellipse.upright - size), abs(other.ellipse.level - best.ellipse.level))
        if apart > max(AGREE, AGREE_PART * size):
            raise Refused(Why.STARTS_DISAGREE, millimetres=apart)


@dataclass(frozen=True)
class _Told:
    region: Region
    found: _Try
    ellipse: Ellipse
    sideways: Sideways
    above: float | None
    grey: NDArray[np.uint8]
    corner: Point
    frame: int
    before: Vein | None

    def vein(self) -> Vein:
        """Everything that is told, once the outline is within the picture and fits the frame before."""
        ellipse, outline = self.ellipse, self._outline()
        self._inside(outline)
        self._fits_before(ellipse)
        half = ellipse.upright / 2 / self.region.millimetres[1]
        top, bottom = (self.middle[0], self.middle[1] - half), (self.middle[0], self.middle[1] + half)
        skin = skin_above(self.grey, self.region, top)
        flags, sideways = self._flags(skin)
        surface = self.region.box.top if skin is None else skin
        depth = (top[1] - surface) * self.region.millimetres[1]
        error = max(0.08, 2 * self.found.residual / np.sqrt(12), self.sideways.upright, self.above or 0.0)
        wide = max(error, self.sideways.half)
        of_area, ends = self._area_error(error, wide), (outline[HALF_ROUND], outline[0])
        value, if_told = self._value, self._if_told
        return Vein(
            value("upright diameter", ellipse.upright, "mm", error, (top, bottom), flags),
            if_told(value("transverse diameter", ellipse.level, "mm", wide, ends, sideways)),
            if_told(value("area", ellipse.area, "mm2", of_area, outline[::6], sideways)),
            value("depth", depth, "mm", max(0.15, self.above or 0.0), ((self.middle[0], surface), top), flags),
            tuple(sideways), self.middle, ellipse.area, outline,
        )  # fmt: skip

    @property
    def middle(self) -> Point:
        across, down = self.region.millimetres
        return self.corner[0] + self.ellipse.x / across, self.corner[1] + self.ellipse.y / down

    def _outline(self) -> tuple[Point, ...]:
        """Pixels, by ray."""
        across, down = self.region.millimetres
        x, y = self.middle
        reach = self.ellipse.reach(ANGLES)
        along, below = x + reach * np.cos(ANGLES) / across, y + reach * np.sin(ANGLES) / down
        return tuple(zip(along.tolist(), below.tolist(), strict=True))

    def _flags(self, skin: float | None) -> tuple[list[str], list[str]]:
        """What is said of all values, and what of those that need the sides."""
        flags: list[str] = [*self.region.flags]
        if self.found.faint < FAINT_CONTRAST or self.found.walled < WALLED:
            flags.append(Flag.WEAK_WALL)
        if skin is None:
            flags.append(Flag.NO_SKIN)
        if self.above is not None:
            flags.append(Flag.HAZE_ABOVE)
        if self.sideways.upright > SMEARED:
            flags.append(Flag.SMALL_FOR_BLUR)
        return flags, [*flags, Flag.SIDE_WALLS] if self.sideways.flagged else flags

    def _area_error(self, upright: float, level: float) -> float:
        parts = upright / max(self.ellipse.upright, 1), level / max(self.ellipse.level, 1)
        return float(self.ellipse.area * np.hypot(*parts))

    def _if_told(self, found: Measurement) -> Measurement:
        """What the sides have to say, unless it is worth nothing."""
        if self.sideways.told:
            return found
        where = {"points": found.points, "frame": found.frame, "region": found.region, "flags": found.flags}
        width, half = self.ellipse.level, self.sideways.half
        reason = Reason(Why.SIDES_SAY_LITTLE, {"least": max(0.0, width - half), "most": width + half})
        return Measurement.none(found.name, found.unit, reason, **where)

    def _inside(self, outline: tuple[Point, ...]) -> None:
        box = self.region.box
        if not all(box.left + 1 <= x <= box.right - 1 and box.top + 1 <= y <= box.bottom - 1 for x, y in outline):
            raise Refused(Why.CUT_BY_EDGE)

    def _fits_before(self, ellipse: Ellipse) -> None:
        if self.before is None or not self.before.upright.value:
            return
        change = abs(ellipse.upright / self.before.upright.value - 1)
        if change > CHANGE:
            raise Refused(Why.JUMPED, part=change)

    def _value(
        self, name: str, value: float, unit: str, error: float, points: tuple[Point, ...], flags: list[str]
    ) -> Measurement:
        return Measurement(name, float(value), unit, float(error), points, self.frame, self.region.index, tuple(flags))
