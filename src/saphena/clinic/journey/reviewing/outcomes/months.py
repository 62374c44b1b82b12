"""Months: what is counted of each is kept as numbers that can be added up, and counted again when something changed.

The page adds up months that lie ready; it never counts a hundred thousand procedures. An act that changes a figure
leaves a row (`CountAgain`) in its own transaction. Whoever counts looks at these rows first, counts, and then takes
away just those: what is committed in between leaves its own row, and is counted the next time.

Young months change by themselves: visits fall due, windows close. They are counted again every day.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from time import perf_counter
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Count, F, QuerySet
from django.utils import timezone

from saphena.clinic.journey.booking.models import Visit, VisitChange
from saphena.clinic.journey.mapping.models import Examination
from saphena.clinic.journey.recovering.models import Answer, Matter
from saphena.clinic.journey.reviewing.models import CountAgain, MonthCounted, Review
from saphena.clinic.journey.reviewing.outcomes import cohort, harming, indicating, units, working
from saphena.clinic.journey.reviewing.outcomes.units import Period, before_of_leg, month_of, sessions, whole_month
from saphena.clinic.journey.treating.models import Session
from saphena.clinic.record.events import patient_of
from saphena.pathway.recovering import Level
from saphena.pathway.reviewing import times
from saphena.pathway.reviewing.indicators import limit

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from saphena.clinic.record.actors import Actor
    from saphena.clinic.record.events import Event

__all__ = ["added", "changes", "count_month", "count_one", "mark", "ready"]

Numbers = dict[str, Any]
PATIENCE, AT_FIRST = 0.15, 2.0
"""Seconds of counting while somebody waits, and where a month was never counted; the worker does the rest."""
MANY = 500
"""So many marks are taken at once: a database takes no list of any length."""


def mark(event: Event, *, by: Actor) -> None:
    """Something that is counted has changed for the patient of the event.

    What is of nobody, a message that came back, waits for the next day's count.
    """
    patient = patient_of(event)
    if patient is not None:
        CountAgain.objects.create(patient_id=patient)


def count_month(month: date, now: datetime) -> Numbers:
    """Everything of one month, as nested counts. About thirty statements."""
    period = whole_month(month, now)
    shares = {name: _share(rows(period)) for name, rows in indicating.SHARES.items()}
    return {
        "shares": shares,
        "segments": cohort.count(period),
        "spreads": {**_changes(period), **_answering(period)},
        "sessions": _sessions(period),
        "harms": harming.counted(period),
        "reported": harming.reported(period),
        "waits": working.waits(period),
        "rooms": working.rooms(period),
    }


def _share(rows: Any) -> dict[str, int]:
    found = {row["hit"]: row["number"] for row in rows.values("hit").annotate(number=Count("pk"))}
    return {"hits": found.get(True, 0), "of": sum(found.values())}


def _sessions(period: Period) -> dict[str, int]:
    """All of them, and the legs and patients among them, each once in its calendar year."""
    begins = date(units.month_of(period.begins).year, 1, 1)
    year = whole_month(begins, period.now).begins
    rows = sessions(period)
    first = [rows.filter(~before_of_leg(patient_alone=alone, since=year)).count() for alone in (False, True)]
    return {"all": rows.count(), "legs": first[0], "patients": first[1]}


def changes(period: Period) -> QuerySet[Review]:
    """The signed return visits, from the result on, of the sessions of the period."""
    return harming.reviews(period).exclude(time="early")


def _changes(period: Period) -> dict[str, dict[str, int]]:
    found: dict[str, Counter[str]] = {name: Counter() for name in ("vcss", "symptoms", "satisfied")}
    for vcss, symptoms, satisfied in changes(period).values_list("vcss_change", "symptoms_change", "satisfied"):
        for name, value in (("vcss", vcss), ("symptoms", symptoms), ("satisfied", satisfied)):
            if value is not None:
                found[name][str(float(value))] += 1
    return {name: dict(counts) for name, counts in found.items()}


def _answering(period: Period) -> dict[str, dict[str, int]]:
    """Minutes to the first answer, for an emergency and for the same day."""
    found: dict[str, Counter[str]] = {f"answer.{level.key}": Counter() for level in (Level.EMERGENCY, Level.TODAY)}
    rows = indicating.urgent(period).filter(answered_at__isnull=False)
    for level, raised, answered in rows.values_list("level", "raised_at", "answered_at"):
        minutes = 0 if answered is None else max(int((answered - raised).total_seconds() // 60), 0)
        found[f"answer.{Level(level).key}"][str(minutes)] += 1
    return {name: dict(counts) for name, counts in found.items()}


def added(parts: Iterable[Mapping[str, Any]]) -> Numbers:
    """Nested counts added up, branch by branch."""
    whole: Numbers = {}
    for part in parts:
        _add(whole, part)
    return whole


def _add(whole: Numbers, part: Mapping[str, Any]) -> None:
    for name, value in part.items():
        if isinstance(value, dict):
            _add(whole.setdefault(name, {}), value)
        else:
            whole[name] = whole.get(name, 0) + value


def ready(first: date, now: datetime, *, whole: bool = False) -> tuple[dict[date, Numbers], int]:
    """The numbers of every month from `first` to the running one, and how many are missing or have changed since.

    What was never counted is counted now, and the newest of those that have changed, as far as that is quick; with
    `whole` all of them.
    """
    while take_marks() and whole:
        pass
    rows = {row.month: row for row in MonthCounted.objects.filter(month__gte=first)}
    wanted = list(units.months(first, month_of(now)))
    again = [month for month in reversed(wanted) if month in rows and is_stale(rows[month], now)]
    counted, begun = {}, perf_counter()
    for month in (month for month in reversed(wanted) if month not in rows):
        counted[month] = count_and_keep(month, now)
        if perf_counter() - begun > AT_FIRST and not whole:
            break
    left = PATIENCE
    for month in again:
        left -= rows[month].took / 1000
        if left < 0 and not whole:
            break
        counted[month] = count_and_keep(month, now)
    kept = {month: row.numbers for month, row in rows.items()}
    found = {month: counted.get(month) or kept[month] for month in wanted if month in counted or month in kept}
    return found, len(wanted) - len(found) + len([month for month in again if month not in counted])


def is_stale(row: MonthCounted, now: datetime) -> bool:
    """Something has changed since it was counted, or it is a young month and its day has passed."""
    return row.changes != row.counted or (row.good_until is not None and row.good_until < _today(now))


def _today(now: datetime) -> date:
    return timezone.localdate(now, timezone.get_default_timezone())


def take_marks() -> bool:
    """Marks become changes of the months of their patients; whether there were any. What comes in meanwhile waits."""
    marks = dict(CountAgain.objects.values_list("pk", "patient")[:MANY])
    if not marks:
        return False
    with transaction.atomic():
        touched = months_of(set(marks.values()))
        MonthCounted.objects.filter(month__in=touched).update(changes=F("changes") + 1)
        CountAgain.objects.filter(pk__in=marks).delete()
    return True


def months_of(patients: set[int]) -> set[date]:
    """Every month in which something of theirs is counted, or was: a visit that was moved is missed where it stood."""
    moments = (
        Session.objects.filter(course__patient__in=patients).values_list("opened_at", flat=True),
        Visit.objects.filter(patient__in=patients).values_list("starts_at", flat=True),
        VisitChange.objects.filter(visit__patient__in=patients, was_at__isnull=False).values_list("was_at", flat=True),
        Matter.objects.filter(patient__in=patients).values_list("raised_at", flat=True),
        Answer.objects.filter(check_in__course__patient__in=patients).values_list("told_at", flat=True),
        Examination.objects.filter(patient__in=patients).values_list("examined_at", flat=True),
    )
    return {month_of(at) for rows in moments for at in rows.order_by() if at is not None}


def count_and_keep(month: date, now: datetime) -> Numbers:
    """Count it and keep it. The changes are read first: one that comes while it is counted leaves it stale."""
    row, _new = MonthCounted.objects.get_or_create(month=month, defaults={"counted_at": now, "changes": 1})
    begun = perf_counter()
    numbers = count_month(month, now)
    took = int((perf_counter() - begun) * 1000)
    settled = month + timedelta(days=max(each.last_day for each in times().values()) + limit("second_days"))
    MonthCounted.objects.filter(pk=row.pk).update(
        numbers=numbers,
        counted_at=now,
        counted=row.changes,
        took=took,
        good_until=None if settled < _today(now) else _today(now),
    )
    return numbers


def count_one(now: datetime | None = None) -> int:
    """For the worker: the newest month that was never counted or has changed. How many there were to do."""
    at = now or timezone.now()
    take_marks()
    rows = {row.month: row for row in MonthCounted.objects.defer("numbers")}
    for month in reversed(list(units.months(units.first_month(at), month_of(at)))):
        if month not in rows or is_stale(rows[month], at):
            count_and_keep(month, at)
            return 1
    return 0
