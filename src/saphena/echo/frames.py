"""Any DICOM file to frames, one at a time: what the header claims is held against the file before memory is taken.

A file may be cut short, lie about its size, hold a JPEG under a DICOM name or claim 65535 x 65535 x 10000 pixels. Each
is refused with the reason. Frames are read when they are asked for, so a long clip needs one frame's room.
"""

from __future__ import annotations

import io
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import numpy as np

from saphena.echo import encapsulated
from saphena.echo.opening import Opened, open_header
from saphena.echo.quiet import quiet
from saphena.echo.reasons import Reason, Refused, Why
from saphena.echo.regions import Calibration, read_regions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray
    from pydicom import Dataset

    Picture = NDArray[np.uint8]

__all__ = ["Clip", "open_clip"]

MAX_SIDE = 8192
MAX_FRAME_BYTES = 64 * 2**20
MAX_FRAMES = 100_000
COLOURS = {"MONOCHROME1": 1, "MONOCHROME2": 1, "PALETTE COLOR": 1, "RGB": 3}
"""Samples of one pixel, by photometric interpretation. All YBR ones have three."""


@contextmanager
def open_clip(source: str | Path | BinaryIO) -> Iterator[Clip]:
    """A DICOM file with pictures, open for as long as the `with` block. Raises `Refused` when it cannot be trusted."""
    if isinstance(source, str | Path):
        try:
            with Path(source).open("rb") as file:
                yield _clip(file)
        except OSError as error:
            raise Refused(Why.UNREADABLE, words=error.strerror or str(error)) from None
    else:
        yield _clip(source)


def _clip(file: BinaryIO) -> Clip:
    with quiet():
        opened = open_header(file)
        clip = Clip(opened.header, opened)
        clip.check()
    return clip


