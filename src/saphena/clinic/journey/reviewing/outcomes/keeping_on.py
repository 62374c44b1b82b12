"""Was the bandage kept on for the nights that were planned? Read from what happened in each course."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import OuterRef, Q
from django.utils import timezone

from saphena.clinic.courses.models import Happening, ProtocolVersion
from saphena.clinic.journey.reviewing.outcomes.units import Period, injected, sessions, there_is, with_hit
from saphena.clinic.journey.treating.models import Session

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

NIGHTS = "bandage_nights"
ON, OFF = "bandaged", "unbandaged"


def bandages(period: Period) -> QuerySet[Session]:
    """The first sessions of courses in which both the bandage and its end are known."""
    earlier = Session.objects.filter(injected(), course=OuterRef("course"), opened_at__lt=OuterRef("opened_at"))
    rows = list(
        sessions(period).filter(~there_is(earlier)).values_list("pk", "course", "course__protocol", "course__numbers")
    )
    moments = _moments({course for _pk, course, _protocol, _numbers in rows})
    planned = _planned({protocol for _pk, _course, protocol, _numbers in rows})
    known: dict[int, bool] = {}
    for pk, course, protocol, numbers in rows:
        on, off = (moments.get((course, name)) for name in (ON, OFF))
        nights = numbers.get(NIGHTS, planned.get(protocol))
        if on and off and nights is not None:
            known[pk] = (timezone.localdate(off) - timezone.localdate(on)).days >= int(str(nights))
    kept = [pk for pk, whole in known.items() if whole]
    return with_hit(Session.objects.filter(pk__in=known).order_by(), Q(pk__in=kept))


def _moments(courses: set[int]) -> dict[tuple[int, str], datetime | None]:
    """The newest word on each; one without a moment takes it back, one that is planned has not happened."""
    rows = Happening.objects.filter(course__in=courses, name__in=(ON, OFF), seen=False).order_by("pk")
    return {
        (course, name): at if happened else None
        for course, name, at, happened in rows.values_list("course", "name", "at", "happened")
    }


def _planned(protocols: set[int]) -> dict[int, Any]:
    found = {}
    for version in ProtocolVersion.objects.filter(pk__in=protocols).select_related("approved_by"):
        parameter = version.protocol.parameters.get(NIGHTS)
        found[version.pk] = parameter.value if parameter else None
    return found
