"""A person drags the ends of the reflux: the same strip, measured again between two columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from saphena.echo.measurement import Flag, Measurement
from saphena.echo.reasons import Refused, Why
from saphena.echo.spectral.runs import peak_of

if TYPE_CHECKING:
    from saphena.echo.regions import Region
    from saphena.echo.spectral.envelope import Line

__all__ = ["between"]


def between(trace: Line, region: Region, start: float, end: float) -> tuple[Measurement, Measurement, Measurement]:
    """Duration (s), peak and mean reverse velocity (cm/s) between two columns that a person has set.

    `trace` is the velocity by column of the region as `measure_reflux` gave it, reverse flow negative. The measured
    value is kept beside this one by whoever stores them. Raises `Refused` when the columns lie outside the strip."""
    left, right = region.box.left, region.box.right + 1
    if not left <= start < end <= right:
        raise Refused(Why.ENDS, "ends")
    step = abs(region.x.step)
    back = np.maximum(0, -trace[round(start - left) : max(round(start - left) + 1, round(end - left))])
    flowing = back[back > 0]
    points = ((start, region.y.pixel(0)), (end, region.y.pixel(0)))
    flags = (*region.flags, Flag.BY_HAND)
    values = (
        ("reflux duration", (end - start) * step, "s", step),
        ("peak reverse velocity", peak_of(back, step), "cm/s", abs(region.y.step)),
        ("mean reverse velocity", float(flowing.mean()) if flowing.size else 0.0, "cm/s", abs(region.y.step)),
    )
    first, second, third = (
        Measurement(name, value, unit, error, points, 0, region.index, flags) for name, value, unit, error in values
    )
    return first, second, third
