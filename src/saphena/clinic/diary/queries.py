"""What a viewer may see of the diary."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Prefetch, Q
from django.http import Http404

from saphena.clinic.diary.models import Closure, OtherHours, Resource, Site, WorkingHours
from saphena.clinic.people.access import may, require

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet


def sites_for(viewer: object, today: date) -> QuerySet[Site]:
    """Every site with its resources, hours, and closures of whole days to come. Five queries, however many."""
    if not may(viewer, "diary.manage"):
        return Site.objects.none()
    standing = Closure.objects.filter(lifted_at__isnull=True, last_day__gte=today, begins_at__isnull=True)
    resources = Resource.objects.select_related("user").prefetch_related(
        "hours", Prefetch("closures", standing, to_attr="to_come")
    )
    own = WorkingHours.objects.filter(resource__isnull=True)
    return Site.objects.prefetch_related(
        Prefetch("resources", resources),
        Prefetch("hours", own, to_attr="own_hours"),
        Prefetch("closures", standing, to_attr="to_come"),
    )


def site_of(viewer: object, site_id: int) -> Site:
    require(viewer, "diary.manage")
    site = Site.objects.filter(pk=site_id).first()
    if site is None:
        raise Http404
    return site


def resource_of(viewer: object, resource_id: int) -> Resource:
    require(viewer, "diary.manage")
    resource = Resource.objects.select_related("site", "user").filter(pk=resource_id).first()
    if resource is None:
        raise Http404
    return resource


def closures_of(whose: Site | Resource, today: date) -> QuerySet[Closure]:
    mine = Q(site=whose) if isinstance(whose, Site) else Q(resource=whose)
    rows = Closure.objects.filter(mine, lifted_at__isnull=True, last_day__gte=today)
    return rows.select_related("site", "resource__site").order_by("first_day", "begins_at", "pk")


def other_hours_of(site: Site, resource: Resource | None, today: date) -> QuerySet[OtherHours]:
    return OtherHours.objects.filter(site=site, resource=resource, day__gte=today)


def week_of(site: Site, resource: Resource | None) -> QuerySet[WorkingHours]:
    """The weekly hours that always count."""
    return WorkingHours.objects.filter(site=site, resource=resource, valid_from__isnull=True, valid_until__isnull=True)
