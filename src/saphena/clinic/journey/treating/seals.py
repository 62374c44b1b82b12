"""Whose tap an entry is. A tablet is given a seal while somebody is signed in on it, and puts it on whatever they tap.

So what waited on a tablet is recorded under the name of who tapped it, whoever is signed in when it is sent.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.core import signing
from django.utils.translation import gettext as _

from saphena.clinic.people.models import User
from saphena.pathway.refused import Refused

if TYPE_CHECKING:
    from saphena.clinic.journey.treating.models import Session

__all__ = ["seal_for", "who_tapped"]

SALT = "treating.tablet"
LASTS = timedelta(days=7)


def seal_for(user: User, session: Session) -> str:
    return signing.dumps([user.pk, session.pk], salt=SALT)


def who_tapped(seal: str, session: Session) -> User:
    """The person whom the seal was given to. Refused when it is too old, of another session, or of nobody here now."""
    try:
        user_id, session_id = signing.loads(seal, salt=SALT, max_age=LASTS)
    except signing.BadSignature:
        user_id, session_id = 0, 0
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user is None or session_id != session.pk:
        raise Refused(
            _("Nobody can tell any more who tapped this on the tablet. Whoever did writes it into the note by hand.")
        )
    return user
