"""May your visit move? A confirmed visit moves for the clinic's sake only with its patient's yes, kept as a record.

Who was asked, for just which time, by which way, and what they said when: rows of their own beside the visit's history.
The yes and the move are one transaction. A question holds nothing: if the time is gone when the yes comes, that is
said, and the visit stays where it was.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from saphena.clinic.courses.actions import spoken
from saphena.clinic.journey.booking.actions import current, moved, within_reach
from saphena.clinic.journey.booking.events import MoveAnswered, MoveAsked, MoveAskEnded
from saphena.clinic.journey.booking.models import AskedMove, Own, Visit, Way
from saphena.clinic.journey.booking.noticing import noticed
from saphena.clinic.journey.booking.promises import ASK, why_call
from saphena.clinic.journey.booking.states import AskState
from saphena.clinic.journey.booking.writing import behind_the_patients_lock, in_turn
from saphena.clinic.people.access import require
from saphena.clinic.people.models import Patient
from saphena.clinic.record.actors import SAPHENA
from saphena.clinic.record.announcing import announce
from saphena.pathway.clock import aware
from saphena.pathway.refused import Refused

if TYPE_CHECKING:
    from datetime import datetime

    from saphena.clinic.people.models import User
    from saphena.clinic.record.actors import Actor

__all__ = ["LASTS", "agree", "ask_to_move", "keep_time", "said_yes", "sweep_asks"]

LASTS = timedelta(hours=24)
"""So long a question waits for its answer."""
SOONEST = timedelta(hours=3)
"""Nobody is asked about a time that is nearer than this by their link, and no answer comes later."""


def ask_to_move(*, actor: User, visit: Visit, starts: datetime, now: datetime | None = None) -> AskedMove:
    """Ask the patient by their link. A question for another time that is still open ends with it; nothing is held.

    Refused for those whom no such message reaches, or who want none: they are called.
    """
    require(actor, "booking.move", visit.patient)
    if call := why_call(visit.patient, ASK):
        raise Refused(call)
    now, starts = now or timezone.now(), aware(starts)
    within_reach([starts], now)
    with in_turn():
        behind_the_patients_lock(visit.patient)
        row = current(visit, None)
        expires = min(now + LASTS, row.starts_at - SOONEST, starts - SOONEST)
        if expires <= now:
            raise Refused(_("This is too soon to ask by a message. Please call."), "starts")
        if open_one := AskedMove.objects.filter(visit=row, state=AskState.OPEN.value).first():
            if (open_one.was_at, open_one.starts_at) == (row.starts_at, starts) and open_one.expires_at > now:
                return open_one
            _end(open_one, AskState.WITHDRAWN, "another time was asked for", actor, now)
        return _asked(actor, row, starts, Way.LINK, expires, now)


def _asked(actor: Actor, visit: Visit, starts: datetime, way: Way, expires: datetime, now: datetime) -> AskedMove:
    asked = AskedMove.objects.create(
        visit=visit, was_at=visit.starts_at, starts_at=starts, asked_at=now, asked_by=actor.actor_name[:200],
        asked_way=way.value, expires_at=expires,
    )  # fmt: skip
    told = {"what": visit.title("en"), "before": spoken(visit.starts_at), "at": spoken(starts), "way": SAID[way]}
    announce(MoveAsked(visit.patient_id, visit.course_id, visit.pk, asked.pk, **told), by=actor)
    return asked


SAID = {Way.LINK: "by their link", Way.PHONE: "on the telephone", Way.HERE: "in person"}


def said_yes(*, actor: User, visit: Visit, starts: datetime, way: Way, now: datetime | None = None) -> Visit:
    """The patient was asked on the telephone or in person and said yes to just this time: written down, and moved."""
    require(actor, "booking.move", visit.patient)
    now, starts = now or timezone.now(), aware(starts)
    if way is Way.LINK:
        raise ValueError("a yes by link is the patient's own")
    with in_turn():
        behind_the_patients_lock(visit.patient)
        row = current(visit, None, unless=starts)
        if row.starts_at == starts:
            return row  # the same form, sent twice
        for open_one in AskedMove.objects.filter(visit=row, state=AskState.OPEN.value):
            _end(open_one, AskState.WITHDRAWN, f"asked {SAID[way]}", actor, now)
        return _agreed(actor, _asked(actor, row, starts, way, now + LASTS, now), way, now)


def agree(*, actor: Patient, asked: AskedMove, now: datetime | None = None) -> Visit:
    """The patient says yes by their link, and has the new time. Refused when it is gone or the question is over."""
    require(actor, "booking.change_own", asked.visit.patient)
    with in_turn():
        behind_the_patients_lock(asked.visit.patient)
        return _agreed(actor, asked, Way.LINK, now or timezone.now())


def _agreed(actor: Actor, asked: AskedMove, way: Way, now: datetime) -> Visit:
    row = current(asked.visit, None)
    _answered(actor, asked, AskState.AGREED, way, now, void=row.starts_at != asked.was_at)
    words = _("the patient said yes %(way)s") % {"way": way.label}
    return moved(actor=actor, visit=row, starts=asked.starts_at, reason=words, now=now)


def keep_time(*, actor: Patient | User, asked: AskedMove, way: Way = Way.LINK, now: datetime | None = None) -> None:
    """No: the visit stays where it is, and that was answered too."""
    require(actor, "booking.change_own" if isinstance(actor, Patient) else "booking.move", asked.visit.patient)
    with transaction.atomic():
        _answered(actor, asked, AskState.DECLINED, way, now or timezone.now())
        if isinstance(actor, Patient):
            visit = asked.visit
            noticed(visit.course, visit.step, visit.site, Own.STAYED, visit=visit, was_at=asked.was_at,
                    now_at=asked.starts_at)  # fmt: skip


def _answered(actor: Actor, asked: AskedMove, state: AskState, way: Way, now: datetime, *, void: bool = False) -> None:
    live = AskedMove.objects.filter(pk=asked.pk, state=AskState.OPEN.value, expires_at__gt=now)
    columns = {"answered_at": now, "answered_way": way.value, "written_by": actor.actor_name[:200]}
    if void or not live.update(state=state.value, **columns):
        raise Refused(_("This question is over. Your visit has the time that stands on this page."))
    visit, answer = asked.visit, "yes" if state is AskState.AGREED else "no"
    told = {"what": visit.title("en"), "at": spoken(asked.starts_at), "answer": answer, "way": SAID[way]}
    announce(MoveAnswered(visit.patient_id, visit.course_id, visit.pk, asked.pk, **told), by=actor)


def _end(asked: AskedMove, state: AskState, why: str, by: Actor, now: datetime) -> bool:
    still = AskedMove.objects.filter(pk=asked.pk, state=AskState.OPEN.value)
    if not still.update(state=state.value, answered_at=now):
        return False
    visit = asked.visit
    announce(MoveAskEnded(visit.patient_id, visit.course_id, visit.pk, asked.pk, spoken(asked.starts_at), why), by=by)
    return True


def sweep_asks(now: datetime | None = None) -> int:
    """Questions that nobody answered are over; so are those whose visit has another time by now. By `saphena work`."""
    now = now or timezone.now()
    ended = 0
    for asked in AskedMove.objects.filter(state=AskState.OPEN.value, expires_at__lte=now).select_related("visit"):
        with transaction.atomic():
            ended += _end(asked, AskState.LAPSED, "nobody answered", SAPHENA, now)
    return ended
