"""What a patient tells of their own course from home: that the bandage came off, what the leg looks like."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from saphena.clinic.courses.actions import event_name, is_to_come, spoken, usable
from saphena.clinic.courses.events import EventHappened, Observed
from saphena.clinic.courses.writing import check_moment, locked_standing, write
from saphena.clinic.people.access import require
from saphena.clinic.record.announcing import announce
from saphena.pathway.clock import aware
from saphena.pathway.protocol.settings import check_seen

if TYPE_CHECKING:
    from datetime import datetime

    from saphena.clinic.courses.models import Course, Happening
    from saphena.clinic.people.models import Patient

__all__ = ["knows_event", "knows_sight", "tell_event", "tell_sight"]


def knows_event(course: Course, name: str) -> bool:
    """Whether the course's protocol has an event of this name."""
    return name in course.protocol.protocol.events


def knows_sight(course: Course, name: str) -> bool:
    """Whether the course's protocol has something to say when this is seen."""
    return name in course.protocol.protocol.observations


def tell_event(*, actor: Patient, course: Course, name: str, at: datetime, now: datetime) -> Happening | None:
    """The patient says when something happened. What the clinic has recorded stands: then nothing is written."""
    require(actor, "courses.tell", course.patient)
    name = event_name(course, name, at)
    check_moment(at, now)
    with transaction.atomic():
        if name in locked_standing(course).happened or is_to_come(at, now):
            return None
        row = write(course, actor, name, at=at, happened=True)
        told = {"name": name, "at": spoken(at), "reason": ""}
        announce(EventHappened(patient_id=course.patient_id, course_id=course.pk, **told), by=actor)
    return row


def tell_sight(*, actor: Patient, course: Course, name: str, at: datetime) -> Happening | None:
    """The patient says what they see. Seen before, the first time stands: a rule began or ended then."""
    require(actor, "courses.tell", course.patient)
    usable(lambda: check_seen(course.protocol.protocol, {name: aware(at)}), "name")
    with transaction.atomic():
        if name in locked_standing(course).seen:
            return None
        row = write(course, actor, name, at=at, happened=True, seen=True)
        told = {"name": name, "at": spoken(at)}
        announce(Observed(patient_id=course.patient_id, course_id=course.pk, **told), by=actor)
    return row
