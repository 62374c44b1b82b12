"""Reading the record. Who may do so is decided in people, above: the record knows no roles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from saphena.clinic.record.folding import words
from saphena.clinic.record.models import Entry

if TYPE_CHECKING:
    from django.db.models import QuerySet


def entries(typed: str = "") -> QuerySet[Entry]:
    """The clinic's record, newest first, narrowed by what was typed."""
    found = Entry.objects.select_related("patient").order_by("-id")
    for word in words(typed):
        found = found.filter(search__contains=word)
    return found


def entries_about(patient_id: int, typed: str = "") -> QuerySet[Entry]:
    """One patient's record, newest first."""
    return entries(typed).filter(patient_id=patient_id)