@dataclass
class Clip:
    """A still or a clip. `header` is the data set without its pixels; frames count from 0."""

    header: Dataset
    opened: Opened
    _fragments: list[encapsulated.Frame] = field(default_factory=list)

    def __len__(self) -> int:
        return self.count

    @cached_property
    def rows(self) -> int:
        return self._whole("Rows", 1, MAX_SIDE)

    @cached_property
    def columns(self) -> int:
        return self._whole("Columns", 1, MAX_SIDE)

    @cached_property
    def count(self) -> int:
        return self._whole("NumberOfFrames", 1, MAX_FRAMES, missing=1)

    @cached_property
    def samples(self) -> int:
        return self._whole("SamplesPerPixel", 1, 3, missing=1)

    @cached_property
    def bits(self) -> int:
        return self._whole("BitsAllocated", 8, 16)

    @cached_property
    def colours(self) -> str:
        return str(self.header.get("PhotometricInterpretation", "")).strip()

    @cached_property
    def calibration(self) -> Calibration:
        """What its pixels stand for. See `saphena.echo.regions`."""
        with quiet():
            return read_regions(self.header, self.rows, self.columns)

    @cached_property
    def seconds_per_frame(self) -> float | None:
        """How long one frame is shown, or None where the file does not say."""
        for name, seconds in (("FrameTime", 0.001), ("CineRate", 0.0), ("RecommendedDisplayFrameRate", 0.0)):
            try:
                value = float(self.header.get(name) or 0)
            except (TypeError, ValueError):
                continue
            interval = value * seconds if seconds else (1 / value if value > 0 else 0)
            if 0.001 <= interval <= 5:
                return interval
        return self._by_vector()

    def _by_vector(self) -> float | None:
        try:
            steps = [float(value) / 1000 for value in self.header.get("FrameTimeVector") or ()][1:]
        except (TypeError, ValueError):
            return None
        even = bool(steps) and max(steps) < 1.5 * min(steps) and 0.001 <= min(steps) <= 5
        return float(np.mean(steps)) if even else None

    @property
    def native(self) -> bool:
        """Whether its pixels stand in the file as they are, not compressed."""
        return not self.opened.syntax.is_encapsulated

    @property
    def frame_bytes(self) -> int:
        values = self.rows * self.columns * self.samples
        if self.native and self.colours == "YBR_FULL_422":
            values = values * 2 // 3
        return values * self.bits // 8

    def check(self) -> None:
        """Hold what the header claims against the file. Raises `Refused`; nothing has been allocated by then."""
        if self.bits not in (8, 16):
            raise Refused(Why.BITS, bits=self.bits)
        expected = 3 if self.colours.startswith("YBR") else COLOURS.get(self.colours)
        if expected != self.samples:
            raise Refused(Why.CONTRADICTS_ITSELF, samples=self.samples, colours=self.colours)
        if self.frame_bytes > MAX_FRAME_BYTES:
            raise Refused(Why.FRAMES_TOO_LARGE, columns=self.columns, rows=self.rows)
        if not self.native:
            self._fragments = encapsulated.frames(self.opened, self.count)
            return
        claimed = self.frame_bytes * self.count
        if claimed > self.opened.left:
            size = {"frames": self.count, "columns": self.columns, "rows": self.rows}
            raise Refused(Reason(Why.FEWER_BYTES, {**size, "claimed": claimed, "held": self.opened.left}))

    def encoded(self, index: int) -> bytes:
        """One frame as it stands in the file, compressed or not: for handing on untouched."""
        self.check_index(index)
        if self.native:
            return self.opened.read(self.opened.start + index * self.frame_bytes, self.frame_bytes)
        return encapsulated.read(self.opened, self._fragments[index])

    def frame(self, index: int) -> Picture:
        """One frame: uint8, (rows, columns) when it is grey, (rows, columns, 3) RGB when it has colours."""
        values, colours = self._decoded(index, raw=False)
        if self.colours == "PALETTE COLOR":
            coloured: Picture = self._palette[self._indices(values)]
            return coloured
        if colours.startswith("YBR"):
            from pydicom.pixels.processing import convert_color_space

            values = convert_color_space(values, colours, "RGB")
        return self._eight_bits(values)

    def grey(self, index: int) -> Picture:
        """One frame in grey: uint8 (rows, columns). For YBR pictures the luminance as it was stored."""
        values, colours = self._decoded(index, raw=True)
        if self.colours == "PALETTE COLOR":
            brightness: Picture = luminance(self._palette)[self._indices(values)]
            return brightness
        if values.ndim == 2:
            return self._eight_bits(values)
        values = self._eight_bits(values)
        return np.ascontiguousarray(values[..., 0]) if colours.startswith("YBR") else luminance(values)

    def greys(self, start: int = 0, stop: int | None = None) -> Iterator[Picture]:
        """Frames in grey, one after the other."""
        for index in range(start, self.count if stop is None else min(stop, self.count)):
            yield self.grey(index)

    def colourful(self, index: int) -> NDArray[np.bool_]:
        """Where a frame has colour: text, markers, colour flow; (rows, columns), False all over for a grey one."""
        picture = self.frame(index)
        if picture.ndim == 2:
            return np.zeros(picture.shape, bool)
        spread: NDArray[np.bool_] = np.ptp(picture.astype(np.int16), axis=2) > 40  # JPEG leaves some colour in grey
        return spread

    def _decoded(self, index: int, *, raw: bool) -> tuple[NDArray[Any], str]:
        from pydicom.pixels.decoders.base import get_decoder

        data = self.encoded(index)
        if not self.native:
            encapsulated.check_size(data, self.rows, self.columns)
            data = encapsulated.wrapped(data)
        try:
            with quiet():
                values, said = get_decoder(self.opened.syntax).as_array(data, index=0, raw=raw, **self._options)
        except NotImplementedError:
            raise Refused(Why.UNREADABLE_SYNTAX, syntax=self.opened.syntax.name) from None
        except Exception as error:  # every decoder has its own errors
            words = (str(error).splitlines() or [type(error).__name__])[0][:150]
            raise Refused(Why.UNDECODABLE, frame=index, words=words) from None
        if values.shape[:2] != (self.rows, self.columns):
            raise Refused(Why.OTHER_SIZE, frame=index)
        return values, str(said.get("photometric_interpretation", self.colours))

    @cached_property
    def _options(self) -> dict[str, Any]:
        from pydicom.pixels.utils import as_pixel_options

        options = as_pixel_options(self.header)
        return {**options, "number_of_frames": 1, "pixel_keyword": "PixelData", "pixel_vr": self.opened.vr}

    @cached_property
    def _palette(self) -> Picture:
        """Its colours by stored value: uint8, (values, 3). Sixteen bits become eight."""
        from pydicom.pixels.processing import apply_color_lut

        values = np.arange(1 << self.bits, dtype=np.uint8 if self.bits == 8 else np.uint16)
        try:
            table = np.asarray(apply_color_lut(values[np.newaxis], self.header))[0, :, :3]
        except Exception:  # whatever a wrong descriptor provokes
            raise Refused(Why.NO_PALETTE) from None
        return (table >> 8 if table.max(initial=0) > 255 else table).astype(np.uint8)

    def _indices(self, values: NDArray[Any]) -> NDArray[Any]:
        return values.astype(np.uint16) if self.bits == 16 else values.astype(np.uint8)

    def _eight_bits(self, values: NDArray[Any]) -> Picture:
        stored = int(self.header.get("BitsStored") or self.bits)
        if values.dtype.kind == "i":  # signed pixels: moved up by half their range
            values = values.astype(np.int32) + (1 << (stored - 1))
        if stored > 8:
            values = values >> (stored - 8)
        values = np.clip(values, 0, 255).astype(np.uint8)
        return 255 - values if self.colours == "MONOCHROME1" else values

    def check_index(self, index: int) -> None:
        if not 0 <= index < self.count:
            raise Refused(Why.NO_SUCH_FRAME, "frame", frame=index, frames=self.count)

    def _whole(self, name: str, least: int, most: int, missing: int | None = None) -> int:
        try:
            given = self.header.get(name)
            value = missing if given in (None, "") else int(given)
        except Exception:  # a damaged element may raise anything when it is read
            raise Refused(Why.NOT_A_NUMBER, name=name) from None
        if value is None:
            raise Refused(Why.NO_PICTURE_WITHOUT, name=name)
        if not least <= value <= most:
            raise Refused(Why.OUT_OF_RANGE, name=name, value=value, least=least, most=most)
        return value


def luminance(colours: NDArray[Any]) -> Picture:
    """What the eye takes for brightness: uint8 from RGB in the last axis. Equal colours keep their value."""
    wide = colours.astype(np.uint16)
    return ((77 * wide[..., 0] + 150 * wide[..., 1] + 29 * wide[..., 2]) >> 8).astype(np.uint8)


def as_file(content: bytes) -> BinaryIO:
    """Bytes in memory, to be opened like a file."""
    return io.BytesIO(content)
