"""Calipers: two points, and what lies between them in the units of the region that holds them both."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from saphena.echo.measurement import Measurement, Point
from saphena.echo.reasons import Refused, Why
from saphena.echo.regions import Kind

if TYPE_CHECKING:
    from saphena.echo.regions import Calibration, Region

__all__ = ["caliper", "distance", "read_point"]

HALF_PIXEL = 0.5
"""How far a point set by hand may be off, in pixels."""


def distance(calibration: Calibration, first: Point, second: Point, frame: int = 0) -> Measurement:
    """The distance between two points of a picture in mm. Raises `Refused` when they share no such picture."""
    region = calibration.at(first, second)
    across, down = region.millimetres
    dx, dy = (second[0] - first[0]) * across, (second[1] - first[1]) * down
    error = math.hypot(across, down) * HALF_PIXEL * math.sqrt(2)
    return _measured("distance", math.hypot(dx, dy), "mm", error, region, (first, second), frame)


def caliper(calibration: Calibration, first: Point, second: Point, frame: int = 0) -> tuple[Measurement, ...]:
    """What two points say: on a picture a distance in mm; on a strip a time in s and a velocity in cm/s; on M-mode a
    time in s and a distance in mm. Raises `Refused` when no one region holds them both."""
    region = calibration.at(first, second)
    if region.kind is Kind.PICTURE:
        return (distance(calibration, first, second, frame),)
    error = HALF_PIXEL * math.sqrt(2)
    points = first, second
    time = abs((second[0] - first[0]) * region.x.step)
    spread = abs((second[1] - first[1]) * region.y.step)
    seconds = _measured("time", time, "s", abs(region.x.step) * error, region, points, frame)
    if region.kind is Kind.SPECTRAL:
        step = abs(region.y.step) * error
        return seconds, _measured("velocity difference", spread, "cm/s", step, region, points, frame)
    return seconds, _measured("distance", spread * 10, "mm", abs(region.y.step) * 10 * error, region, points, frame)


def read_point(calibration: Calibration, point: Point, frame: int = 0) -> tuple[Measurement, ...]:
    """What one point of a strip stands for: its time in s, and its velocity in cm/s with the sign that is displayed."""
    region = calibration.at(point)
    if region.kind is not Kind.SPECTRAL:
        raise Refused(Why.NOT_A_STRIP, region=region.index, kind=region.kind.words)
    x, y = point
    return (
        _measured("time", region.x.at(x), "s", abs(region.x.step) * HALF_PIXEL, region, (point,), frame),
        _measured("velocity", region.y.at(y), "cm/s", abs(region.y.step) * HALF_PIXEL, region, (point,), frame),
    )


def _measured(
    name: str, value: float, unit: str, error: float, region: Region, points: tuple[Point, ...], frame: int
) -> Measurement:
    return Measurement(name, value, unit, error, points, frame, region.index, region.flags)
