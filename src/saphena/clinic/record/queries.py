"""Reading the record. Who may do so is decided in people, above: the record knows no roles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from saphena.clinic.record.events import ChartOpened
from saphena.clinic.record.folding import words
from saphena.clinic.record.models import Entry

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet


def entries(typed: str = "") -> QuerySet[Entry]:
    """The clinic's record, newest first, narrowed by what was typed."""
    found = Entry.objects.select_related("patient").order_by("-id")
    for word in words(typed):
        found = found.filter(search__contains=word)
    return found


def has_looked(actor_id: int | None, patient_id: int, page: str, since: datetime) -> bool:
    """Whether it is recorded that somebody has opened this page about the patient since then."""
    looks = Entry.objects.filter(patient_id=patient_id, action=ChartOpened.action, actor_id=actor_id, at__gte=since)
    return looks.filter(facts__page=page).exists()


def entries_about(patient_id: int, typed: str = "") -> QuerySet[Entry]:
    """One patient's record, newest first."""
    return entries(typed).filter(patient_id=patient_id)
