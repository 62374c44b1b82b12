"""A calendar file becomes closures of one person, room, scanner or site: tried first, then taken over.

What is in the file counts for its events: an occurrence that has moved moves, one that was called off is lifted. What
is not in the file is left alone, unless the file is said to be the whole calendar. Sent again, nothing is done twice.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from saphena.clinic.diary.actions import close, close_for, lift
from saphena.clinic.diary.models import Closure, Resource, Site
from saphena.clinic.exchange.ical.clocks import Clocks
from saphena.clinic.exchange.ical.cutting import Unread, cut
from saphena.clinic.exchange.ical.events import CalendarTakenOver
from saphena.clinic.exchange.ical.models import CalendarEntry
from saphena.clinic.exchange.ical.reading import read, uid_of
from saphena.clinic.exchange.ical.repeating import Window, grouped, occurrences
from saphena.clinic.journey.booking.finding import horizon
from saphena.clinic.people.access import require
from saphena.clinic.record.announcing import announce
from saphena.pathway.refused import Refused

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from saphena.clinic.exchange.ical.reading import Entry
    from saphena.clinic.exchange.ical.repeating import Occurrence
    from saphena.clinic.record.actors import Actor

__all__ = ["Asked", "Change", "Found", "take_over", "try_out"]

NEW, MOVED, LIFTED, KNOWN, KEPT = "new", "moved", "lifted", "known", "kept lifted"
MOST = 2_000
"""So many closures at most come of one file: a year of ten meetings a week is five hundred."""


@dataclass(frozen=True)
class Asked:
    """What is brought in: the calendar `source` of `whose`. `whole`: what is not in the file any more is lifted."""

    whose: Site | Resource
    source: str
    text: str
    whole: bool = False
    keep_words: bool = False

    @property
    def site(self) -> Site:
        return self.whose if isinstance(self.whose, Site) else self.whose.site

    @property
    def about(self) -> str:
        return f"{'site' if isinstance(self.whose, Site) else 'resource'}:{self.whose.pk}"

    @property
    def resource(self) -> Resource | None:
        return self.whose if isinstance(self.whose, Resource) else None


@dataclass(slots=True)
class Change:
    """What becomes of one occurrence: the closure as it is to be, and the entry that is known of it."""

    what: str
    uid: str
    key: str
    closure: Closure
    known: CalendarEntry | None = None


@dataclass(slots=True)
class Found:
    """What becomes of one event of the file, in which line; `reason` when it cannot be read or brings nothing."""

    line: int
    words: str
    changes: list[Change] = field(default_factory=list)
    reason: str = ""
    field: str = ""
    refused: bool = False

    @property
    def counts(self) -> Counter[str]:
        return Counter(each.what for each in self.changes)

    @property
    def closing(self) -> list[Closure]:
        return [each.closure for each in self.changes if each.what in (NEW, MOVED)]


def try_out(*, actor: Actor, asked: Asked, now: datetime | None = None) -> list[Found]:
    """What would become of each event. Nothing is written."""
    require(actor, "diary.manage")
    return _found(asked, now or timezone.now())


def take_over(*, actor: Actor, asked: Asked, now: datetime | None = None) -> list[Found]:
    """Close, move and lift: all that can be read of the file, in one transaction."""
    require(actor, "diary.manage")
    now = now or timezone.now()
    with transaction.atomic():
        Site.objects.select_for_update().get(pk=asked.site.pk)  # two who send the same file wait for each other
        found = _found(asked, now)
        for event in found:
            for change in event.changes:
                _apply(actor, asked, change, event.words, now)
        counts = sum((each.counts for each in found), Counter())
        made, lifted = counts[NEW] + counts[MOVED], counts[LIFTED] + counts[MOVED]
        if made or lifted:
            announce(CalendarTakenOver(str(asked.whose), asked.source, made, lifted), by=actor)
    return found


def _found(asked: Asked, now: datetime) -> list[Found]:
    zone = asked.site.zone_info
    today = now.astimezone(zone).date()
    window = Window(today, today + horizon() * (today.resolution), zone)
    whole = cut(asked.text)
    clocks = Clocks(whole.zones, zone)
    told = [read(event, clocks) for event in whole.events]
    broken = {uid_of(event) for event, each in zip(whole.events, told, strict=True) if isinstance(each, Unread)}
    found = [
        Found(each.line, each.words, [], each.reason, each.field, True) for each in told if isinstance(each, Unread)
    ]
    known = _known(asked)
    seen = set(broken)
    for entries in grouped(each for each in told if not isinstance(each, Unread)):
        seen.add(entries[0].uid)
        found.append(_in_part(entries) if entries[0].uid in broken else _of_event(asked, entries, window, known))
    if asked.whole:
        found += _gone(known, seen, now)
    if sum(len(each.closing) for each in found) > MOST:
        raise Refused(
            _("More than %(most)d times would be closed. Please export a shorter time.") % {"most": MOST}, "file"
        )
    return sorted(found, key=lambda each: each.line)


def _in_part(entries: list[Entry]) -> Found:
    """Of a series of which something cannot be read nothing is changed: it may be the very day that was moved."""
    why = _("Another part of it could not be read, so nothing of it is changed.")
    return Found(entries[0].line, entries[0].words, reason=why)


def _unread(no: Unread) -> Found:
    return Found(no.line, no.words, [], no.reason, no.field, refused=True)


Known = dict[tuple[str, str], CalendarEntry]


def _known(asked: Asked) -> Known:
    rows = CalendarEntry.objects.filter(whose=asked.about, source=asked.source)
    return {(row.uid, row.occurrence): row for row in rows.select_related("closure__site", "closure__resource__site")}


def _of_event(asked: Asked, entries: list[Entry], window: Window, known: Known) -> Found:
    first = entries[0]
    found = Found(first.line, first.words)
    times = occurrences(entries, window)
    if isinstance(times, Unread):
        return _unread(times)
    for once in times:
        found.changes.append(_change(asked, first.uid, once, known.get((first.uid, once.key))))
    keys = {once.key for once in times}
    for (uid, key), row in known.items():
        if uid == first.uid and key not in keys and _still_closes(row, window.begin):
            found.changes.append(Change(LIFTED, uid, key, row.closure, row))
    if not found.changes:
        found.reason = _nothing(entries)
    return found


def _nothing(entries: Iterable[Entry]) -> str:
    if all(each.cancelled for each in entries):
        return pgettext("in a calendar", "called off")
    if all(each.free or each.cancelled for each in entries):
        return _("nobody is busy then")
    return _("over, or too far ahead")


def _change(asked: Asked, uid: str, once: Occurrence, row: CalendarEntry | None) -> Change:
    resource = asked.resource
    closure = Closure(
        site=None if resource else asked.site, resource=resource, begins_at=once.begins, ends_at=once.ends
    )
    begin, end = (once.begins, once.ends)
    if once.first and once.last:
        closure.first_day, closure.last_day = once.first, once.last
    elif begin and end:
        closure.first_day, closure.last_day = (at.astimezone(closure.zone).date() for at in (begin, end))
    if row is None or row.ended_at:
        return Change(NEW, uid, once.key, closure, row)
    if row.closure.stretch != closure.stretch:
        return Change(MOVED, uid, once.key, closure, row)
    return Change(KEPT if row.closure.lifted_at else KNOWN, uid, once.key, row.closure, row)


def _still_closes(row: CalendarEntry, now: datetime) -> bool:
    return row.ended_at is None and row.closure.lifted_at is None and row.closure.stretch[1] > now


def _gone(known: Known, seen: set[str], now: datetime) -> list[Found]:
    """What was brought in before and is not in the file any more."""
    rows = [row for (uid, _key), row in known.items() if uid not in seen and _still_closes(row, now)]
    return [Found(0, row.closure.reason, [Change(LIFTED, row.uid, row.occurrence, row.closure, row)]) for row in rows]


def _apply(actor: Actor, asked: Asked, change: Change, words: str, now: datetime) -> None:
    if change.what in (LIFTED, MOVED) and change.known:
        lift(actor=actor, closure=change.known.closure, now=now)
    if change.what == LIFTED and change.known:
        CalendarEntry.objects.filter(pk=change.known.pk).update(ended_at=now)
    if change.what in (NEW, MOVED):
        reason = words if asked.keep_words and words else asked.source
        change.closure = _closed(actor, asked, change.closure, reason)
        CalendarEntry.objects.update_or_create(
            whose=asked.about, source=asked.source, uid=change.uid, occurrence=change.key,
            defaults={"closure": change.closure, "ended_at": None, "at": now},
        )  # fmt: skip


def _closed(actor: Actor, asked: Asked, closure: Closure, reason: str) -> Closure:
    where = {"site": None if asked.resource else asked.site, "resource": asked.resource}
    if closure.begins_at and closure.ends_at:
        return close_for(actor=actor, begins=closure.begins_at, ends=closure.ends_at, reason=reason, **where)  # type: ignore[arg-type]  # one of each
    days = {"first_day": closure.first_day, "last_day": closure.last_day}
    return close(actor=actor, reason=reason, **days, **where)  # type: ignore[arg-type]  # the same
