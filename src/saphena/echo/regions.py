"""What a pixel of an ultrasound picture stands for: the calibrated regions of a DICOM header, checked before use.

DICOM PS3.3 C.8.5.5 describes them: a box in pixels, a unit and a step per axis, and a reference pixel that counts from
the box's own upper left corner. Files in the field break it in known ways: boxes that no longer fit the picture,
full-screen decoys with a step of 1, negative steps, Doppler in hertz. Whatever cannot be trusted is refused, in words.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, Any

from saphena.echo.measurement import Flag, Point
from saphena.echo.reasons import Reason, Refused, Why

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pydicom import Dataset

__all__ = ["Axis", "Box", "Calibration", "Kind", "Region", "by_hand", "read_regions"]

SOUND_IN_TISSUE = 154_000.0
"""cm/s, the speed that every scanner assumes."""

UNITS = {3: "cm", 4: "s", 5: "Hz", 7: "cm/s"}
PLAUSIBLE = {"cm": (0.0005, 0.2), "s": (0.0001, 0.2), "Hz": (0.5, 500.0), "cm/s": (0.005, 20.0)}
"""What one pixel can stand for. A step outside is a decoy or a slip."""

NOT_MEASURABLE = {0xC: Why.A_COLOUR_BAR, 0xD: Why.A_GREY_BAR, 0xE: Why.A_COLOUR_BAR, 0x10: Why.WRITING, 0xA: Why.AN_ECG}


class Kind(IntEnum):
    """What a region shows (Region Spatial Format)."""

    NONE = 0
    PICTURE = 1
    M_MODE = 2
    SPECTRAL = 3
    WAVEFORM = 4
    GRAPHICS = 5

    @property
    def words(self) -> str:
        return ("nothing said", "picture", "M-mode", "Doppler strip", "waveform", "graphics")[self]


@dataclass(frozen=True)
class Box:
    """Pixels from `left`, `top` to `right`, `bottom`, both ends included."""

    left: int
    top: int
    right: int
    bottom: int

    def __contains__(self, point: Point) -> bool:
        x, y = point
        return self.left - 0.5 <= x <= self.right + 0.5 and self.top - 0.5 <= y <= self.bottom + 0.5

    @property
    def width(self) -> int:
        return self.right - self.left + 1

    @property
    def height(self) -> int:
        return self.bottom - self.top + 1

    @property
    def corners(self) -> tuple[int, int, int, int]:
        return self.left, self.top, self.right, self.bottom


@dataclass(frozen=True)
class Axis:
    """One direction of a region: `unit`, what a pixel `step` adds, and the `value` at pixel `zero` of the picture."""

    unit: str
    step: float
    zero: float
    value: float = 0.0

    def at(self, pixel: float) -> float:
        return self.value + self.step * (pixel - self.zero)

    def pixel(self, value: float) -> float:
        return self.zero + (value - self.value) / self.step


@dataclass(frozen=True)
class Region:
    """A part of the picture in which a pixel has a meaning."""

    index: int
    kind: Kind
    box: Box
    x: Axis
    y: Axis
    behind: bool = False
    flags: tuple[str, ...] = ()

    @property
    def millimetres(self) -> tuple[float, float]:
        """Of one pixel, across and down. Raises `Refused` where the region is no picture in centimetres."""
        if self.kind is not Kind.PICTURE or (self.x.unit, self.y.unit) != ("cm", "cm"):
            raise Refused(
                Why.NOT_A_PICTURE, region=self.index, kind=self.kind.words, across=self.x.unit, down=self.y.unit
            )
        return 10 * abs(self.x.step), 10 * abs(self.y.step)


@dataclass(frozen=True)
class Calibration:
    """All that a header says about scale: what can be used, and what was refused with the reason."""

    rows: int
    columns: int
    regions: tuple[Region, ...]
    refused: tuple[tuple[int, Reason], ...] = ()

    def at(self, *points: Point) -> Region:
        """The one region that holds all these points; the one in front where regions overlap. Raises `Refused`."""
        for x, y in points:
            if not (math.isfinite(x) and math.isfinite(y) and (x, y) in Box(0, 0, self.columns - 1, self.rows - 1)):
                raise Refused(Why.OFF_PICTURE, "at", x=x, y=y, columns=self.columns, rows=self.rows)
        holding = [region for region in self.regions if all(point in region.box for point in points)]
        if holding:
            return min(holding, key=lambda region: (region.behind, region.box.width * region.box.height))
        raise Refused(self._why_not(points), "at")

    def one(self, kind: Kind) -> Region:
        """The only region of a kind; the largest when there are several. Raises `Refused` when there is none."""
        found = [region for region in self.regions if region.kind is kind]
        if not found:
            by_hand = (Reason(Why.STRIP_BY_HAND),) if kind is Kind.SPECTRAL else ()
            raise Refused(Reason(Why.NO_REGION, {"kind": kind.words}, (*self._reasons(), *by_hand)))
        return max(found, key=lambda region: region.box.width * region.box.height)

    def _why_not(self, points: Iterable[Point]) -> Reason:
        apart = [next((r.index for r in self.regions if point in r.box), None) for point in points]
        if len(set(apart)) > 1 and None not in apart:
            return Reason(Why.DIFFERENT_REGIONS, {"regions": ", ".join(map(str, apart))})
        if self.regions:
            return Reason(Why.OUTSIDE_REGIONS, more=self._reasons())
        return Reason(Why.NO_SCALE, more=(*self._reasons(), Reason(Why.SET_BY_HAND)))

    def _reasons(self) -> tuple[Reason, ...]:
        return tuple(Reason(Why.OF_REGION, {"region": index, "reason": why}) for index, why in self.refused)


def read_regions(header: Dataset, rows: int | None = None, columns: int | None = None) -> Calibration:
    """What each region of a picture stands for, with the reasons for those that cannot be used.

    `header` is a DICOM data set without need of its pixels; `rows` and `columns` are those of the decoded picture, when
    known: they are believed before the header. When one measurable box does not fit the picture, the picture was cut or
    rescaled after its regions were written, and none of them is used. Without regions the pixel spacing serves, marked.
    """
    height, width = int(rows or header.get("Rows") or 0), int(columns or header.get("Columns") or 0)
    found: list[Region] = []
    refused: list[tuple[int, Reason]] = []
    misfit = False
    for index, item in enumerate(_items(header)):
        try:
            found.append(_Item(item, index, height, width).region())
        except Refused as refusal:
            refused.append((index, refusal.reason))
            misfit = misfit or refusal.field == "box"
    if rows and columns and (rows, columns) != (header.get("Rows"), header.get("Columns")):
        misfit = True
        refused.append((-1, Reason(Why.RESCALED)))
    if misfit:
        refused += [(region.index, Reason(Why.ONE_MISFIT)) for region in found]
        return Calibration(height, width, (), tuple(sorted(refused)))
    if not found:
        found += _from_spacing(header, height, width)
    return Calibration(height, width, tuple(found), tuple(refused))


def by_hand(rows: int, columns: int, first: Point, second: Point, millimetres: float) -> Calibration:
    """A scale set by two points whose distance is known, on the picture's own ruler. Marked as such for ever."""
    pixels = math.dist(first, second)
    if not (pixels >= 10 and millimetres > 0 and math.isfinite(millimetres)):
        raise Refused(Why.SCALE_POINTS, "scale")
    step = millimetres / 10 / pixels
    _check_step("cm", step)
    return Calibration(rows, columns, (_whole(rows, columns, step, step, Flag.MANUAL_SCALE),))


