"""What is done with a row of the inbox: one function per verb, each one transaction, each recorded."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from saphena.clinic.journey.recovering.events import MatterClosed, MatterMoved, MatterSeen, TriageApproved
from saphena.clinic.journey.recovering.models import Matter, Outcome, TriageApproval
from saphena.clinic.journey.recovering.moving import move
from saphena.clinic.journey.recovering.raising import note
from saphena.clinic.journey.recovering.states import Move
from saphena.clinic.people.access import may, require
from saphena.clinic.record.announcing import announce
from saphena.pathway.recovering import Level, follow_up, table
from saphena.pathway.refused import Refused

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from saphena.clinic.people.models import User


def see(*, actor: User, matter: Matter, now: datetime | None = None) -> None:
    """Somebody who may answer it has read everything that is in it; whoever only looks leaves it unread."""
    require(actor, "recovering.see_inbox", matter.patient)
    with transaction.atomic():
        if may(actor, "recovering.answer", matter.patient):
            Matter.objects.filter(pk=matter.pk).update(read_at=now or timezone.now())
            matter.refresh_from_db(fields=["read_at"])
        announce(MatterSeen(patient_id=matter.patient_id, matter_id=matter.pk), by=actor)


def take(*, actor: User, matter: Matter, over_from: int | None = None, now: datetime | None = None) -> None:
    """Look after it. From a colleague only knowingly: `over_from` says from whom."""
    require(actor, "recovering.answer", matter.patient)
    with transaction.atomic():
        if over_from is None:
            _move(actor, matter, Move.TAKE, now, taken_by=actor, snoozed_until=None)
        else:
            mine = Matter.objects.filter(taken_by=over_from)
            _move(actor, matter, Move.TAKE_OVER, now, among=mine, taken_by=actor)


def assign(*, actor: User, matter: Matter, to: User, now: datetime | None = None) -> None:
    """Somebody else looks after it from now on; it has to be somebody who may."""
    require(actor, "recovering.answer", matter.patient)
    if not may(to, "recovering.answer", matter.patient):
        raise Refused(_("%(name)s may not answer what is in the inbox.") % {"name": to}, "to")
    with transaction.atomic():
        _move(actor, matter, Move.ASSIGN, now, text=str(to), taken_by=to, snoozed_until=None)


def put_back(*, actor: User, matter: Matter, now: datetime | None = None) -> None:
    """Anybody may have it again."""
    require(actor, "recovering.answer", matter.patient)
    with transaction.atomic():
        _move(actor, matter, Move.PUT_BACK, now, taken_by=None)


def snooze(*, actor: User, matter: Matter, minutes: int, now: datetime | None = None) -> None:
    """Not now, but soon: no longer than its level allows, and an emergency not at all."""
    require(actor, "recovering.answer", matter.patient)
    now = now or timezone.now()
    most = follow_up().answering[Level(matter.level)].snooze
    if not most:
        raise Refused(_("An emergency cannot wait. Take it, or give it to somebody."), "minutes")
    if not timedelta() < timedelta(minutes=minutes) <= most:
        longest = int(most.total_seconds() // 60)
        raise Refused(_("This may wait for %(minutes)d minutes at most.") % {"minutes": longest}, "minutes")
    until = now + timedelta(minutes=minutes)
    with transaction.atomic():
        among = Matter.objects.filter(level=matter.level)  # it may have become an emergency in this moment
        _move(actor, matter, Move.SNOOZE, now, among=among, text=f"{minutes} min", snoozed_until=until)


def escalate(*, actor: User, matter: Matter, why: str, now: datetime | None = None) -> None:
    """One level more urgent, for a physician, and why."""
    require(actor, "recovering.answer", matter.patient)
    now = now or timezone.now()
    if not why.strip():
        raise Refused(_("Please say what the physician has to know."), "why")
    worse = Level(matter.level).up()
    due = min(matter.answer_by, now + follow_up().answering[worse].within)
    with transaction.atomic():
        columns = {"level": worse.value, "answer_by": due, "for_physician": True, "taken_by": None}
        among = Matter.objects.filter(level=matter.level)
        _move(actor, matter, Move.ESCALATE, now, among=among, text=why.strip(), snoozed_until=None, **columns)


def called(*, actor: User, matter: Matter, what: str, now: datetime | None = None) -> None:
    """The patient was called, and what was said is written down: that answers it."""
    require(actor, "recovering.answer", matter.patient)
    if not what.strip():
        raise Refused(_("Please write down what was said."), "what")
    with transaction.atomic():
        answered(actor=actor, matter=matter, text=what.strip(), now=now or timezone.now())


def answered(*, actor: User, matter: Matter, text: str, now: datetime) -> None:
    """Inside the transaction of the call or the letter: the first answer is the one that its time is measured by."""
    first = matter.answered_at or now
    _move(actor, matter, Move.ANSWER, now, text=text, taken_by=actor, answered_at=first, snoozed_until=None)


def close(
    *, actor: User, matter: Matter, outcome: str, text: str = "", seen: int | None = None, now: datetime | None = None
) -> None:
    """It is over, and how it ended. Refused while there is anything in it that nobody has read.

    `seen` is the last step that was on the page: when there are more by now, they are read first.
    """
    require(actor, "recovering.answer", matter.patient)
    now = now or timezone.now()
    if outcome not in Outcome.values:
        raise Refused(_("Please say how it ended."), "outcome")
    if matter.level <= Level.TODAY and not may(actor, "recovering.close_urgent", matter.patient):
        raise Refused(_("What was urgent is closed by a nurse or a physician."), "outcome")
    if matter.level <= Level.TODAY and not text.strip():
        raise Refused(_("It was urgent: please write down what was done."), "text")
    with transaction.atomic():
        locked = Matter.objects.select_for_update().get(pk=matter.pk)
        if not locked.is_read or (seen is not None and locked.steps.filter(pk__gt=seen).exists()):
            raise Refused(_("There is something in it that has not been read yet. Please read it first."), "outcome")
        read = Matter.objects.filter(level=matter.level, read_at__gte=F("news_at"))
        columns = {"outcome": outcome, "closed_at": now, "closed_by": actor, "snoozed_until": None}
        move(matter, Move.CLOSE, read, **columns)
        note(matter, Move.CLOSE, by=actor, text=text.strip(), at=now)
        announce(MatterClosed(patient_id=matter.patient_id, matter_id=matter.pk, outcome=outcome), by=actor)


def _move(
    actor: User,
    matter: Matter,
    by: Move,
    now: datetime | None,
    *,
    text: str = "",
    among: QuerySet[Matter] | None = None,
    **columns: object,
) -> None:
    move(matter, by, among, **columns)
    note(matter, by, by=actor, text=text, at=now or timezone.now())
    # What was said to a patient stays with the row; the record says that it was.
    told = text if by in (Move.ASSIGN, Move.SNOOZE) else ""
    announce(MatterMoved(patient_id=matter.patient_id, matter_id=matter.pk, what=by.value, text=told), by=actor)


def approve_triage(*, actor: User, fingerprint: str, now: datetime | None = None) -> TriageApproval:
    """A physician puts their name to the table as it is now. Refused when it is another than the one that was read."""
    require(actor, "recovering.approve")
    known = table()
    if fingerprint != known.fingerprint:
        raise Refused(_("The table has changed since you opened the page. Please read it again."))
    with transaction.atomic():
        approval, new = TriageApproval.objects.get_or_create(
            table=known.fingerprint,
            defaults={"version": known.version, "approved_by": actor, "approved_at": now or timezone.now()},
        )
        if new:
            announce(TriageApproved(version=known.version, table=known.fingerprint), by=actor)
    return approval
