"""What a viewer may see of examinations and maps, and what later rooms ask of them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Prefetch
from django.http import Http404
from django.utils import timezone

from saphena.clinic.confirming.models import About
from saphena.clinic.confirming.queries import said_of
from saphena.clinic.journey.mapping.drawing import leg_map
from saphena.clinic.journey.mapping.models import Examination, Legs, Measurement
from saphena.clinic.journey.mapping.standing import derived_of, standing
from saphena.clinic.journey.mapping.states import OPEN, State
from saphena.clinic.people.access import may, require
from saphena.clinic.people.models import User
from saphena.clinic.record.folding import words
from saphena.pathway.mapping import criteria, shipped

if TYPE_CHECKING:
    from datetime import date, datetime

    from django.db.models import QuerySet

    from saphena.clinic.confirming.models import Word
    from saphena.clinic.courses.models import Course
    from saphena.clinic.people.models import Patient
    from saphena.pathway.legmap import LegMap
    from saphena.pathway.mapping import CriteriaSet
    from saphena.pathway.mapping.targets import Target

WORK = {"": (State.PRELIMINARY, State.REVIEWED), "signed": (State.SIGNED,), "withdrawn": (State.WITHDRAWN,)}


def examinations_for(viewer: object, which: str = "", typed: str = "") -> QuerySet[Examination]:
    """The examinations that wait for somebody (or those that are signed, or withdrawn), the latest first."""
    if not may(viewer, "mapping.see"):
        return Examination.objects.none()
    found = Examination.objects.filter(state__in=WORK.get(which, OPEN))
    for word in words(typed):
        found = found.filter(patient__search__contains=word)
    return found.select_related("patient", "sonographer", "signed_by").order_by("-examined_at", "-pk")


def examinations_of(viewer: object, patient: Patient) -> QuerySet[Examination]:
    """A patient's examinations, the latest first, without those that were withdrawn."""
    if not may(viewer, "mapping.see", patient):
        return Examination.objects.none()
    found = Examination.objects.filter(patient=patient).exclude(state=State.WITHDRAWN)
    return found.select_related("sonographer", "signed_by").order_by("-examined_at", "-pk")


def examination_for(viewer: object, examination_id: int) -> Examination:
    """One examination with all that was noted. Raises `PermissionDenied`, or `Http404`."""
    require(viewer, "mapping.see")
    # Few people note many rows: they are asked for once, and not joined to each row.
    rows = Prefetch("measurements", Measurement.objects.prefetch_related("noted_by").order_by("serial"))
    found = Examination.objects.select_related(
        "patient", "course__protocol__approved_by", "sonographer", "reviewed_by", "signed_by"
    )
    return _one(found.prefetch_related(rows, "addenda__added_by"), examination_id)


def examination_to_note(viewer: object, examination_id: int) -> Examination:
    """One examination without what was noted in it: for an act that reads that itself, behind its lock. One query."""
    require(viewer, "mapping.note")
    return _one(Examination.objects.select_related("patient"), examination_id)


def _one(found: QuerySet[Examination], examination_id: int) -> Examination:
    examination = found.filter(pk=examination_id).first()
    if examination is None:
        raise Http404
    return examination


def signed_map(course: Course, on: date | None = None) -> Examination | None:
    """The newest signed map of the course's leg, up to a day where one is given. One query."""
    found = Examination.objects.filter(
        patient_id=course.patient_id, state=State.SIGNED, legs__in=(course.leg, Legs.BOTH.value)
    )
    if on is not None:
        found = found.filter(examined_at__date__lte=on)
    return found.select_related("sonographer", "signed_by").order_by("-examined_at", "-pk").first()


def counts_until(examination: Examination, course: Course) -> date | None:
    """The last day on which a procedure may begin with this map, by the course's protocol; None if it sets no age."""
    parameter = course.protocol.protocol.parameters.get("map_valid_days")
    if parameter is None:
        return None
    days = int(course.numbers.get("map_valid_days", parameter.value))
    return timezone.localdate(examination.examined_at) + timedelta(days=days)


def targets(examination: Examination, leg: str = "") -> list[Target]:
    """What could be treated, on both legs or on one; the physician chooses among them."""
    derived = derived_of(examination)
    return [target for of, each in derived.legs.items() if not leg or of == leg for target in each.targets]


def earlier_maps(viewer: object, examination: Examination) -> list[Examination]:
    """Signed maps of the same patient from before this one that share a leg with it: what it may be compared with."""
    found = examinations_of(viewer, examination.patient).filter(
        state=State.SIGNED, examined_at__lt=examination.examined_at
    )
    legs = set(examination.each_leg)
    return [each for each in found if legs & set(each.each_leg)]


def criteria_sets() -> list[tuple[CriteriaSet, Word | None]]:
    """Every set that ships, with who has confirmed its recalled rows. One query."""
    confirmed = {name: words[0] for name, words in said_of(About.MAPPING).items()}
    return [(criteria(name, confirmed=name in confirmed), confirmed.get(name)) for name in shipped()]


def latest_change(examination: Examination) -> datetime | None:
    """When something was last noted."""
    rows = list(examination.measurements.all())
    return rows[-1].noted_at if rows else None


def map_data(examination: Examination) -> LegMap:
    """Everything that a drawing of the map shows, as plain data for `saphena.pathway.legmap`."""
    rows = standing(examination)
    return leg_map(derived_of(examination, rows), rows)


def who_scans() -> list[User]:
    """Everybody who may be named as having scanned, by name."""
    members = User.objects.filter(is_active=True).order_by("name", "pk")
    return [member for member in members if {"sonographer", "physician"} & set(member.roles)]
