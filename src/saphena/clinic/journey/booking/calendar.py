"""Visits as a calendar: on the clocks of their site, right over both changes; a cancelled visit is a cancelled event.

An event keeps its UID for good, so a calendar that reads the file again moves what has moved. No name of a patient is
in it: calendars are kept by others, and shown on locked screens.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import icalendar
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from saphena import __version__
from saphena.clinic.courses.speaking import language
from saphena.clinic.journey.booking.showing import capital
from saphena.clinic.journey.booking.states import State
from saphena.clinic.papers.ical.zones import timezone as zone_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from saphena.clinic.journey.booking.models import Visit
    from saphena.clinic.people.models import Clinic

__all__ = ["Entry", "calendar_of", "entry_of"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One event: a visit, and from when until when it is somebody's."""

    visit: Visit
    starts: datetime
    ends: datetime
    text: str
    url: str = ""
    gone: bool = False


def entry_of(visit: Visit, text: str, url: str = "") -> Entry:
    """The whole visit, as the patient has it."""
    return Entry(visit, visit.starts, visit.ends, text, url, visit.state == State.CANCELLED)


def calendar_of(entries: Iterable[Entry], clinic: Clinic, now: datetime) -> bytes:
    """The file, with the clock changes of every zone in it."""
    rows = list(entries)
    file = icalendar.Calendar()
    file.add("prodid", f"-//Saphena//Saphena {__version__}//{language().upper()}")
    file.add("version", "2.0")
    file.add("calscale", "GREGORIAN")
    file.add("method", "PUBLISH")
    title = _("Visits, %(clinic)s") % {"clinic": clinic.name}
    file.add("name", title)
    file.add("x-wr-calname", title)
    for zone in {row.visit.site.zone_info for row in rows}:
        years = [row.starts.year for row in rows] + [row.ends.year for row in rows]
        if zone.key != "UTC":
            file.add_component(zone_of(zone, min(years), max(years)))
    for row in rows:
        file.add_component(_event(row, clinic, now))
    return bytes(file.to_ical())


def _event(row: Entry, clinic: Clinic, now: datetime) -> icalendar.Event:
    visit, event = row.visit, icalendar.Event()
    event.add("uid", f"{salted_hmac('saphena.booking.calendar', str(visit.pk)).hexdigest()[:24]}@saphena")
    event.add("dtstamp", now.astimezone(UTC))
    event.add("last-modified", max(visit.booked_at, visit.state_since).astimezone(UTC))
    event.add("sequence", visit.version)
    event.add("summary", capital(visit.title(language())))
    event.add("description", "\n\n".join(filter(None, (row.text, " ".join(filter(None, (clinic.name, clinic.phone)))))))
    event.add("location", ", ".join(filter(None, (visit.site.name, *visit.site.address.splitlines()))))
    event.add("dtstart", _said(row.starts))
    event.add("dtend", _said(row.ends))
    event.add("transp", "TRANSPARENT" if row.gone else "OPAQUE")
    event.add("status", "CANCELLED" if row.gone else "CONFIRMED")
    if row.url:
        event.add("url", row.url)
    return event


def _said(moment: datetime) -> datetime:
    """On the zone's clocks; of an hour that comes twice these mean the first, so the second is said in UTC."""
    return moment.astimezone(UTC) if moment.fold else moment
