"""Every change of the clocks from 2024 to 2030 in five zones that do it differently, or no longer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

ZONES = ("America/Edmonton", "Europe/Berlin", "Australia/Sydney", "Asia/Kathmandu", "Pacific/Apia")
HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Change:
    """The clocks of `zone` jump at the instant `at` (UTC) by `by`: forward skips times, back repeats them."""

    zone: ZoneInfo
    at: datetime
    by: timedelta

    @property
    def forward(self) -> bool:
        return self.by > timedelta()

    @property
    def wall(self) -> datetime:
        """What the clock on the wall shows at the moment of the jump, before it jumps. Naive, as a wall clock is."""
        return ((self.at - timedelta(seconds=1)).astimezone(self.zone) + timedelta(seconds=1)).replace(tzinfo=None)

    def __str__(self) -> str:
        return f"{self.zone.key} {self.at:%Y-%m-%d}"


def _changes(name: str) -> list[Change]:
    zone, found = ZoneInfo(name), []
    at, last = datetime(2024, 1, 1, tzinfo=UTC), datetime(2031, 1, 1, tzinfo=UTC)
    while at < last:
        before, after = at.astimezone(zone).utcoffset(), (at + HOUR).astimezone(zone).utcoffset()
        assert before is not None
        assert after is not None
        if before != after:
            found.append(Change(zone, at + HOUR, after - before))
        at += HOUR
    return found


CHANGES = [change for name in ZONES for change in _changes(name)]
FORWARD = [change for change in CHANGES if change.forward]
BACK = [change for change in CHANGES if not change.forward]
