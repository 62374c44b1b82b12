"""Kept files as pictures for the browser: one frame at a time, in one frame's memory."""

from __future__ import annotations

import io
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from saphena.clinic.imaging.keeping import path_of
from saphena.clinic.imaging.wording import MANUAL, spoken
from saphena.pathway.refused import Refused

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django_stubs_ext import StrPromise

    from saphena.clinic.imaging.models import Instance
    from saphena.echo.frames import Clip
    from saphena.echo.regions import Calibration, Region

__all__ = ["Picture", "Ruler", "Seen", "calibrated", "opened", "picture", "rulers", "seen"]

JPEG_BASELINE = "1.2.840.10008.1.2.4.50"
SMALL = (240, 180)


@dataclass(frozen=True, slots=True)
class Picture:
    """One frame as a browser takes it."""

    content: bytes
    kind: str


@dataclass(frozen=True, slots=True)
class Ruler:
    """A line on the picture that shows how long something is: from a pixel so far across and down, and what it says."""

    x: float
    y: float
    across: float
    down: float
    said: str

    @property
    def ends(self) -> tuple[float, float]:
        return round(self.x + self.across, 2), round(self.y + self.down, 2)


@dataclass(frozen=True, slots=True)
class Seen:
    """What the page says of a file: its size, its frames, what can be measured and what was not trusted.

    `millimetres` is one pixel of its picture, for two pictures of one size; `strip` the box of a Doppler strip with
    the seconds of a pixel.
    """

    rows: int
    columns: int
    frames: int
    milliseconds: int
    regions: tuple[str | StrPromise, ...]
    refused: tuple[str, ...]
    rulers: tuple[Ruler, ...] = ()
    by_hand: bool = False
    millimetres: float | None = None
    strip: tuple[int, int, int, int] | None = None
    seconds: float | None = None


@contextmanager
def opened(instance: Instance) -> Iterator[Clip]:
    """The kept file, open. What cannot be opened or trusted is `Refused`, in words."""
    from saphena.echo.frames import open_clip
    from saphena.echo.measurement import Refused as Untrusted

    try:
        with open_clip(path_of(instance)) as clip:
            yield clip
    except Untrusted as no:
        raise Refused(spoken(no.reason)) from None


def calibrated(instance: Instance, clip: Clip, frame: int) -> Calibration:
    """Its scale: as a person set it, else its regions without those that the picture itself gives away."""
    from saphena.clinic.imaging.scaling import set_by_hand
    from saphena.echo.agreement import believed

    return set_by_hand(instance, clip.rows, clip.columns) or believed(clip.calibration, clip.grey(frame))


def seen(instance: Instance, frame: int) -> Seen:
    """Raises `Refused` when the file cannot be opened, or has no such frame."""
    from saphena.clinic.imaging.wording import REGIONS

    with opened(instance) as clip:
        scale = calibrated(instance, clip, frame)
        strip = next((each for each in scale.regions if each.kind.name == "SPECTRAL"), None)
        flat = next((each for each in scale.regions if each.kind.name == "PICTURE"), None)
        return Seen(
            clip.rows,
            clip.columns,
            clip.count,
            round(1000 * (clip.seconds_per_frame or 0)),
            tuple(REGIONS[region.kind.name] for region in scale.regions if region.kind.name in REGIONS),
            tuple(spoken(reason) for _region, reason in scale.refused),
            tuple(ruler for region in scale.regions for ruler in rulers(region)),
            any(MANUAL in region.flags for region in scale.regions),
            flat.millimetres[0] if flat else None,
            strip.box.corners if strip else None,
            abs(strip.x.step) if strip else None,
        )


def rulers(region: Region) -> Iterator[Ruler]:
    """A picture's millimetres along its lower edge; a strip's seconds there, and its cm/s beside them."""
    box = region.box
    left, low = box.left + 0.04 * box.width, box.bottom - 0.05 * box.height
    if region.kind.name == "PICTURE":
        across = region.millimetres[0]
        length = next((each for each in (50, 20, 10, 5, 2, 1) if each / across < 0.4 * box.width), 1)
        yield Ruler(left, low, round(length / across, 2), 0, f"{length} mm")
    if region.kind.name in ("SPECTRAL", "M_MODE"):
        seconds = next((each for each in (5, 2, 1, 0.5, 0.2) if each / abs(region.x.step) < 0.4 * box.width), 0.2)
        yield Ruler(left, low, round(seconds / abs(region.x.step), 2), 0, f"{number(seconds)} s")
    if region.kind.name == "SPECTRAL":
        speeds = (100, 50, 20, 10, 5, 2, 1)
        speed = next((each for each in speeds if each / abs(region.y.step) < 0.4 * box.height), 1)
        yield Ruler(left, low, 0, -round(speed / abs(region.y.step), 2), f"{speed} cm/s")


def number(value: float) -> str:
    return number_format(value, decimal_pos=None if value >= 1 else 1)


def picture(instance: Instance, frame: int, *, small: bool = False) -> Picture:
    """One frame: JPEG as it stands in the file where a browser reads it the same way, else PNG. Raises `Refused`."""
    with opened(instance) as clip:
        plain = clip.colours in ("YBR_FULL_422", "YBR_FULL", "MONOCHROME2")
        if not small and plain and str(clip.opened.syntax) == JPEG_BASELINE:
            encoded = clip.encoded(frame)
            if encoded[:2] != b"\xff\xd8":
                raise Refused(_("This frame is not the JPEG picture that its file says it is."))
            return Picture(encoded, "image/jpeg")
        pixels = clip.frame(frame)
    from PIL import Image

    drawn, file = Image.fromarray(pixels), io.BytesIO()
    if small:
        drawn.thumbnail(SMALL)
    drawn.save(file, "PNG", compress_level=1)
    return Picture(file.getvalue(), "image/png")
