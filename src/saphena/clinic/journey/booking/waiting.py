"""The waiting list: a time that was given up is offered to those who wait, one after the other, for a while each.

The first who accepts has it: the database lets one accept, and the claims let one hold. Whoever says nothing until
their offer ends loses nothing but this offer.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from saphena.clinic.journey.booking.actions import booked, moved
from saphena.clinic.journey.booking.events import (
    OfferAccepted,
    OfferDeclined,
    OfferLapsed,
    OfferMade,
    PutOnWaitingList,
    TakenOffWaitingList,
)
from saphena.clinic.journey.booking.finding import Known, NothingToFind, search
from saphena.clinic.journey.booking.models import FreedPlace, Own, TimedOffer, Visit, Waiting
from saphena.clinic.journey.booking.noticing import noticed
from saphena.clinic.journey.booking.own import may_change
from saphena.clinic.journey.booking.states import OfferState, State, WaitingState
from saphena.clinic.journey.booking.wishes import Wishes, told_for
from saphena.clinic.people.access import require
from saphena.clinic.people.models import Patient
from saphena.clinic.record.actors import SAPHENA
from saphena.clinic.record.announcing import announce
from saphena.pathway.booking.library import shipped
from saphena.pathway.refused import Refused

if TYPE_CHECKING:
    from datetime import datetime

    from saphena.clinic.courses.models import Course
    from saphena.clinic.diary.models import Site
    from saphena.clinic.journey.booking.events import VisitCancelled, VisitMoved
    from saphena.clinic.people.models import User
    from saphena.clinic.record.actors import Actor

SOONEST = timedelta(hours=3)
"""A place that is freed later than this before its time is nobody's to reach any more."""


def put_on_list(*, actor: User, course: Course, site: Site, step: str, wishes: Wishes | None = None) -> Waiting:
    """Somebody waits for a time, or for an earlier one than they have. Asked twice they wait once."""
    require(actor, "booking.book", course.patient)
    if step not in {each.name for known in shipped().courses.values() for each in known.steps}:
        raise Refused(_("Choose which visit they wait for."), "step")
    with transaction.atomic():
        row, new = Waiting.objects.get_or_create(
            course=course,
            step=step,
            state=WaitingState.WAITING.value,
            defaults={
                "site": site,
                "wishes": (wishes or told_for(course)).kept(),
                "added_by": actor.actor_name[:200],
            },
        )
        if new:
            announce(PutOnWaitingList(course.patient_id, course.pk, step), by=actor)
    return row


def take_off_list(*, actor: User, waiting: Waiting) -> None:
    """They wait no more."""
    require(actor, "booking.book", waiting.course.patient)
    with transaction.atomic():
        still = Waiting.objects.filter(pk=waiting.pk, state=WaitingState.WAITING.value)
        if still.update(state=WaitingState.WITHDRAWN.value):
            announce(TakenOffWaitingList(waiting.course.patient_id, waiting.course_id, waiting.step), by=actor)


def offer_freed(event: VisitCancelled | VisitMoved, *, by: Actor) -> None:
    """Follows when a visit is called off or moved: its time is offered to whoever waits longest and can come then."""
    visit = Visit.objects.select_related("site").get(pk=event.visit_id)
    change = visit.changes.order_by("-pk").first()
    was = change.was_at if change else None
    if was is None or was < timezone.now() + SOONEST:
        return
    if not Waiting.objects.filter(site=visit.site, state=WaitingState.WAITING.value).exists():
        return
    offer_next(FreedPlace.objects.create(site=visit.site, starts_at=was))


def offer_next(place: FreedPlace, now: datetime | None = None) -> TimedOffer | None:
    """Offer the place to the next who waits and can come. With nobody left it is closed, and free for all."""
    now = now or timezone.now()
    expires = min(now + timedelta(minutes=settings.SAPHENA_OFFER_MINUTES), place.starts_at - SOONEST)
    with transaction.atomic():
        FreedPlace.objects.select_for_update().get(pk=place.pk)
        if place.offers.filter(state__in=(OfferState.OPEN, OfferState.ACCEPTED)).exists():
            return None
        waiting = _next(place, now) if expires > now else None
        if waiting is None:
            FreedPlace.objects.filter(pk=place.pk, closed_at__isnull=True).update(closed_at=now)
            return None
        offer = TimedOffer.objects.create(place=place, waiting=waiting, offered_at=now, expires_at=expires)
        announce(OfferMade(waiting.course.patient_id, waiting.course_id, offer.pk), by=SAPHENA)
    return offer


