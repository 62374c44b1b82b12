"""A plan as one calendar: an event for each item and each occurrence, on the clocks of the plan's own zone.

Each event keeps its UID when the plan is drawn again, so that a calendar which reads the file a second time moves what
has moved. What the second drawing no longer has goes in as cancelled.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import icalendar

from saphena import __version__
from saphena.clinic.papers.ical.alarms import ring_for
from saphena.clinic.papers.ical.zones import timezone
from saphena.clinic.papers.letterhead import Letterhead
from saphena.clinic.papers.words import KINDS, STRENGTHS
from saphena.pathway.clock import aware
from saphena.pathway.protocol.rules import Strength
from saphena.pathway.protocol.telling import headline

if TYPE_CHECKING:
    from collections.abc import Iterable

    from saphena.pathway.protocol.plan import Item, Line, Plan

__all__ = ["Calendar", "no_longer", "uid"]

NOBODY = Letterhead()
NO_YEAR = 2000  # for a plan without a single line
FIRM = (Strength.MUST, Strength.SHOULD)
UNSIGNED = {
    "en": "No physician has approved this protocol yet.",
    "fr": "Aucun médecin n’a encore approuvé ce protocole.",
}


@dataclass(frozen=True)
class Calendar:
    """What every event of one file shares.

    `key` tells this plan's events from another plan's and stays the same when the plan is drawn again; it must hold
    nothing personal. `stamp` is when the file is made, `changed` when the plan last changed, `sequence` how often.
    """

    language: str
    key: str
    stamp: datetime
    sequence: int = 0
    changed: datetime | None = None
    clinic: Letterhead = NOBODY

    def of(self, plan: Plan, items: Iterable[Item], cancelled: Iterable[Line] = ()) -> bytes:
        """The calendar file. `cancelled`: lines of an earlier drawing that hold no longer."""
        file = icalendar.Calendar()
        file.add("prodid", f"-//Saphena//Saphena {__version__}//{self.language.upper()}")
        file.add("version", "2.0")
        file.add("calscale", "GREGORIAN")
        file.add("method", "PUBLISH")
        title = ", ".join(filter(None, (plan.protocol.title[self.language], self.clinic.name)))
        file.add("name", title)
        file.add("x-wr-calname", title)
        file.add("x-wr-timezone", plan.zone.key)
        if not plan.protocol.approval.physician:
            file.add("description", UNSIGNED[self.language])
        holding, gone = plan.lines(items), list(cancelled)
        if plan.zone.key != "UTC":  # which every calendar knows by itself
            file.add_component(timezone(plan.zone, *_years([*holding, *gone])))
        for line in holding:
            file.add_component(self._event(line))
        for line in gone:
            file.add_component(self._event(line, cancelled=True))
        return bytes(file.to_ical())

    def _event(self, line: Line, *, cancelled: bool = False) -> icalendar.Event:
        rule = line.item.rule
        event = icalendar.Event()
        event.add("uid", uid(line, self.key))
        event.add("dtstamp", aware(self.stamp).astimezone(UTC))
        event.add("last-modified", aware(self.changed or self.stamp).astimezone(UTC))
        event.add("sequence", self.sequence)
        event.add("summary", headline(line, self.language).rstrip(".:"))
        event.add("description", self._description(line))
        event.add("categories", [KINDS[self.language][rule.kind], STRENGTHS[self.language][rule.strength]])
        _add_times(event, line)
        event.add("transp", "OPAQUE" if _keeps_busy(line) else "TRANSPARENT")
        event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
        if not cancelled:
            self._add_alarm(event, line)
        return event

    def _description(self, line: Line) -> str:
        protocol = line.item.plan.protocol
        version = f"{protocol.id} {protocol.version}"
        call = " ".join(filter(None, (self.clinic.name, self.clinic.phone)))
        said = (line.text(self.language), line.item.why(self.language), ", ".join(filter(None, (version, call))))
        return "\n\n".join(said)

    def _add_alarm(self, event: icalendar.Event, line: Line) -> None:
        ring = ring_for(line)
        if ring is None:
            return
        alarm = icalendar.Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", headline(line, self.language))
        alarm.add("trigger", ring.after, parameters={"RELATED": "END"} if ring.from_end else {})
        event.add_component(alarm)


def uid(line: Line, key: str) -> str:
    """What this line of the plan is called in every calendar, whenever and however it is drawn: no date, no person."""
    return f"{line.item.plan.protocol.id}.{line.item.rule.id}.{line.number}.{key}@saphena"


def no_longer(old: Plan, new: Plan) -> list[Line]:
    """The lines of an earlier drawing that the later one does not have: these are to be cancelled."""
    kept = {uid(line, "") for line in new.lines()}
    return [line for line in old.lines() if uid(line, "") not in kept]


def _years(lines: list[Line]) -> tuple[int, int]:
    """The years of every line: the file brings the clock changes of these, and no others."""
    years = [moment.year for line in lines for moment in (line.start, line.end or line.start)]
    return min(years, default=NO_YEAR), max(years, default=NO_YEAR)


def _add_times(event: icalendar.Event, line: Line) -> None:
    """Whole days as dates, the end exclusive; the rest on the zone's own clocks, so that a client moves with them."""
    if line.all_day:
        event.add("dtstart", line.start.date())
        event.add("dtend", _day_after(line))
        return
    event.add("dtstart", _said(line.start))
    if line.finish and line.end and line.finish.at > line.begin.at:  # a deadline is a moment: it has no end of its own
        event.add("dtend", _said(line.end))


def _said(moment: datetime) -> datetime:
    """On the zone's clocks; of an hour that comes twice these mean the first, so the second is said in UTC."""
    return moment.astimezone(UTC) if moment.fold else moment


def _day_after(line: Line) -> date:
    end = max(line.end or line.start, line.start + timedelta(microseconds=1))
    return (end - timedelta(microseconds=1)).date() + timedelta(days=1)


def _keeps_busy(line: Line) -> bool:
    """Whether the time is taken: some hours of one day, for something that is to be done."""
    return not line.all_day and line.item.rule.strength in FIRM and timedelta() < line.length <= timedelta(hours=12)
