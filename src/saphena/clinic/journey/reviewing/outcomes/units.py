"""What figures are counted in: sessions, first sessions of a leg, veins; each with a yes or a no.

Nothing here counts. A figure is the number of units and of those with a yes, the cases behind it are the same rows:
so a figure and its cases cannot differ.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Any, TypeVar

from django.db.models import BooleanField, Case, CharField, Model, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Cast
from django.db.models.lookups import IsNull
from django.utils import timezone

from saphena.clinic.journey.booking.models import Visit
from saphena.clinic.journey.mapping.models import Examination, Measurement
from saphena.clinic.journey.mapping.states import State as MapState
from saphena.clinic.journey.treating.models import Injection, Session

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models.expressions import Combinable

__all__ = [
    "Period", "before_of_leg", "first_month", "injected", "measured", "month_of", "months", "names", "sessions",
    "signed_maps", "there_is", "veins", "with_hit",
]  # fmt: skip

Unit = TypeVar("Unit", bound=Model)


@dataclass(frozen=True, slots=True)
class Period:
    """From a moment up to another, and what time it is now."""

    begins: datetime
    ends: datetime
    now: datetime


def month_of(at: datetime) -> date:
    """The first day of its month, by the clinic's calendar."""
    return timezone.localdate(at, timezone.get_default_timezone()).replace(day=1)


def after(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def months(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first = after(first)


def whole_month(month: date, now: datetime) -> Period:
    """From its first midnight to that of the next, by the clinic's clock."""
    zone = timezone.get_default_timezone()
    begins, ends = (datetime.combine(day, time(), zone).astimezone(UTC) for day in (month, after(month)))
    return Period(begins, ends, now)


def first_month(now: datetime) -> date:
    """The month in which the clinic's own record begins: its first map, visit or session."""
    firsts = (
        Session.objects.order_by("opened_at").values_list("opened_at", flat=True).first(),
        Examination.objects.order_by("pk").values_list("examined_at", flat=True).first(),
        Visit.objects.order_by("pk").values_list("starts_at", flat=True).first(),
    )
    return min(month_of(at) for at in (*firsts, now) if at is not None)


def with_hit(rows: QuerySet[Unit], yes: Any) -> QuerySet[Unit]:
    """The units, each with `hit`: whether it is one of those that the figure counts."""
    found = Case(When(yes, then=Value(True)), default=Value(False), output_field=BooleanField())
    told: QuerySet[Unit] = rows.annotate(hit=found)
    return told


def there_is(rows: QuerySet[Any]) -> Q:
    """Is there such a row for the one outside? Asked as its first one, and not as EXISTS.

    PostgreSQL turns EXISTS into a join, for which it reads all the injections or maps that there are, whatever month.
    """
    return Q(IsNull(Subquery(rows.order_by().values("pk")[:1]), False))


def injected() -> Q:
    """Something was injected in it, and not taken back."""
    return there_is(Injection.objects.filter(session=OuterRef("pk"), void__isnull=True))


def sessions(period: Period) -> QuerySet[Session]:
    """The sessions of the period in which something was injected."""
    return Session.objects.filter(injected(), opened_at__gte=period.begins, opened_at__lt=period.ends).order_by()


def before_of_leg(*, patient_alone: bool = False, since: datetime | None = None) -> Q:
    """An earlier session of the same leg in which something was injected; of either leg with `patient_alone`."""
    rows = Session.objects.filter(
        injected(), course__patient=OuterRef("course__patient"), opened_at__lt=OuterRef("opened_at")
    )
    if not patient_alone:
        rows = rows.filter(side=OuterRef("side"))
    return there_is(rows if since is None else rows.filter(opened_at__gte=since))


def veins(period: Period) -> QuerySet[Injection]:
    """Every vein of every session once, by the last injection into it that was not taken back."""
    later = Injection.objects.filter(
        session=OuterRef("session"), segment=OuterRef("segment"), pk__gt=OuterRef("pk"), void__isnull=True
    )
    given = Injection.objects.filter(session__opened_at__gte=period.begins, session__opened_at__lt=period.ends)
    return given.filter(~there_is(later), void__isnull=True).order_by()


def signed_maps(patient: str, leg: str, until: str) -> QuerySet[Examination]:
    """The signed examinations of a leg before a moment, as a subquery: each of the three names a column outside."""
    covers = Q(legs=OuterRef(leg)) | Q(legs="both")
    return Examination.objects.filter(
        covers, patient=OuterRef(patient), state=MapState.SIGNED.value, examined_at__lte=OuterRef(until)
    )


def measured(quantity: str) -> Q:
    """The vein of an injection was measured so in a signed map before it."""
    rows = Measurement.objects.filter(
        examination__patient=OuterRef("session__course__patient"), examination__state=MapState.SIGNED.value,
        examination__examined_at__lte=OuterRef("at"), leg=OuterRef("side"), segment=OuterRef("segment"),
        quantity=quantity,
    )  # fmt: skip
    return there_is(rows.exclude(value=""))


def names(rows: QuerySet[Unit], column: str, *words: str) -> QuerySet[Unit]:
    """Those whose list of words, kept as JSON, has one that begins so. Both databases write a list with quotes."""
    text: Combinable = Cast(column, CharField(max_length=2000))
    anywhere = Q()
    for word in words:
        anywhere |= Q(said__contains=f'"{word}')
    found: QuerySet[Unit] = rows.annotate(said=text).filter(anywhere)
    return found
