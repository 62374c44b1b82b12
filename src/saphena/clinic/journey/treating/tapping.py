"""One tap on a tablet: its key, its moment, and how it came in."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, NotRequired, TypedDict

from django.utils import timezone

if TYPE_CHECKING:
    from saphena.clinic.people.models import User

__all__ = ["Tap", "columns_of", "in_time"]

AHEAD = timedelta(minutes=10)


class Tap(TypedDict):
    """What every act in the room is told: the tablet's own key, when it was, and `late` and `sent_by` as in Row."""

    key: str
    at: datetime
    late: NotRequired[bool]
    sent_by: NotRequired[User | None]


def in_time(at: datetime) -> datetime:
    """A tablet's clock may run fast; nothing has been done in the future."""
    now = timezone.now()
    return now if at > now + AHEAD else at


def columns_of(actor: User, tap: Tap) -> dict[str, Any]:
    """The columns of a row that was tapped by this person."""
    return {
        "key": tap["key"],
        "at": in_time(tap["at"]),
        "by": actor,
        "late": tap.get("late", False),
        "sent_by": tap.get("sent_by"),
    }
