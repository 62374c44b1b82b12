"""From rows of hours, other hours and closures to masks of the cells in which somebody works."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Q

from saphena.clinic.diary.models import Closure, OtherHours, WorkingHours
from saphena.pathway.diary import USUAL, Hours, Opening, stretch

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from saphena.clinic.diary.models import Resource, Site
    from saphena.pathway.diary import Span

__all__ = ["Timetable", "timetables"]

WIDTH = USUAL // 8
Stretch = tuple[datetime, datetime]
Week = tuple[tuple[int, tuple[Hours, ...]], ...]
Dates = tuple[tuple[date, tuple[Hours, ...]], ...]


@dataclass(frozen=True, slots=True)
class Timetable:
    """The hours of a site, or of a resource at a site, on the days of one span. `closures` say why.

    `away` are times of less than a day, or not of whole days, as moments.
    """

    weekly: Week = ()
    exceptions: Dates = ()
    closures: tuple[tuple[date, str], ...] = ()
    away: tuple[Stretch, ...] = ()

    def opening(self) -> Opening:
        return Opening(dict(self.weekly), dict(self.exceptions), dict(self.closures))

    def mask(self, span: Span) -> int:
        """The cells in which it is open. The same timetable asked again costs nothing."""
        return _mask(self, span)


@lru_cache(maxsize=512)
def _mask(timetable: Timetable, span: Span) -> int:
    mask = timetable.opening().mask(span)
    return mask & ~_touched(timetable.away, span) if timetable.away else mask


def _touched(away: Iterable[Stretch], span: Span) -> int:
    """Every cell of these stretches. Gathered day by day: a year's mask is long, and a busy calendar has hundreds."""
    bits: defaultdict[int, int] = defaultdict(int)
    for begins, ends in away:
        cell, last = max(span.cell(begins), 0), min(span.first_cell_from(ends), span.size)
        while cell < last:
            part = cell // USUAL
            edge = min(last, (part + 1) * USUAL)
            bits[part] |= stretch(cell - part * USUAL, edge - part * USUAL)
            cell = edge
    laid = bytearray(WIDTH * (span.size // USUAL + 1))
    for part, cells in bits.items():
        laid[WIDTH * part : WIDTH * (part + 1)] = cells.to_bytes(WIDTH, "little")
    return int.from_bytes(laid, "little")


class Closed(NamedTuple):
    """A closure as a plain row: calendars that are brought in have hundreds of them."""

    resource_id: int | None
    first_day: date
    last_day: date
    begins_at: datetime | None
    ends_at: datetime | None
    reason: str


@dataclass
class _Rows:
    hours: list[WorkingHours] = field(default_factory=list)
    other: list[OtherHours] = field(default_factory=list)
    closures: list[Closed] = field(default_factory=list)


def timetables(site: Site, resources: Collection[Resource], span: Span) -> dict[int | None, Timetable]:
    """The site's own timetable (under None) and one for each resource, in three queries.

    A room or scanner without hours of its own works whenever the site is open; a person without hours does not.
    """
    until = span.first_day + timedelta(days=span.days)
    by_whom: defaultdict[int | None, _Rows] = defaultdict(_Rows)
    for hours in WorkingHours.objects.filter(site=site).exclude(valid_until__lt=span.first_day):
        by_whom[hours.resource_id].hours.append(hours)
    for other in OtherHours.objects.filter(site=site, day__gte=span.first_day, day__lt=until):
        by_whom[other.resource_id].other.append(other)
    whose = Q(site=site) | Q(resource__in=[each.pk for each in resources])
    closures = Closure.objects.filter(whose, lifted_at__isnull=True, last_day__gte=span.first_day, first_day__lt=until)
    for row in closures.order_by("first_day", "pk").values_list(*Closed._fields):
        by_whom[row[0]].closures.append(Closed(*row))
    found: dict[int | None, Timetable] = {None: _timetable(by_whom[None], span)}
    for resource in resources:
        rows = by_whom[resource.pk]
        if not rows.hours and not resource.is_person:
            rows = _Rows(by_whom[None].hours, rows.other or by_whom[None].other, rows.closures)
        found[resource.pk] = _timetable(rows, span)
    return found


def _timetable(rows: _Rows, span: Span) -> Timetable:
    always = [each for each in rows.hours if each.valid_from is None and each.valid_until is None]
    weekly = _by_weekday(always)
    exceptions = dict(_for_a_while(rows.hours, span)) if len(always) < len(rows.hours) else {}
    different: defaultdict[date, list[Hours]] = defaultdict(list)
    for other in rows.other:
        hours = different[other.day]
        if other.opens is not None and other.closes is not None:
            hours.append(Hours(other.opens, other.closes))
    exceptions |= {day: tuple(hours) for day, hours in different.items()}
    whole = [each for each in rows.closures if each.begins_at is None]
    away = tuple(sorted((each.begins_at, each.ends_at) for each in rows.closures if each.begins_at and each.ends_at))
    return Timetable(weekly, tuple(sorted(exceptions.items())), tuple(sorted(_closed(whole, span).items())), away)


def _by_weekday(hours: Sequence[WorkingHours]) -> Week:
    found: defaultdict[int, list[Hours]] = defaultdict(list)
    for each in hours:
        found[each.weekday].append(Hours(each.opens, each.closes))
    return tuple((weekday, tuple(found[weekday])) for weekday in sorted(found))


def _for_a_while(hours: Sequence[WorkingHours], span: Span) -> Iterable[tuple[date, tuple[Hours, ...]]]:
    """Hours that count from a date or until one are told date by date: on each, all that count then."""
    for day in (span.date_of(index) for index in range(span.days)):
        then = [each for each in hours if each.weekday == day.weekday() and each.counts_on(day)]
        yield day, tuple(Hours(each.opens, each.closes) for each in then)


def _closed(closures: Iterable[Closed], span: Span) -> dict[date, str]:
    found: dict[date, str] = {}
    for closure in closures:
        first, last = max(span.index(closure.first_day), 0), min(span.index(closure.last_day), span.days - 1)
        found |= {span.date_of(index): closure.reason for index in range(first, last + 1)}
    return found
