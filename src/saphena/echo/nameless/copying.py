"""The copy, written frame by frame: a long clip needs the room of one frame."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from saphena.echo.frames import open_clip
from saphena.echo.measurement import Refused
from saphena.echo.nameless.header import anew
from saphena.echo.nameless.pixels import blacked, inside
from saphena.echo.quiet import quiet
from saphena.echo.reasons import Why

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from typing import BinaryIO

    from pydicom import Dataset

    from saphena.echo.frames import Clip
    from saphena.echo.regions import Box

__all__ = ["copy_without_names"]

PLAIN = "1.2.840.10008.1.2.1"
STILL, CLIP = "1.2.840.10008.5.1.4.1.1.6.1", "1.2.840.10008.5.1.4.1.1.3.1"
LONGEST = 2**32 - 2
PIXELS = b"\xe0\x7f\x10\x00OB\0\0"


def copy_without_names(source: Path, target: BinaryIO, boxes: Sequence[Box], secret: bytes, who: str) -> None:
    """Write a copy of a still or a clip that names nobody: a header made anew, and pixels that are zero outside the
    boxes, in every frame, uncompressed. Raises `Refused` where the file cannot be read or nothing would be left."""
    if not boxes:
        raise Refused(Why.NOTHING_MARKED, "boxes")
    with open_clip(source) as clip:
        mask = inside(clip.rows, clip.columns, boxes)
        first = clip.frame(0)
        samples = 1 if first.ndim == 2 else 3
        with quiet():
            made = anew(clip.header, secret, who)
        _describe(made, clip, samples)
        length = clip.rows * clip.columns * samples * clip.count
        if length > LONGEST:
            raise Refused(Why.TOO_LONG_PLAIN)
        target.write(_head(made))
        target.write(PIXELS + (length + length % 2).to_bytes(4, "little"))
        for frame in blacked(clip, mask):
            if (frame.ndim == 2) != (samples == 1):
                raise Refused(Why.MIXED_COLOURS)
            target.write(frame.tobytes())
        target.write(b"\0" * (length % 2))


def _describe(made: Dataset, clip: Clip, samples: int) -> None:
    from pydicom.uid import UID

    if "SOPClassUID" not in made:  # it was a maker's own
        made.SOPClassUID = UID(CLIP if clip.count > 1 else STILL)
    made.SamplesPerPixel, made.PhotometricInterpretation = samples, "MONOCHROME2" if samples == 1 else "RGB"
    if samples == 3:
        made.PlanarConfiguration = 0
    made.Rows, made.Columns = clip.rows, clip.columns
    made.BitsAllocated = made.BitsStored = 8
    made.HighBit, made.PixelRepresentation = 7, 0
    if clip.count > 1:
        made.NumberOfFrames = clip.count


def _head(made: Dataset) -> bytes:
    """The file up to its pixels."""
    from pydicom import FileMetaDataset
    from pydicom.uid import UID

    made.file_meta = FileMetaDataset()
    made.file_meta.TransferSyntaxUID = UID(PLAIN)
    made.file_meta.MediaStorageSOPClassUID, made.file_meta.MediaStorageSOPInstanceUID = (
        made.SOPClassUID, made.SOPInstanceUID,
    )  # fmt: skip
    file = io.BytesIO()
    made.save_as(file, enforce_file_format=True)
    return file.getvalue()
