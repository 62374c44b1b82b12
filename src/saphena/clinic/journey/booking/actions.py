"""Booking, moving and cancelling: one function per verb, each one transaction, each recorded.

Whoever books first locks the days, then looks again, then takes: what a page showed a minute ago may be gone. The
claims decide, whatever was looked at.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from saphena.clinic.courses.actions import spoken
from saphena.clinic.courses.ending import refuse_after_discharge
from saphena.clinic.diary.claiming import give_back
from saphena.clinic.journey.booking.events import VisitCancelled, VisitMoved
from saphena.clinic.journey.booking.finding import Known, NothingToFind, horizon, search
from saphena.clinic.journey.booking.models import Change, Visit
from saphena.clinic.journey.booking.refusing import CannotBe
from saphena.clinic.journey.booking.squeezing import squeezed
from saphena.clinic.journey.booking.states import State
from saphena.clinic.journey.booking.wording import STATE_NAMES
from saphena.clinic.journey.booking.writing import (
    behind_the_patients_lock,
    call_off,
    changed,
    hold,
    in_turn,
    lock_days,
    plan,
    write,
)
from saphena.clinic.people.access import require
from saphena.clinic.record.announcing import announce
from saphena.clinic.record.typed import said_why, tidied
from saphena.pathway.clock import aware
from saphena.pathway.refused import Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import datetime

    from saphena.clinic.courses.models import Course
    from saphena.clinic.diary.models import Site
    from saphena.clinic.people.models import User
    from saphena.clinic.record.actors import Actor
    from saphena.pathway.booking.offers import Placed
    from saphena.pathway.booking.searching import Search
    from saphena.pathway.booking.wishes import Request

    Also = Callable[[Sequence[Visit]], object]

NO_REASON = "no reason given"
"""In the record, which is kept in English; pages say it in the reader's language."""


def book_visit(
    *,
    actor: Actor,
    course: Course,
    site: Site,
    step: str,
    starts: datetime,
    wishes: Request | None = None,
    note: str = "",
    now: datetime | None = None,
) -> Visit:
    """Hold one time for one visit, with people, room and scanner. Asked twice for the same, it is booked once.

    Raises `Unavailable`, which names the nearest times that can be had.
    """
    booked = book_course(
        actor=actor, course=course, site=site, starts={step: starts}, wishes=wishes, note=note, now=now
    )
    return booked[0]


def book_course(
    *,
    actor: Actor,
    course: Course,
    site: Site,
    starts: Mapping[str, datetime],
    wishes: Request | None = None,
    note: str = "",
    now: datetime | None = None,
    also: Also | None = None,
) -> list[Visit]:
    """Hold a whole course of visits, all of them or none. `starts` gives the moment of each step.

    `also` is done in the same transaction, with the visits that it holds: both happen or neither.
    """
    require(actor, "booking.book", course.patient)
    return booked(actor=actor, course=course, site=site, starts=starts, wishes=wishes, note=note, now=now, also=also)


def booked(
    *,
    actor: Actor,
    course: Course,
    site: Site,
    starts: Mapping[str, datetime],
    wishes: Request | None = None,
    note: str = "",
    now: datetime | None = None,
    also: Also | None = None,
    explain: bool = True,
) -> list[Visit]:
    """The same for an action that has asked for its own right: a patient accepts an offer.

    One that is part of a larger act explains by itself, once its transaction is over (`explain`).
    """
    now, wanted = now or timezone.now(), sorted((aware(at), step) for step, at in starts.items())
    within_reach((at for at, _step in wanted), now)
    try:
        with in_turn():
            behind_the_patients_lock(course.patient)
            lock_days(site, [at for at, _step in wanted])
            visits = [_book(actor, course, site, step, at, wishes, note, now) for at, step in wanted]
            if also:
                also(visits)
            return visits
    except CannotBe as no:
        if not explain:
            raise
        raise no.explained() from None


def within_reach(moments: Iterable[datetime], now: datetime) -> None:
    """Nothing is booked further ahead than is looked at, nor in another year by a slip of the hand."""
    reach = timedelta(days=horizon() + 1)
    if any(abs(at - now) > reach for at in moments):
        told = {"days": horizon()}
        raise Refused(_("Visits are booked up to %(days)d days ahead. Please look at the date again.") % told, "starts")


def _book(
    actor: Actor, course: Course, site: Site, step: str, at: datetime, wishes: Request | None, note: str, now: datetime
) -> Visit:
    refuse_after_discharge(actor, course, step)
    known = Known(course, site)
    for visit in known.visits:
        if (visit.course_id, visit.step, visit.starts_at) == (course.pk, step, at):
            return visit  # the same form, sent twice
    if any(known.counts(visit) and visit.step == step for visit in known.visits):
        raise Refused(_("This visit is booked already. Move it instead."), "starts")
    placed, searched = _placed(known, step, at, wishes, now)
    return write(actor, known, placed, searched, note=note)


def _placed(known: Known, step: str, at: datetime, wishes: Request | None, now: datetime) -> tuple[Placed, Search]:
    """Just this moment, as it can be had behind the locks. Raises `Unavailable`."""
    steps, day = known.one(step), at.astimezone(known.site.zone_info).date()
    try:
        looked = search(known, steps=steps, wishes=wishes, first_day=day, days=1, now=now)
        placed = looked.at(step, at)
        if placed is None:
            raise CannotBe(lambda: search(known, steps=steps, wishes=wishes, now=now), step, at)
    except NothingToFind:
        raise Refused(_("This visit has its date already."), "starts") from None
    return placed, looked


