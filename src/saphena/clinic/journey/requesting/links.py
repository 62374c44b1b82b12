"""The link of somebody who asked: long to read by, and with the birth date to act by.

The token is made when its message is written, and only its hash is kept.
"""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from saphena.clinic.journey.requesting.asking import Asker
from saphena.clinic.journey.requesting.events import RequestBirthDateWrong, RequestProved
from saphena.clinic.journey.requesting.models import RequestLink
from saphena.clinic.people import trying
from saphena.clinic.people.links import TOKEN_BYTES, Proof, hash_of
from saphena.clinic.record.actors import NOBODY_KNOWN
from saphena.clinic.record.announcing import announce

if TYPE_CHECKING:
    from datetime import date, datetime

    from saphena.clinic.journey.requesting.models import AppointmentRequest


def make_link(asked: AppointmentRequest, now: datetime | None = None) -> str:
    """A new link for the request, as the whole address that goes into a message."""
    now = now or timezone.now()
    token = secrets.token_urlsafe(TOKEN_BYTES)
    lasts = timedelta(days=settings.SAPHENA_LINK_DAYS)
    RequestLink.objects.create(request=asked, token_hash=hash_of(token), created_at=now, expires_at=now + lasts)
    return settings.SAPHENA_URL + reverse("requesting:own", args=[token])


def find_link(token: str, now: datetime) -> RequestLink | None:
    """The link of that token, while it lives."""
    link = RequestLink.objects.select_related("request").filter(token_hash=hash_of(token)).first()
    return link if link and link.is_live(now) else None


def prove(*, asked: AppointmentRequest, birth_date: date, address: str, now: datetime | None = None) -> Proof:
    """Whether this is whoever asked. After too many tries the birth date is not looked at; each is recorded."""
    now = now or timezone.now()
    if not trying.may_try_birth_date_of_request(asked.pk, address, now):
        return Proof.TOO_MANY
    with transaction.atomic():
        if birth_date != asked.birth_date:
            announce(RequestBirthDateWrong(request_id=asked.pk), by=NOBODY_KNOWN)
            return Proof.WRONG
        trying.birth_date_of_request_was_right(asked.pk, now)
        announce(RequestProved(request_id=asked.pk), by=Asker(str(asked)))
    return Proof.RIGHT
