"""A site's diary for a search: everybody's hours and what is taken, in six queries however long it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from saphena.clinic.diary.claiming import WIDTH, Held
from saphena.clinic.diary.models import Resource, TakenDay
from saphena.clinic.diary.opening import timetables
from saphena.pathway.booking.resources import Diary, Lane
from saphena.pathway.booking.resources import Resource as Able
from saphena.pathway.diary import USUAL, Span

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from saphena.clinic.diary.models import Site
    from saphena.pathway.booking.offers import Hold as Held_in_span

__all__ = ["diary_of", "held_of", "resources_of"]


def resources_of(site: Site) -> list[Resource]:
    """Who and what can be booked at the site: its own, and people of other sites who have hours here."""
    here = Q(site=site) | Q(hours__site=site)
    return list(Resource.objects.filter(here, closed_at__isnull=True).distinct().order_by("place", "pk"))


def diary_of(site: Site, first_day: date, days: int) -> Diary:
    """The diary of so many days, as `pathway.booking` searches it. Resources are called by their number."""
    span, resources = Span(first_day, days, site.zone_info), resources_of(site)
    tables = timetables(site, resources, span)
    taken = taken_of([each.pk for each in resources], span)
    lanes = [
        Lane(
            Able(str(each.pk), each.name, frozenset(each.roles), each.is_person),
            tables[each.pk].mask(span),
            taken.get(each.pk, 0),
        )
        for each in resources
    ]
    return Diary.of(span, tables[None].mask(span), lanes, dict(tables[None].closures))


def taken_of(resource_ids: Iterable[int], span: Span) -> dict[int, int]:
    """What is taken of each resource, as bits of the span.

    Days of UTC all have 36 bytes, so a resource's rows laid end to end are its mask, but for where it begins.
    """
    first, last = span.base // USUAL, (span.base + span.size - 1) // USUAL
    rows = TakenDay.objects.filter(resource_id__in=list(resource_ids), day__gte=first, day__lte=last)
    laid: dict[int, bytearray] = {}
    for number, day, cells in rows.exclude(cells=b"").values_list("resource_id", "day", "cells"):
        if number not in laid:
            laid[number] = bytearray(WIDTH * (last - first + 1))
        begin = WIDTH * (day - first)
        laid[number][begin : begin + len(cells)] = cells
    before = span.base - first * USUAL
    return {number: int.from_bytes(row, "little") >> before & span.whole for number, row in laid.items()}


def held_of(holds: Iterable[Held_in_span], span: Span) -> list[Held]:
    """What a search found, in numbers of cells and of resources."""
    return [Held(int(each.resource), span.base + each.begin, span.base + each.end) for each in holds]
