"""What is told of studies, series and images as DICOM's JSON: of the rows, of headers, never of pixels.

Whose an image is, is told as the clinic knows it; the file itself stays as it came.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.urls import reverse

from saphena.clinic.exchange.dicom.web.answers import Answer
from saphena.clinic.imaging.keeping import path_of
from saphena.clinic.imaging.matching import dicom_id

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydicom import DataElement, Dataset

    from saphena.clinic.exchange.dicom.web.asking import Asked
    from saphena.clinic.exchange.dicom.web.searching import Found
    from saphena.clinic.imaging.models import Instance, Study

__all__ = ["address", "bulk", "header", "item", "metadata"]

USUAL = {
    "studies": ("StudyTime", "ReferringPhysicianName", "PatientSex", "StudyID"),
    "series": ("SeriesNumber", "SeriesDescription", "PerformedProcedureStepStartDate"),
    "instances": ("BitsAllocated",),
}
"""What comes back without being asked for and stands in no column of ours."""
ALL = {
    "studies": ("PatientAge", "PatientSize", "PatientWeight", "InstitutionName", "ProtocolName"),
    "series": ("SeriesDate", "SeriesTime", "BodyPartExamined", "Laterality", "Manufacturer", "ManufacturerModelName",
               "StationName", "PerformedProcedureStepDescription"),
    "instances": ("ContentDate", "ContentTime", "SamplesPerPixel", "PhotometricInterpretation", "BitsStored",
                  "ImageType", "BurnedInAnnotation", "FrameTime", "SequenceOfUltrasoundRegions"),
}  # fmt: skip
LARGE = 1024
"""Bytes above which a value is fetched by itself."""
PIXELS = 0x7FE00010


def header(instance: Instance, only: list[str] | None = None) -> Dataset:
    """A kept file without its pixels. Raises `Answer` when it cannot be read."""
    from saphena.echo.measurement import Refused
    from saphena.echo.opening import read
    from saphena.echo.quiet import quiet

    try:
        with quiet(), path_of(instance).open("rb") as file:
            how: dict[str, Any] = {"specific_tags": only} if only else {}
            return read(file, stop_before_pixels=True, **how)
    except OSError:
        raise Answer("The file is no longer where it was kept.", 410) from None
    except Refused as no:
        raise Answer(no.reason, 422) from None


def address(study: str, series: str = "", instance: str = "") -> str:
    """Where one study, series or image is, by the clinic's public address: callers leave out ports, or lie."""
    given = [each for each in (study, series, instance) if each]
    names = ("study", "series", "instance")
    return str(settings.SAPHENA_URL) + reverse(f"dicomweb:{names[len(given) - 1]}", args=given)


def item(found: Found, level: str, asked: Asked) -> dict[str, Any]:
    """One result of a search."""
    from pydicom import Dataset

    told, study, first = Dataset(), found.study, found.first
    told.SpecificCharacterSet, told.InstanceAvailability = "ISO_IR 192", "ONLINE"
    _say_study(told, study)
    if level == "studies":
        told.ModalitiesInStudy = list(found.modalities)
        told.NumberOfStudyRelatedSeries, told.NumberOfStudyRelatedInstances = found.series, found.images
        told.RetrieveURL = address(study.uid)
    else:
        told.Modality, told.SeriesInstanceUID = first.modality, first.series_uid
    if level == "series":
        told.NumberOfSeriesRelatedInstances = found.images
        told.RetrieveURL = address(study.uid, first.series_uid)
    if level == "instances":
        _say_instance(told, first)
        told.RetrieveURL = address(study.uid, first.series_uid, first.uid)
    _say_more(told, first, level, asked)
    return _json(told)


def _say_study(told: Dataset, study: Study) -> None:
    told.StudyInstanceUID, told.AccessionNumber = study.uid, study.accession
    told.StudyDate = study.scanned_on.strftime("%Y%m%d") if study.scanned_on else ""
    told.StudyDescription = study.description
    _say_whose(told, study)


def _say_whose(told: Dataset, study: Study) -> None:
    if patient := study.patient:
        told.PatientName = f"{patient.family_name}^{patient.given_names}"
        told.PatientID, told.PatientBirthDate = dicom_id(patient), patient.birth_date.strftime("%Y%m%d")


def _say_instance(told: Dataset, row: Instance) -> None:
    told.SOPClassUID, told.SOPInstanceUID, told.InstanceNumber = row.sop_class, row.uid, row.number
    told.Rows, told.Columns, told.NumberOfFrames = row.rows, row.columns, row.frames
    told.AvailableTransferSyntaxUID = row.transfer_syntax


def _say_more(told: Dataset, first: Instance, level: str, asked: Asked) -> None:
    """From the header. Where that cannot be read, what the rows say stays."""
    names = [*USUAL[level], *(ALL[level] if asked.every else ()), *asked.fields]
    missing = [name for name in dict.fromkeys(names) if name not in told]
    if not missing:
        return
    try:
        kept = header(first, ["SpecificCharacterSet", *missing])
        for name in missing:
            if name in kept and kept[name].VR not in ("OB", "OW", "UN"):
                told[kept[name].tag] = kept[name]
    except Answer:
        pass
    for name in USUAL[level]:
        if name not in told:
            setattr(told, name, None)


def metadata(instance: Instance) -> dict[str, Any]:
    """The whole header. What is long is given by its address."""
    told = header(instance)
    told.SpecificCharacterSet, told.AvailableTransferSyntaxUID = "ISO_IR 192", instance.transfer_syntax
    _say_whose(told, instance.study)
    where = address(instance.study.uid, instance.series_uid, instance.uid) + "/bulkdata"
    long = {id(element): path for path, element in _long(told)}
    found = _json(told, lambda element: f"{where}/{long[id(element)]}")
    if instance.rows is not None:
        found["7FE00010"] = {"vr": "OW", "BulkDataURI": f"{where}/7FE00010"}
    return found


def _long(told: Dataset, above: str = "") -> Iterator[tuple[str, DataElement]]:
    for tag in told.keys():  # noqa: SIM118 - a data set's own iteration reads every element
        element = told[tag]
        here = f"{above}{tag:08X}"
        if element.VR == "SQ":
            for place, inner in enumerate(element.value or ()):
                yield from _long(inner, f"{here}/{place + 1}/")
        else:
            yield here, element


def _json(told: Dataset, handler: Any = None) -> dict[str, Any]:
    """What cannot be written is left out: one damaged element must not hide the others."""
    from saphena.echo.quiet import quiet

    how = {"bulk_data_threshold": LARGE, "bulk_data_element_handler": handler} if handler else {}
    with quiet():
        return told.to_json_dict(suppress_invalid_tags=True, **how)


def bulk(instance: Instance, path: str) -> bytes:
    """One long value by its path: tag, or tag/item/tag. Raises `Answer`."""
    here: Any = header(instance)
    *way, last = path.split("/")
    try:
        for tag, place in zip(way[::2], way[1::2], strict=True):
            here = here[int(tag, 16)].value[int(place) - 1]
        value = here[int(last, 16)].value
    except (KeyError, IndexError, ValueError, TypeError, AttributeError):
        raise Answer("The image holds no such value.", 404) from None
    return value if isinstance(value, bytes) else str(value).encode()
