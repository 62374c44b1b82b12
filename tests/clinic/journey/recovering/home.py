"""Pat at home: treated on Tuesday 9 March at 10:20, asked for the first time on Wednesday at nine."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from saphena.clinic.courses import actions
from saphena.clinic.courses.models import Course
from saphena.clinic.journey.recovering.answering import answer
from saphena.clinic.journey.recovering.models import Answer, CheckIn, Matter
from saphena.clinic.journey.recovering.queries import check_in_of
from saphena.clinic.journey.recovering.reporting import Told
from saphena.clinic.people.links import make_link
from saphena.clinic.record.actors import SAPHENA
from tests import cast
from tests.clinic.courses.treated import THE_DAY, at, course

if TYPE_CHECKING:
    from saphena.clinic.people.models import Patient

INJECTED = at(THE_DAY["injected"])
DAY_ONE = at("2027-03-10T09:30")
BEFORE = at("2027-03-09T09:00")
WELL = Told(pain=0, bandage="on", stocking="fine")
FORM: dict[str, Any] = {
    "none_emergency": "none",
    "none_leg": "none",
    "none_small": "none",
    "pain": "0",
    "bandage": "on",
    "stocking": "fine",
}


def treated(patient: Patient | None = None, leg: str = "left") -> Course:
    """A course that has come as far as going home, each event recorded at its time."""
    with time_machine.travel(BEFORE, tick=False):
        made = course(patient, leg)
        actions.plan_event(actor=cast.nell(), course=made, name="procedure", at=at(THE_DAY["procedure"]))
    for name in ("injected", "left", "home"):
        with time_machine.travel(at(THE_DAY[name]), tick=False):
            actions.record_event(actor=cast.nora(), course=made, name=name, at=at(THE_DAY[name]))
    return Course.objects.select_related("patient", "protocol").get(pk=made.pk)


def asked(course: Course, name: str = "day 1") -> CheckIn:
    return check_in_of(course.patient, CheckIn.objects.exclude(state="called_off").get(course=course, name=name).pk)


def told(course: Course, name: str = "day 1", **change: Any) -> Answer:
    """Pat answers; well unless said otherwise."""
    words = {"pain": 0, "bandage": "on", "stocking": "fine", **change}
    for key in ("yes", "unknown"):
        words[key] = frozenset(words.get(key, ()))
    return answer(actor=course.patient, check_in=asked(course, name), told=Told(**words))


def alert(course: Course | None = None, **change: Any) -> Matter:
    """A row of the inbox that came of an answer: a swollen calf unless said otherwise."""
    told(course or treated(), **(change or {"yes": {"swelling"}}))
    return Matter.objects.get(kind="alert")


def phone(patient: Patient) -> tuple[Client, str]:
    """The patient's telephone, on which the birth date has been said, and the token of the link."""
    token = make_link(actor=SAPHENA, patient=patient)
    browser = Client()
    browser.post(reverse("people:link_prove", args=[token]), {"birth_date": patient.birth_date.isoformat()})
    return browser, token


def picture(kind: str = "JPEG", size: tuple[int, int] = (640, 480), **save: Any) -> SimpleUploadedFile:
    """A photo as a telephone sends it."""
    out = io.BytesIO()
    Image.new("RGB", size, "peachpuff").save(out, kind, **save)
    return SimpleUploadedFile(f"IMG_0001.{kind.lower()}", out.getvalue(), content_type=f"image/{kind.lower()}")
