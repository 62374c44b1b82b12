"""Helen came back after eight days and the deep veins were clear; today's scan is noted and waits for a physician."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from saphena.clinic.courses.models import Course
from saphena.clinic.journey.reviewing.actions import confirm_definition, note, note_segment, open_review
from saphena.clinic.journey.reviewing.standing import treated
from saphena.clinic.people.models import User
from saphena.demo.people import HELEN
from saphena.pathway.reviewing import Found

if TYPE_CHECKING:
    from datetime import datetime

__all__ = ["review"]

RECALLED = ("outcome.complete", "outcome.partial", "outcome.recanalised", "extension.half")
CLOSED = Found(compressible=False, flow=False, treated_length=Decimal("18.0"), open_length=Decimal(0))
PARTLY = Found(
    compressible=True, flow=True, treated_length=Decimal("14.0"), open_length=Decimal("4.5"), diameter=Decimal("4.2"),
    reflux=Decimal("1.10"),
)  # fmt: skip


def review(now: datetime) -> None:
    """Helen's second return visit, as the sonographer leaves it for the physician."""
    physician, sonographer = (User.objects.get(email=f"{name}@demo.example") for name in ("priya", "sam"))
    for name in RECALLED:
        confirm_definition(actor=physician, name=name, words="The pretend clinic’s own list, page 7")
    found = Course.objects.select_related("patient", "protocol")
    course = found.get(patient__family_name=HELEN.family, patient__given_names=HELEN.given)
    visit = open_review(actor=sonographer, course=course, time="result", now=now)
    segments = treated(course)
    for place, segment in enumerate(segments):
        last = place == len(segments) - 1 and place > 0
        note_segment(actor=sonographer, review=visit, segment=segment, found=PARTLY if last else CLOSED)
    note(
        actor=sonographer,
        review=visit,
        deep_clear=True,
        visible=False,
        pigmentation="mild",
        matting="none",
        symptoms={"heavy": 1, "ache": 0, "swelling": 1, "looks": 3},
        vcss={"1": 1, "2": 1, "3": 0, "4": 1, "5": 0, "6": 0, "7": 0, "10": 2},
    )
