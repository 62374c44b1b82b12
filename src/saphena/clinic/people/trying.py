"""How often somebody may try: buckets that empty with each try and fill again with time.

Each kind of trying is one named function, so that all limits stand on this page. What is counted for is hashed: the
table tells nobody's address.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import F

from saphena.clinic.people.models import PatientLink, TokenBucket

# Another process may take from the same bucket at the same moment; whoever loses looks again.
LOOKS = 20


@dataclass(frozen=True, slots=True)
class Limit:
    """So many tries, all back after so long."""

    tries: int
    refill: timedelta


BIRTH_DATE = Limit(5, timedelta(hours=1))
# Five an hour alone would be every birth date there is within a year, and a link lives longer.
BIRTH_DATE_IN_THE_LONG_RUN = Limit(30, timedelta(days=30))
BIRTH_DATES_FROM_ONE_ADDRESS = Limit(30, timedelta(hours=1))
# A household or a practice may share one address on the network, so it gets more than one person needs.
APPOINTMENTS_FROM_ONE_ADDRESS = Limit(12, timedelta(hours=1))
APPOINTMENTS_TO_ONE_E_MAIL = Limit(4, timedelta(hours=6))
NEW_LINK = Limit(3, timedelta(hours=1))
NEW_LINKS_FROM_ONE_ADDRESS = Limit(10, timedelta(hours=1))
CALLS = Limit(600, timedelta(minutes=1))
APPLICATION_TOKENS_FROM_ONE_ADDRESS = Limit(30, timedelta(hours=1))


def may_try_birth_date(link: PatientLink, address: str, now: datetime) -> bool:
    """Five birth dates for one link in an hour and thirty in a month, thirty for one address, then a while of waiting.

    A right one costs the link nothing.
    """
    return (
        take("birth date from", address, BIRTH_DATES_FROM_ONE_ADDRESS, now)
        and take("birth date", str(link.pk), BIRTH_DATE, now)
        and take("birth date ever", str(link.pk), BIRTH_DATE_IN_THE_LONG_RUN, now)
    )


def birth_date_was_right(link: PatientLink, now: datetime) -> None:
    """The patient is here: the link's bucket is full again. What was wrong still counts in the long run."""
    TokenBucket.objects.filter(key=key_of("birth date", str(link.pk))).update(tokens=BIRTH_DATE.tries, updated_at=now)
    TokenBucket.objects.filter(key=key_of("birth date ever", str(link.pk))).update(tokens=F("tokens") + 1)


def birth_date_is_locked(link: PatientLink, now: datetime) -> bool:
    """Whether the next birth date for this link would be turned away unread."""
    return any(
        level(bucket, limit, now) < 1
        for kind, limit in (("birth date", BIRTH_DATE), ("birth date ever", BIRTH_DATE_IN_THE_LONG_RUN))
        for bucket in TokenBucket.objects.filter(key=key_of(kind, str(link.pk)))
    )


def may_ask_for_appointment(address: str, email: str, now: datetime) -> bool:
    """Twelve requests an hour from one address, four in six hours that are answered to the same e-mail."""
    return take("appointment from", address, APPOINTMENTS_FROM_ONE_ADDRESS, now) and (
        not email or take("appointment to", email.casefold(), APPOINTMENTS_TO_ONE_E_MAIL, now)
    )


def may_try_birth_date_of_request(request_id: int, address: str, now: datetime) -> bool:
    """As for a patient's link: somebody who asked for an appointment says who they are."""
    return (
        take("birth date from", address, BIRTH_DATES_FROM_ONE_ADDRESS, now)
        and take("birth date of request", str(request_id), BIRTH_DATE, now)
        and take("birth date of request ever", str(request_id), BIRTH_DATE_IN_THE_LONG_RUN, now)
    )


def birth_date_of_request_was_right(request_id: int, now: datetime) -> None:
    key = key_of("birth date of request", str(request_id))
    TokenBucket.objects.filter(key=key).update(tokens=BIRTH_DATE.tries, updated_at=now)


def may_ask_for_new_link(link_id: int, address: str, now: datetime) -> bool:
    return take("new link from", address, NEW_LINKS_FROM_ONE_ADDRESS, now) and take(
        "new link", str(link_id), NEW_LINK, now
    )


def may_call(token_id: int, now: datetime) -> bool:
    """Six hundred calls a minute by one program: enough for one that works, not for one that runs wild."""
    return take("application", str(token_id), CALLS, now)


def may_try_application_token(address: str, now: datetime) -> bool:
    """Thirty tokens that open nothing from one address in an hour: nothing can be guessed, and nobody need try."""
    return take("application token from", address, APPLICATION_TOKENS_FROM_ONE_ADDRESS, now)


def key_of(kind: str, of: str) -> str:
    return hashlib.sha256(f"{kind}:{of}:{settings.SECRET_KEY}".encode()).hexdigest()


def level(bucket: TokenBucket, limit: Limit, now: datetime) -> float:
    """How much is in the bucket by now."""
    waited = max(now - bucket.updated_at, timedelta(0))
    return min(limit.tries, bucket.tokens + limit.tries * (waited / limit.refill))


def take(kind: str, of: str, limit: Limit, now: datetime) -> bool:
    """Take one try out of the bucket; False when it has none left. Two takers at once never get the same one."""
    for _look in range(LOOKS):
        bucket, _new = TokenBucket.objects.get_or_create(
            key=key_of(kind, of), defaults={"tokens": limit.tries, "updated_at": now}
        )
        left = level(bucket, limit, now)
        if left < 1:
            return False
        unchanged = TokenBucket.objects.filter(pk=bucket.pk, tokens=bucket.tokens, updated_at=bucket.updated_at)
        if unchanged.update(tokens=left - 1, updated_at=now):
            return True
    return False


def forget_full_buckets(now: datetime) -> int:
    """Remove what has long filled up again. The worker does this once in a while."""
    forgotten, _each = TokenBucket.objects.filter(updated_at__lt=now - BIRTH_DATE_IN_THE_LONG_RUN.refill).delete()
    return forgotten
