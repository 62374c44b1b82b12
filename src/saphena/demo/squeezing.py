"""One visit that was squeezed in between the others, by somebody with the right to it and with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from saphena.clinic.courses.actions import open_course
from saphena.clinic.courses.models import Leg
from saphena.clinic.journey.booking.actions import overbook
from saphena.clinic.journey.booking.models import Visit

if TYPE_CHECKING:
    from saphena.clinic.people.models import Patient
    from saphena.demo.visits import Day

REASON = "calf sore since yesterday, seen between two others"


def squeeze_in(day: Day, patient: Patient) -> None:
    """Beside the visit that is in the middle of the day, so that the board has one to show."""
    others = list(Visit.objects.filter(site=day.site, starts_at__date=day.today).order_by("starts_at"))
    if not others:
        return
    starts = others[len(others) // 2].starts_at
    course = open_course(actor=day.staff, patient=patient, protocol=day.protocol, leg=Leg.LEFT, facts={})
    visit = overbook(
        actor=day.staff, course=course, site=day.site, step="map", starts=starts, reason=REASON,
        now=min(starts, day.now),
    )  # fmt: skip
    day.live(visit)
