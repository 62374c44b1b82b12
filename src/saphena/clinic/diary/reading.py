"""A site's diary for a search: everybody's hours and what is taken, in a handful of queries however long it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import connection
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


@dataclass(frozen=True)
class StoredDiary(Diary):
    """A diary whose lanes are read when they are first looked at: a search that ends early never reads the rest."""

    read: Callable[[int], dict[str, Lane]] = field(default=lambda _days: {}, compare=False)

    def until(self, days: int) -> Diary:
        if not isinstance(self.lanes, _Unread) or self.lanes.is_read:
            return super().until(days)
        span = self.span.cut(days)
        return Diary(span, self.opening & span.whole, self.read(span.days), self.closures)


class _Unread(Mapping[str, Lane]):
    """The lanes of the whole diary, read once, at the first look."""

    def __init__(self, read: Callable[[], dict[str, Lane]]) -> None:
        self._read, self._lanes = read, None

    _lanes: dict[str, Lane] | None

    @property
    def is_read(self) -> bool:
        return self._lanes is not None

    @property
    def lanes(self) -> dict[str, Lane]:
        if self._lanes is None:
            self._lanes = self._read()
        return self._lanes

    def __getitem__(self, name: str) -> Lane:
        return self.lanes[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.lanes)

    def __len__(self) -> int:
        return len(self.lanes)


def diary_of(site: Site, first_day: date, days: int) -> Diary:
    """The diary of so many days, as `pathway.booking` searches it. Resources are called by their number.

    Hours are read now, in four queries; what is taken in one more, when it is looked at and for as many days as that.
    """
    span, resources = Span(first_day, days, site.zone_info), resources_of(site)
    tables = timetables(site, resources, span)

    def read(of: int) -> dict[str, Lane]:
        near = span.cut(of)
        taken = taken_of([each.pk for each in resources], near)
        return {
            str(each.pk): Lane(
                Able(str(each.pk), each.name, frozenset(each.roles), each.is_person),
                tables[each.pk].mask(span) & near.whole,
                taken.get(each.pk, 0),
            )
            for each in resources
        }

    closures = dict(tables[None].closures)
    return StoredDiary(span, tables[None].mask(span), _Unread(lambda: read(span.days)), closures, read)


def taken_of(resource_ids: Iterable[int], span: Span) -> dict[int, int]:
    """What is taken of each resource, as bits of the span.

    Days of UTC all have 36 bytes, so a resource's rows laid end to end are its mask, but for where it begins.
    """
    first, last = span.base // USUAL, (span.base + span.size - 1) // USUAL
    before = span.base - first * USUAL
    found = {}
    for number, days, cells in _rows(list(resource_ids), first, last):
        laid = bytearray(WIDTH * (last - first + 1))
        for place, day in enumerate(days):
            laid[WIDTH * (day - first) : WIDTH * (day - first + 1)] = cells[WIDTH * place : WIDTH * (place + 1)]
        found[number] = int.from_bytes(laid, "little") >> before & span.whole
    return found


ONE_ROW_EACH = """
    SELECT resource_id, array_agg(day ORDER BY day), string_agg(cells, ''::bytea ORDER BY day)
    FROM diary_takenday WHERE resource_id = ANY(%s) AND day BETWEEN %s AND %s AND length(cells) > 0
    GROUP BY resource_id
"""


def _rows(resource_ids: list[int], first: int, last: int) -> Iterator[tuple[int, Sequence[int], bytes]]:
    """For each resource its days and their cells, end to end.

    PostgreSQL lays them together itself: thousands of small rows through a socket are most of what a search takes.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(ONE_ROW_EACH, [resource_ids, first, last])
            yield from ((number, days, bytes(cells)) for number, days, cells in cursor.fetchall())
        return
    rows = TakenDay.objects.filter(resource_id__in=resource_ids, day__gte=first, day__lte=last).exclude(cells=b"")
    by_whom: dict[int, tuple[list[int], list[bytes]]] = {}
    for number, day, cells in rows.values_list("resource_id", "day", "cells"):
        days, laid = by_whom.setdefault(number, ([], []))
        days.append(day)
        laid.append(bytes(cells))
    yield from ((number, days, b"".join(laid)) for number, (days, laid) in by_whom.items())


def held_of(holds: Iterable[Held_in_span], span: Span) -> list[Held]:
    """What a search found, in numbers of cells and of resources."""
    return [Held(int(each.resource), span.base + each.begin, span.base + each.end) for each in holds]
