"""A vein followed through a clip: each frame starts from where the vein was, and must fit it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from saphena.echo.lumen.vein import Vein, measure_vein
from saphena.echo.measurement import Measurement
from saphena.echo.reasons import Reason, Refused, Why

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy as np
    from numpy.typing import NDArray

    from saphena.echo.measurement import Point
    from saphena.echo.regions import Region

__all__ = ["Followed", "follow"]

PATIENCE = 5
"""Frames in a row that may be refused before the vein is given up as lost."""


@dataclass(frozen=True)
class Followed:
    """The vein by frame, or why not in that frame; `compressibility` is the part of its largest area that went away
    (1 is closed). It needs a clip in which the probe presses; nothing here knows whether it did."""

    veins: tuple[Vein | str, ...]
    compressibility: Measurement

    @property
    def measured(self) -> int:
        return sum(isinstance(vein, Vein) for vein in self.veins)


def follow(frames: Iterable[NDArray[np.uint8]], region: Region, at: Point, first: int = 0) -> Followed:
    """Measure the vein around `at` in every frame. Raises `Refused` when the first frame already is."""
    found: list[Vein | str] = []
    last: Vein | None = None
    missed = 0
    for number, grey in enumerate(frames, start=first):
        if missed >= PATIENCE:
            found.append(Reason(Why.LOST))
            continue
        try:
            last = measure_vein(grey, region, last.middle if last else at, number, last if missed == 0 else None)
            found.append(last)
            missed = 0
        except Refused as refusal:
            if last is None:
                raise
            found.append(refusal.reason)
            missed += 1
    return Followed(tuple(found), _compressed([vein for vein in found if isinstance(vein, Vein)], region))


def _compressed(veins: list[Vein], region: Region) -> Measurement:
    areas = [vein.outlined for vein in veins]
    if len(areas) < 3:
        return Measurement.none("compressibility", "", Reason(Why.FEW_FRAMES))
    smallest, largest = min(areas), max(areas)
    frame = veins[areas.index(smallest)].area.frame
    return Measurement("compressibility", 1 - smallest / largest, "", 0.05, (), frame, region.index)
