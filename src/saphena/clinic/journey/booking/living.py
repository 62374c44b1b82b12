"""The day of a visit: how far it is, who did not come, what is to be remembered. One function per verb."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from saphena.clinic.courses.actions import happened, spoken
from saphena.clinic.courses.writing import locked_standing
from saphena.clinic.journey.booking.events import VisitMissed, VisitMovedOn, VisitNoted
from saphena.clinic.journey.booking.models import Change, Visit
from saphena.clinic.journey.booking.states import MOVES, State, is_back
from saphena.clinic.journey.booking.wording import STATE_NAMES
from saphena.clinic.journey.booking.writing import call_off, changed, plan
from saphena.clinic.people.access import require
from saphena.clinic.record.announcing import announce
from saphena.clinic.record.typed import tidied
from saphena.pathway.refused import Refused

if TYPE_CHECKING:
    from datetime import datetime

    from saphena.clinic.people.models import User
    from saphena.clinic.record.actors import Actor

EVENTS = {State.ARRIVED: "arrived", State.LEFT: "left", State.HOME: "home"}
"""What a step of a procedure's day is in the protocol."""


def move_on(*, actor: Actor, visit: Visit, to: State, since: State | None = None, now: datetime | None = None) -> Visit:
    """The patient is a step further on their day, or a step was taken back. The course learns of it.

    `since` is the state that the page showed: refused when somebody was quicker. Asked twice, it happens once.
    """
    require(actor, "booking.move_on", visit.patient)
    now = now or timezone.now()
    with transaction.atomic():
        row = Visit.objects.select_for_update(of=("self",)).select_related("course__patient", "site").get(pk=visit.pk)
        before = State(row.state)
        if before is to:
            return row
        if since is not None and before is not since:
            raise Refused(_("Somebody was quicker: this visit has changed in the meantime. Please look at it again."))
        if to not in MOVES[before] or to is State.CANCELLED:
            names = {"before": STATE_NAMES[before], "after": STATE_NAMES[to]}
            raise Refused(_("From “%(before)s” a visit cannot become “%(after)s”.") % names)
        row.state, row.state_since, row.version = to.value, now, row.version + 1
        row.save(update_fields=["state", "state_since", "version"])
        changed(actor, row, Change.MISSED if to is State.MISSED else Change.STATE, before=before, after=to)
        if to is State.MISSED:
            _missed(actor, row)
        else:
            if before is State.MISSED:
                plan(actor, row)
            _tell_the_course(actor, row, before, to, now)
            told = {"event": row.event, "before": before.value, "after": to.value, "at": spoken(now)}
            announce(VisitMovedOn(row.patient_id, row.course_id, row.pk, **told), by=actor)
    return row


def _missed(actor: Actor, visit: Visit) -> None:
    """The course has the date no more; a new one is to be found."""
    told = {"what": visit.title("en"), "at": spoken(visit.starts_at)}
    call_off(actor, visit, "did not come")
    announce(VisitMissed(visit.patient_id, visit.course_id, visit.pk, **told), by=actor)


def _tell_the_course(actor: Actor, visit: Visit, before: State, to: State, now: datetime) -> None:
    """Arriving, leaving and being home on the day of a procedure are events of the protocol, told once."""
    name = EVENTS.get(to)
    if name is None or visit.event != "procedure" or is_back(before, to):
        return
    if name in visit.course.protocol.protocol.events and name not in locked_standing(visit.course).happened:
        happened(actor=actor, course=visit.course, name=name, at=now.replace(microsecond=0), now=now)


def note(*, actor: User, visit: Visit, text: str) -> Visit:
    """What whoever sees the visit on the day should know."""
    require(actor, "booking.move_on", visit.patient)
    with transaction.atomic():
        row = Visit.objects.select_for_update(of=("self",)).get(pk=visit.pk)
        said = tidied(text, 500)
        if row.note != said:
            row.note = said
            row.save(update_fields=["note"])
            changed(actor, row, Change.NOTED, reason=said[:300])
            announce(VisitNoted(row.patient_id, row.pk), by=actor)
    return row
