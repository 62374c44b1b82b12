"""From the diary: how long people wait, how long rooms are held, and how long they are open."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.utils import timezone

from saphena.clinic.courses.models import Happening
from saphena.clinic.diary.models import Kind, Resource, Site
from saphena.clinic.diary.opening import timetables
from saphena.clinic.journey.booking.models import Seat, Visit
from saphena.clinic.journey.booking.states import State
from saphena.clinic.journey.reviewing.outcomes.units import Period, before_of_leg, sessions, there_is
from saphena.pathway.diary import MINUTES, Span

if TYPE_CHECKING:
    from datetime import date, datetime

__all__ = ["REQUEST", "booked_ahead", "days", "held", "requested", "rooms", "waits"]

REQUEST = "request"
"""From the request to the first treatment of the leg: the only wait that a patient counts."""
NOT_HELD = (State.CANCELLED.value, State.MISSED.value)


def booked_ahead(period: Period) -> QuerySet[Visit]:
    """The visits of the period that were booked before they began; what was entered afterwards has no wait."""
    ends = min(period.ends, period.now)
    held = Visit.objects.filter(starts_at__gte=period.begins, starts_at__lt=ends, booked_at__lt=F("starts_at"))
    return held.exclude(state=State.CANCELLED.value).order_by()


def requested(period: Period) -> QuerySet[Any]:
    """The first sessions of legs, each with the moment of its request, where that is known."""
    asked = Happening.objects.filter(course=OuterRef("course"), name="requested", seen=False).order_by("-pk")
    first = sessions(period).filter(~before_of_leg())
    known = first.filter(there_is(asked.filter(at__lt=OuterRef("opened_at"))))
    return known.annotate(asked=Subquery(asked.values("at")[:1]))


def waits(period: Period) -> dict[str, dict[str, int]]:
    """How many waited how many days: by kind of visit from its booking, and from the request to the treatment."""
    found: dict[str, Counter[str]] = {}
    for kind, booked, starts in booked_ahead(period).values_list("kind", "booked_at", "starts_at"):
        found.setdefault(kind, Counter())[str(days(booked, starts))] += 1
    for asked, treated in requested(period).values_list("asked", "opened_at"):
        found.setdefault(REQUEST, Counter())[str(days(asked, treated))] += 1
    return {kind: dict(counts) for kind, counts in found.items()}


def days(first: datetime, last: datetime) -> int:
    """By the clinic's calendar."""
    return (_day(last) - _day(first)).days


def _day(at: datetime) -> date:
    return timezone.localdate(at, timezone.get_default_timezone())


def rooms(period: Period) -> dict[str, dict[str, int]]:
    """For each room by its number: visits, minutes held, minutes open; up to now, as long as the month runs.

    A room without hours of its own is open whenever its site is. What is held beyond the opening hours counts as held.
    """
    ends = min(period.ends, period.now)
    if ends <= period.begins:
        return {}
    found: dict[str, dict[str, int]] = {}
    rows = _seats(period).filter(resource__kind=Kind.ROOM).order_by("visit")
    seen: set[tuple[int, int]] = set()
    for resource, visit, begins, until in rows.values_list("resource", "visit", "begins_at", "ends_at"):
        room = found.setdefault(str(resource), {"visits": 0, "held": 0, "open": 0})
        room["held"] += int((until - begins).total_seconds() // 60)
        room["visits"] += (resource, visit) not in seen
        seen.add((resource, visit))
    for number, minutes in _open_minutes(period.begins, ends).items():
        found.setdefault(str(number), {"visits": 0, "held": 0, "open": 0})["open"] += minutes
    return found


def _seats(period: Period) -> QuerySet[Seat]:
    ends = min(period.ends, period.now)
    seats = Seat.objects.filter(begins_at__gte=period.begins, begins_at__lt=ends)
    return seats.exclude(visit__state__in=NOT_HELD)


def held(period: Period, room: int) -> QuerySet[Visit]:
    """The visits for which this room was held in the period; none where the number is that of no room."""
    seats = _seats(period).filter(visit=OuterRef("pk"), resource=room, resource__kind=Kind.ROOM)
    return Visit.objects.filter(there_is(seats)).order_by()


def _open_minutes(begins: datetime, ends: datetime) -> dict[int, int]:
    found = {}
    for site in Site.objects.all():
        all_rooms = list(Resource.objects.filter(site=site, kind=Kind.ROOM, closed_at__isnull=True))
        first, last = begins.astimezone(site.zone_info).date(), ends.astimezone(site.zone_info).date()
        span = Span(first, (last - first).days + 1, site.zone_info)
        before = (1 << max(span.cell(ends), 0)) - 1
        for number, timetable in timetables(site, all_rooms, span).items():
            if number is not None:
                found[number] = (timetable.mask(span) & before).bit_count() * MINUTES
    return found
