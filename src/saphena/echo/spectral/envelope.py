"""The outline of the flow on a strip: for every column, how far blood reaches above and below the baseline.

From the baseline outward the grey above the mid level is summed; where the sum is greatest, the flow ends (a change
point, a form of the modified geometric method). The edge is then put where half the power is left, which is the true
peak velocity of a parabolic profile: so many decibels below the plateau, told from the spread of the speckle itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import ndimage

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from saphena.echo.spectral.sheet import Sheet

    Line = NDArray[np.float64]

__all__ = ["Envelope", "trace"]

FILTERED = 4.0
"""cm/s: as far from the baseline as a wall filter may darken the strip."""
DECIBELS = 3.0
"""Half the power."""
BACK = 1.0
"""The part of it that is taken: the plateau is told from columns that blur has made a little darker already."""


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
    """The edge moved to where half the power is left, with a part of a row."""
    along = ndimage.uniform_filter1d(outward, max(3, round(0.03 / sheet.seconds) | 1), axis=1, mode="nearest")
    height, width = outward.shape
    tall = rows >= 8
    if not tall.any():
        return rows
    index = np.arange(height)[:, None]
    plateau = (index >= 0.35 * rows) & (index <= 0.8 * rows) & tall
    inside = np.where(plateau, outward, 0).sum(axis=0) / np.maximum(1, plateau.sum(axis=0))
    level = ndimage.uniform_filter1d(inside, max(3, round(0.06 / sheet.seconds) | 1), mode="nearest")
    target = np.maximum(level - BACK * DECIBELS * sheet.decibel, sheet.mid)
    near = np.abs(index - rows) <= np.maximum(4, 0.15 * rows)
    bright = (along >= target) & (index <= rows + 3) & near
    last = height - 1 - bright[::-1].argmax(axis=0)
    columns = np.arange(width)
    here, there = along[last, columns], along[np.minimum(last + 1, height - 1), columns]
    part = np.clip((here - target) / np.maximum(here - there, 1e-6), 0, 1)
    return np.where(tall & bright.any(axis=0), last + part + 0.0, rows - 0.5)
