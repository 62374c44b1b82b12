"""What Margaret has ticked and told before her visit: nearly ready, and two things for the nurse to ask."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from saphena.clinic.courses.drawing import draw
from saphena.clinic.journey.preparing import actions
from saphena.pathway.preparing import checklist, digest, is_ticked

if TYPE_CHECKING:
    from datetime import datetime

    from saphena.clinic.courses.models import Course

MEDICINES = (("Plavix 75 mg", "yes"), ("Advil", "no"), ("Tylenol", "no"))


def get_ready(course: Course, now: datetime) -> None:
    """Through her own pages, as she would."""
    margaret = course.patient
    for typed, ordered in MEDICINES:
        actions.tell_medicine(actor=margaret, patient=margaret, typed=typed, ordered=ordered)
    actions.tell_way_home(actor=margaret, course=course, driver="self", minutes=40)
    leaves = now.date() + timedelta(days=20)
    actions.tell_trip(
        actor=margaret, patient=margaret, mode="car", leaves=leaves, returns=leaves + timedelta(days=4), seated=6
    )
    plan = draw(type(course).objects.select_related("patient", "protocol__approved_by").get(pk=course.pk))
    for item in (item for item in checklist(plan) if is_ticked(item) and item.rule.about in ("clothes", "free_time")):
        shown = digest(plan.protocol.fingerprint, "en", [item.text("en")])
        actions.tick(actor=margaret, course=course, rule=item.rule.id, done=True, language="en", shown=shown)
