"""A header made anew: only numbers and DICOM's own code words come over from the old one.

DICOM PS3.15, Basic Application Level Confidentiality Profile, says what has to be removed or replaced. This keeps a
list of what may stay instead, so that what nobody thought of is gone: private elements, free text, dates, comments.
"""

from __future__ import annotations

import hashlib
import hmac
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pydicom import Dataset

__all__ = ["REGION", "STAYS", "anew", "another_uid"]

STAYS = (
    "SOPClassUID", "Modality", "NumberOfFrames", "FrameTime", "CineRate", "RecommendedDisplayFrameRate",
    "FrameTimeVector", "StartTrim", "StopTrim", "PixelAspectRatio", "LossyImageCompression",
    "LossyImageCompressionRatio", "InstanceNumber", "SeriesNumber",
)  # fmt: skip
"""Numbers and code words that an ultrasound picture needs. Size and kind of the pixels are written anew."""
REGION = (
    "RegionSpatialFormat", "RegionDataType", "RegionFlags", "RegionLocationMinX0", "RegionLocationMinY0",
    "RegionLocationMaxX1", "RegionLocationMaxY1", "ReferencePixelX0", "ReferencePixelY0",
    "PhysicalUnitsXDirection", "PhysicalUnitsYDirection", "ReferencePixelPhysicalValueX",
    "ReferencePixelPhysicalValueY", "PhysicalDeltaX", "PhysicalDeltaY", "TransducerFrequency",
    "PulseRepetitionFrequency", "DopplerCorrectionAngle", "SteeringAngle", "DopplerSampleVolumeXPosition",
    "DopplerSampleVolumeYPosition", "TMLinePositionX0", "TMLinePositionY0", "TMLinePositionX1", "TMLinePositionY1",
)  # fmt: skip
"""What stays of one ultrasound region: the scale, all of it numbers."""
EMPTY = (
    "StudyDate", "StudyTime", "AccessionNumber", "ReferringPhysicianName", "StudyID", "PatientBirthDate", "PatientSex",
    "Manufacturer", "PatientOrientation",
)  # fmt: skip
"""What the standard demands to be there, with nothing in it."""
NUMBERS = ("DS", "IS", "FD", "FL", "US", "UL", "SL", "SS")
MODALITIES = ("US", "IVUS", "OT")
METHOD = "Header made anew; black outside the measured regions"
PROFILE = (("113100", "Basic Application Confidentiality Profile"), ("113101", "Clean Pixel Data Option"))


def another_uid(secret: bytes, uid: str) -> str:
    """Another number for a study, series or image: always the same within one export, and none can be traced back."""
    told = hmac.new(secret, uid.encode(), hashlib.sha256).digest()
    return f"2.25.{int.from_bytes(told[:16], 'big')}"


def anew(header: Dataset, secret: bytes, who: str) -> Dataset:
    """The header of a copy. `who` is what the patient is called in it. What describes the pixels is still missing."""
    from pydicom import Dataset

    made = Dataset()
    for name in STAYS:
        _stay(header, made, name)
    for name in EMPTY:
        setattr(made, name, "")
    if made.get("Modality") not in MODALITIES:
        made.Modality = "US"
    for name in ("StudyInstanceUID", "SeriesInstanceUID", "SOPInstanceUID"):
        setattr(made, name, another_uid(secret, str(header.get(name, ""))))
    made.PatientName = made.PatientID = who
    made.ImageType = ["DERIVED", "PRIMARY"]
    _say_how(made)
    if regions := _regions(header):
        made.SequenceOfUltrasoundRegions = regions
    return made


def _regions(header: Dataset) -> list[Dataset]:
    try:
        return [_region(item) for item in header.get("SequenceOfUltrasoundRegions") or ()]
    except Exception:  # pydicom reads a sequence when it is asked for, and raises whatever the bytes provoke
        return []


def _stay(old: Dataset, new: Dataset, name: str) -> None:
    """Only a number, a UID of DICOM's own, or a short code word: what says to be one and holds text stays behind."""
    from pydicom.datadict import dictionary_VR
    from pydicom.uid import UID

    kind = dictionary_VR(name)  # what it has to be, whatever the file says that it is
    try:
        element = old[name]
    except Exception:  # not there, or damaged, which raises whatever its bytes provoke
        return
    if element.value in (None, ""):
        return
    if kind == "UI" and not UID(str(element.value)).name[0].isalpha():
        return  # not of DICOM's own list
    if kind in NUMBERS and not _are_numbers(element.value):
        return
    if kind == "CS" and not (name == "Modality" or str(element.value) in ("00", "01")):
        return
    setattr(new, name, element.value)


def _are_numbers(value: Any) -> bool:
    try:
        [float(each) for each in (value if isinstance(value, list | tuple) or hasattr(value, "append") else [value])]
    except (TypeError, ValueError):
        return False
    return True


def _region(item: Dataset) -> Dataset:
    from pydicom import Dataset

    kept = Dataset()
    for name in REGION:
        _stay(item, kept, name)
    return kept


def _say_how(made: Dataset) -> None:
    from pydicom import Dataset

    made.PatientIdentityRemoved, made.DeidentificationMethod = "YES", METHOD
    made.LongitudinalTemporalInformationModified, made.BurnedInAnnotation = "REMOVED", "NO"
    codes = []
    for value, meaning in PROFILE:
        code = Dataset()
        code.CodeValue, code.CodingSchemeDesignator, code.CodeMeaning = value, "DCM", meaning
        codes.append(code)
    made.DeidentificationMethodCodeSequence = codes
