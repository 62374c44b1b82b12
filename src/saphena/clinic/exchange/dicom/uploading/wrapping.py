"""A JPEG or PNG as a DICOM file: the pixels alone, as a Secondary Capture, without any scale that nobody measured."""

from __future__ import annotations

import hashlib
import io
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from saphena.clinic.imaging.matching import dicom_id
from saphena.pathway.refused import Refused

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from PIL.Image import Image as Picture
    from pydicom import Dataset
    from pydicom.uid import UID

    from saphena.clinic.people.models import Patient

__all__ = ["wrapped"]

FORMATS = ("JPEG", "PNG")
MOST_PIXELS = 20_000_000
LONGEST_SIDE = 8192
SECONDARY_CAPTURE = "1.2.840.10008.5.1.4.1.1.7"
EXPLICIT_LITTLE = "1.2.840.10008.1.2.1"


def wrapped(path: Path, patient: Patient, study_uid: str, day: date | None, number: int) -> bytes:
    """A whole DICOM file of this patient. Raises `Refused` for what is no picture, or too large a one.

    Its number follows from patient and pixels, so the same picture twice is one.
    """
    pixels = _pixels(path)
    grey = pixels.mode == "L"
    made = _head(patient, study_uid, day, number)
    made.SamplesPerPixel, made.PhotometricInterpretation = (1, "MONOCHROME2") if grey else (3, "RGB")
    if not grey:
        made.PlanarConfiguration = 0
    made.Columns, made.Rows = pixels.size
    made.BitsAllocated = made.BitsStored = 8
    made.HighBit, made.PixelRepresentation = 7, 0
    raw = pixels.tobytes()
    made.PixelData = raw + b"\0" * (len(raw) % 2)
    uid = _number(patient, raw)
    made.SOPInstanceUID = made.file_meta.MediaStorageSOPInstanceUID = uid
    file = io.BytesIO()
    made.save_as(file, enforce_file_format=True)
    return file.getvalue()


def _number(patient: Patient, raw: bytes) -> UID:
    from pydicom.uid import UID

    told = hashlib.sha256(f"{dicom_id(patient)}:".encode() + raw).digest()
    return UID(f"2.25.{int.from_bytes(told[:16], 'big')}")


def _upright(found: Picture) -> Picture:
    """As it was held. What its metadata say of that may be damaged; the picture is not."""
    from PIL import ImageOps

    try:
        return ImageOps.exif_transpose(found)
    except Exception:  # whatever damaged metadata provoke
        return found


def _pixels(path: Path) -> Picture:
    """Upright, in grey or in three colours. Whatever else the file carried stays behind."""
    from PIL import Image, UnidentifiedImageError

    from saphena.echo.quiet import quiet

    try:
        with quiet(), Image.open(path, formats=FORMATS) as found:  # its size is looked at here, before it is unpacked
            if found.width * found.height > MOST_PIXELS or max(found.size) > LONGEST_SIDE:
                raise Refused(
                    _("This picture has %(width)d x %(height)d pixels, more than can be taken.")
                    % {"width": found.width, "height": found.height}
                )
            upright = _upright(found)
            if upright.mode in ("L", "1"):
                return upright.convert("L")
            flat = Image.new("RGB", upright.size)
            whole = upright.convert("RGBA")
            flat.paste(whole, mask=whole.getchannel("A"))
            return flat
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise Refused(_("This picture is damaged: it cannot be read to its end.")) from None


def _head(patient: Patient, study_uid: str, day: date | None, number: int) -> Dataset:
    from pydicom import Dataset, FileMetaDataset
    from pydicom.uid import UID

    made = Dataset()
    made.file_meta = FileMetaDataset()
    made.file_meta.TransferSyntaxUID = UID(EXPLICIT_LITTLE)
    made.SOPClassUID = made.file_meta.MediaStorageSOPClassUID = UID(SECONDARY_CAPTURE)
    made.SpecificCharacterSet = "ISO_IR 192"
    said = {"PatientName": f"{patient.family_name}^{patient.given_names}", "PatientID": dicom_id(patient),
            "PatientBirthDate": patient.birth_date.strftime("%Y%m%d"), "PatientSex": "", "Modality": "US",
            "StudyInstanceUID": study_uid, "SeriesInstanceUID": f"{study_uid}.1"[:64],
            "StudyDate": day.strftime("%Y%m%d") if day else "", "StudyTime": "", "StudyID": "", "AccessionNumber": "",
            "ReferringPhysicianName": "", "SeriesNumber": "1", "InstanceNumber": str(number),
            "ConversionType": "SI", "ImageType": ["DERIVED", "SECONDARY"], "BurnedInAnnotation": "YES",
            "Manufacturer": "", "PatientOrientation": ""}  # fmt: skip
    for name, value in said.items():
        setattr(made, name, value)
    return made
