"""The guarded update: a request moves only from a state that allows it, and only if nobody was quicker."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from saphena.clinic.journey.requesting.models import AppointmentRequest
from saphena.clinic.journey.requesting.states import MOVES, Move, before
from saphena.pathway.refused import Refused

if TYPE_CHECKING:
    from django.db.models import QuerySet


def move(
    asked: AppointmentRequest, by: Move, among: QuerySet[AppointmentRequest] | None = None, **columns: object
) -> None:
    """Raises `Refused` when it is not in a state for this any more, or no longer `among` those that were meant."""
    rows = AppointmentRequest.objects.all() if among is None else among
    for state in before(by):
        if rows.filter(pk=asked.pk, state=state).update(state=MOVES[state, by], **columns):
            asked.refresh_from_db()
            return
    raise Refused(_("Somebody was quicker: this request has changed in the meantime. Please look at it again."))
