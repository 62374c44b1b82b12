"""What a measurement is: a value with its unit, how sure it is, where it was read, or why there is none."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from saphena.echo.reasons import Reason, Refused

__all__ = ["VERIFIED_ON", "VERSION", "Flag", "Measurement", "Point", "Refused"]

VERSION = "6"
"""Of the algorithms. It goes with every stored value, and grows when a value could come out differently."""

VERIFIED_ON = "phantoms only"
"""What the automatic measurements have been proved on. Shown wherever one of them is."""

Point = tuple[float, float]
"""A place in the picture: column and row of a pixel's middle, from the upper left corner, which is (0, 0)."""


class Flag(StrEnum):
    """Something that a person should know before trusting the value, in words. Its `name` is stable."""

    MANUAL_SCALE = "the scale was set by hand"
    PIXEL_SPACING = "the scale comes from the pixel spacing, not from an ultrasound region"
    BY_HAND = "the ends were set by a person"
    FLAGS_DISAGREE = "the region's flags and its units disagree; the units were believed"
    NO_ANGLE = "no Doppler angle is given: velocity along the beam"
    FROM_FREQUENCY = "velocity was computed from a frequency scale"

    WEAK_AUGMENTATION = "the augmentation is weak, so little reflux does not prove a competent valve"
    STRIP_ENDS_FIRST = "the strip ends before the flow does"
    STRIP_BEGINS_LATE = "the strip begins within the augmentation"
    ALIASED = "flow runs over the edge of the scale and was unwrapped"
    CLIPPED = "flow leaves the scale, and its peak is cut off"
    WEAK_SIGNAL = "the signal is weak"
    COARSE_SCALE = "the scale is too coarse for this flow"
    FEW_COLUMNS = "the reverse flow is only a few columns of the picture wide: its peak may come out too low"
    INVERTED = "the display is inverted: augmentation is shown below the baseline"
    NO_REFLUX = "no reverse flow follows the augmentation"
    HIDDEN_END = "the wall filter hides the end of the flow"
    SLOW_END = "the flow fades so slowly that its end is not sure"
    SLOW_UNSEEN = "slow reverse flow would not be seen on so coarse a scale"
    INTERRUPTED = "the reverse flow is interrupted"

    WEAK_WALL = "the wall is faint on part of the way round"
    HAZE_ABOVE = "haze under the near wall may have been taken for it: the vein may reach higher"
    SIDE_WALLS = "the side walls are not seen well: the transverse diameter and the area are less sure"
    SMALL_FOR_BLUR = "the vein is small for so coarse a picture: its diameters are less sure"
    NO_SKIN = "the skin was not found: depth is from the top of the picture"

    FOAM_LEFT_VIEW = "the foam has passed the end of the marked vein"
    NO_TIME = "the clip does not say how fast its frames follow one another"


@dataclass(frozen=True)
class Measurement:
    """One value and what is known about it.

    `value` in `unit`, or None with the reason in `refused`; `uncertainty` is half the width of a 95 % interval, in the
    same unit, where there is one; `points` are the pixels it came from; `region` numbers the calibrated region.
    """

    name: str
    value: float | None
    unit: str
    uncertainty: float | None = None
    points: tuple[Point, ...] = ()
    frame: int = 0
    region: int | None = None
    flags: tuple[str, ...] = ()
    refused: Reason | None = None
    version: str = field(default=VERSION)

    @classmethod
    def none(cls, name: str, unit: str, reason: Reason, **more: Any) -> Measurement:
        """A measurement that could not be made, with the reason."""
        return cls(name, None, unit, refused=reason, **more)

    def object(self) -> dict[str, Any]:
        """As JSON would have it, rounded to what can be meant."""
        return {
            "name": self.name,
            "value": rounded(self.value),
            "unit": self.unit,
            "uncertainty": rounded(self.uncertainty),
            "points": [[round(x, 2), round(y, 2)] for x, y in self.points],
            "frame": self.frame,
            "region": self.region,
            "flags": [str(flag) for flag in self.flags],
            "refused": self.refused,
            "refused_code": self.refused.code if self.refused else None,
            "version": self.version,
        }


def rounded(value: float | None, places: int = 3) -> float | None:
    """Three places: a micrometre, a millisecond."""
    return None if value is None else round(float(value), places)
