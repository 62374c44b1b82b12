"""Letting another program in, and shutting it out: one function per verb, each one transaction, each recorded."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from saphena.clinic.people.access import require
from saphena.clinic.people.applications.events import ApplicationLetIn, ApplicationShutOut
from saphena.clinic.people.applications.models import ApplicationToken
from saphena.clinic.people.applications.scopes import SCOPES, opened_by
from saphena.clinic.people.links import TOKEN_BYTES, hash_of
from saphena.clinic.record.announcing import announce
from saphena.clinic.record.typed import tidied
from saphena.pathway.refused import Refused

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from saphena.clinic.people.models import User

__all__ = ["DAYS", "let_in", "shut_out", "token_of"]

EVERYTHING = "people.take_copy"
DAYS = 400
"""The longest that a token lives. Whoever still needs it makes another one."""
FRESH = timedelta(minutes=5)
"""“Last used” is no more exact than this, so that not every call writes."""


def let_in(
    *, actor: User, name: str, scopes: Iterable[str], days: int = DAYS, now: datetime | None = None
) -> tuple[ApplicationToken, str]:
    """A token for another program. Gives its row and the token itself, which nobody can ask for again."""
    require(actor, "people.manage_applications")
    now, wanted = now or timezone.now(), [scope for scope in SCOPES if scope in set(scopes)]
    called = tidied(name, 80)
    if not called:
        raise Refused(_("Give the program a name: the record calls it so."), "name")
    if not wanted:
        raise Refused(_("Say what the program may do."), "scopes")
    if EVERYTHING in opened_by(wanted) and not actor.may(EVERYTHING):
        no = _("Only who may take a copy of everything about a patient lets a program take one. Ask the manager.")
        raise Refused(no, "scopes")
    if not 1 <= days <= DAYS:
        raise Refused(_("A token lives between one and %(days)d days.") % {"days": DAYS}, "days")
    token = secrets.token_urlsafe(TOKEN_BYTES)
    with transaction.atomic():
        row = ApplicationToken.objects.create(
            name=called,
            scopes=wanted,
            token_hash=hash_of(token),
            made_at=now,
            made_by=actor,
            expires_at=now + timedelta(days=days),
        )
        announce(ApplicationLetIn(row.pk, row.name, wanted), by=actor)
    return row, token


def shut_out(*, actor: User, token_id: int, now: datetime | None = None) -> None:
    """The token stops working at once. What the program did stays in the record under its name."""
    require(actor, "people.manage_applications")
    with transaction.atomic():
        row = ApplicationToken.objects.select_for_update(of=("self",)).get(pk=token_id)
        if row.withdrawn_at is None:
            row.withdrawn_at, row.withdrawn_by = now or timezone.now(), actor
            row.save(update_fields=["withdrawn_at", "withdrawn_by"])
            announce(ApplicationShutOut(row.pk, row.name), by=actor)


def token_of(token: str, now: datetime) -> ApplicationToken | None:
    """Whose token it is; nobody's when it never was, has ended or was withdrawn."""
    row = ApplicationToken.objects.filter(token_hash=hash_of(token)).first()
    if row is None or not row.is_live(now):
        return None
    if row.used_at is None or now - row.used_at > FRESH:
        ApplicationToken.objects.filter(pk=row.pk).update(used_at=now)
    return row
