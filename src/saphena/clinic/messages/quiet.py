"""Quiet hours: no message leaves while the patient's own clock says that they may be asleep."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from saphena.pathway.clock import settle

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo


def end_of_quiet(now: datetime, zone: ZoneInfo, begins: time, ends: time) -> datetime | None:
    """When the quiet hours end that it is now in the middle of; None when it is not quiet now.

    `begins` and `ends` are clock times where the patient is, over midnight or not; equal ones mean that it is never
    quiet. The answer is in UTC.
    """
    if begins == ends:
        return None
    today = now.astimezone(zone).date()
    for day in (today - timedelta(days=1), today):
        start = settle(day, begins, zone)
        end = settle(day if begins < ends else day + timedelta(days=1), ends, zone)
        if start <= now < end:
            return end.astimezone(UTC)
    return None
