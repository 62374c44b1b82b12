"""Complications by how each was found, and apart from them what patients reported from home."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING

from django.db.models import Count, F, OuterRef, Q, QuerySet

from saphena.clinic.journey.recovering.models import Answer
from saphena.clinic.journey.reviewing.models import ComplicationFound, FoundBy, Review
from saphena.clinic.journey.reviewing.outcomes.units import Period, sessions, there_is
from saphena.clinic.journey.reviewing.states import State
from saphena.clinic.journey.treating.models import Complication, Session
from saphena.pathway.recovering import Level, table
from saphena.pathway.reviewing.indicators import harms, limit
from saphena.pathway.treating.complications import complications

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "ROOM",
    "SKIN",
    "by_session",
    "counted",
    "ones_own",
    "reported",
    "reporting",
    "reviews",
    "urgent_rows",
    "with_harm",
]

ROOM = "room"
DAYS = timedelta(days=limit("harm_days"))
SKIN = ("pigmentation", "matting")


def counted(period: Period) -> dict[str, int]:
    """“dvt_proximal|scan”: in how many sessions of the period. A session counts once for each kind and way."""
    found = dict(Counter(key for keys in by_session(period).values() for key in keys))
    columns = {
        f"{skin}|{part}": Count("pk", filter=~Q(**{skin: ""}) if part == "of" else Q(**{skin: "marked"}))
        for skin in SKIN
        for part in ("of", "hits")
    }
    return found | reviews(period).aggregate(**columns)


def by_session(period: Period) -> dict[int, set[str]]:
    """For each session with a complication: its kinds, each with how it came to be known."""
    found: dict[int, set[str]] = {}
    for session, what, way in _known(period):
        found.setdefault(session, set()).update(f"{kind}|{way}" for kind in kinds_of(what))
    return found


def _known(period: Period) -> Iterator[tuple[int, str, str]]:
    """Session, what, and how it came to be known. A class of extension is a finding of the scan."""
    within = {"session__in": sessions(period)}
    for session, what in Complication.objects.filter(**within).order_by().values_list("session", "what"):
        yield session, what, ROOM
    later = ComplicationFound.objects.filter(**within, day__lte=F("session__day") + DAYS).order_by()
    yield from later.values_list("session", "what", "found_by")
    scans = reviews(period).filter(days__lte=limit("harm_days")).exclude(extension="")
    for session, extension in scans.values_list("session", "extension"):
        yield session, extension, FoundBy.SCAN.value


@cache
def kinds_of(what: str) -> tuple[str, ...]:
    """The kinds on the page that a complication, or a class of extension, belongs to; else it is one of its own."""
    found = tuple(name for name, harm in harms().items() if what in harm.of or what in harm.extension)
    return found or ((what,) if what in complications() else ())


def ones_own(name: str) -> tuple[str, ...]:
    """The names in the list of complications that a kind is made of."""
    return harms()[name].of if name in harms() else (name,)


def with_harm(period: Period, name: str, way: str) -> QuerySet[Session]:
    """The sessions with a complication of this kind that came to be known in this way, within the thirty days."""
    if way == ROOM:
        rows = Complication.objects.filter(session=OuterRef("pk"), what__in=ones_own(name))
        return sessions(period).filter(there_is(rows))
    later = ComplicationFound.objects.filter(session=OuterRef("pk"), what__in=ones_own(name), found_by=way)
    is_one = there_is(later.filter(day__lte=F("session__day") + DAYS))
    classes = harms()[name].extension if name in harms() else ()
    if classes and way == FoundBy.SCAN:
        seen = Review.objects.filter(session=OuterRef("pk"), state=State.SIGNED, extension__in=classes)
        is_one |= there_is(seen.filter(days__lte=limit("harm_days")))
    return sessions(period).filter(is_one)


def reviews(period: Period) -> QuerySet[Review]:
    """The signed return visits that look back on the sessions of the period."""
    return Review.objects.filter(
        state=State.SIGNED, session__opened_at__gte=period.begins, session__opened_at__lt=period.ends
    ).order_by()


def reported(period: Period) -> dict[str, int]:
    """How many answers from home, and how many named each row of the triage table that asks for somebody the same day.

    An answer is the patient's own word: nobody has looked into it, and it is added to nothing.
    """
    found = {"of": 0}
    for fired in _answers(period).values_list("fired", flat=True).iterator():
        found["of"] += 1
        for row in {str(each["row"]) for each in fired} & urgent_rows():
            found[row] = found.get(row, 0) + 1
    return found


@cache
def urgent_rows() -> frozenset[str]:
    """The rows of the triage table that a patient at home can report and that ask for somebody the same day."""
    return frozenset(row.name for row in table().rows.values() if row.level <= Level.TODAY and row.where == "home")


def _answers(period: Period) -> QuerySet[Answer]:
    return Answer.objects.filter(told_at__gte=period.begins, told_at__lt=period.ends).order_by()


def reporting(period: Period, row: str) -> QuerySet[Answer]:
    """The answers that named this row of the triage table."""
    named = [pk for pk, fired in _answers(period).values_list("pk", "fired") if row in {str(e["row"]) for e in fired}]
    return Answer.objects.filter(pk__in=named)
