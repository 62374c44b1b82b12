"""Which period and which return visit a page of outcomes is about, and its figures: months added up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from django.db.models import OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from saphena.clinic.journey.reviewing.models import Rating
from saphena.clinic.journey.reviewing.outcomes import cohort, months, sampling, units
from saphena.clinic.journey.reviewing.outcomes.cohort import Counts
from saphena.clinic.journey.reviewing.outcomes.units import Period, first_month, month_of, there_is, whole_month
from saphena.clinic.people.access import require
from saphena.pathway.reviewing import Rate, times
from saphena.pathway.reviewing.scores import Spread

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["PERIODS", "Asked", "Figures", "asked", "figures", "part_of", "period_of"]

PERIODS = {"1": _("12 months"), "3": _("3 years"), "all": _("all years")}
NOTHING: dict[str, Any] = {}


@dataclass(frozen=True, slots=True)
class Asked:
    """What stands in the address, made good where it makes no sense."""

    period: str
    time: str
    by: str

    def query(self, **other: str) -> str:
        parts = {"period": self.period, "time": self.time, "by": self.by, **other}
        return "&".join(f"{name}={value}" for name, value in parts.items())


def asked(typed: Mapping[str, str]) -> Asked:
    period, which, by = typed.get("period", ""), typed.get("time", ""), typed.get("by", "")
    return Asked(
        period if period in PERIODS else "3",
        which if which in times() else "result",
        by if by in cohort.DIMENSIONS else "segment",
    )


def first_of(name: str, now: datetime) -> date:
    """The month with which a period begins: whole years before the running month, or where the record begins."""
    first, running = first_month(now), month_of(now)
    if name == "all":
        return first
    return max(first, date(running.year - int(name), running.month, 1))


def period_of(name: str, now: datetime | None = None) -> Period:
    """Whole months of the clinic's calendar, up to now."""
    at = now or timezone.now()
    return Period(whole_month(first_of(name, at), at).begins, whole_month(month_of(at), at).ends.astimezone(UTC), at)


def part_of(wanted: Asked, part: str, now: datetime) -> Period:
    """One of the parts in which figures over time are told: “2026-05”, “2026 Q2”, “2026”. Raises `LookupError`."""
    known = list(units.months(first_of(wanted.period, now), month_of(now)))
    chosen = [month for month in known if _named(month, len(known)) == part]
    if not chosen:
        raise LookupError(part)
    return Period(whole_month(chosen[0], now).begins, whole_month(chosen[-1], now).ends, now)


@dataclass(frozen=True, slots=True)
class Figures:
    """All that a page of outcomes shows, and as of when.

    `behind` months have changed and wait for the worker; `missing` ones were never counted, and are in no figure.
    """

    at: datetime
    first: date
    behind: int
    by_month: Mapping[date, Mapping[str, Any]]
    whole: Mapping[str, Any]
    rated: Rate
    missing: int = 0

    def share(self, name: str) -> Rate:
        found = self.whole["shares"].get(name, NOTHING)
        return Rate(found.get("hits", 0), found.get("of", 0))

    def spread(self, name: str) -> Spread:
        return Spread(self.whole["spreads"].get(name, NOTHING))

    def by(self, time: str, dimension: str) -> dict[str, Counts]:
        return {value: Counts(of) for value, of in self.whole["segments"][time][dimension].items()}

    def together(self, time: str) -> Counts:
        return _together(self.whole, time)

    def over_time(self, time: str) -> dict[str, Counts]:
        """By month in one year, by quarter in three, else by year: what can be read on a telephone."""
        parts: dict[str, list[Mapping[str, Any]]] = {}
        for month, numbers in self.by_month.items():
            parts.setdefault(_named(month, len(self.by_month)), []).append({"segments": numbers["segments"]})
        return {name: _together(months.added(each), time) for name, each in parts.items()}

    def count(self, *path: str) -> int:
        found: Any = self.whole
        for name in path:
            found = found.get(name, NOTHING)
        return found or 0


def _together(numbers: Mapping[str, Any], time: str) -> Counts:
    return Counts(months.added(numbers["segments"][time]["segment"].values()))


BY_MONTH, BY_QUARTER = 13, 37


def _named(month: date, of: int) -> str:
    if of <= BY_MONTH:
        return f"{month:%Y-%m}"
    return f"{month:%Y} Q{(month.month + 2) // 3}" if of <= BY_QUARTER else f"{month:%Y}"


def figures(viewer: object, wanted: Asked, now: datetime | None = None, *, whole: bool = False) -> Figures:
    """Months that lie ready, added up; one query when nothing has changed. Raises `PermissionDenied`.

    `whole` is for what is taken away: every month is counted first, however long that takes.
    """
    require(viewer, "reviewing.see_outcomes")
    at = now or timezone.now()
    first = first_of(wanted.period, at)
    found, behind = months.ready(first, at, whole=whole)
    missing = len(list(units.months(first, month_of(at)))) - len(found)
    year = first_of("1", at)
    sessions = sum(numbers["sessions"]["all"] for month, numbers in found.items() if month >= year)
    return Figures(
        at, first, behind - missing, found, months.added(found.values()), _rated(at, sessions), missing=missing
    )


def _rated(now: datetime, sessions: int) -> Rate:
    """Of the sample of the last twelve months, which had so many sessions, those that somebody has rated."""
    sample = sampling.sampled(period_of("1", now), sessions)
    rated = Rating.objects.filter(session=OuterRef("pk"))
    return Rate(sampling.among(sample).filter(there_is(rated)).count(), len(sample))
