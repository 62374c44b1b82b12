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
from saphena.clinic.stock.models import Answer, Draw, Lot, LotRecall, RecallCall

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime
    from zoneinfo import ZoneInfo

    from django.db.models import QuerySet

    from saphena.clinic.courses.models import Course

NOTHING = Decimal(0)
HUNDREDTH = Decimal("0.01")


def clinic_zone() -> ZoneInfo:
    """The shelf stands in the clinic, whoever looks at it and wherever they live."""
    return the_clinic().zone_info


def clinic_today(now: datetime | None = None) -> date:
    return (now or timezone.now()).astimezone(clinic_zone()).date()


def lots_for(viewer: object, typed: str = "", *, which: str = "", now: datetime | None = None) -> QuerySet[Lot]:
    """The lots that may be used or wait in quarantine, the first to end first; or those "over", or "recalled"."""
    if not may(viewer, "stock.see"):
        return Lot.objects.none()
    today = clinic_today(now)
    if which == "recalled":
        found = Lot.objects.filter(recalled_at__isnull=False)
    elif which == "over":
        found = Lot.objects.filter(expires_on__lt=today, recalled_at__isnull=True)
    else:
        found = Lot.objects.filter(expires_on__gte=today, recalled_at__isnull=True)
    for word in words(typed):
        found = found.filter(search__contains=word)
    return found.annotate(drawn_ml=Sum("draws__ml")).order_by("-expires_on" if which else "expires_on", "pk")


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
    return lot.received_ml - exact(getattr(lot, "drawn_ml", None))


def exact(total: Decimal | None) -> Decimal:
    """A sum of hundredths as it was written down: SQLite adds in binary, where 0.1 and 0.2 are not 0.3."""
    return (total or NOTHING).quantize(HUNDREDTH)


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
    )
    got = [(who, leg, ml, *days) for who, leg, total, *days in rows if (ml := exact(total)) > 0]
    patients = Patient.objects.in_bulk({row[0] for row in got})
    return [LegOfLot(patients[row[0]], *row[1:]) for row in got]


def _recalls() -> QuerySet[LotRecall]:
    """Recalls and how each ended, the newest first."""
    found = LotRecall.objects.filter(takes_back__isnull=True).select_related("lot", "by", "taken_back__by")
    return found.order_by("-pk")


def newest_recall(lot: Lot) -> LotRecall | None:
    """The last recall of the lot, which may have been taken back."""
    return _recalls().filter(lot=lot).first()


def recalls_of(viewer: object, lot: Lot) -> list[LotRecall]:
    """Every recall of a lot, those that were taken back too, the newest first."""
    return list(_recalls().filter(lot=lot)) if may(viewer, "stock.see") else []


def calls_about(viewer: object, lot: Lot) -> dict[int, list[RecallCall]]:
    """By patient: the calls about a recalled lot, the newest first."""
    found: dict[int, list[RecallCall]] = {}
    if may(viewer, "stock.see"):
        for call in RecallCall.objects.filter(lot=lot).select_related("by").order_by("-pk"):
            found.setdefault(call.patient_id, []).append(call)
    return found


@dataclass(frozen=True, slots=True)
class Told:
    """What a patient knows of a recall, or of its end. `call` is the newest about what holds now."""

    call: RecallCall | None
    is_to_be_called: bool
    """False for whoever never heard of a recall that was taken back."""

    @property
    def is_done(self) -> bool:
        return not self.is_to_be_called or (self.call is not None and self.call.answer != Answer.NOT_REACHED)


def told_so_far(recall: LotRecall, calls: Sequence[RecallCall]) -> Told:
    """What a patient has heard, by the calls to them, the newest first. An earlier recall is not this one."""
    newest = next(iter(calls), None)
    if recall.end is None:
        return Told(newest if newest and newest.at >= recall.at else None, is_to_be_called=True)
    of_it = [call for call in calls if recall.at <= call.at and call.answer != Answer.NOT_REACHED]
    return Told(newest if newest and newest.at >= recall.end.at else None, is_to_be_called=bool(of_it))


@dataclass(frozen=True, slots=True)
class Recalled:
    """A recall, or one that was taken back, of a lot that went into the leg of a course, and who was told."""

    recall: LotRecall
    ml: Decimal
    told: Told


def recalls_on_charts(viewer: object, courses: Sequence[Course]) -> dict[int, list[Recalled]]:
    """By course: what of recalled lots went into its leg, and what was taken back after the patient had heard of it.

    Three queries for a whole chart, one where nothing was.
    """
    if not may(viewer, "stock.see"):
        return {}
    got: dict[tuple[int, int, int], Decimal] = {}
    ours = [course.pk for course in courses]
    for row in Draw.objects.filter(course__in=ours, lot__in=LotRecall.objects.values("lot")):
        key = (row.course_id or 0, row.patient_id or 0, row.lot_id)
        got[key] = got.get(key, NOTHING) + row.ml
    if not got:
        return {}
    lots = {lot for _course, _patient, lot in got}
    newest = {recall.lot_id: recall for recall in reversed(_recalls().filter(lot__in=lots))}
    calls: dict[tuple[int, int], list[RecallCall]] = {}
    called = RecallCall.objects.filter(lot__in=lots, patient__in={patient for _course, patient, _lot in got})
    for call in called.select_related("by").order_by("-pk"):
        calls.setdefault((call.patient_id, call.lot_id), []).append(call)
    found: dict[int, list[Recalled]] = {}
    for (course, patient, lot), ml in got.items():
        told = told_so_far(newest[lot], calls.get((patient, lot), []))
        if ml > 0 and told.is_to_be_called:
            found.setdefault(course, []).append(Recalled(newest[lot], ml, told))
    return found
