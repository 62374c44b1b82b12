"""When an event comes round: its rule, what is added and left out, single occurrences that were moved or called off.

Rules are worked out on the wall clock of the event, and each occurrence is put on the clock then: a meeting at nine is
at nine on both sides of a clock change.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from dateutil.rrule import rrulestr
from django.utils.translation import gettext as _

from saphena.clinic.exchange.ical.cutting import Unread
from saphena.clinic.exchange.ical.reading import When
from saphena.pathway.clock import instant_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from zoneinfo import ZoneInfo

    from saphena.clinic.exchange.ical.reading import Entry

__all__ = ["Occurrence", "Window", "occurrences"]

DAY = timedelta(days=1)
PARTS = {
    "DAILY": {"BYMONTH", "BYMONTHDAY", "BYDAY"},
    "WEEKLY": {"BYMONTH", "BYDAY"},
    "MONTHLY": {"BYMONTH", "BYMONTHDAY", "BYDAY", "BYSETPOS"},
    "YEARLY": {"BYMONTH", "BYMONTHDAY", "BYDAY", "BYSETPOS", "BYYEARDAY", "BYWEEKNO"},
}
"""What a rule may say beside INTERVAL, COUNT, UNTIL and WKST: what calendars write, and what is worked out at once."""
ALWAYS = {"FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST"}
LONG_MONTHS = {2: 29, 4: 30, 6: 30, 9: 30, 11: 30}


@dataclass(frozen=True, slots=True)
class Window:
    """The days that matter: from today until as far ahead as visits are booked, on the site's clock."""

    first: date
    until: date
    zone: ZoneInfo

    @property
    def begin(self) -> datetime:
        return instant_of(datetime.combine(self.first, time()), self.zone)

    @property
    def end(self) -> datetime:
        return instant_of(datetime.combine(self.until, time()), self.zone)


@dataclass(frozen=True, slots=True)
class Occurrence:
    """Once: whole days (`first` to `last`, both included) or from one moment until another. `key` tells it apart."""

    key: str
    first: date | None = None
    last: date | None = None
    begins: datetime | None = None
    ends: datetime | None = None


def occurrences(entries: Sequence[Entry], window: Window) -> list[Occurrence] | Unread:
    """Of all entries with one UID the occurrences in the window at which somebody is busy, each under its own key."""
    alone = [each for each in entries if each.of]
    masters = [each for each in entries if not each.of]
    moved = {each.of.key: each for each in sorted(alone, key=lambda each: each.sequence) if each.of}
    found: dict[str, Occurrence] = {}
    for key, entry in moved.items():
        if not (entry.cancelled or entry.free) and (once := _placed(entry, entry.starts, key, window)):
            found[key] = once
    master = max(masters, key=lambda each: (each.sequence, each.line), default=None)
    if master is None or master.cancelled:
        return list(found.values()) if master is None else []
    if master.free:
        return list(found.values())
    starts = _starts(master, window)
    if isinstance(starts, Unread):
        return starts
    single = master.rule is None and not master.more
    for when in starts:
        key = "" if single else when.key
        if when.key not in moved and (once := _placed(master, when, key, window)):
            found[key] = once
    return list(found.values())


def _starts(entry: Entry, window: Window) -> Iterable[When] | Unread:
    out = _left_out(entry)
    rule = _rule(entry, window) if entry.rule else [entry.starts.wall]
    if isinstance(rule, Unread):
        return rule
    zone, whole = entry.starts.zone, entry.starts.whole_day
    every = [*(When(wall, zone, whole) for wall in rule), *entry.more]
    return [when for when in every if when.key not in out and not (whole is False and f"{when.wall:%Y%m%d}" in out)]


def _left_out(entry: Entry) -> frozenset[str]:
    """Some programs leave out a whole date of an event that has a time."""
    return frozenset(each.key for each in entry.without)


def _rule(entry: Entry, window: Window) -> list[datetime] | Unread:
    """The starts on the wall that the rule gives, up to the end of the window. The beginning itself always counts."""
    found = entry.rule
    assert found is not None  # noqa: S101 - narrows the type
    try:
        parts = dict(each.split("=", 1) for each in found.value.upper().strip().rstrip(";").split(";"))
        wrong = _why_not(parts)
        if wrong:
            return Unread(found.line, wrong, "RRULE", entry.words)
        if not _ever(parts):
            return [entry.starts.wall]
        until = parts.pop("UNTIL", "")
        last = (window.end + 2 * DAY).astimezone(UTC).replace(tzinfo=None)
        if until:
            last = min(last, _until(until, entry))
        rule = rrulestr(";".join(f"{name}={value}" for name, value in parts.items()), dtstart=entry.starts.wall)
        early = (window.begin - 2 * DAY).replace(tzinfo=None) - entry.lasts
        walls = list(rule.between(early, last, inc=True)) if early < last else []
    except (ValueError, TypeError, OverflowError):
        told = _("How it repeats is not understood: %(rule)s") % {"rule": found.value[:60]}
        return Unread(found.line, told, "RRULE", entry.words)
    first = entry.starts.wall
    return [first, *walls] if first >= early and first not in walls and "COUNT" not in parts else walls


def _why_not(parts: dict[str, str]) -> str:
    allowed = PARTS.get(parts.get("FREQ", ""))
    if allowed is None:
        return _("Only what repeats by day, week, month or year is taken over.")
    if strange := parts.keys() - allowed - ALWAYS:
        return _("How it repeats is not understood: %(rule)s") % {"rule": ", ".join(sorted(strange))[:60]}
    return ""


def _ever(parts: dict[str, str]) -> bool:
    """Whether there is such a date at all: the 30th of February would be looked for until the end of time."""
    months = [int(each) for each in parts.get("BYMONTH", "").split(",") if each] or [1]
    days = [abs(int(each)) for each in parts.get("BYMONTHDAY", "").split(",") if each] or [1]
    return any(day <= LONG_MONTHS.get(month, 31) for month in months for day in days)


def _until(value: str, entry: Entry) -> datetime:
    """The last moment of a rule on the event's own wall; a date alone means until the end of it."""
    if len(value) == 8:
        return datetime.strptime(value, "%Y%m%d") + DAY - timedelta(seconds=1)  # noqa: DTZ007 - on the wall
    last = datetime.strptime(value.rstrip("Z"), "%Y%m%dT%H%M%S")  # noqa: DTZ007 - its zone comes next
    if value.endswith("Z") and not entry.starts.whole_day:
        return last.replace(tzinfo=UTC).astimezone(entry.starts.zone).replace(tzinfo=None)
    return last


def _placed(entry: Entry, when: When, key: str, window: Window) -> Occurrence | None:
    """Once, on the clock; nothing when it is over or too far ahead."""
    if when.whole_day:
        first = when.wall.date()
        last = (when.wall + max(entry.lasts, DAY) - timedelta(seconds=1)).date()
        return Occurrence(key, first, last) if last >= window.first and first < window.until else None
    begins = instant_of(when.wall, when.zone)
    ends = begins + entry.lasts if entry.exact else instant_of(when.wall + entry.lasts, when.zone)
    if ends <= begins or ends <= window.begin or begins >= window.end:
        return None
    return Occurrence(key, begins=begins, ends=ends)


def grouped(entries: Iterable[Entry]) -> Iterator[list[Entry]]:
    """Entries of one UID together, in the order of the file."""
    by_uid: dict[str, list[Entry]] = {}
    for entry in entries:
        by_uid.setdefault(entry.uid, []).append(entry)
    yield from by_uid.values()
