"""The messages that visits promise: which are booked, moved or called off, a reminder of each, an offer.

The day of the procedure has messages of its own in `courses.promises`: the plan hangs on it.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from saphena.clinic.journey.booking.models import AskedMove, TimedOffer, Visit, Way
from saphena.clinic.journey.booking.own import last_moment
from saphena.clinic.journey.booking.states import State
from saphena.clinic.messages.actions import cancel, promise
from saphena.clinic.messages.channels import can_be_reached, has_stopped
from saphena.clinic.messages.kinds import EARLIER, MOVES, REMINDERS, Kind, fresh_link
from saphena.clinic.record.actors import SAPHENA, Actor

if TYPE_CHECKING:
    from datetime import datetime

    from saphena.clinic.journey.booking.events import (
        MoveAnswered,
        MoveAsked,
        MoveAskEnded,
        OfferMade,
        VisitBooked,
        VisitCancelled,
        VisitMoved,
    )
    from saphena.clinic.people.models import Patient

VISITS = Kind("booking.visits", label=_("their visits have changed"), facts=fresh_link)
REMINDER = Kind(
    "booking.reminder", label=_("reminder of a visit before notice runs out"), facts=fresh_link, topic=REMINDERS
)
OFFER = Kind("booking.offer", label=_("an earlier time is offered"), facts=fresh_link, topic=EARLIER)
ASK = Kind("booking.ask", label=_("may a visit move?"), facts=fresh_link, topic=MOVES)
TOGETHER = timedelta(minutes=2)
"""What is booked in one act is told in one message: it waits for the full minute, and one more."""


def why_call(patient: Patient, kind: Kind) -> str:
    """Why no message of this kind will reach them, for whoever telephones instead; empty when one does."""
    if not can_be_reached(patient):
        return gettext("They cannot be reached by a message. Please call.")
    if has_stopped(patient, kind.name):
        return gettext("They want no messages of this kind. Please call.")
    return ""


def tell_visits(event: VisitBooked | VisitMoved | VisitCancelled, *, by: Actor) -> None:
    """Follows when a visit is booked, moved or called off."""
    visit = Visit.objects.select_related("patient", "course__protocol", "site").get(pk=event.visit_id)
    cancel(actor=SAPHENA, about=visit.about, reason="the visit has changed")
    if visit.event == "procedure" or not can_be_reached(visit.patient):
        return
    now = timezone.now()
    if visit.starts_at > now:
        about = f"visits:{visit.course_id}"
        promise(actor=SAPHENA, patient=visit.patient, kind=VISITS.name, about=about, due_at=soon(now))
    if visit.state == State.EXPECTED:
        _remind(visit, now)


def soon(now: datetime) -> datetime:
    return now.replace(second=0, microsecond=0) + TOGETHER


def _remind(visit: Visit, now: datetime) -> None:
    deadline = last_moment(visit)
    due = deadline - timedelta(hours=settings.SAPHENA_REMINDER_HOURS)
    if due > now:
        promise(
            actor=SAPHENA, patient=visit.patient, kind=REMINDER.name, about=visit.about, due_at=due, not_after=deadline
        )


def tell_offer(event: OfferMade, *, by: Actor) -> None:
    """Follows when a freed time is offered to somebody who waits. Who gets none is called: the list says so."""
    offer = TimedOffer.objects.select_related("waiting__course__patient").get(pk=event.offer_id)
    patient = offer.waiting.course.patient
    if can_be_reached(patient):
        promise(
            actor=SAPHENA,
            patient=patient,
            kind=OFFER.name,
            about=f"offer:{offer.pk}",
            due_at=offer.offered_at,
            not_after=offer.expires_at,
        )


def tell_asked(event: MoveAsked, *, by: Actor) -> None:
    """Follows when a patient is asked by their link whether their visit may move."""
    asked = AskedMove.objects.select_related("visit__patient").get(pk=event.asked_id)
    if asked.asked_way == Way.LINK:
        promise(
            actor=SAPHENA,
            patient=asked.visit.patient,
            kind=ASK.name,
            about=about_asking(asked.pk),
            due_at=asked.asked_at,
            not_after=asked.expires_at,
        )


def untell_asked(event: MoveAnswered | MoveAskEnded, *, by: Actor) -> None:
    """Follows when the question is over: what was not sent yet is not sent any more."""
    cancel(actor=SAPHENA, about=about_asking(event.asked_id), reason="the question is over")


def about_asking(asked_id: int) -> str:
    return f"asked:{asked_id}"
