"""The outline of the flow on a strip: for every column, how far blood reaches above and below the baseline.

From the baseline outward the grey above the mid level is summed; where the sum is greatest, the flow ends (a change
point, a form of the modified geometric method). The edge is then put where half the power is left, which is the true
peak velocity of a parabolic profile: so many decibels below the plateau, told from the spread of the speckle itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import ndimage, signal

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from saphena.echo.spectral.sheet import Sheet

    Line = NDArray[np.float64]

__all__ = ["Envelope", "trace"]

FILTERED = 4.0
"""cm/s: as far from the baseline as a wall filter may darken the strip."""
DEEPEST = 9.0
"""Decibels below the mean of blood: the change point is not looked for further down, where the window's tail lies."""
TALL = 6
"""Rows: a lower outline has no plateau whose power could be told."""
LEVEL_SECONDS, GUIDE_SECONDS = 0.08, 0.06
"""Over so long the power of blood and the guide are averaged."""
REACH = 0.25
"""Part of the outline within which the edge is looked for."""
ROUNDS = 2
BLURRED = 6
"""Rows beyond which no blur of the display reaches."""


@dataclass(frozen=True)
class Envelope:
    """By column: `up` and `down` in rows from the baseline, and the evidence for each in rows as bright as blood."""

    up: Line
    down: Line
    up_weight: Line
    down_weight: Line
    touches_up: NDArray[np.bool_]
    touches_down: NDArray[np.bool_]


def trace(sheet: Sheet) -> Envelope:
    """Both outlines of a strip."""
    first_up = int(np.floor(sheet.baseline))
    above = sheet.smooth[first_up::-1]
    below = sheet.smooth[int(np.ceil(sheet.baseline)) :]
    up, up_weight = _outline(above, sheet)
    down, down_weight = _outline(below, sheet)
    rough_up, rough_down = sheet.grey[first_up::-1], sheet.grey[int(np.ceil(sheet.baseline)) :]
    touching = up >= len(above) - 2, down >= len(below) - 2
    fine_up = _refined(rough_up, up, sheet) + (sheet.baseline - first_up)
    fine_down = _refined(rough_down, down, sheet) + (np.ceil(sheet.baseline) - sheet.baseline)
    return Envelope(fine_up, fine_down, up_weight, down_weight, *touching)


def _outline(outward: NDArray[np.float32], sheet: Sheet) -> tuple[Line, Line]:
    """Rows of blood from the baseline outward, and the evidence: the greatest sum, in rows as bright as blood."""
    over, under = np.maximum(sheet.signal - sheet.mid, 8), np.maximum(sheet.mid - sheet.noise[0], 8)
    gain = np.clip((outward - sheet.mid) / np.where(outward > sheet.mid, over, under), -1, 1)
    gap = min(len(gain), 1 + round(FILTERED / sheet.speed))
    gain[:gap] = np.where(gain[:gap] < 0, 0.1 * gain[:gap], gain[:gap])  # dark rows there speak against little
    sums = np.cumsum(gain, axis=0)
    last = sums.argmax(axis=0)
    weight = np.take_along_axis(sums, last[None], axis=0)[0]
    return np.where(weight > 0, last + 1, 0).astype(float), np.maximum(weight, 0).astype(float)


def _refined(outward: NDArray[np.float32], rows: Line, sheet: Sheet) -> Line:
    """The edge moved to where half the power of blood is left above the background, with a part of a row.

    The strip is straightened along the outline first, so that speckle is averaged along the edge and never across it: a
    short peak stays as high as it is. Each column gives a change point half way down in grey, which speckle hardly
    moves; how far that lies beyond half the power is told once, from all columns together."""
    tall = rows >= TALL
    if not tall.any():
        return np.maximum(rows - 0.5, 0)
    blood = _plateau(outward, rows, tall, sheet)
    fall = np.clip((blood - sheet.background) / 2, 3 * sheet.decibel, DEEPEST * sheet.decibel)
    found = rows
    for _ in range(ROUNDS):
        guide = evened(found, tall, sheet.seconds)
        found = np.where(tall, _change_points(outward, guide, blood - fall, fall, tall, sheet), found)
    beyond = _beyond(outward, found, blood, tall, sheet)
    return np.where(tall, found - beyond, np.maximum(rows - 0.5, 0))


