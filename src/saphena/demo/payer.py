"""What a payer asks for: Johan has all of it, Margaret lacks what was tried before, images and her health number."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from saphena.clinic.courses.models import Course
from saphena.clinic.exchange.payer.asking import confirm
from saphena.clinic.journey.planning.trying import note_tried
from saphena.clinic.journey.reviewing.actions_after import note_scores_before
from saphena.clinic.people.actions import change_patient
from saphena.clinic.people.models import User
from saphena.demo.people import JOHAN

if TYPE_CHECKING:
    from datetime import datetime

__all__ = ["for_the_payer"]

READ = "Prairie Health Benefits (a pretend payer), policy 14, page 2"
WEEKS = 14


def for_the_payer(now: datetime) -> None:
    """The manager has read what one payer asks, but for the width of the trunk; Nora has asked Johan."""
    nora, max_ = (User.objects.get(email=f"{name}@demo.example") for name in ("nora", "max"))
    for name in ("stocking_weeks", "stocking_mmhg", "map_months"):
        confirm(actor=max_, name=name, words=READ, on=True)
    course = Course.objects.select_related("patient").get(patient__family_name=JOHAN.family)
    change_patient(
        actor=nora, patient_id=course.patient_id, health_number="61234-0017", address="12 Elbow Drive SW\nCalgary AB"
    )
    today = now.date()
    who, whose = "the patient", course.patient
    note_tried(
        actor=nora, patient=whose, legs="right", what="stocking", since=today - timedelta(weeks=WEEKS + 3),
        until=today - timedelta(weeks=3), mmhg="20-30", often="daily", helped="little",
        words="less heavy in the evening", told_by=who,
    )  # fmt: skip
    note_tried(
        actor=nora, patient=whose, legs="both", what="exercise", since=today - timedelta(weeks=20), helped="no",
        told_by=who,
    )  # fmt: skip
    note_scores_before(
        actor=nora, course=course, symptoms={"heavy": 6, "ache": 5, "swelling": 4, "itch": 2}, vcss={}
    )  # fmt: skip
