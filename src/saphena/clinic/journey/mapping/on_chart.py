"""What a chart says of a course's maps: the one that counts, what it found, until when; and what is in hand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone

from saphena.clinic.journey.mapping.models import Examination
from saphena.clinic.journey.mapping.queries import counts_until
from saphena.clinic.journey.mapping.states import OPEN, State
from saphena.clinic.people.access import may

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from saphena.clinic.courses.models import Course
    from saphena.clinic.people.models import User

__all__ = ["OnChart", "on_charts"]


@dataclass(frozen=True, slots=True)
class OnChart:
    """The newest signed map of the course's leg with its class, and the newest examination that is not signed yet."""

    signed: Examination | None
    ceap: str
    until: date | None
    too_old: bool
    in_hand: Examination | None


def on_charts(viewer: User, courses: Sequence[Course]) -> Mapping[int, OnChart]:
    """One query, however many courses; nothing for who may not see maps, and for a leg that was never examined."""
    if not courses or not may(viewer, "mapping.see", courses[0].patient):
        return {}
    patients = {course.patient_id for course in courses}
    found = Examination.objects.filter(patient_id__in=patients).exclude(state=State.WITHDRAWN)
    newest_first = list(found.order_by("-examined_at", "-pk"))
    shown = {}
    for course in courses:
        theirs = [each for each in newest_first if each.patient_id == course.patient_id and each.covers(course.leg)]
        if theirs:
            shown[course.pk] = _of_one(course, theirs)
    return shown


def _of_one(course: Course, theirs: list[Examination]) -> OnChart:
    signed = next((each for each in theirs if each.is_signed), None)
    until = counts_until(signed, course) if signed else None
    said = (signed.signed_as or {}).get("legs", {}).get(course.leg, {}) if signed else {}
    return OnChart(
        signed,
        said.get("ceap", {}).get("basic", ""),
        until,
        until is not None and until < timezone.localdate(),
        next((each for each in theirs if each.state in OPEN), None),
    )