def _plateau(outward: NDArray[np.float32], rows: Line, tall: NDArray[np.bool_], sheet: Sheet) -> Line:
    """By column: the mean grey of blood. The same blood is as much brighter as it is spread over fewer velocities,
    which is made even before it is averaged over time."""
    index = np.arange(len(outward))[:, None]
    plateau = (index >= 0.35 * rows) & (index <= 0.8 * rows) & tall
    spread = 10 * sheet.decibel * np.log10(np.maximum(rows, TALL))
    size = max(3, round(LEVEL_SECONDS / sheet.seconds) | 1)
    total = ndimage.uniform_filter1d(np.where(plateau, outward + spread, 0).sum(axis=0), size, mode="nearest")
    count = ndimage.uniform_filter1d(plateau.sum(axis=0).astype(float), size, mode="nearest")
    return np.asarray(total / np.maximum(count, 1e-6) - spread)


def _change_points(
    outward: NDArray[np.float32], guide: Line, level: Line, fall: Line, tall: NDArray[np.bool_], sheet: Sheet
) -> Line:
    """Near the guide, where what is brighter than the level ends."""
    reach = np.maximum(4, REACH * guide)
    band, index, offset = _straightened(outward, guide, int(np.ceil(reach[tall].max())))
    sigma = max(0.5, sheet.spread[1] / sheet.seconds)
    weight = ndimage.gaussian_filter1d(tall.astype(np.float32), sigma, mode="nearest", truncate=2.5)
    even = ndimage.gaussian_filter1d(np.where(tall, band, 0), sigma, axis=1, mode="nearest", truncate=2.5)
    gain = np.clip((even / np.maximum(weight, 1e-6) - level) / fall, -1, 1)
    gain = np.where((np.abs(offset) <= reach) & (index >= 0) & (index < len(outward)), gain, 0)
    last = np.cumsum(gain, axis=0).argmax(axis=0)
    columns = np.arange(len(guide))
    here, there = gain[last, columns], gain[np.minimum(last + 1, len(gain) - 1), columns]
    return np.asarray(index[last, columns] + np.clip(here / np.maximum(here - there, 1e-6), 0, 1))


def _beyond(outward: NDArray[np.float32], found: Line, blood: Line, tall: NDArray[np.bool_], sheet: Sheet) -> float:
    """Rows by which the change points lie beyond the place where half the power is left."""
    fast = tall & (found >= 0.5 * found.max())
    band, index, _ = _straightened(outward[:, fast], found[fast], BLURRED)
    inside = (index >= 0) & (index < len(outward))
    profile = np.where(inside, band - blood[fast], 0).sum(axis=1) / np.maximum(1, inside.sum(axis=1))
    ten = 10 * sheet.decibel
    background = min(0.0, (sheet.background - float(blood[fast].mean())) / ten)
    half = ten * np.log10((1 + 10**background) / 2)
    over = profile >= half
    last = int(np.flatnonzero(over[: BLURRED + 1])[-1]) if over[: BLURRED + 1].any() else BLURRED
    part = (profile[last] - half) / max(profile[last] - profile[last + 1], 1e-6)
    rest = float((found[fast] - np.round(found[fast])).mean())
    return BLURRED - last - float(np.clip(part, 0, 1)) + rest


def _straightened(
    outward: NDArray[np.float32], guide: Line, most: int
) -> tuple[NDArray[np.float32], NDArray[np.intp], NDArray[np.intp]]:
    """Rows from `most` within to `most` beyond the guide, by column; the rows that they are; and how far beyond."""
    offset = np.arange(-most, most + 1)[:, None]
    index = np.round(guide).astype(int) + offset
    return np.take_along_axis(outward, np.clip(index, 0, len(outward) - 1), axis=0), index, offset


def evened(line: Line, where: NDArray[np.bool_], seconds: float) -> Line:
    """A line without single jumps, that keeps its peaks: the median of a few columns, then a parabola through them."""
    size = round(GUIDE_SECONDS / seconds) | 1
    calm = np.where(where, ndimage.median_filter(line, int(np.clip(size, 3, 5)), mode="nearest"), line)
    if size < 5 or len(line) < size:
        return calm
    return np.where(where, signal.savgol_filter(calm, size, 2, mode="nearest"), calm)
