"""A scale that a person sets on a Doppler strip, from what is printed beside it. Marked as such for ever."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from saphena.echo.measurement import Flag
from saphena.echo.reasons import Refused, Why
from saphena.echo.regions import PLAUSIBLE, Axis, Box, Calibration, Kind, Region

if TYPE_CHECKING:
    from saphena.echo.measurement import Point

__all__ = ["strip_by_hand"]

LEAST = 40
"""Pixels across and down: a smaller strip is none."""


def strip_by_hand(
    rows: int, columns: int, corners: tuple[Point, Point], seconds: float, speeds: tuple[float, float]
) -> Calibration:
    """A strip between two opposite corners, `seconds` wide, with `speeds` in cm/s at its upper and its lower edge, as
    the machine has printed them. Raises `Refused` for what no strip can be."""
    (x1, y1), (x2, y2) = corners
    left, right, top, bottom = (round(each) for each in (min(x1, x2), max(x1, x2), min(y1, y2), max(y1, y2)))
    box = Box(max(0, left), max(0, top), min(columns - 1, right), min(rows - 1, bottom))
    if box.width < LEAST or box.height < LEAST:
        raise Refused(Why.STRIP_CORNERS, "scale")
    if not all(math.isfinite(each) for each in (seconds, *speeds)) or seconds <= 0 or speeds[0] == speeds[1]:
        raise Refused(Why.STRIP_NUMBERS, "scale")
    if speeds[0] * speeds[1] >= 0:
        raise Refused(Why.STRIP_ZERO, "scale")
    x = Axis("s", _step("s", seconds / (box.width - 1)), box.left)
    y = Axis("cm/s", _step("cm/s", (speeds[1] - speeds[0]) / (box.height - 1)), box.top, speeds[0])
    return Calibration(rows, columns, (Region(0, Kind.SPECTRAL, box, x, y, flags=(Flag.MANUAL_SCALE,)),))


def _step(unit: str, step: float) -> float:
    least, most = PLAUSIBLE[unit]
    if not least <= abs(step) <= most:
        raise Refused(Why.IMPLAUSIBLE_STEP, step=step, unit=unit)
    return step
