"""Calendar files, read back by two parsers that know nothing of each other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import icalendar
import vobject

from saphena.clinic.papers.ical.calendar import Calendar
from saphena.pathway.protocol.drawing import Drawer
from saphena.pathway.protocol.library import load
from saphena.pathway.protocol.rules import Actor

if TYPE_CHECKING:
    from collections.abc import Iterable

    from saphena.pathway.protocol.plan import Item, Line, Plan

STAMP = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


def plan(zone: str = "America/Edmonton", facts: dict[str, Any] | None = None, **events: str) -> Plan:
    """The leaflet's plan; wall clock times of the zone."""
    at = {name: datetime.fromisoformat(when).replace(tzinfo=ZoneInfo(zone)) for name, when in events.items()}
    return Drawer(load("leaflet")).draw(at, facts=facts, zone=zone)


def patients(drawn: Plan) -> list[Item]:
    return [item for item in drawn.items if item.rule.actor is Actor.PATIENT]


def written(drawn: Plan, cancelled: Iterable[Line] = (), **shared: Any) -> bytes:
    """The patient's calendar of a plan."""
    calendar = Calendar(**{"language": "en", "key": "k7", "stamp": STAMP, **shared})
    return calendar.of(drawn, patients(drawn), cancelled=cancelled)


@dataclass(frozen=True)
class Event:
    """What matters of an event, as one parser understands it: moments as UTC instants, whole days as dates."""

    uid: str
    start: date
    end: date | None
    summary: str
    rings: tuple[tuple[timedelta, bool], ...]


def calendar_in(file: bytes) -> Any:
    """The file as icalendar reads it."""
    return icalendar.Calendar.from_ical(file)


def events_in(file: bytes) -> list[Any]:
    return list(calendar_in(file).walk("VEVENT"))


def by_icalendar(file: bytes) -> dict[str, Event]:
    return {event.uid: event for event in map(_icalendar_event, events_in(file))}


def by_vobject(file: bytes) -> dict[str, Event]:
    """vobject works out the offsets from the file's own VTIMEZONE, not from this machine's zones."""
    remembered = vars(vobject.icalendar)["__tzidMap"]  # it keeps zones from file to file, whatever the next one says
    for name in [name for name in remembered if name.upper() != "UTC"]:
        del remembered[name]
    events = vobject.readOne(file.decode()).vevent_list
    return {event.uid: event for event in map(_vobject_event, events)}


def _icalendar_event(event: Any) -> Event:
    rings = tuple(
        (alarm["trigger"].dt, alarm["trigger"].params.get("RELATED") == "END") for alarm in event.walk("VALARM")
    )
    end = _plain(event["dtend"].dt) if "dtend" in event else None
    return Event(str(event["uid"]), _plain(event["dtstart"].dt), end, str(event["summary"]), rings)


def _vobject_event(event: Any) -> Event:
    alarms = event.contents.get("valarm", [])
    rings = tuple((alarm.trigger.value, alarm.trigger.params.get("RELATED") == ["END"]) for alarm in alarms)
    end = _plain(event.dtend.value) if "dtend" in event.contents else None
    return Event(event.uid.value, _plain(event.dtstart.value), end, event.summary.value, rings)


def _plain(value: date) -> date:
    return value.astimezone(UTC) if isinstance(value, datetime) else value
