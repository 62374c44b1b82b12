"""A visit with a scanner is a line of the machine's worklist: it appears, moves and goes with the visit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from saphena.clinic.imaging.orders import order_scan, withdraw_scan
from saphena.clinic.journey.booking.events import VisitMoved
from saphena.clinic.journey.booking.models import Visit
from saphena.clinic.record.actors import SAPHENA

if TYPE_CHECKING:
    from saphena.clinic.journey.booking.events import VisitBooked, VisitCancelled
    from saphena.clinic.record.actors import Actor

__all__ = ["put_on_worklist", "take_off_worklist"]

SCANNER, WHO_SCANS = "scanner", ("sonographer", "physician")


def put_on_worklist(event: VisitBooked | VisitMoved, *, by: Actor) -> None:
    """Follows when a visit is booked or moved. A visit that no scanner is held for, or no longer, has no line."""
    visit = Visit.objects.select_related("patient", "course", "site").get(pk=event.visit_id)
    seats = {seat.role: seat.resource for seat in visit.seats.select_related("resource")}
    if SCANNER not in seats:
        if isinstance(event, VisitMoved):
            withdraw_scan(actor=SAPHENA, about=visit.about)
        return
    performer = next((seats[role].name for role in WHO_SCANS if role in seats), "")
    order_scan(
        actor=SAPHENA,
        patient=visit.patient,
        about=visit.about,
        what=f"{visit.title('en')}, {visit.course.leg} leg".capitalize(),
        starts_at=visit.starts_at,
        zone=visit.site.zone,
        scanner=seats[SCANNER],
        performer=performer,
        side=visit.course.leg,
    )


def take_off_worklist(event: VisitCancelled, *, by: Actor) -> None:
    """Follows when a visit is cancelled. A missed one stays on the machine for its day: who comes late is scanned."""
    withdraw_scan(actor=SAPHENA, about=f"visit:{event.visit_id}")
