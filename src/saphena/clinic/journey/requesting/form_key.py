"""The mark that a form carries: when it was opened, and that it is this one. Sent twice, it is known again.

A program fills a form in no time; a person takes longer than this.
"""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta

from django.core import signing
from django.utils import timezone

SALT = "requesting.form"
A_PERSON_TAKES = timedelta(seconds=3)
OPEN_FOR = timedelta(days=2)


def fresh_key(now: datetime | None = None) -> str:
    opened = (now or timezone.now()).timestamp()
    return signing.dumps([secrets.token_urlsafe(9), opened], salt=SALT)


def opened_at(key: str) -> datetime | None:
    """When the form was opened; None for a mark that is not ours, or from a page that was left open for days."""
    try:
        _name, opened = signing.loads(key, salt=SALT)
        moment = datetime.fromtimestamp(opened, UTC)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return moment if timezone.now() - moment < OPEN_FOR else None


def too_quick(key: str) -> bool:
    opened = opened_at(key)
    return opened is None or timezone.now() - opened < A_PERSON_TAKES
