"""A phantom as a DICOM file with calibrated regions, as a machine would send it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from saphena.echo.regions import Kind

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from pydicom import Dataset

    from saphena.echo.regions import Box

__all__ = ["Scale", "data_set", "picture_scale", "strip_scale"]

STILL = "1.2.840.10008.5.1.4.1.1.6.1"
CLIP = "1.2.840.10008.5.1.4.1.1.3.1"
EXPLICIT_LITTLE = "1.2.840.10008.1.2.1"
CODES = {"cm": 3, "s": 4, "Hz": 5, "cm/s": 7}


@dataclass(frozen=True)
class Scale:
    """One region to be written: steps per pixel in `units`, and the reference pixel, relative to the box."""

    box: Box
    kind: Kind
    units: tuple[str, str]
    steps: tuple[float, float]
    reference: tuple[int, int] = (0, 0)
    kilohertz: float = 0.0
    angle: float | None = None

    def item(self) -> Dataset:
        from pydicom import Dataset

        item = Dataset()
        item.RegionSpatialFormat = int(self.kind)
        item.RegionDataType = 3 if self.kind is Kind.SPECTRAL else 1
        item.RegionFlags = 2 | (4 if "Hz" in self.units else 0)
        item.RegionLocationMinX0, item.RegionLocationMinY0 = self.box.left, self.box.top
        item.RegionLocationMaxX1, item.RegionLocationMaxY1 = self.box.right, self.box.bottom
        item.ReferencePixelX0, item.ReferencePixelY0 = self.reference
        item.ReferencePixelPhysicalValueX = item.ReferencePixelPhysicalValueY = 0.0
        item.PhysicalUnitsXDirection, item.PhysicalUnitsYDirection = (CODES[unit] for unit in self.units)
        item.PhysicalDeltaX, item.PhysicalDeltaY = self.steps
        if self.kilohertz:
            item.TransducerFrequency = int(self.kilohertz)
        if self.angle is not None:
            item.DopplerCorrectionAngle = self.angle
        return item


def picture_scale(box: Box, millimetres: float, zero: tuple[int, int] = (0, 0)) -> Scale:
    """A picture whose pixels are squares of so many mm; depth counts from `zero`, relative to the box."""
    step = millimetres / 10
    return Scale(box, Kind.PICTURE, ("cm", "cm"), (step, step), zero)


def strip_scale(box: Box, seconds: float, speed: float, baseline: int) -> Scale:
    """A Doppler strip: seconds and cm/s a pixel, with zero velocity at row `baseline` of the box; up is positive."""
    return Scale(box, Kind.SPECTRAL, ("s", "cm/s"), (seconds, -speed), (0, baseline))


def data_set(frames: NDArray[np.uint8], scales: tuple[Scale, ...], seconds_per_frame: float = 0.0) -> Dataset:
    """A whole data set, ready to be saved: `frames` (count, rows, columns) grey, or with a last axis of 3 for RGB.

    Who it is about is left empty: whoever shows it as somebody's picture fills that in.
    """
    from pydicom import Dataset, FileMetaDataset
    from pydicom.uid import UID, generate_uid

    colour = frames.ndim == 4
    made = Dataset()
    made.file_meta = FileMetaDataset()
    made.file_meta.TransferSyntaxUID = UID(EXPLICIT_LITTLE)
    made.SOPClassUID = made.file_meta.MediaStorageSOPClassUID = UID(CLIP if len(frames) > 1 else STILL)
    made.SOPInstanceUID = made.file_meta.MediaStorageSOPInstanceUID = generate_uid()
    made.StudyInstanceUID, made.SeriesInstanceUID = generate_uid(), generate_uid()
    header = {"Modality": "US", "Manufacturer": "Saphena phantom", "PatientName": "", "PatientID": "",
                 "StudyDate": "", "StudyTime": "", "AccessionNumber": "", "ReferringPhysicianName": "", "StudyID": "",
                 "SeriesNumber": "1", "InstanceNumber": "1", "PatientBirthDate": "", "PatientSex": "",
                 "ImageType": ["ORIGINAL", "PRIMARY"], "PatientOrientation": "", "BurnedInAnnotation": "NO",
              }  # fmt: skip
    for name, value in header.items():
        setattr(made, name, value)
    made.SamplesPerPixel, made.PhotometricInterpretation = (3, "RGB") if colour else (1, "MONOCHROME2")
    if colour:
        made.PlanarConfiguration = 0
    made.Rows, made.Columns = frames.shape[1:3]
    made.BitsAllocated = made.BitsStored = 8
    made.HighBit, made.PixelRepresentation = 7, 0
    if len(frames) > 1:
        made.NumberOfFrames = len(frames)
    if seconds_per_frame:
        made.FrameTime = f"{seconds_per_frame * 1000:.3f}"
    made.SequenceOfUltrasoundRegions = [scale.item() for scale in scales]
    raw = np.ascontiguousarray(frames, dtype=np.uint8).tobytes()
    made.PixelData = raw + b"\0" * (len(raw) % 2)
    return made
