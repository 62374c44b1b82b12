"""What every booking writes: the visit, its claims and seats, a row of its history, the date in the course."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import connection, transaction

from saphena.clinic.courses.actions import planned, spoken, taken_back
from saphena.clinic.courses.writing import locked_standing
from saphena.clinic.diary.claiming import JustTaken, lock, take
from saphena.clinic.diary.events import Overbooked
from saphena.clinic.diary.models import Hold, Overbooking
from saphena.clinic.diary.reading import held_of, resources_of
from saphena.clinic.journey.booking.events import VisitBooked
from saphena.clinic.journey.booking.models import Change, Seat, Visit, VisitChange
from saphena.clinic.journey.booking.noticing import noticed_change
from saphena.clinic.journey.booking.refusing import CannotBe
from saphena.clinic.journey.booking.states import State
from saphena.clinic.people.models import Patient
from saphena.clinic.record.announcing import announce
from saphena.pathway.diary import USUAL, cell_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from saphena.clinic.diary.models import Site
    from saphena.clinic.journey.booking.finding import Known
    from saphena.clinic.record.actors import Actor
    from saphena.pathway.booking.offers import Placed
    from saphena.pathway.booking.searching import Search
    from saphena.pathway.booking.visits import VisitType

LONGEST_NAME = 200


_TURN = threading.Lock()


@contextmanager
def in_turn() -> Iterator[None]:
    """One transaction, which on SQLite waits for its turn before it asks the database.

    There all writes are one after the other; but who waits inside SQLite may be passed over until they are refused.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        with transaction.atomic():
            yield
        return
    with _TURN, transaction.atomic():
        yield


def behind_the_patients_lock(patient: Patient) -> None:
    """Two who book for one patient wait for each other: a patient is in one place at a time."""
    Patient.objects.select_for_update(no_key=True).get(pk=patient.pk)


def lock_days(site: Site, moments: Iterable[datetime]) -> None:
    """Nobody else takes or gives back anything at the site on these dates until the transaction ends."""
    days: set[int] = set()
    for at in moments:
        here = at.astimezone(site.zone_info)
        midnight = here.replace(hour=0, minute=0, second=0, microsecond=0)
        first, last = cell_number(midnight), cell_number(midnight + timedelta(days=1, hours=2))
        days |= {first // USUAL, last // USUAL}
    lock([each.pk for each in resources_of(site)], days)


def write(
    actor: Actor,
    known: Known,
    placed: Placed,
    looked: Search,
    *,
    note: str = "",
    reason: str = "",
    overbooked: bool = False,
) -> Visit:
    kind = looked.course.step(placed.step).visit
    visit = Visit.objects.create(
        course=known.course,
        patient_id=known.course.patient_id,
        kind=kind.id,
        step=placed.step,
        event=event_of(known, kind),
        site=known.site,
        starts_at=placed.starts,
        ends_at=placed.ends,
        phases=phases_of(kind),
        note=" ".join(note.split())[:500],
        overbooked=overbooked,
        booked_by=actor.actor_name[:LONGEST_NAME],
    )
    hold(visit, placed, looked, allowed_by=actor if overbooked else None, reason=reason)
    changed(actor, visit, Change.BOOKED, after=State.EXPECTED, now_at=visit.starts_at, reason=reason)
    plan(actor, visit)
    told = {"what": visit.title("en"), "at": spoken(visit.starts_at)}
    announce(VisitBooked(visit.patient_id, visit.course_id, visit.pk, **told), by=actor)
    return visit


def event_of(known: Known, kind: VisitType) -> str:
    """What the visit is in the patient's protocol; a further return visit gets the next number."""
    events = known.course.protocol.protocol.events
    if kind.event not in events:
        return ""
    name, number = kind.event, 1
    while name in known.standing and events[kind.event].many:
        number += 1
        name = f"{kind.event} {number}"
    return name


def phases_of(kind: VisitType) -> list[dict[str, object]]:
    return [{"name": each.name, "state": each.state, "at": each.at, "minutes": each.minutes} for each in kind.phases]


def hold(visit: Visit, placed: Placed, looked: Search, *, allowed_by: Actor | None = None, reason: str = "") -> None:
    """Take what the visit needs; what it held before and needs no more is given back after that."""
    overbooking = None
    if allowed_by is not None and allowed_by.actor_id is not None:
        row, _new = Hold.objects.get_or_create(about=visit.about)
        overbooking = Overbooking.objects.create(hold=row, reason=reason, allowed_by_id=allowed_by.actor_id)
        announce(Overbooked(about=visit.about, reason=reason), by=allowed_by)
    try:
        take(visit.about, held_of(placed.holds, looked.span), overbooking)
    except JustTaken:
        raise CannotBe(lambda: looked, placed.step, placed.starts) from None
    visit.seats.all().delete()
    Seat.objects.bulk_create(
        Seat(
            visit=visit,
            resource_id=int(each.resource),
            role=each.role,
            begins_at=looked.span.moment(each.begin),
            ends_at=looked.span.moment(each.end),
        )
        for each in placed.holds
    )


def changed(actor: Actor, visit: Visit, what: Change, **columns: object) -> VisitChange:
    """One more row of the visit's history."""
    seats = visit.seats.select_related("resource").order_by("begins_at", "pk")
    row = VisitChange.objects.create(
        visit=visit,
        what=what.value,
        who_takes=[[seat.role, seat.resource.name, seat.resource_id] for seat in seats],
        changed_by=actor.actor_name[:LONGEST_NAME],
        by_role=actor.actor_role[:60],
        account_id=actor.actor_id,
        **columns,
    )
    noticed_change(actor, visit, row)
    return row


def plan(actor: Actor, visit: Visit, reason: str = "") -> None:
    """The course has the date too: plan, messages, the patient's pages and calendar go by it."""
    if visit.event:
        planned(actor=actor, course=visit.course, name=visit.event, at=visit.starts_at, reason=reason)


def call_off(actor: Actor, visit: Visit, reason: str) -> None:
    """The course has the date no more, if it was this visit's."""
    known = locked_standing(visit.course)
    if visit.event and known.events.get(visit.event) == visit.starts_at and visit.event not in known.happened:
        taken_back(actor=actor, course=visit.course, name=visit.event, reason=reason)
