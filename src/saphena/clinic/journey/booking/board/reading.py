"""What the board shows, read in a fixed number of queries however many visits the day, or the clinic, has."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import Count, Max

from saphena.clinic.diary.models import Overbooking, Resource, Site
from saphena.clinic.diary.opening import timetables
from saphena.clinic.diary.reading import resources_of
from saphena.clinic.journey.booking.models import Seat, Visit
from saphena.clinic.journey.booking.states import State
from saphena.clinic.people.access import may
from saphena.pathway.clock import settle
from saphena.pathway.diary import Span

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from django.db.models import QuerySet

__all__ = ["Board", "SeatRow", "VisitRow", "read", "sites_for", "version_of", "visit_for"]


class SeatRow(NamedTuple):
    """Who or what takes one seat of a visit, and when. Plain rows: a thousand of them are read for one page."""

    visit: int
    resource_id: int
    begins_at: datetime
    ends_at: datetime


class VisitRow(NamedTuple):
    """A visit with what the board says of it, and nothing else."""

    pk: int
    patient: int
    kind: str
    starts_at: datetime
    ends_at: datetime
    phases: list[dict[str, Any]]
    state: str
    state_since: datetime
    overbooked: bool
    note: str
    given_names: str
    family_name: str
    leg: str

    @property
    def formal_name(self) -> str:
        return f"{self.family_name}, {self.given_names}"

    @property
    def about(self) -> str:
        return f"visit:{self.pk}"


COLUMNS = (
    "pk", "patient_id", "kind", "starts_at", "ends_at", "phases", "state", "state_since", "overbooked", "note",
    "patient__given_names", "patient__family_name", "course__leg",
)  # fmt: skip


@dataclass(frozen=True)
class Board:
    """One site's days: visits with their seats, who and what there is, when each works, why something is overbooked."""

    site: Site
    first: date
    days: int
    visits: Sequence[VisitRow]
    seats: dict[int, list[SeatRow]]
    resources: Sequence[Resource]
    span: Span
    opening: int
    works: dict[int, int]
    closures: dict[date, str]
    reasons: dict[str, str]


def sites_for(viewer: object) -> list[Site]:
    if not may(viewer, "booking.see"):
        return []
    return list(Site.objects.filter(closed_at__isnull=True))


def _those(site: Site, first: date, days: int) -> QuerySet[Visit]:
    """The visits that begin on these dates of the site's; those called off are not drawn."""
    begin = settle(first, time(), site.zone_info)
    end = settle(first + timedelta(days=days), time(), site.zone_info)
    return Visit.objects.filter(site=site, starts_at__gte=begin, starts_at__lt=end)


def version_of(site: Site, first: date, days: int, now: datetime) -> str:
    """What a page has seen: another one as soon as anything on it has changed, or the clock has gone on a minute."""
    found = _those(site, first, days).aggregate(many=Count("pk", distinct=True), newest=Max("changes__pk"))
    return f"{found['many']}.{found['newest'] or 0}.{int(now.timestamp() // 60)}"


def read(site: Site, first: date, days: int = 1) -> Board:
    """Everything of the board. Eight queries."""
    drawn = _those(site, first, days).exclude(state=State.CANCELLED.value).order_by("starts_at", "pk")
    visits = [VisitRow(*row) for row in drawn.values_list(*COLUMNS)]
    seats: dict[int, list[SeatRow]] = defaultdict(list)
    found = Seat.objects.filter(visit__in=[visit.pk for visit in visits]).order_by("begins_at", "pk")
    for row in found.values_list("visit_id", "resource_id", "begins_at", "ends_at"):
        seats[row[0]].append(SeatRow(*row))
    span, resources = Span(first, days, site.zone_info), resources_of(site)
    tables = timetables(site, resources, span)
    about = [visit.about for visit in visits if visit.overbooked]
    reasons = Overbooking.objects.filter(hold__about__in=about).order_by("pk").values_list("hold__about", "reason")
    opening = tables[None].mask(span)
    return Board(
        site,
        first,
        days,
        visits,
        seats,
        resources,
        span,
        opening,
        {each.pk: opening & tables[each.pk].mask(span) for each in resources},
        dict(tables[None].closures),
        dict(reasons) if about else {},
    )


def visit_for(viewer: object, visit_id: int) -> Visit | None:
    """One visit, for a step on its day."""
    if not may(viewer, "booking.see"):
        return None
    return Visit.objects.filter(pk=visit_id).select_related("patient", "site").first()
