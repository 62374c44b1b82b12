"""A strip cut out of its picture: grey by row and column, with the baseline, and what is signal and what is noise."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from scipy import ndimage

from saphena.echo.reasons import Refused, Why

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from saphena.echo.regions import Region

    Grey = NDArray[np.float32]

__all__ = ["Sheet", "cut"]

SMOOTH_ROWS, SMOOTH_SECONDS = 1.0, 0.014
SMOOTHER_ROWS, SMOOTHER_SECONDS = 1.6, 0.028
"""For a weak signal: more averaging, less detail."""
FAINT = 6.5
"""Contrast below which a strip is smoothed more."""
LEAST_ROWS, LEAST_COLUMNS = 40, 80
MIDDLE_HALF = 6.83
"""Decibels between the quartiles of fully developed speckle, whatever the display's range."""
EDGE_DECIBELS = 11.0
"""Blood this much fainter than the brightest speckle of its column is the tail of the window, or a mirror."""
INSIDE = 0.85
"""Part of the pixels around one that are blood, when it lies well within."""
LEAST_BLOB = 0.06
"""s x cm/s: a smaller bright spot is no flow."""


@dataclass(frozen=True)
class Sheet:
    """`grey` (rows, columns); `baseline` is the row of zero velocity; steps in s and cm/s a pixel, cm/s upwards."""

    grey: Grey
    baseline: float
    seconds: float
    speed: float
    spread: tuple[float, float] = (SMOOTH_ROWS, SMOOTH_SECONDS)

    @cached_property
    def smooth(self) -> Grey:
        """Less speckle: blurred over some 30 ms and a few rows."""
        rows, seconds = self.spread
        sigma = (rows, max(0.7, seconds / self.seconds))
        return np.asarray(ndimage.gaussian_filter(self.grey, sigma, mode="nearest", truncate=2.5), np.float32)

    @cached_property
    def noise(self) -> tuple[float, float]:
        """Mean and spread of the smoothed background, which fills more than half of a strip."""
        shown = self.smooth[self._open][:, ::2]
        middle = float(np.median(shown))
        below = shown[shown <= middle]
        spread = 1.4826 * float(np.median(middle - below)) if below.size else 0.0
        return middle, max(spread, 2.0)

    @cached_property
    def background(self) -> float:
        """Mean grey of the background without smoothing, in which blood is told apart from it by power."""
        dark = self._open[:, None] & (self._crowd < 1e-3)
        return float(self.grey[dark].mean()) if dark.any() else self.noise[0]

    @cached_property
    def blood(self) -> NDArray[np.bool_]:
        """Where blood flows beyond doubt: bright pixels that hang together in something larger than a speck."""
        middle, spread = self.noise
        bright = (self.smooth > middle + max(3 * spread, 16)) & self._open[:, None]
        names, count = ndimage.label(bright)
        sizes = np.bincount(names.ravel(), minlength=count + 1)
        sizes[0] = 0
        kept = (sizes * self.seconds * self.speed >= LEAST_BLOB) & (sizes >= max(12, 0.02 * sizes.max()))
        return np.asarray(kept[names])

    @property
    def blood_area(self) -> float:
        """s x cm/s of it."""
        return float(self.blood.sum()) * self.seconds * self.speed

    @cached_property
    def signal(self) -> float:
        """Mean grey of blood; the background's own where there is none."""
        return float(np.median(self.smooth[self.blood])) if self.blood.any() else self.noise[0]

    @cached_property
    def decibel(self) -> float:
        """Levels of grey a decibel, told from the middle half of the speckle within blood: neither its darkest holes,
        which a display cuts off, nor its brightest specks count. Persistence makes it come out a little small."""
        within = self._crowd[:, ::2] > INSIDE
        if within.sum() < 50:
            return 255 / 50
        size = max(9, round(4 / self.speed) | 1), max(3, round(0.075 / self.seconds) | 1)
        weight, grey = within.astype(np.float32), self.grey[:, ::2]
        even = ndimage.uniform_filter(grey * weight, size) / np.maximum(ndimage.uniform_filter(weight, size), 1e-6)
        low, high = np.percentile((grey - even)[within], [25, 75])
        return max(1.0, float(high - low) / MIDDLE_HALF)

    @cached_property
    def _crowd(self) -> Grey:
        """How much of what is around a pixel is blood: all within it, nothing in the background."""
        size = 7, 2 * max(1, round(0.02 / self.seconds)) + 1
        return np.asarray(ndimage.uniform_filter(self.blood.astype(np.float32), size))

    @cached_property
    def mid(self) -> Grey:
        """The level that parts blood from background, by column."""
        halfway = (self.noise[0] + self.signal) / 2
        brightest = ndimage.gaussian_filter1d(self.smooth[self._open].max(axis=0), max(1.0, 0.03 / self.seconds))
        level: Grey = np.maximum(halfway, brightest - EDGE_DECIBELS * self.decibel).astype(np.float32)
        return level

    @property
    def contrast(self) -> float:
        """How far blood stands out of the background, in spreads of the smoothed background."""
        return (self.signal - self.noise[0]) / self.noise[1]

    @cached_property
    def _open(self) -> NDArray[np.bool_]:
        """The rows in which neither the wall filter nor the line of the baseline lies."""
        rows: NDArray[np.bool_] = np.abs(np.arange(self.grey.shape[0]) - self.baseline) > 3
        return rows

    def rolled(self, rows: int) -> Sheet:
        """The same with its baseline moved down by so many rows; what leaves at an edge comes in at the other."""
        return replace(self, grey=np.roll(self.grey, rows, axis=0), baseline=self.baseline + rows)

    def best(self) -> Sheet:
        """Smoothed more where the signal is faint, and without the mirror of strong flow."""
        chosen = replace(self, spread=(SMOOTHER_ROWS, SMOOTHER_SECONDS)) if self.contrast < FAINT else self
        return chosen._without_mirror()

    def _without_mirror(self) -> Sheet:
        """Strong flow shows faintly on the other side of the baseline too. Where the opposite pixel is much brighter,
        the fainter one is its mirror, and becomes background."""
        rows = np.arange(self.grey.shape[0])
        opposite = np.remainder(np.round(2 * self.baseline - rows).astype(int), len(rows))
        much = max(7 * self.decibel, 3 * self.noise[1])
        wide = ndimage.uniform_filter(self.smooth, (5, max(3, round(0.05 / self.seconds) | 1)))
        mirror = (wide[opposite] - wide > much) & (wide[opposite] > (self.noise[0] + self.signal) / 2)
        mirror &= self.smooth > self.noise[0]
        return replace(self, grey=np.where(mirror, np.float32(self.noise[0]), self.grey)) if mirror.any() else self