def _items(header: Dataset) -> Iterable[Dataset]:
    try:
        return list(header.get("SequenceOfUltrasoundRegions") or [])
    except Exception:  # pydicom reads a sequence when it is asked for, and raises whatever the bytes provoke
        raise Refused(Why.DAMAGED_REGIONS) from None


def _whole(rows: int, columns: int, across: float, down: float, flag: str) -> Region:
    box = Box(0, 0, columns - 1, rows - 1)
    return Region(0, Kind.PICTURE, box, Axis("cm", across, 0), Axis("cm", down, 0), flags=(flag,))


def _from_spacing(header: Dataset, rows: int, columns: int) -> list[Region]:
    """The whole picture by its pixel spacing (mm between rows, then between columns)."""
    try:
        down, across = (float(value) / 10 for value in header.get("PixelSpacing") or ())
        _check_step("cm", down)
        _check_step("cm", across)
    except (Refused, TypeError, ValueError):
        return []
    return [_whole(rows, columns, across, down, Flag.PIXEL_SPACING)]


def _check_step(unit: str, step: float) -> None:
    least, most = PLAUSIBLE[unit]
    if not least <= abs(step) <= most:
        raise Refused(Why.IMPLAUSIBLE_STEP, step=step, unit=unit)


@dataclass(frozen=True)
class _Item:
    """One item of the sequence, being read."""

    item: Dataset
    index: int
    rows: int
    columns: int

    def region(self) -> Region:
        kind = self._kind()
        box = self._box()
        units = self._unit("X"), self._unit("Y")
        self._check(kind, units)
        flags: list[str] = []
        x = self._axis("X", units[0], box.left)
        y = self._axis("Y", units[1], box.top)
        if kind is Kind.SPECTRAL:
            y = self._velocity(y, flags)
        return Region(self.index, kind, box, x, y, self._bit(0), tuple(flags))

    def _kind(self) -> Kind:
        what, shown = self._number("RegionDataType", 0), self._number("RegionSpatialFormat", 0)
        if what in NOT_MEASURABLE:
            raise Refused(NOT_MEASURABLE[int(what)])
        if what == 0 or shown not in (Kind.PICTURE, Kind.M_MODE, Kind.SPECTRAL):
            raise Refused(Why.DECOY)
        return Kind(int(shown))

    def _box(self) -> Box:
        names = ("RegionLocationMinX0", "RegionLocationMinY0", "RegionLocationMaxX1", "RegionLocationMaxY1")
        left, top, right, bottom = (int(self._number(name)) for name in names)
        inside = 0 <= left < right <= self.columns and 0 <= top < bottom <= self.rows  # or the edge after
        if not inside:
            raise Refused(
                Why.MISFIT, "box", left=left, top=top, right=right, bottom=bottom, columns=self.columns, rows=self.rows
            )
        return Box(left, top, min(right, self.columns - 1), min(bottom, self.rows - 1))

    def _unit(self, axis: str) -> str:
        code = int(self._number(f"PhysicalUnits{axis}Direction", 0))
        if code not in UNITS:
            raise Refused(Why.NO_UNIT)
        return UNITS[code]

    def _check(self, kind: Kind, units: tuple[str, str]) -> None:
        allowed = {
            Kind.PICTURE: [("cm", "cm")],
            Kind.M_MODE: [("s", "cm")],
            Kind.SPECTRAL: [("s", "cm/s"), ("s", "Hz")],
        }
        if units not in allowed[kind]:
            raise Refused(Why.UNFITTING_UNITS, kind=kind.words, across=units[0], down=units[1])

    def _axis(self, axis: str, unit: str, edge: int) -> Axis:
        step = self._number(f"PhysicalDelta{axis}")
        _check_step(unit, step)
        name = f"ReferencePixelPhysicalValue{axis}"
        return Axis(unit, step, edge + self._number(f"ReferencePixel{axis}0", 0), self._number(name, 0))

    def _velocity(self, y: Axis, flags: list[str]) -> Axis:
        """The upright axis of a strip, in cm/s. A velocity scale holds the operator's angle already: left alone."""
        says_hertz = self._bit(2)
        if says_hertz != (y.unit == "Hz"):
            flags.append(Flag.FLAGS_DISAGREE)
        if y.unit == "cm/s":
            return y
        kilohertz = self._number("TransducerFrequency", 0)
        if not 1_000 <= kilohertz <= 30_000:
            raise Refused(Why.NO_FREQUENCY)
        angle = self._number("DopplerCorrectionAngle", 0)
        if not abs(angle) <= 80:
            raise Refused(Why.STEEP_ANGLE, angle=angle)
        flags += [Flag.FROM_FREQUENCY] if self.item.get("DopplerCorrectionAngle") is not None else [Flag.NO_ANGLE]
        factor = SOUND_IN_TISSUE / (2 * kilohertz * 1000 * math.cos(math.radians(angle)))
        return Axis("cm/s", y.step * factor, y.zero, y.value * factor)

    def _bit(self, number: int) -> bool:
        return bool(int(self._number("RegionFlags", 0)) >> number & 1)

    def _number(self, name: str, missing: float | None = None) -> float:
        try:
            given: Any = self.item.get(name)
            value = missing if given is None or given == "" else float(given)
        except Exception:  # a damaged element may raise anything when it is read
            raise Refused(Why.NOT_A_NUMBER, name=name) from None
        if value is None or not math.isfinite(value):
            raise Refused(Why.MISSING, name=name)
        return value
