"""Kept files as pictures for the browser: one frame at a time, in one frame's memory."""

from __future__ import annotations

import io
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from saphena.clinic.imaging.keeping import path_of
from saphena.clinic.imaging.wording import spoken
from saphena.pathway.refused import Refused

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django_stubs_ext import StrPromise

    from saphena.clinic.imaging.models import Instance
    from saphena.echo.frames import Clip
    from saphena.echo.regions import Calibration

__all__ = ["Picture", "Seen", "calibrated", "opened", "picture", "seen"]

JPEG_BASELINE = "1.2.840.10008.1.2.4.50"
SMALL = (240, 180)


@dataclass(frozen=True, slots=True)
class Picture:
    """One frame as a browser takes it."""

    content: bytes
    kind: str


@dataclass(frozen=True, slots=True)
class Seen:
    """What the page says of a file: its size, its frames, what can be measured and what was not trusted."""

    rows: int
    columns: int
    frames: int
    milliseconds: int
    regions: tuple[str | StrPromise, ...]
    refused: tuple[str, ...]


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


def calibrated(clip: Clip, frame: int) -> Calibration:
    """Its regions, without those that the picture itself gives away."""
    from saphena.echo.agreement import believed

    return believed(clip.calibration, clip.grey(frame))


def seen(instance: Instance, frame: int) -> Seen:
    """Raises `Refused` when the file cannot be opened, or has no such frame."""
    from saphena.clinic.imaging.wording import REGIONS

    with opened(instance) as clip:
        scale = calibrated(clip, frame)
        return Seen(
            clip.rows,
            clip.columns,
            clip.count,
            round(1000 * (clip.seconds_per_frame or 0)),
            tuple(REGIONS[region.kind.name] for region in scale.regions if region.kind.name in REGIONS),
            tuple(spoken(reason) for _region, reason in scale.refused),
        )


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