def cut(grey: NDArray[np.uint8], region: Region, colourful: NDArray[np.bool_] | None = None) -> Sheet:
    """The strip of a calibrated region, with writing and markers taken out. Raises `Refused` when it is too small."""
    box = region.box
    part = grey[box.top : box.bottom + 1, box.left : box.right + 1].astype(np.float32)
    if part.shape[0] < LEAST_ROWS or part.shape[1] < LEAST_COLUMNS:
        raise Refused(Why.SMALL_STRIP, columns=part.shape[1], rows=part.shape[0])
    baseline = region.y.pixel(0) - box.top
    if not 2 <= baseline <= part.shape[0] - 3:
        raise Refused(Why.NO_BASELINE)
    if colourful is not None:
        part = _filled(part, colourful[box.top : box.bottom + 1, box.left : box.right + 1])
    part = _without_line(part, round(baseline))
    return Sheet(_without_text(part), baseline, abs(region.x.step), abs(region.y.step))


def _without_line(grey: Grey, baseline: int) -> Grey:
    """A baseline that the machine has drawn is one even row; it gives way to its neighbours."""
    found = grey.copy()
    for row in range(max(1, baseline - 1), min(grey.shape[0] - 1, baseline + 2)):
        if grey[row].std() < 2 and grey[row].mean() > 20:
            found[row] = np.minimum(found[row - 1], grey[row + 1])
    return found


def _without_text(grey: Grey) -> Grey:
    """Letters are brighter than everything and end within a pixel; blood fades over several."""
    sharp = (grey >= 200) & (grey - _among_three(_among_three(grey, np.minimum), np.maximum) > 90)
    if not sharp.any():
        return grey
    crowd = ndimage.uniform_filter(sharp.astype(np.float32), (7, 11)) > 0.12
    return _filled(grey, ndimage.binary_dilation(crowd & sharp, iterations=1)) if crowd.any() else grey


def _among_three(grey: Grey, chosen: np.ufunc) -> Grey:
    """The least or greatest of three by three pixels; one row or column after the other is ten times as quick."""
    tall = np.pad(grey, ((1, 1), (0, 0)), mode="edge")
    tall = chosen(chosen(tall[:-2], tall[1:-1]), tall[2:])
    wide = np.pad(tall, ((0, 0), (1, 1)), mode="edge")
    return np.asarray(chosen(chosen(wide[:, :-2], wide[:, 1:-1]), wide[:, 2:]))


def _filled(grey: Grey, mask: NDArray[np.bool_]) -> Grey:
    """What is masked takes the median of its row, which is background."""
    if not mask.any():
        return grey
    return np.where(mask, np.median(grey, axis=1, keepdims=True), grey).astype(np.float32)
