"""How long blood runs backwards after an augmentation, and how fast: from a Doppler strip, or the reason why not.

The side of reflux is the one opposite to the augmentation, never a sign. Reference: reverse flow longer than 0.5 s in
superficial veins is called reflux (SVS/AVF/AVLS 2022); this module measures, and calls nothing.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from saphena.echo.measurement import Flag, Measurement
from saphena.echo.reasons import Refused, Why
from saphena.echo.spectral.runs import augmentation, following, going_on, runs, velocity
from saphena.echo.spectral.sheet import cut
from saphena.echo.spectral.unwrapping import unwrapped

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from saphena.echo.regions import Region
    from saphena.echo.spectral.envelope import Envelope, Line
    from saphena.echo.spectral.runs import Run
    from saphena.echo.spectral.sheet import Sheet

__all__ = ["Reflux", "measure_reflux"]

LEAST_CONTRAST = 3.0
WEAK_CONTRAST = 4.5
WEAK_AUGMENTATION = 10.0
LONGEST_SQUEEZE = 1.6
SLOWEST = 4.0
LEAST_GREY = 22
"""Levels of 255 between blood and background; less is speckle of the background itself."""
LEAST_BLOOD = 1.2
"""s x cm/s of certain blood on the whole strip."""
SOON, HIDDEN = 0.4, 0.38
"""s of reflux, and the part of its peak: when flow vanishes at a higher velocity, the wall filter hid its end."""
FASTER = 0.45
"""Flow fades faster the nearer its end: a straight line to zero would go on twice as long (on 240 phantoms)."""
BLUNTED = 0.009
"""s: a peak comes out too low by this part of the flow's duration, for the display's window is a few times as long."""
PEAK_UNSURE = 0.06
"""Half of a 95 % interval of a long flow's peak, as a part of it; a short one is as much less sure as it is blunted."""
ROWS, HIDDEN_BY_NOISE, CLEAR = 1.5, 1.2, 6.0
"""Rows at the baseline in which the flow's end lies unseen where the picture is clear; and as many more for each spread
of contrast that it is less than clear (on 1,012 strips of two other seeds)."""
ENDS_UNSURE, COLUMNS_UNSURE = 0.035, 1.5
"""s, and columns, by which both ends of flow that stops at once may be off."""
MOST_UNSURE, SLOW_END = 0.5, 0.3
"""s of half an interval that a slow end adds at most, and above which it is flagged."""
BEYOND_FILTER = 0.4
"""The part of what is extrapolated that counts as unsure where the wall filter hid the end."""
AT_BASELINE, SOON_AFTER, LIT = 2, (0.1, 0.5), 8.0
"""Rows beside the baseline, s after the augmentation, and decibels above the background: blood too slow for the scale
(on 288 strips of another seed: 9 to 24 where slow reflux was missed, but once; 5 at most where there was none)."""
STEEP = 1.0
"""cm/s a row above which slow reflux lies within so few rows that it may not be lit at all."""
FEW, FEW_UNSURE = 7, 0.18
"""Columns of reverse flow, as long as it lasts, below which its peak is flagged, and as much more unsure."""
LEAST_DENSITY = 0.14
LEAST_AREA = 0.5
"""s x cm/s of blood in an augmentation: a squeeze of 10 cm/s for a third of a second has four times as much."""


@dataclass(frozen=True)
class Reflux:
    """Reverse flow on one strip: `duration` as far as it is seen (s), `extrapolated` to zero velocity (s), `peak` and
    `mean` reverse velocity (cm/s), `augmentation` peak (cm/s); `start` and `end` are columns of the picture.

    `trace` is the velocity by column as it is displayed after the augmentation's side is called forward."""

    duration: Measurement
    extrapolated: Measurement
    peak: Measurement
    mean: Measurement
    augmentation: Measurement
    start: float | None
    end: float | None
    flags: tuple[str, ...]
    trace: Line = field(repr=False, compare=False)


def measure_reflux(grey: NDArray[np.uint8], region: Region, colourful: NDArray[np.bool_] | None = None) -> Reflux:
    """Measure one strip. `grey` is the whole picture, uint8 (rows, columns); `region` a calibrated Doppler strip;
    `colourful` marks writing. Times in s, velocities in cm/s. Raises `Refused` when nothing can be said."""
    sheet = cut(grey, region, colourful)
    faint = sheet.contrast < LEAST_CONTRAST or sheet.signal - sheet.noise[0] < LEAST_GREY
    if faint or sheet.blood_area < LEAST_BLOOD:
        raise Refused(Why.NO_FLOW)
    contrast = sheet.contrast
    sheet, envelope, flags = unwrapped(sheet.best())
    return _Strip(sheet, envelope, region, list(flags), contrast).measured()


