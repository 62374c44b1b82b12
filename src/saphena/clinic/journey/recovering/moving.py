"""The guarded updates: a row moves only from a state that allows it, and only if nobody was quicker."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from saphena.clinic.journey.recovering.models import CheckIn, Matter
from saphena.clinic.journey.recovering.states import ASKED, MOVES, Answering, Move, before
from saphena.pathway.refused import Refused

if TYPE_CHECKING:
    from django.db.models import QuerySet


def move_check_in(check_in: CheckIn, by: Answering) -> bool:
    """False when it is not in a state for this any more."""
    for state in before(ASKED, by):
        if CheckIn.objects.filter(pk=check_in.pk, state=state).update(state=ASKED[state, by]):
            check_in.refresh_from_db()
            return True
    return False


def move(matter: Matter, by: Move, among: QuerySet[Matter] | None = None, **columns: object) -> None:
    """Raises `Refused` when it is not in a state for this any more, or no longer `among` those that were meant."""
    rows = Matter.objects.all() if among is None else among
    for state in before(MOVES, by):
        if rows.filter(pk=matter.pk, state=state).update(state=MOVES[state, by], **columns):
            matter.refresh_from_db()
            return
    raise Refused(_("Somebody was quicker: this has changed in the meantime. Please look at it again."))
