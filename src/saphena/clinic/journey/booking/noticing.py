"""What patients change by themselves: kept for the staff until somebody has seen it, by name."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from saphena.clinic.journey.booking.events import OwnChangeSeen
from saphena.clinic.journey.booking.models import Change, Own, OwnChange
from saphena.clinic.people.access import may, require
from saphena.clinic.people.models import Patient
from saphena.clinic.record.announcing import announce

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from django.db.models import QuerySet

    from saphena.clinic.courses.models import Course
    from saphena.clinic.diary.models import Site
    from saphena.clinic.journey.booking.models import Visit, VisitChange
    from saphena.clinic.people.models import User
    from saphena.clinic.record.actors import Actor

__all__ = ["LATELY", "how_many_unseen", "noticed", "noticed_change", "own_changes", "see"]

LATELY = timedelta(days=7)
"""So long what was seen still stands below the list, with the name."""
AS = {Change.BOOKED: Own.BOOKED, Change.MOVED: Own.MOVED, Change.CANCELLED: Own.CANCELLED}


def noticed_change(actor: Actor, visit: Visit, row: VisitChange) -> None:
    """Written beside a visit's history, where the patient did it and not the staff."""
    if isinstance(actor, Patient) and (what := AS.get(Change(row.what))):
        noticed(
            visit.course, visit.step, visit.site, what, visit=visit, was_at=row.was_at, now_at=row.now_at,
            reason=row.reason,
        )  # fmt: skip


def noticed(
    course: Course,
    step: str,
    site: Site,
    what: Own,
    *,
    visit: Visit | None = None,
    was_at: datetime | None = None,
    now_at: datetime | None = None,
    reason: str = "",
) -> OwnChange:
    return OwnChange.objects.create(
        patient_id=course.patient_id, course=course, visit=visit, step=step, site=site, what=what.value, was_at=was_at,
        now_at=now_at, reason=reason,
    )  # fmt: skip


def own_changes(viewer: object, now: datetime) -> QuerySet[OwnChange]:
    """What nobody has seen yet, the oldest first, and after it what was seen lately. One query."""
    if not may(viewer, "booking.see"):
        return OwnChange.objects.none()
    recent = OwnChange.objects.filter(seen_at__isnull=True) | OwnChange.objects.filter(seen_at__gt=now - LATELY)
    return recent.select_related("patient", "visit", "site", "seen_by").order_by("pk")


def how_many_unseen(viewer: object) -> int:
    """For the desk and the board: one query that an index answers."""
    return OwnChange.objects.filter(seen_at__isnull=True).count() if may(viewer, "booking.see") else 0


def see(*, actor: User, changes: Iterable[int], now: datetime | None = None) -> int:
    """Somebody of the staff has seen these, by name. What another has seen already stays theirs."""
    require(actor, "booking.book")
    count, now = 0, now or timezone.now()
    with transaction.atomic():
        for row in OwnChange.objects.filter(pk__in=list(changes), seen_at__isnull=True).order_by("pk"):
            if OwnChange.objects.filter(pk=row.pk, seen_at__isnull=True).update(seen_at=now, seen_by=actor):
                announce(OwnChangeSeen(row.patient_id, row.pk, row.what), by=actor)
                count += 1
    return count
