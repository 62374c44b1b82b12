"""The weeks at home in the pretend clinic: alerts, a silence, a photo, a conversation, and a signed table."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import time, timedelta
from typing import TYPE_CHECKING

from saphena.clinic.courses.models import Course
from saphena.clinic.journey.recovering import actions
from saphena.clinic.journey.recovering.answering import answer, tell_unasked
from saphena.clinic.journey.recovering.letters import write_to_clinic, write_to_patient
from saphena.clinic.journey.recovering.models import CheckIn, Matter
from saphena.clinic.journey.recovering.photos import read_photo
from saphena.clinic.journey.recovering.reporting import Told
from saphena.clinic.journey.recovering.silence import fall_silent
from saphena.clinic.journey.recovering.states import Asked
from saphena.clinic.messages.wishes import change_wishes, said_by
from saphena.clinic.people.models import Patient, User
from saphena.demo.people import HELEN, LUCIE, PAT, WALTER, Pretend
from saphena.pathway.recovering import table

if TYPE_CHECKING:
    from datetime import datetime

    from saphena.clinic.journey.recovering.photos import Photo


def weeks_at_home(now: datetime) -> None:
    """As patients and staff would have done it by now."""
    actions.approve_triage(actor=_staff("priya"), fingerprint=table().fingerprint, now=now - timedelta(days=30))
    _lucie_answers(now)
    _walter_sends_a_photo(now)
    _pat_tells_by_themselves(now)
    _helen_writes(now)
    _helen_chooses()


def _staff(name: str) -> User:
    return User.objects.get(email=f"{name}@demo.example")


def _patient(pretend: Pretend) -> Patient:
    return Patient.objects.get(family_name=pretend.family, given_names=pretend.given)


def _course(pretend: Pretend) -> Course:
    return Course.objects.select_related("patient", "protocol").get(patient=_patient(pretend))


def _due(course: Course, now: datetime) -> CheckIn | None:
    waiting = CheckIn.objects.filter(course=course, state=Asked.EXPECTED, due_at__lte=now, closes_at__gt=now)
    return waiting.select_related("course__patient", "course__protocol").first()


def _lucie_answers(now: datetime) -> None:
    """Some days after: a little pain and a bruise, to be looked after at home; the stocking does not go on."""
    course = _course(LUCIE)
    check_in = _due(course, now)
    if check_in is not None:
        told = Told(
            yes=frozenset({"bruise"}), pain=2, bandage="on", stocking="cannot", words="Le bas est trop serré.",
            followed={"walking": "yes", "exercise": "no"},
        )  # fmt: skip
        told_at = max(check_in.due_at, now - timedelta(hours=3))
        answer(actor=course.patient, check_in=check_in, told=told, now=told_at)


def _walter_sends_a_photo(now: datetime) -> None:
    """Silent on the first day; now a blister, with a photo: to be seen today, and taken by the nurse."""
    course = _course(WALTER)
    CheckIn.objects.filter(course=course, name="day 1").update(silent_at=now - timedelta(hours=20))
    fall_silent(now - timedelta(hours=19))
    told = Told(yes=frozenset({"blister"}), pain=3, stocking="fine", words="It opened this morning.")
    when = now - timedelta(minutes=50)
    found = tell_unasked(actor=course.patient, course=course, told=told, photo=_photo(), now=when)
    matter = Matter.objects.get(check_in=found.check_in_id)
    actions.see(actor=_staff("nora"), matter=matter, now=now - timedelta(minutes=40))
    actions.take(actor=_staff("nora"), matter=matter, now=now - timedelta(minutes=40))


def _pat_tells_by_themselves(now: datetime) -> None:
    """An emergency sign on the first afternoon, and its call."""
    course = _course(PAT)
    told = Told(yes=frozenset({"sight"}), pain=1, bandage="on", stocking="fine", words="Zigzags, now almost gone.")
    found = tell_unasked(actor=course.patient, course=course, told=told, now=now - timedelta(minutes=6))
    matter = Matter.objects.get(check_in=found.check_in_id)
    assert matter.level == 0  # noqa: S101 - the demo shows one of each level


def _helen_writes(now: datetime) -> None:
    helen = _patient(HELEN)
    write_to_clinic(actor=helen, text="May I fly to Toronto next month?", form_key="one", now=now - timedelta(hours=26))
    matter = Matter.objects.get(patient=helen, kind="letter")
    nell = _staff("nell")
    actions.see(actor=nell, matter=matter, now=now - timedelta(hours=25))
    text = "Yes: your four weeks are over. Wear the stocking on the plane, and walk every hour."
    write_to_patient(actor=nell, patient=helen, text=text, matter=matter, now=now - timedelta(hours=25))
    write_to_clinic(actor=helen, text="Thank you! And a hot bath?", form_key="two", now=now - timedelta(hours=2))


def _helen_chooses() -> None:
    """Her reminders stand in her own calendar, and nobody is to wake her."""
    helen = _patient(HELEN)
    said = replace(said_by(helen), stopped=frozenset({"reminders"}), quiet_from=time(20), quiet_until=time(10))
    change_wishes(actor=helen, said=said)


def _photo() -> Photo:
    """A drawn leg: nobody's skin."""
    from PIL import Image, ImageDraw

    picture = Image.new("RGB", (600, 800), "#d9cfc4")
    pen = ImageDraw.Draw(picture)
    pen.polygon([(190, 0), (430, 0), (400, 520), (380, 800), (240, 800), (215, 520)], fill="#e8bfa2")
    pen.ellipse((270, 330, 345, 400), fill="#f3dccb", outline="#b5806a", width=4)
    pen.ellipse((290, 348, 312, 368), fill="#fff4ea")
    out = io.BytesIO()
    picture.save(out, "JPEG")
    return read_photo(io.BytesIO(out.getvalue()), len(out.getvalue()))
