"""A patient's images, received as from a machine: phantoms, whose truth is known."""

from __future__ import annotations

import io
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from saphena.clinic.imaging import keeping
from saphena.clinic.imaging.matching import dicom_id
from saphena.clinic.imaging.receiving import receive
from saphena.clinic.record.actors import SAPHENA
from saphena.echo.phantom.dicom import data_set, picture_scale, strip_scale
from saphena.echo.phantom.sections import Section, SectionSpec, make_section
from saphena.echo.phantom.strips import Strip, StripSpec, make_strip
from saphena.echo.regions import Box
from tests.clinic.exchange.dicom.machines import scan

if TYPE_CHECKING:
    from pydicom import Dataset

    from saphena.clinic.imaging.models import Instance
    from saphena.clinic.people.models import Patient

USUAL = SectionSpec()


def received(made: Dataset, patient: Patient) -> Instance:
    order = scan(patient, f"visit:{patient.pk}")
    made.PatientID, made.AccessionNumber, made.StudyInstanceUID = dicom_id(patient), order.accession, order.study_uid
    file = io.BytesIO()
    made.save_as(file, enforce_file_format=True)
    return receive(actor=SAPHENA, arrived=keeping.write(file.getvalue()), came_from="a test")


@cache
def a_strip() -> Strip:
    return make_strip(np.random.default_rng(3), StripSpec(reflux=1.5))


@cache
def a_section(spec: SectionSpec = USUAL) -> Section:
    return make_section(np.random.default_rng(3), spec)


def strip_of(patient: Patient) -> tuple[Instance, Strip]:
    strip = a_strip()
    scale = strip_scale(strip.box, strip.seconds_per_pixel, strip.speed_per_pixel, strip.baseline)
    return received(data_set(strip.grey[None], (scale,)), patient), strip


def section_of(patient: Patient, spec: SectionSpec = USUAL) -> tuple[Instance, Section]:
    section = a_section(spec)
    box = Box(0, 0, section.grey.shape[1] - 1, section.grey.shape[0] - 1)
    return received(data_set(section.grey[None], (picture_scale(box, section.spec.millimetres),)), patient), section


def clip_of(patient: Patient, frames: int = 3) -> Instance:
    shades = np.repeat(np.arange(frames, dtype=np.uint8)[:, None, None] * 40 + 20, 48, axis=1)
    grey = np.repeat(shades, 64, axis=2)
    return received(data_set(grey, (picture_scale(Box(0, 0, 63, 47), 0.1),), 0.1), patient)


def under_the_name_of_jpeg(patient: Patient, *frames: bytes) -> Instance:
    """A clip of 100 x 60 pixels whose header says of each frame that it is a JPEG picture, whatever it is."""
    from pydicom.encaps import encapsulate
    from pydicom.uid import JPEGBaseline8Bit

    made = data_set(np.zeros((len(frames), 60, 100), np.uint8), (picture_scale(Box(20, 10, 79, 49), 0.1),), 0.1)
    made.file_meta.TransferSyntaxUID = JPEGBaseline8Bit
    made.PixelData = encapsulate(list(frames))
    made["PixelData"].is_undefined_length = True
    return received(made, patient)


def a_jpeg() -> bytes:
    """One frame for it that is what it claims to be."""
    file = io.BytesIO()
    picture = np.full((60, 100), 255, np.uint8)
    picture[10:50, 20:80] = 90
    Image.fromarray(picture).save(file, "JPEG")
    return file.getvalue()
