"""Scans as the machine would have sent them, all of them phantoms: Rosa's, Helen's before and after, Brendan's now.

Rosa's waits to be decided, Helen's two dates can be compared, and of Brendan's examination, which is half noted, one
diameter came from an image; the machine's own report of it waits. Samir's foam was watched as it went in. One study
says nobody's number and waits in the tray.
"""

from __future__ import annotations

import io
from datetime import timedelta
from typing import TYPE_CHECKING

from saphena.clinic.exchange.dicom.exporting.actions import make_export
from saphena.clinic.imaging.actions import keep_machine
from saphena.clinic.imaging.keeping import write
from saphena.clinic.imaging.matching import dicom_id
from saphena.clinic.imaging.measuring import measure
from saphena.clinic.imaging.models import Machine
from saphena.clinic.imaging.orders import order_scan
from saphena.clinic.imaging.receiving import receive
from saphena.clinic.imaging.taking import take
from saphena.clinic.journey.mapping.models import Examination
from saphena.clinic.journey.treating.models import Injection
from saphena.clinic.people.applications.actions import let_in
from saphena.clinic.people.models import Patient, User
from saphena.clinic.people.queries import the_clinic
from saphena.clinic.record.actors import SAPHENA
from saphena.demo.people import HELEN, OTHERS, ROSA, SAMIR

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from pydicom import Dataset

    from saphena.clinic.imaging.models import Instance, Order
    from saphena.demo.people import Pretend
    from saphena.echo.measurement import Point

__all__ = ["measured_on_images", "scan"]

SEED = 7
FRAMES = 20


def scan(now: datetime) -> None:
    """Ordered, received and matched by their numbers; some of it measured by the sonographer."""
    sam = User.objects.get(email="sam@demo.example")
    strip, section, small, foam, middle, (x, y), line = _phantoms()
    _of_nobody(small, now - timedelta(hours=3))
    first, *_others = _received(ROSA, "Vein map, left leg", "left", now - timedelta(days=9), (strip, section, foam))
    measure(actor=sam, instance=first, what="reflux", frame=0)
    before, after = _days_mapped(HELEN)
    _received(HELEN, "Vein map, left leg", "left", before, (strip, section))
    (closed,) = _received(HELEN, "Scan after treatment, left leg", "left", after, (small,))
    measure(actor=sam, instance=closed, what="distance", frame=0, points=[(x, y - 18), (x, y + 18)])
    _of_today(sam, now, (strip, section), middle)
    _in_the_treatment_room(sam, foam, line)
    _beyond_the_house(first)


def measured_on_images(examination: Examination, pretend: Pretend, segment: str) -> None:
    """Of a map that is being noted: width and reflux of one vein, measured on images of its day and accepted."""
    sam = User.objects.get(email="sam@demo.example")
    made, middle = _strip_and_section()
    what = f"Vein map, {examination.get_legs_display()}"
    strip, section = _received(pretend, what, examination.legs, examination.examined_at, made)
    upright, _across, depth = measure(actor=sam, instance=section, what="vein", frame=0, points=[middle])
    reflux, *_peak = measure(actor=sam, instance=strip, what="reflux", frame=0)
    goal = f"map:{examination.pk}|{examination.legs}|{segment}"
    take(actor=sam, values=[upright, depth], goal=goal, sure=True)
    take(actor=sam, values=[reflux], goal=goal, sure=True)


def _beyond_the_house(strip: Instance) -> None:
    """A machine that may call, a viewer with a token of its own, and a picture that is made ready to leave nameless."""
    priya, patient = User.objects.get(email="priya@demo.example"), strip.study.patient
    manager = User.objects.get(email="max@demo.example")
    keep_machine(actor=manager, machine=Machine(name="Scanner, room 1", ae_title="ROOM1", addresses="127.0.0.1"))
    let_in(actor=manager, name="Viewer in the reading room", scopes=["images.read"])
    if patient:
        reason = "Teaching evening on reflux, 12 people"
        make_export(actor=priya, patient=patient, instances=[strip.pk], reason=reason)


def _of_today(sam: User, now: datetime, made: Sequence[Dataset], middle: Point) -> None:
    """Brendan stands on the step: Sam has accepted one diameter into the examination that is being noted."""
    brendan = OTHERS[1]
    strip, section = _received(brendan, "Vein map, both legs", "", now - timedelta(minutes=12), made)
    measure(actor=sam, instance=strip, what="reflux", frame=0)
    upright, _across, depth = measure(actor=sam, instance=section, what="vein", frame=0, points=[middle])
    draft = Examination.objects.filter(patient=_patient(brendan)).latest("pk")
    take(actor=sam, values=[upright, depth], goal=f"map:{draft.pk}|right|gsv.thigh.lower")
    order = section.study.order
    if order:
        receive(actor=SAPHENA, arrived=write(_report(order, now)), came_from="the pretend machine")


def _in_the_treatment_room(sam: User, foam: Dataset, line: tuple[Point, Point]) -> None:
    """Samir lies on the couch: a clip of the minute of his last injection, and how far its foam came."""
    last = Injection.objects.filter(session__course__patient=_patient(SAMIR), void__isnull=True).latest("at")
    local = last.at.astimezone(the_clinic().zone_info)
    foam.ContentDate, foam.ContentTime = f"{local:%Y%m%d}", f"{local:%H%M%S}"
    (clip,) = _received(SAMIR, "Treatment, right leg", "right", last.at, (foam,))
    front, *_more = measure(actor=sam, instance=clip, what="foam", frame=0, points=[*line])
    take(actor=User.objects.get(email="priya@demo.example"), values=[front], goal=f"injection:{last.pk}")


