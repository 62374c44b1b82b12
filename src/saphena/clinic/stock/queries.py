"""What a viewer may see of stock."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db.models import Max, Min, Sum
from django.http import Http404
from django.utils import timezone

from saphena.clinic.people.access import may, require
from saphena.clinic.people.models import Patient
from saphena.clinic.people.queries import the_clinic
from saphena.clinic.record.folding import words
from saphena.clinic.stock.models import Draw, Lot

if TYPE_CHECKING:
    from datetime import date, datetime
    from zoneinfo import ZoneInfo

    from django.db.models import QuerySet

NOTHING = Decimal(0)


def clinic_zone() -> ZoneInfo:
    """The shelf stands in the clinic, whoever looks at it and wherever they live."""
    return the_clinic().zone_info


def clinic_today(now: datetime | None = None) -> date:
    return (now or timezone.now()).astimezone(clinic_zone()).date()


def lots_for(viewer: object, typed: str = "", *, over: bool = False, now: datetime | None = None) -> QuerySet[Lot]:
    """The lots that may be used or wait in quarantine, the first to end first; or those that are `over`."""
    if not may(viewer, "stock.see"):
        return Lot.objects.none()
    today = clinic_today(now)
    found = Lot.objects.filter(expires_on__lt=today) if over else Lot.objects.filter(expires_on__gte=today)
    for word in words(typed):
        found = found.filter(search__contains=word)
    return found.annotate(drawn_ml=Sum("draws__ml")).order_by("-expires_on" if over else "expires_on", "pk")


def lot_for(viewer: object, lot_id: int) -> Lot:
    """One lot. Raises `PermissionDenied`, or `Http404` when there is none of that number."""
    require(viewer, "stock.see")
    lot = Lot.objects.select_related("received_by", "quarantined_by").annotate(drawn_ml=Sum("draws__ml"))
    found = lot.filter(pk=lot_id).first()
    if found is None:
        raise Http404
    return found


def fit_lots(
    viewer: object, *, product: str = "", strength: Decimal | None = None, at: datetime | None = None
) -> QuerySet[Lot]:
    """The lots that may be drawn from at that time, the first to end first."""
    found = lots_for(viewer, now=at).filter(quarantined_at__isnull=True)
    if product:
        found = found.filter(product=product)
    return found if strength is None else found.filter(strength=strength)


def left_of(lot: Lot) -> Decimal:
    """What should be on the shelf, in mL; below nothing when more was drawn than came."""
    drawn = getattr(lot, "drawn_ml", NOTHING)
    return lot.received_ml - (drawn or NOTHING)


@dataclass(frozen=True, slots=True)
class LegOfLot:
    """One leg that got something of a lot: how much in all, and from when until when."""

    patient: Patient
    leg: str
    ml: Decimal
    first: datetime
    last: datetime


def legs_of(viewer: object, lot: Lot) -> list[LegOfLot]:
    """Every leg that got something of the lot and did not have all of it taken back. Two queries, however many."""
    if not may(viewer, "stock.see"):
        return []
    rows = list(
        Draw.objects.filter(lot=lot, patient__isnull=False)
        .order_by("patient__search", "leg")
        .values_list("patient", "leg")
        .annotate(total=Sum("ml"), first=Min("at"), last=Max("at"))
        .filter(total__gt=0)
    )
    patients = Patient.objects.in_bulk({row[0] for row in rows})
    return [LegOfLot(patients[row[0]], *row[1:]) for row in rows]
