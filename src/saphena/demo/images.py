"""Rosa's scan as the machine would have sent it: a strip, a cross-section and a short clip, all of them phantoms."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import TYPE_CHECKING

from saphena.clinic.courses.models import Course
from saphena.clinic.imaging.keeping import write
from saphena.clinic.imaging.matching import dicom_id
from saphena.clinic.imaging.measuring import measure
from saphena.clinic.imaging.orders import order_scan
from saphena.clinic.imaging.receiving import receive
from saphena.clinic.people.models import User
from saphena.clinic.people.queries import the_clinic
from saphena.clinic.record.actors import SAPHENA
from saphena.demo.people import ROSA

if TYPE_CHECKING:
    from datetime import datetime

    from pydicom import Dataset

    from saphena.clinic.imaging.models import Order

__all__ = ["scan"]

SEED = 7
FRAMES = 20


def scan(now: datetime) -> None:
    """Ordered, received and matched by its number, and measured once by the sonographer."""
    course = Course.objects.select_related("patient").get(
        patient__family_name=ROSA.family, patient__given_names=ROSA.given
    )
    order = order_scan(
        actor=SAPHENA, patient=course.patient, about=f"demo scan {course.pk}", what="Vein map, left leg",
        starts_at=now - timedelta(days=9), zone=the_clinic().zone, side="left",
    )  # fmt: skip
    strip, *_others = [
        receive(actor=SAPHENA, arrived=write(_as_sent(made, order, number)), came_from="the pretend machine")
        for number, made in enumerate(_phantoms(), 1)
    ]
    sonographer = User.objects.get(email="sam@demo.example")
    measure(actor=sonographer, instance=strip, what="reflux", frame=0)


def _phantoms() -> list[Dataset]:
    import numpy as np

    from saphena.echo.phantom.clips import FoamSpec, make_foam
    from saphena.echo.phantom.dicom import data_set, picture_scale, strip_scale
    from saphena.echo.phantom.sections import SectionSpec, make_section
    from saphena.echo.phantom.strips import StripSpec, make_strip
    from saphena.echo.regions import Box

    random = np.random.default_rng(SEED)
    strip = make_strip(random, StripSpec())
    section = make_section(random, SectionSpec())
    foam = make_foam(random, FoamSpec(frames=FRAMES, interval=0.1))
    whole = [Box(0, 0, grey.shape[-1] - 1, grey.shape[-2] - 1) for grey in (section.grey, foam.frames)]
    return [
        data_set(
            strip.grey[None],
            (strip_scale(strip.box, strip.seconds_per_pixel, strip.speed_per_pixel, strip.baseline),),
        ),
        data_set(section.grey[None], (picture_scale(whole[0], section.spec.millimetres),)),
        data_set(foam.frames, (picture_scale(whole[1], foam.spec.millimetres),), foam.spec.interval),
    ]


def _as_sent(made: Dataset, order: Order, number: int) -> bytes:
    """The bytes that a machine would send for this line of its worklist."""
    patient = order.patient
    made.PatientName = f"{patient.family_name}^{patient.given_names}"
    made.PatientID, made.PatientBirthDate = dicom_id(patient), patient.birth_date.strftime("%Y%m%d")
    made.AccessionNumber, made.StudyInstanceUID = order.accession, order.study_uid
    made.SeriesInstanceUID = f"{order.study_uid}.1"[:64]
    made.StudyDate, made.StudyDescription = order.starts_at.strftime("%Y%m%d"), order.what
    made.InstanceNumber = number
    made.SpecificCharacterSet = "ISO_IR 192"
    file = io.BytesIO()
    made.save_as(file, enforce_file_format=True)
    return file.getvalue()
