"""Whether a picture ends where its region does. One that was enlarged after its regions were written goes on beyond.

A box that lies outside the picture shows by its numbers that it no longer fits; one inside an enlarged picture does
not. But a machine's picture ends at its box, in black or in writing, and an enlarged one has as much tissue on both
sides.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from saphena.echo.reasons import Reason, Why
from saphena.echo.regions import Calibration, Kind

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from saphena.echo.regions import Region

__all__ = ["believed"]

STRIP, GAP = 14, 2
"""Pixels that are looked at on each side of the box's edge, and those next to it that are not."""
LIT = 25
MUCH = 0.6
"""Part of the pixels that must be lit on both sides."""


def believed(calibration: Calibration, grey: NDArray[np.uint8]) -> Calibration:
    """The calibration without those regions beyond which the picture goes on; each with the reason. `grey` is a decoded
    frame, uint8 (rows, columns)."""
    pictures = [region for region in calibration.regions if region.kind is Kind.PICTURE]
    false = [region for region in pictures if _goes_on(region, grey, calibration)]
    if not false:
        return calibration
    kept = tuple(region for region in calibration.regions if region not in false)
    said = tuple((region.index, Reason(Why.ENLARGED)) for region in false)
    return replace(calibration, regions=kept, refused=(*calibration.refused, *said))


def _goes_on(region: Region, grey: NDArray[np.uint8], calibration: Calibration) -> bool:
    box, others = region.box, [other.box for other in calibration.regions if other is not region]
    right = box.right + GAP + STRIP // 2, (box.top + box.bottom) / 2
    below = (box.left + box.right) / 2, box.bottom + GAP + STRIP // 2
    if any(right in other or below in other for other in others):
        return False
    high, wide = slice(box.top, box.bottom + 1), slice(box.left, box.right + 1)
    beside, beyond = slice(box.right - GAP - STRIP, box.right - GAP), slice(box.right + GAP, box.right + GAP + STRIP)
    above, under = slice(box.bottom - GAP - STRIP, box.bottom - GAP), slice(box.bottom + GAP, box.bottom + GAP + STRIP)
    return _alike(grey[high, beside], grey[high, beyond]) or _alike(grey[above, wide], grey[under, wide])


def _alike(inside: NDArray[np.uint8], outside: NDArray[np.uint8]) -> bool:
    """Both full of echoes, about as bright and about as rough."""
    if outside.size < inside.size or not inside.size:
        return False
    lit = min(float((inside > LIT).mean()), float((outside > LIT).mean()))
    brightness = abs(float(inside.mean()) - float(outside.mean()))
    rough = sorted((float(inside.std()) + 1, float(outside.std()) + 1))
    return lit > MUCH and brightness < 30 and rough[0] / rough[1] > 0.5