def _of_nobody(made: Dataset, at: datetime) -> None:
    """Typed at the machine by hand, with a slip of the finger: it waits in the tray until somebody says whose it is."""
    made.PatientName, made.PatientID, made.PatientBirthDate = f"{HELEN.family}^Hellen", "", ""
    made.StudyDate, made.StudyDescription = f"{at.astimezone(the_clinic().zone_info):%Y%m%d}", "Control, left leg"
    receive(actor=SAPHENA, arrived=write(_bytes(made)), came_from="the pretend machine")


def _patient(pretend: Pretend) -> Patient:
    return Patient.objects.get(family_name=pretend.family, given_names=pretend.given)


def _days_mapped(pretend: Pretend) -> list[datetime]:
    return [each.examined_at for each in Examination.objects.filter(patient=_patient(pretend)).order_by("examined_at")]


def _received(pretend: Pretend, what: str, side: str, at: datetime, made: Sequence[Dataset]) -> list[Instance]:
    patient = _patient(pretend)
    order = order_scan(
        actor=SAPHENA, patient=patient, about=f"demo scan {patient.pk} {at:%Y%m%d}", what=what, starts_at=at,
        zone=the_clinic().zone, side=side,
    )  # fmt: skip
    return [
        receive(actor=SAPHENA, arrived=write(_as_sent(each, order, number)), came_from="the pretend machine")
        for number, each in enumerate(made, 1)
    ]


def _strip_and_section() -> tuple[tuple[Dataset, Dataset], Point]:
    """Other ones than those below: no two veins look the same. With the middle of the vein that is seen across."""
    import numpy as np

    from saphena.echo.phantom.dicom import data_set, picture_scale, strip_scale
    from saphena.echo.phantom.sections import SectionSpec, make_section
    from saphena.echo.phantom.strips import StripSpec, make_strip
    from saphena.echo.regions import Box

    random = np.random.default_rng(SEED + 1)
    strip, section = make_strip(random, StripSpec(reflux=2.2)), make_section(random, SectionSpec())
    scale = strip_scale(strip.box, strip.seconds_per_pixel, strip.speed_per_pixel, strip.baseline)
    whole = Box(0, 0, section.grey.shape[-1] - 1, section.grey.shape[-2] - 1)
    across = picture_scale(whole, section.spec.millimetres)
    return (data_set(strip.grey[None], (scale,)), data_set(section.grey[None], (across,))), section.middle


def _phantoms() -> tuple[Dataset, Dataset, Dataset, Dataset, Point, Point, tuple[Point, Point]]:
    """A strip, a vein across, the same after treatment, a clip of foam; the middles of both veins, the foam's line."""
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
    small = make_section(random, SectionSpec(height_mm=2.4, width_mm=3.0, haze=-30.0))
    whole = [Box(0, 0, grey.shape[-1] - 1, grey.shape[-2] - 1) for grey in (section.grey, foam.frames)]
    across = (picture_scale(whole[0], section.spec.millimetres),)
    return (
        data_set(
            strip.grey[None],
            (strip_scale(strip.box, strip.seconds_per_pixel, strip.speed_per_pixel, strip.baseline),),
        ),
        data_set(section.grey[None], across),
        data_set(small.grey[None], across),
        data_set(foam.frames, (picture_scale(whole[1], foam.spec.millimetres),), foam.spec.interval),
        section.middle,
        small.middle,
        foam.line,
    )


def _as_sent(made: Dataset, order: Order, number: int) -> bytes:
    """The bytes that a machine would send for this line of its worklist."""
    from pydicom.uid import UID

    _headed(made, order)
    uid = UID(f"{order.study_uid}.1.{number}"[:64])
    made.SOPInstanceUID = made.file_meta.MediaStorageSOPInstanceUID = uid
    made.SeriesInstanceUID = f"{order.study_uid}.1"[:64]
    made.InstanceNumber = number
    return _bytes(made)


def _headed(made: Dataset, order: Order) -> None:
    patient = order.patient
    made.PatientName = f"{patient.family_name}^{patient.given_names}"
    made.PatientID, made.PatientBirthDate = dicom_id(patient), patient.birth_date.strftime("%Y%m%d")
    made.AccessionNumber, made.StudyInstanceUID = order.accession, order.study_uid
    made.StudyDate, made.StudyDescription = f"{order.starts_at.astimezone(the_clinic().zone_info):%Y%m%d}", order.what
    made.SpecificCharacterSet = "ISO_IR 192"


def _bytes(made: Dataset) -> bytes:
    file = io.BytesIO()
    made.save_as(file, enforce_file_format=True)
    return file.getvalue()


def _report(order: Order, now: datetime) -> bytes:
    """What the machine has measured itself, as a vascular report (TID 5100)."""
    from pydicom import Dataset

    from saphena.echo.measurement import Measurement
    from saphena.echo.report import Group, write_5100

    def of(segment: str, *values: tuple[str, float, str]) -> Group:
        return Group(segment, "right", tuple(Measurement(name, value, unit) for name, value, unit in values), segment)

    header = Dataset()
    _headed(header, order)
    groups = [
        of("sfj", ("upright diameter", 8.9, "mm"), ("reflux duration", 1.7, "s")),
        of("gsv.thigh.middle", ("upright diameter", 6.4, "mm"), ("peak reverse velocity", 21.0, "cm/s")),
        of("gsv.calf.upper", ("upright diameter", 5.6, "mm"), ("reflux duration", 1.2, "s")),
    ]
    made = write_5100(header, groups, now)
    _headed(made, order)
    return _bytes(made)
