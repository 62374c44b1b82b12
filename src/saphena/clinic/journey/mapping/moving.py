"""The guarded update: an examination moves only from a state that allows it, and only if nobody was quicker."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from saphena.clinic.journey.mapping.models import Examination
from saphena.clinic.journey.mapping.states import MOVES, Move, before
from saphena.pathway.refused import Refused

if TYPE_CHECKING:
    from datetime import datetime

    from saphena.clinic.people.models import User

    Column = User | datetime | str | dict[str, object] | None


def move(examination: Examination, by: Move, **columns: Column) -> None:
    """Raises `Refused` when it is not in a state for this, or not any more."""
    for state in before(by):
        if Examination.objects.filter(pk=examination.pk, state=state).update(state=MOVES[state, by], **columns):
            examination.refresh_from_db()
            return
    raise Refused(_("Somebody was quicker: this examination has changed in the meantime. Please look at it again."))