def _next(place: FreedPlace, now: datetime) -> Waiting | None:
    """Whoever waits longest of those whose gates are open on that day, whose times fit, and who have no other offer."""
    rows = Waiting.objects.filter(site=place.site, state=WaitingState.WAITING.value)
    rows = rows.exclude(offers__place=place).exclude(offers__state=OfferState.OPEN)
    for waiting in rows.select_related("course__patient", "course__protocol", "site"):
        if fits(waiting, place.starts_at, now):
            return waiting
    return None


def fits(waiting: Waiting, starts: datetime, now: datetime) -> bool:
    """Whether this time would be theirs to have, and sooner than what they have."""
    visit = _visit_of(waiting)
    if visit and (visit.starts_at <= starts or not may_change(visit, now)):
        return False
    known = Known(waiting.course, waiting.site, moving=visit)
    wishes = Wishes.of(waiting.wishes).request(waiting.course, now)
    day = starts.astimezone(waiting.site.zone_info).date()
    try:
        return (
            search(known, steps=known.one(waiting.step), wishes=wishes, first_day=day, days=1, now=now).at(
                waiting.step, starts
            )
            is not None
        )
    except NothingToFind:
        return False


def _visit_of(waiting: Waiting) -> Visit | None:
    """The visit that they have and would give up for an earlier time."""
    own = Visit.objects.filter(course=waiting.course, step=waiting.step, state=State.EXPECTED.value)
    return own.select_related("site", "course__protocol", "patient").first()


def accept(*, actor: Patient | User, offer: TimedOffer, now: datetime | None = None) -> Visit:
    """Have it. Refused when the offer has ended or somebody has the place by now; then nothing has changed."""
    waiting = offer.waiting
    require(actor, "booking.change_own" if isinstance(actor, Patient) else "booking.book", waiting.course.patient)
    now = now or timezone.now()
    with transaction.atomic():
        _answered(offer, OfferState.ACCEPTED, now)
        starts, visit = offer.place.starts_at, _visit_of(waiting)
        if visit:
            taken = moved(actor=actor, visit=visit, starts=starts, reason=_("an offer from the waiting list"), now=now)
        else:
            taken = booked(
                actor=actor, course=waiting.course, site=waiting.site, starts={waiting.step: starts}, now=now
            )[0]
        Waiting.objects.filter(pk=waiting.pk).update(state=WaitingState.BOOKED.value)
        FreedPlace.objects.filter(pk=offer.place_id).update(closed_at=now)
        announce(OfferAccepted(waiting.course.patient_id, waiting.course_id, offer.pk), by=actor)
    return taken


def decline(*, actor: Patient | User, offer: TimedOffer, now: datetime | None = None) -> None:
    """Not this one; they go on waiting, and the next is asked."""
    waiting = offer.waiting
    require(actor, "booking.change_own" if isinstance(actor, Patient) else "booking.book", waiting.course.patient)
    with transaction.atomic():
        _answered(offer, OfferState.DECLINED, now or timezone.now())
        announce(OfferDeclined(waiting.course.patient_id, waiting.course_id, offer.pk), by=actor)
        if isinstance(actor, Patient):
            noticed(waiting.course, waiting.step, waiting.site, Own.DECLINED, now_at=offer.place.starts_at)
        offer_next(offer.place, now)


def _answered(offer: TimedOffer, state: OfferState, now: datetime) -> None:
    live = TimedOffer.objects.filter(pk=offer.pk, state=OfferState.OPEN.value, expires_at__gt=now)
    if not live.update(state=state.value, answered_at=now):
        raise Refused(_("This offer has ended. You are still on the list."))


def sweep_offers(now: datetime | None = None) -> int:
    """What lapsed is offered to the next. Gives how many offers had lapsed; run by `saphena work`."""
    now = now or timezone.now()
    lapsed = 0
    due = TimedOffer.objects.filter(state=OfferState.OPEN.value, expires_at__lte=now)
    for offer in due.select_related("place__site", "waiting__course"):
        with transaction.atomic():
            still = TimedOffer.objects.filter(pk=offer.pk, state=OfferState.OPEN.value)
            if not still.update(state=OfferState.LAPSED.value, answered_at=now):
                continue
            announce(OfferLapsed(offer.waiting.course.patient_id, offer.waiting.course_id, offer.pk), by=SAPHENA)
            offer_next(offer.place, now)
            lapsed += 1
    return lapsed
