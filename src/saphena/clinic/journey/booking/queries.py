"""What a viewer may see of visits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import F, Prefetch
from django.http import Http404
from django.utils.translation import gettext as _

from saphena.clinic.diary.models import Site
from saphena.clinic.journey.booking.models import AskedMove, Seat, TimedOffer, Visit, Waiting
from saphena.clinic.journey.booking.showing import described
from saphena.clinic.journey.booking.states import AskState, OfferState, State, WaitingState
from saphena.clinic.people.access import may, require
from saphena.pathway.refused import Refused

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from django.db.models import QuerySet

    from saphena.clinic.courses.models import Course
    from saphena.clinic.diary.models import Closure, Resource
    from saphena.clinic.people.models import Patient, User

__all__ = [
    "has_visits", "hit_by", "on_charts", "open_offers", "own_offers", "own_questions", "own_visit_for", "own_visits",
    "site_for", "standing_with", "visit_for", "visits_between", "visits_of", "waiting_list",
]  # fmt: skip


def _whole(found: QuerySet[Visit]) -> QuerySet[Visit]:
    seats = Prefetch("seats", Seat.objects.select_related("resource").order_by("begins_at", "pk"))
    return found.select_related("site", "patient", "course__protocol").prefetch_related(seats)


def visits_of(viewer: object, course: Course) -> QuerySet[Visit]:
    """Every visit of a course, cancelled ones too, in order of time. Two queries."""
    if not may(viewer, "booking.see", course.patient):
        return Visit.objects.none()
    return _whole(Visit.objects.filter(course=course)).order_by("starts_at", "pk")


def on_charts(viewer: User, courses: Sequence[Course]) -> Mapping[int, list[Visit]]:
    """For the chart: the visits of each course, in one query for all of them."""
    if not courses or not may(viewer, "booking.see", courses[0].patient):
        return {}
    found: dict[int, list[Visit]] = {course.pk: [] for course in courses}
    visits = Visit.objects.filter(course__in=found).select_related("site").order_by("starts_at", "pk")
    for visit in described(visits):
        found[visit.course_id].append(visit)
    return found


def has_visits(courses: Sequence[Course]) -> bool:
    """Whether the patient's own pages have a place for visits: as soon as there is a course."""
    return bool(courses)


def visits_between(viewer: object, site: Site, begin: datetime, end: datetime) -> QuerySet[Visit]:
    """The visits of a site that begin between two moments, in order. Two queries, however many."""
    if not may(viewer, "booking.see"):
        return Visit.objects.none()
    return _whole(Visit.objects.filter(site=site, starts_at__gte=begin, starts_at__lt=end)).order_by("starts_at", "pk")


def visit_for(viewer: object, visit_id: int) -> Visit:
    """One visit. Raises `PermissionDenied`, or `Http404` when there is none of that number."""
    require(viewer, "booking.see")
    visit = _whole(Visit.objects.filter(pk=visit_id)).first()
    if visit is None:
        raise Http404
    return visit


def own_visits(patient: Patient) -> QuerySet[Visit]:
    """A patient's own visits, of all their courses."""
    return _whole(Visit.objects.filter(patient=patient)).order_by("starts_at", "pk")


def own_visit_for(patient: Patient, visit_id: int) -> Visit:
    """One of the patient's own; somebody else's is as if it were not there."""
    visit = own_visits(patient).filter(pk=visit_id).first()
    if visit is None:
        raise Http404
    return visit


def site_for(viewer: object, named: str = "") -> Site:
    """The site of that number, else the first that is open. Refused where there is none."""
    require(viewer, "booking.see")
    open_ones = Site.objects.filter(closed_at__isnull=True)
    chosen = open_ones.filter(pk=int(named)).first() if named.isdecimal() and len(named) < 10 else None
    site = chosen or open_ones.first()
    if site is None:
        raise Refused(_("There is no site in the diary yet. A manager adds one under “Diary”."))
    return site


def hit_by(viewer: object, closure: Closure) -> QuerySet[Visit]:
    """The visits to come that a closure hits: those of its site, or in which its resource has a seat. Two queries."""
    if not may(viewer, "booking.see"):
        return Visit.objects.none()
    begin, end = closure.stretch
    found = Visit.objects.filter(state=State.EXPECTED.value)
    if closure.resource:
        mine = found.filter(
            seats__resource=closure.resource, seats__begins_at__lt=end, seats__ends_at__gt=begin
        ).distinct()
    else:
        mine = found.filter(site=closure.site, starts_at__lt=end, ends_at__gt=begin)
    return _whole(mine).order_by("starts_at", "pk")


def standing_with(viewer: object, whose: Site | Resource, closures: Sequence[Closure]) -> QuerySet[Visit]:
    """The visits to come of a site, or with a seat of a resource, from the first of these closures to the last."""
    if not closures or not may(viewer, "booking.see"):
        return Visit.objects.none()
    begin, end = min(each.stretch[0] for each in closures), max(each.stretch[1] for each in closures)
    found = Visit.objects.filter(state=State.EXPECTED.value, starts_at__lt=end, ends_at__gt=begin)
    mine = found.filter(site=whose) if isinstance(whose, Site) else found.filter(seats__resource=whose).distinct()
    return _whole(mine).order_by("starts_at", "pk")


def waiting_list(viewer: object) -> QuerySet[Waiting]:
    """Everybody who waits, the longest first."""
    if not may(viewer, "booking.see"):
        return Waiting.objects.none()
    rows = Waiting.objects.filter(state=WaitingState.WAITING.value).select_related("course__patient__wishes", "site")
    return rows.order_by("since", "pk")


def open_offers(viewer: object) -> QuerySet[TimedOffer]:
    if not may(viewer, "booking.see"):
        return TimedOffer.objects.none()
    return TimedOffer.objects.filter(state=OfferState.OPEN.value).select_related("place__site")


def own_offers(patient: Patient, now: datetime) -> QuerySet[TimedOffer]:
    """What is offered to the patient and has not ended."""
    live = TimedOffer.objects.filter(state=OfferState.OPEN.value, expires_at__gt=now, waiting__course__patient=patient)
    return live.select_related("place__site", "waiting")


def own_questions(patient: Patient, now: datetime) -> QuerySet[AskedMove]:
    """Whether a visit of theirs may move: what is asked, has not ended, and is about the time that they still have."""
    live = AskedMove.objects.filter(state=AskState.OPEN.value, expires_at__gt=now, visit__patient=patient)
    return live.filter(was_at=F("visit__starts_at")).select_related("visit__site")
