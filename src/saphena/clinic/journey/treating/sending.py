"""What somebody tapped and another person's sign-in sent: both are told, and the record says so."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import ngettext

from saphena.clinic.design.dates import date_format
from saphena.clinic.journey.treating.events import SentForAnother
from saphena.clinic.people.models import Patient
from saphena.clinic.record.announcing import announce
from saphena.clinic.record.models import Entry

if TYPE_CHECKING:
    from collections.abc import Iterable

    from saphena.clinic.journey.treating.models import Session
    from saphena.clinic.people.models import User

__all__ = ["sent_for", "tell_of_sending"]

TOLD_FOR = timedelta(days=3)


def tell_of_sending(actor: User, session: Session, authors: Iterable[User]) -> None:
    """Into the record, once for each person whose entries came in now."""
    for author, count in Counter(authors).items():
        with transaction.atomic():
            announce(SentForAnother(session.course.patient_id, session.pk, author.pk, str(author), count), by=actor)


def sent_for(user: User) -> list[str]:
    """For whoever had tapped: what came in these days while somebody else was signed in, a sentence each."""
    since = timezone.now() - TOLD_FOR
    rows = list(Entry.objects.filter(action=SentForAnother.action, at__gte=since, facts__author_id=user.pk))
    names = {patient.pk: str(patient) for patient in Patient.objects.filter(pk__in={row.patient_id for row in rows})}
    return [_sentence(row, names) for row in rows]


def _sentence(row: Entry, names: dict[int, str]) -> str:
    count = row.facts["count"]
    told = ngettext(
        "%(n)s entry of yours for %(patient)s was still on a tablet. It came in on %(at)s while %(who)s was signed in, "
        "and stands under your name.",
        "%(n)s entries of yours for %(patient)s were still on a tablet. They came in on %(at)s while %(who)s was "
        "signed in, and stand under your name.",
        count,
    )
    at = date_format(timezone.localtime(row.at), "j M, H:i")
    return told % {"n": count, "patient": names.get(row.patient_id or 0, ""), "at": at, "who": row.actor_name}