@dataclass
class _Strip:
    sheet: Sheet
    envelope: Envelope
    region: Region
    flags: list[str]
    contrast: float

    def measured(self) -> Reflux:
        found = runs(self.envelope, self.sheet)
        squeeze = augmentation(found)
        if squeeze is None:
            raise Refused(Why.NO_FLOW)
        self._judge(squeeze)
        back = following(found, squeeze, self.sheet.seconds)
        if back is None and self.contrast < WEAK_CONTRAST:
            raise Refused(Why.TOO_WEAK)
        if back is None:
            return self._none(squeeze)
        again = going_on(found, back, self.sheet.seconds)
        return self._timed(squeeze, back, again)

    def _judge(self, squeeze: Run) -> None:
        """Whether this can be an augmentation at all, and a good one."""
        speed = velocity(self.envelope, squeeze.side, self.sheet)[squeeze.start : squeeze.stop]
        seconds = float((speed > squeeze.peak / 3).sum()) * self.sheet.seconds
        if seconds > LONGEST_SQUEEZE:
            raise Refused(Why.LONG_FIRST_FLOW, seconds=seconds)
        if self._area(squeeze) < LEAST_AREA or self._density(squeeze) < LEAST_DENSITY:
            raise Refused(Why.NO_FLOW)
        if squeeze.peak < max(SLOWEST, 4 * self.sheet.speed):
            raise Refused(Why.SLOW, speed=squeeze.peak)
        if squeeze.side < 0:
            self.flags.append(Flag.INVERTED)
        if squeeze.start <= 1 and speed[:4].max() > squeeze.peak / 3:  # not the resting flow before it
            self.flags.append(Flag.STRIP_BEGINS_LATE)
        if squeeze.peak < WEAK_AUGMENTATION:
            self.flags.append(Flag.WEAK_AUGMENTATION)
        if self.contrast < WEAK_CONTRAST:
            self.flags.append(Flag.WEAK_SIGNAL)

    def _timed(self, squeeze: Run, back: Run, again: Run | None) -> Reflux:
        step = self.sheet.seconds
        start, end = back.start, back.stop - 1  # smoothing lights one column after the last, where flow fades
        duration = max(0.0, (end - start) * step)
        speed = velocity(self.envelope, back.side, self.sheet)
        error, tail = self._end(speed, back, again, duration)
        peak, unsure = self._peak(back, duration)
        inside = speed[back.start : back.stop]
        return Reflux(
            self._value("reflux duration", duration, "s", error, back),
            self._value("reflux duration to zero", duration + tail, "s", error + tail / 2, back),
            self._value("peak reverse velocity", peak, "cm/s", unsure, back),
            self._value("mean reverse velocity", float(inside[inside > 0].mean()), "cm/s", self.sheet.speed, back),
            self._value("augmentation", squeeze.peak, "cm/s", max(0.04 * squeeze.peak, self.sheet.speed), squeeze),
            start + self.region.box.left, end + self.region.box.left, tuple(self.flags), self._trace(squeeze.side),
        )  # fmt: skip

    def _end(self, speed: Line, back: Run, again: Run | None, duration: float) -> tuple[float, float]:
        """Half of a 95 % interval of where the reverse flow ends, and how much longer it may go on unseen, in s."""
        slope = self._slope(speed, back)
        rows = ROWS + HIDDEN_BY_NOISE * max(0.0, CLEAR - self.contrast)
        slow = min(MOST_UNSURE, rows * self.sheet.speed / max(slope, 0.1))
        error = math.hypot(ENDS_UNSURE, COLUMNS_UNSURE * self.sheet.seconds, slow)
        last = float(speed[max(back.start, back.stop - 4) : back.stop].max())
        tail = min(1.0, FASTER * last / max(slope, self._slope(speed, back, 0.75), 1.0))
        if back.stop >= self.sheet.grey.shape[1] - 2:
            self.flags.append(Flag.STRIP_ENDS_FIRST)
        if again or back.bridged > 0.3 * back.columns * self.sheet.seconds:
            self.flags.append(Flag.INTERRUPTED)
        if duration > SOON and last > HIDDEN * back.peak:
            self.flags.append(Flag.HIDDEN_END)
            error = math.hypot(error, BEYOND_FILTER * tail)
        elif error > SLOW_END:
            self.flags.append(Flag.SLOW_END)
        longer = (again.stop - back.stop) * self.sheet.seconds if again else 0.0
        return max(error, longer), tail

    def _peak(self, back: Run, duration: float) -> tuple[float, float]:
        """The peak in cm/s, and half of its 95 % interval."""
        blunted = BLUNTED / max(duration, 0.1)
        peak = back.peak * (1 + blunted)
        unsure = peak * math.hypot(PEAK_UNSURE, 2 * blunted)
        if back.peak < 5 * self.sheet.speed:
            self.flags.append(Flag.COARSE_SCALE)
        if back.columns - 1 < FEW:
            self.flags.append(Flag.FEW_COLUMNS)
            unsure = math.hypot(unsure, FEW_UNSURE * peak)
        return peak, max(unsure, self.sheet.speed)

    def _area(self, run: Run) -> float:
        weight = self.envelope.up_weight if run.side > 0 else self.envelope.down_weight
        return float(weight[run.start : run.stop].sum()) * self.sheet.speed * self.sheet.seconds

    def _density(self, run: Run) -> float:
        """How much of what lies inside the outline is as bright as blood: all of it in flow, little of it in noise."""
        found = self.envelope
        weight, rows = (found.up_weight, found.up) if run.side > 0 else (found.down_weight, found.down)
        return float(weight[run.start : run.stop].sum() / max(1.0, rows[run.start : run.stop].sum()))

    def _slope(self, speed: Line, back: Run, since: float = 0.55) -> float:
        """How quickly the flow fades at its end, in cm/s a second."""
        last = speed[back.start + int(since * back.columns) : back.stop - int(0.03 * back.columns)]
        if len(last) < 4:
            return 10.0
        return float(max(0.0, -np.polyfit(np.arange(len(last)), last, 1)[0] / self.sheet.seconds))

    def _value(self, name: str, value: float, unit: str, error: float, run: Run) -> Measurement:
        left, zero = self.region.box.left, self.region.y.pixel(0)
        reach = run.side * run.peak / self.sheet.speed
        points = ((left + run.start, zero), (left + run.stop, zero), (left + (run.start + run.stop) / 2, zero - reach))
        flags = (*self.region.flags, *self.flags)
        return Measurement(name, float(value), unit, float(error), points, 0, self.region.index, flags)

    def _none(self, squeeze: Run) -> Reflux:
        """An augmentation that nothing follows: a duration of nothing, which is a measurement too. Raises `Refused`
        where something follows that is too slow to be told from the baseline."""
        if self._lit_at_baseline(squeeze):
            raise Refused(Why.NEAR_BASELINE)
        self.flags.append(Flag.NO_REFLUX)
        if coarse := self.sheet.speed > STEEP:
            self.flags.append(Flag.SLOW_UNSEEN)
        nothing = self._value("reflux duration", 0.0, "s", MOST_UNSURE if coarse else 0.05, squeeze)
        speed = Measurement("peak reverse velocity", 0.0, "cm/s", self.sheet.speed, (), 0, self.region.index)
        forward = self._value("augmentation", squeeze.peak, "cm/s", max(0.04 * squeeze.peak, self.sheet.speed), squeeze)
        return Reflux(nothing, nothing, speed, speed, forward, None, None, tuple(self.flags), self._trace(squeeze.side))

    def _lit_at_baseline(self, squeeze: Run) -> bool:
        """Whether the rows beside the baseline on the side of reverse flow are bright after the augmentation."""
        sheet = self.sheet
        first, last = (squeeze.stop + round(seconds / sheet.seconds) for seconds in SOON_AFTER)
        rows = round(sheet.baseline) + squeeze.side * np.arange(1, AT_BASELINE + 1)
        beside = sheet.grey[np.clip(rows, 0, len(sheet.grey) - 1), first:last]
        return bool(beside.size) and float(beside.mean(axis=1).max()) > sheet.background + LIT * sheet.decibel

    def _trace(self, side: int) -> Line:
        forward = velocity(self.envelope, side, self.sheet)
        back = velocity(self.envelope, -side, self.sheet)
        return np.where(forward >= back, forward, -back)
