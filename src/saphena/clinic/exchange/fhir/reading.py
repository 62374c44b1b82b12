"""The rows behind one patient's resources: a fixed number of queries, however many rows there are."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Max, Prefetch, QuerySet

from saphena.clinic.courses.models import Course
from saphena.clinic.courses.queries import with_all
from saphena.clinic.imaging.models import Instance, Study
from saphena.clinic.journey.booking.models import Seat, Visit, VisitChange
from saphena.clinic.journey.mapping.models import Examination, Measurement
from saphena.clinic.journey.mapping.states import State as MapState
from saphena.clinic.journey.planning.models import Consent, TestSession
from saphena.clinic.journey.preparing.models import Medicine, Tick
from saphena.clinic.journey.recovering.models import Letter
from saphena.clinic.journey.reviewing.models import ComplicationFound, Drainage, Review, ScoresBefore, SegmentFound
from saphena.clinic.journey.reviewing.states import State as ReviewState
from saphena.clinic.journey.treating.models import Injection, Session
from saphena.clinic.record.models import Entry

if TYPE_CHECKING:
    from datetime import datetime

    from saphena.clinic.people.models import Patient

__all__ = ["Kept", "changed_at", "kept_of", "with_changes"]


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of one patient, as far as FHIR has a place for it; each kind of row the oldest first."""

    changed: datetime
    visits: list[Visit]
    examinations: list[Examination]
    studies: list[Study]
    sessions: list[Session]
    tests: list[TestSession]
    drainages: list[Drainage]
    complications: list[ComplicationFound]
    scores: list[ScoresBefore]
    reviews: list[Review]
    consents: list[Consent]
    courses: list[Course]
    ticks: dict[int, list[Tick]]
    medicines: list[Medicine]
    letters: list[Letter]


def kept_of(patient: Patient) -> Kept:
    ticks: dict[int, list[Tick]] = defaultdict(list)
    for tick in Tick.objects.filter(course__patient=patient).order_by("pk"):
        ticks[tick.course_id].append(tick)
    medicines = Medicine.objects.filter(patient=patient).order_by("pk")
    return Kept(
        changed=changed_at(patient),
        visits=list(with_changes(Visit.objects.filter(patient=patient)).order_by("starts_at", "pk")),
        examinations=_examinations(patient),
        studies=list(_studies(patient)),
        sessions=_sessions(patient),
        tests=list(TestSession.objects.filter(patient=patient).select_related("course", "begun_by")),
        drainages=list(Drainage.objects.filter(course__patient=patient).select_related("course", "by").order_by("pk")),
        complications=list(_complications(patient)),
        scores=list(ScoresBefore.objects.filter(course__patient=patient).select_related("course", "by").order_by("pk")),
        reviews=_reviews(patient),
        consents=list(
            Consent.objects.filter(course__patient=patient).select_related("course", "withdrawal").order_by("pk")
        ),
        courses=list(with_all(Course.objects.filter(patient=patient), None).order_by("opened_at", "pk")),
        ticks=ticks,
        medicines=list(medicines),
        letters=list(Letter.objects.filter(patient=patient).select_related("writer").order_by("pk")),
    )


def changed_at(patient: Patient) -> datetime:
    """When the patient's own details last changed: the record knows."""
    said = Entry.objects.filter(patient=patient, action__startswith="people.patient.").aggregate(last=Max("at"))
    last: datetime | None = said["last"]
    return last or patient.created_at


def with_changes(found: QuerySet[Visit]) -> QuerySet[Visit]:
    """Visits with their site, their seats and their history. Three queries."""
    changes = Prefetch("changes", VisitChange.objects.select_related("account").order_by("pk"))
    seats = Prefetch("seats", Seat.objects.select_related("resource__user"))
    return found.select_related("site", "patient").prefetch_related(changes, seats)


def _examinations(patient: Patient) -> list[Examination]:
    """Without those that were withdrawn: they were never done, or were of somebody else."""
    rows = Prefetch("measurements", Measurement.objects.select_related("noted_by").order_by("serial"))
    found = Examination.objects.filter(patient=patient).exclude(state=MapState.WITHDRAWN)
    found = found.select_related("sonographer", "signed_by").prefetch_related(rows, "addenda__added_by")
    return list(found.order_by("examined_at", "pk"))


def _studies(patient: Patient) -> QuerySet[Study]:
    images = Prefetch("instances", Instance.objects.order_by("series_uid", "number", "pk"))
    return Study.objects.filter(patient=patient).prefetch_related(images).order_by("pk")


def _sessions(patient: Patient) -> list[Session]:
    injections = Injection.objects.select_related("syringe", "void", "given_by").order_by("at", "pk")
    found = Session.objects.filter(course__patient=patient).select_related("injector", "note__signed_by")
    found = found.prefetch_related("syringes", "transitions", "complications", Prefetch("injections", injections))
    return list(found.order_by("opened_at", "pk"))


def _complications(patient: Patient) -> QuerySet[ComplicationFound]:
    found = ComplicationFound.objects.filter(session__course__patient=patient)
    return found.select_related("session", "by").order_by("pk")


def _reviews(patient: Patient) -> list[Review]:
    """Those that were signed: until then they may change, or be of nobody."""
    segments = Prefetch("segments", SegmentFound.objects.select_related("noted_by").order_by("pk"))
    found = Review.objects.filter(course__patient=patient, state=ReviewState.SIGNED)
    return list(found.select_related("course", "signed_by").prefetch_related(segments).order_by("seen_at", "pk"))
