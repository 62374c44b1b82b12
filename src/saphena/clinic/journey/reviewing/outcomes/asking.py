"""Which period and which return visit a page of outcomes is about, and its figures: counted once in ten minutes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.core.cache import cache
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from saphena.clinic.journey.reviewing.models import Review
from saphena.clinic.journey.reviewing.outcomes import cohort, counting
from saphena.clinic.journey.reviewing.states import State
from saphena.clinic.people.access import require
from saphena.pathway.reviewing import Rate, times

if TYPE_CHECKING:
    from collections.abc import Mapping

    from saphena.clinic.journey.reviewing.outcomes.cohort import Cohort, Period

__all__ = ["PERIODS", "Asked", "Figures", "asked", "figures"]

PERIODS = {"1": _("the last 12 months"), "3": _("the last 3 years"), "all": _("all years")}
KEPT = 600
YEAR = timedelta(days=365)


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
        by if by in cohort.DIMENSIONS and by != "month" else "segment",
    )


def period_of(name: str) -> Period:
    """Whole days of the clinic, up to and with today."""
    now = timezone.now()
    midnight = datetime.combine(timezone.localdate(now) + timedelta(days=1), time(), timezone.get_current_timezone())
    begins = datetime(1900, 1, 1, tzinfo=UTC) if name == "all" else midnight - int(name) * YEAR
    return cohort.Period(begins, midnight, now)


@dataclass(frozen=True, slots=True)
class Figures:
    """All that a page of outcomes shows, and as of when."""

    at: datetime
    of: Cohort
    early: Rate
    counted: Mapping[str, Rate | counting.Ratio]
    harms: list[counting.Harm]
    work: counting.Work


def figures(viewer: object, wanted: Asked) -> Figures:
    """Counted anew when a return visit has been signed, and every ten minutes; said as of when. Any other time read.

    Raises `PermissionDenied`.
    """
    require(viewer, "reviewing.see_outcomes")
    period = period_of(wanted.period)
    signed = Review.objects.filter(state=State.SIGNED).count()
    key = f"outcomes:{wanted.period}:{wanted.time}:{period.ends:%Y%m%d%z}:{signed}"
    found: Figures | None = cache.get(key)
    if found is None:
        found = _counted(period, wanted.time)
        cache.set(key, found, KEPT)
    return found


def _counted(period: Period, which: str) -> Figures:
    at_time = cohort.count(period, which)
    early = at_time if which == "early" else cohort.count(period, "early")
    counted, harms, work = counting.counted(period), counting.harms(period), counting.work(period)
    return Figures(period.now, at_time, early.together.seen, counted, harms, work)
