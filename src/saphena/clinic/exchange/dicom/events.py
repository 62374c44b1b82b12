"""What happens between the clinic and programs outside of it, in the record's words."""

from __future__ import annotations

from dataclasses import dataclass

from saphena.clinic.record.events import Event


@dataclass(frozen=True)
class ImagesSearched(Event):
    """A list over many patients. What was asked for is not kept: it may hold names."""

    action = "dicom.images.searched"
    sentence = "searched the images of all patients by DICOMweb"
