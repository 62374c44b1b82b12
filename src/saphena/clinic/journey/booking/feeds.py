"""A staff member's calendar address: made, found by its token, withdrawn; and what stands in it."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from saphena.clinic.diary.models import Resource
from saphena.clinic.journey.booking.calendar import Entry, entry_of
from saphena.clinic.journey.booking.events import FeedMade, FeedWithdrawn
from saphena.clinic.journey.booking.models import StaffFeed, Visit, VisitChange
from saphena.clinic.journey.booking.states import State
from saphena.clinic.people.access import may, require
from saphena.clinic.people.links import TOKEN_BYTES, hash_of
from saphena.clinic.record.announcing import announce

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from saphena.clinic.people.models import User

BACK, AHEAD = timedelta(days=30), timedelta(days=366)

__all__ = ["entries_for", "feed_of", "make_feed", "withdraw_feed"]


def make_feed(*, actor: User, now: datetime | None = None) -> str:
    """A new address for the calendar of whoever asks; the one before it ends. Gives the token, shown once."""
    require(actor, "booking.see")
    token, now = secrets.token_urlsafe(TOKEN_BYTES), now or timezone.now()
    with transaction.atomic():
        StaffFeed.objects.filter(user=actor, withdrawn_at__isnull=True).update(withdrawn_at=now)
        StaffFeed.objects.create(user=actor, token_hash=hash_of(token), made_at=now)
        announce(FeedMade(), by=actor)
    return token


def withdraw_feed(*, actor: User, now: datetime | None = None) -> None:
    """The address stops working at once."""
    require(actor, "booking.see")
    with transaction.atomic():
        live = StaffFeed.objects.filter(user=actor, withdrawn_at__isnull=True)
        if live.update(withdrawn_at=now or timezone.now()):
            announce(FeedWithdrawn(), by=actor)


def feed_of(token: str) -> User | None:
    """Whose calendar it is; nobody's when the address has ended, or they work here no more."""
    live = StaffFeed.objects.select_related("user").filter(token_hash=hash_of(token), withdrawn_at__isnull=True).first()
    return live.user if live and may(live.user, "booking.see") else None


def entries_for(user: User, now: datetime) -> Iterator[Entry]:
    """What somebody is in, from their first minute of a visit to their last; for those who are in none, all visits.

    What was called off, or given to somebody else, stays as a cancelled event: a calendar may still show it.
    """
    found = Visit.objects.filter(starts_at__gte=now - BACK, starts_at__lt=now + AHEAD).order_by("starts_at", "pk")
    visits = list(found.select_related("site").prefetch_related("seats__resource"))
    mine = Resource.objects.filter(user=user).first()
    if mine is None:
        yield from (entry_of(visit, _who(visit), _page(visit)) for visit in visits)
        return
    once = _once_in(mine, visits)
    for visit in visits:
        seats = [seat for seat in visit.seats.all() if seat.resource_id == mine.pk]
        if seats:
            zone = visit.site.zone_info
            begin = min(seat.begins_at for seat in seats).astimezone(zone)
            end = max(seat.ends_at for seat in seats).astimezone(zone)
            yield Entry(visit, begin, end, _who(visit), _page(visit), visit.state == State.CANCELLED)
        elif visit.pk in once:
            yield Entry(visit, visit.starts, visit.ends, "", "", gone=True)


def _once_in(mine: Resource, visits: list[Visit]) -> set[int]:
    """The visits that somebody was in at some time."""
    changes = VisitChange.objects.filter(visit__in=visits).values_list("visit_id", "who_takes")
    return {visit_id for visit_id, seats in changes if any(mine.pk in seat for seat in seats)}


def _who(visit: Visit) -> str:
    names = dict.fromkeys(seat.resource.name for seat in visit.seats.all())
    told = ", ".join(names)
    return f"{told} ({_('overbooked')})" if visit.overbooked else told


def _page(visit: Visit) -> str:
    return settings.SAPHENA_URL + reverse("booking:visit", args=[visit.pk])
