"""A search for appointments, read: days, statuses, whose, how many, and from where on."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from django.db.models import Q

from saphena.clinic.exchange.fhir.ids import row_id, row_of
from saphena.clinic.exchange.fhir.outcomes import Unanswered
from saphena.clinic.exchange.fhir.visits import STATUS, STATUSES, states_of
from saphena.pathway.clock import settle

if TYPE_CHECKING:
    from collections.abc import Iterator
    from zoneinfo import ZoneInfo

    from django.http import QueryDict

    from saphena.clinic.journey.booking.models import Visit

__all__ = ["KNOWN", "Search", "place_of", "search"]

KNOWN = ("date", "status", "patient", "_count", "page")
USUAL, MOST = 50, 100
MOST_VALUES = 100
"""Of one parameter: a database answers no condition of a thousand parts."""
OTHERS = frozenset({"proposed", "pending", "entered-in-error", "checked-in", "waitlist"})
"""Statuses of R4's that no visit of ours ever has."""
WHEN = re.compile(
    r"(?P<prefix>eq|ne|gt|lt|ge|le|sa|eb)?(?P<year>\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d)"
    r"(?:T(?P<clock>\d\d:\d\d(?P<seconds>:\d\d(?:\.\d+)?)?)(?P<zone>Z|[+-]\d\d:\d\d)?)?)?)?",
    re.ASCII,
)
WHOSE = re.compile(r"(?:(?P<base>https?://\S+?)/)?(?:Patient/)?(?P<id>[0-9a-f-]{36})", re.ASCII)
PAGE = re.compile(r"(?P<at>\d{8}T\d{12})-(?P<id>[0-9a-f-]{36})", re.ASCII)
PLACE = "%Y%m%dT%H%M%S%f"
VISIT, PATIENT = "booking.visit", "people.patient"


@dataclass(frozen=True, slots=True)
class Search:
    """`where` is what was asked for, `after` the place from which on, `asked` the parameters as they were read."""

    where: Q
    after: Q
    count: int
    asked: tuple[tuple[str, str], ...]


def search(given: QueryDict, zone: ZoneInfo, base: str) -> Search:
    """Raises `Unanswered` for a value that cannot be read: a filter that is left out would show too much."""
    where = Q()
    for name in ("date", "status", "patient"):
        if sum(value.count(",") + 1 for value in given.getlist(name)) > MOST_VALUES:
            raise Unanswered(f"At most {MOST_VALUES} values can be asked for at once.", about=name, code="value")
    for value in given.getlist("date"):
        where &= _any(_when(each, zone) for each in value.split(","))
    for value in given.getlist("status"):
        where &= Q(state__in=[state for each in value.split(",") for state in _states(each)])
    for value in given.getlist("patient"):
        where &= Q(patient__in=[_whose(each, base) for each in value.split(",")])
    asked = [(name, value) for name in ("date", "status", "patient") for value in given.getlist(name)]
    count, page = _count(given.get("_count", "")), given.get("page", "")
    return Search(where, _after(page) if page else Q(), count, (*asked, ("_count", str(count))))


def _any(choices: Iterator[Q]) -> Q:
    return reduce(or_, choices)


def _when(value: str, zone: ZoneInfo) -> Q:
    """A day, month, year or moment is the stretch of time that it names; without an offset on the clinic's clock."""
    found = WHEN.fullmatch(value.strip().replace(" ", "+"))
    try:
        if found is None:
            raise ValueError
        low, high = _stretch(found, zone)
    except (ValueError, OverflowError):
        raise Unanswered("This is no date: write ge2027-03-15, or 2027-03.", about="date", code="value") from None
    return {
        "eq": Q(starts_at__gte=low, starts_at__lt=high),
        "ne": ~Q(starts_at__gte=low, starts_at__lt=high),
        "ge": Q(starts_at__gte=low),
        "gt": Q(starts_at__gte=high),
        "sa": Q(starts_at__gte=high),
        "le": Q(starts_at__lt=high),
        "lt": Q(starts_at__lt=low),
        "eb": Q(starts_at__lt=low),
    }[found["prefix"] or "eq"]


def _stretch(found: re.Match[str], zone: ZoneInfo) -> tuple[datetime, datetime]:
    year, month, day = int(found["year"]), int(found["month"] or 1), int(found["day"] or 1)
    first = date(year, month, day)
    if found["clock"]:
        clock = time.fromisoformat(found["clock"]).replace(microsecond=0)
        offset = found["zone"]
        wall = f"{first.isoformat()}T{clock.isoformat()}{offset}"
        low = datetime.fromisoformat(wall) if offset else settle(first, clock, zone)
        low = low.astimezone(UTC)
        return low, low + (timedelta(seconds=1) if found["seconds"] else timedelta(minutes=1))
    if found["day"]:
        after = first + timedelta(days=1)
    elif found["month"]:
        after = (first + timedelta(days=31)).replace(day=1)
    else:
        after = date(year + 1, 1, 1)
    return settle(first, time(), zone).astimezone(UTC), settle(after, time(), zone).astimezone(UTC)


def _states(token: str) -> list[str]:
    system, bar, code = token.strip().rpartition("|")
    if code not in {*STATUS.values(), *OTHERS}:
        raise Unanswered("This is no status of an appointment.", about="status", code="value")
    return states_of(code) if not bar or system in ("", STATUSES) else []


def _whose(reference: str, base: str) -> int | None:
    """Nobody's, where nobody is called so: then nothing is found."""
    found = WHOSE.fullmatch(reference.strip())
    if found is None:
        raise Unanswered("A patient is named like Patient/0f692722-….", about="patient", code="value")
    return row_of(PATIENT, found["id"]) if found["base"] in (None, base) else None


def _count(typed: str) -> int:
    """At most a hundred on a page; nought asks only how many there are."""
    if not typed:
        return USUAL
    if not (typed.isascii() and typed.isdecimal() and len(typed) < 10):
        raise Unanswered("A whole number belongs here.", about="_count", code="value")
    return min(int(typed), MOST)


def place_of(visit: Visit) -> str:
    """Where a visit stands in the order: it stays good when others come or go before it."""
    return f"{visit.starts_at.astimezone(UTC).strftime(PLACE)}-{row_id(VISIT, visit.pk)}"


def _after(place: str) -> Q:
    found = PAGE.fullmatch(place)
    number = row_of(VISIT, found["id"]) if found else None
    try:
        if found is None or number is None:
            raise ValueError
        at = datetime.strptime(found["at"], PLACE).replace(tzinfo=UTC)
    except ValueError:
        raise Unanswered("This is no page of ours.", about="page", code="value") from None
    return Q(starts_at__gt=at) | Q(starts_at=at, pk__gt=number)
