"""What happens between the clinic and programs outside of it, in the record's words."""

from __future__ import annotations

from dataclasses import dataclass

from saphena.clinic.record.events import Event


@dataclass(frozen=True)
class OfExport(Event, abstract=True):
    """About copies of a patient's images that name nobody."""

    patient_id: int
    export_id: int


@dataclass(frozen=True)
class ImagesSearched(Event):
    """A list over many patients. What was asked for is not kept: it may hold names."""

    action = "dicom.images.searched"
    sentence = "searched the images of all patients by DICOMweb"


@dataclass(frozen=True)
class ImagesUploaded(Event):
    action = "dicom.images.uploaded"
    sentence = "brought images into the file of {patient}: {kept} kept, {tray} in the tray"
    patient_id: int
    kept: int
    tray: int


@dataclass(frozen=True)
class ExportMade(OfExport):
    action = "dicom.export.made"
    sentence = "made copies without names of {images} images of {patient}: {reason}"
    images: int
    reason: str


@dataclass(frozen=True)
class ExportLooked(OfExport):
    action = "dicom.export.looked"
    sentence = "looked at copy {number} of export {export_id} of {patient}: it names nobody"
    number: int


@dataclass(frozen=True)
class ExportTaken(OfExport):
    action = "dicom.export.taken"
    sentence = "took {images} copies without names of images of {patient} away (export {export_id})"
    images: int
