"""Which clock a time in a calendar file is on: a zone by its name, by Windows' name, or as the file defines it.

Zones that a file defines are used for that file only: two programs call two different zones "Customized Time Zone".
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, tzinfo
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from icalendar.cal.timezone import Timezone
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Clocks", "UnknownZone", "midnight"]


class UnknownZone(Exception):
    """The file uses a zone that nobody knows and that it does not define."""


class Clocks:
    """The zones of one file. `here` is where times without a zone are meant: the site's clock."""

    def __init__(self, defined: Mapping[str, str], here: ZoneInfo) -> None:
        self.defined = defined
        self.here = here
        self._known: dict[str, tzinfo] = {"": here}

    def zone(self, name: str) -> tzinfo:
        """The zone of a TZID. Raises `UnknownZone`."""
        name = name.strip().strip('"')
        if name not in self._known:
            self._known[name] = _by_name(name) or self._as_defined(name)
        return self._known[name]

    def _as_defined(self, name: str) -> tzinfo:
        if name not in self.defined:
            raise UnknownZone(name)
        try:
            component = Timezone.from_ical(self.defined[name])
            if not isinstance(component, Timezone):
                raise UnknownZone(name)
            found: tzinfo = component.to_tz(lookup_tzid=False)
            datetime(2027, 1, 1, tzinfo=found).utcoffset()  # some say only now that they cannot be counted with
        except Exception:  # whatever a broken definition makes of the library, its zone is not known
            raise UnknownZone(name) from None
        return found


def _by_name(name: str) -> tzinfo | None:
    """“Europe/Berlin”, “W. Europe Standard Time”, “/freeassociation.sourceforge.net/Europe/Berlin”."""
    if name.upper() in ("UTC", "GMT", "Z", "ETC/UTC"):
        return UTC
    parts = WINDOWS_TO_OLSON.get(name, name).strip("/").split("/")
    for begin in range(len(parts)):
        key = "/".join(parts[begin:])
        if "/" not in key:
            break
        try:
            return ZoneInfo(key)
        except (KeyError, ValueError, OSError):
            continue
    return None


def midnight(day: date) -> datetime:
    return datetime.combine(day, time())
