"""When a lot may be drawn from: until the last minute of the day printed on it, on the clinic's clocks."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime, tzinfo

__all__ = ["days_left", "has_expired"]


def days_left(expires_on: date, at: datetime, zone: tzinfo) -> int:
    """Whole calendar days until the last day of the lot: 0 on that day, negative after it."""
    return (expires_on - at.astimezone(zone).date()).days


def has_expired(expires_on: date, at: datetime, zone: tzinfo) -> bool:
    """Whether the lot's last day is over in `zone`: at 23:59 of that day it is not, at midnight it is."""
    return days_left(expires_on, at, zone) < 0
