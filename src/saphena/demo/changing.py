"""What patients did by themselves, and what one of them is asked: so the lists of the demo have something to show."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from saphena.clinic.journey.booking.asking import ask_to_move
from saphena.clinic.journey.booking.choosing import times_for
from saphena.clinic.journey.booking.own import may_change, move_own

if TYPE_CHECKING:
    from datetime import datetime

    from saphena.clinic.journey.booking.models import Visit
    from saphena.clinic.people.models import User

__all__ = ["asked", "moved_by_herself"]


def moved_by_herself(visit: Visit, now: datetime) -> None:
    """To the nearest time that her own page offers, if it is not too late for that."""
    days = times_for(visit, visit.starts + timedelta(hours=1), now, own=True) if may_change(visit, now) else []
    if days:
        move_own(actor=visit.patient, visit=visit, starts=days[0].times[0].starts, now=now)


def asked(visit: Visit, staff: User, now: datetime) -> None:
    """May it be an hour earlier? Nobody has answered yet."""
    ask_to_move(actor=staff, visit=visit, starts=visit.starts - timedelta(hours=1), now=now)