def move_visit(
    *,
    actor: Actor,
    visit: Visit,
    starts: datetime,
    reason: str = "",
    version: int | None = None,
    wishes: Request | None = None,
    now: datetime | None = None,
    also: Also | None = None,
) -> Visit:
    """Give the visit another time: the new one is taken before the old one is given up, and both or neither happens.

    `version` is that of the page: refused when the visit has changed since. Raises `Unavailable`.
    """
    require(actor, "booking.move", visit.patient)
    return moved(
        actor=actor, visit=visit, starts=starts, reason=reason, version=version, wishes=wishes, now=now, also=also
    )


def moved(
    *,
    actor: Actor,
    visit: Visit,
    starts: datetime,
    reason: str = "",
    version: int | None = None,
    wishes: Request | None = None,
    now: datetime | None = None,
    also: Also | None = None,
) -> Visit:
    """The same for an action that has asked for its own right."""
    now = now or timezone.now()
    within_reach([aware(starts)], now)
    try:
        with in_turn():
            row = _moved(actor, visit, aware(starts), reason, version, wishes, now)
            if also:
                also([row])
            return row
    except CannotBe as no:
        raise no.explained() from None


def _moved(
    actor: Actor,
    visit: Visit,
    starts: datetime,
    reason: str,
    version: int | None,
    wishes: Request | None,
    now: datetime,
) -> Visit:
    behind_the_patients_lock(visit.patient)
    row = current(visit, version, unless=starts)
    if row.starts_at == starts:
        return row  # the same form, sent twice
    before = row.starts_at
    lock_days(row.site, [before, starts])
    known = Known(row.course, row.site, moving=row)
    placed, looked = _placed(known, row.step, starts, wishes, now)
    row.starts_at, row.ends_at, row.version = placed.starts, placed.ends, row.version + 1
    row.overbooked = False
    row.save(update_fields=["starts_at", "ends_at", "version", "overbooked"])
    hold(row, placed, looked)
    changed(actor, row, Change.MOVED, was_at=before, now_at=row.starts_at, reason=tidied(reason))
    plan(actor, row, reason)
    told = {"what": row.title("en"), "before": spoken(before), "at": spoken(starts), "reason": tidied(reason)}
    announce(VisitMoved(row.patient_id, row.course_id, row.pk, **told), by=actor)
    return row


def current(visit: Visit, version: int | None, unless: datetime | None = None) -> Visit:
    """The visit as it stands now, locked. Refused when it is over, or was changed since the page was made."""
    rows = Visit.objects.select_for_update(of=("self",)).select_related("site", "course__protocol", "patient")
    row = rows.get(pk=visit.pk)
    if row.state != State.EXPECTED:
        state = STATE_NAMES[State(row.state)]
        raise Refused(_("This visit is not to come any more: it is %(state)s.") % {"state": state})
    if version is not None and row.version != version and row.starts_at != unless:
        raise Refused(_("Somebody was quicker: this visit has changed in the meantime. Please look at it again."))
    return row


def cancel_visit(
    *, actor: Actor, visit: Visit, reason: str, version: int | None = None, also: Also | None = None
) -> Visit:
    """Call the visit off. It stays readable, with who did it and why; what it held is free again."""
    require(actor, "booking.cancel", visit.patient)
    return cancelled(actor=actor, visit=visit, reason=reason, version=version, also=also)


def cancelled(
    *,
    actor: Actor,
    visit: Visit,
    reason: str,
    version: int | None = None,
    also: Also | None = None,
    must_say_why: bool = True,
) -> Visit:
    """The same for an action that has asked for its own right. Without a reason the record says that none was given."""
    said = said_why(reason) if must_say_why else tidied(reason)
    told_why = said or NO_REASON
    with in_turn():
        behind_the_patients_lock(visit.patient)
        row = current(visit, version)
        row.state, row.state_since, row.version = State.CANCELLED.value, timezone.now(), row.version + 1
        row.save(update_fields=["state", "state_since", "version"])
        changed(actor, row, Change.CANCELLED, before=State.EXPECTED, after=State.CANCELLED, was_at=row.starts_at,
                reason=said)  # fmt: skip
        lock_days(row.site, [row.starts_at])
        give_back(row.about)
        call_off(actor, row, told_why)
        told = {"what": row.title("en"), "at": spoken(row.starts_at), "reason": told_why}
        announce(VisitCancelled(row.patient_id, row.course_id, row.pk, **told), by=actor)
        if also:
            also([row])
    return row


def overbook(
    *,
    actor: User,
    course: Course,
    site: Site,
    step: str,
    starts: datetime,
    reason: str,
    beside: Mapping[str, int] | None = None,
    now: datetime | None = None,
) -> Visit:
    """Book a time that is taken, beside those who have it. `beside` says whom to ask too much of, by role.

    It needs the right and a reason, is drawn as such, and ignores hours and what is taken; gates it does not open.
    """
    require(actor, "booking.overbook", course.patient)
    if not tidied(reason):
        raise Refused(_("Please say why it must be then: colleagues read it on the day."), "reason")
    refuse_after_discharge(actor, course, step)
    now, starts = now or timezone.now(), aware(starts)
    within_reach([starts], now)
    with in_turn():
        behind_the_patients_lock(course.patient)
        lock_days(site, [starts])
        known = Known(course, site)
        if any(known.counts(visit) and visit.step == step for visit in known.visits):
            raise Refused(_("This visit is booked already. Move it instead."), "starts")
        if starts < now:
            raise Refused(_("This time is over."), "starts")
        day = starts.astimezone(site.zone_info).date()
        looked = search(known, steps=known.one(step), first_day=day, days=1, now=now)
        placed = squeezed(looked, step, starts, beside or {})
        return write(actor, known, placed, looked, reason=tidied(reason), overbooked=True)
