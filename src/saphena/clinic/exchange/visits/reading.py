"""What a program sends, as values: JSON with known names. Whatever cannot be read names its field."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from saphena.clinic.people.applications.door import Fault
from saphena.pathway.clock import settle

if TYPE_CHECKING:
    from collections.abc import Collection
    from zoneinfo import ZoneInfo

    from django.http import HttpRequest

__all__ = ["Told", "day_of", "moment_of", "told"]

LONGEST = 100_000


class Told:
    """The object that was sent. Each of its parts is asked for by name and kind; a name nobody asks for is a fault."""

    def __init__(self, values: dict[str, Any], names: Collection[str]) -> None:
        unknown = sorted(set(values) - set(names))
        if unknown:
            raise Fault(_("Nobody knows what this is: %(name)s.") % {"name": unknown[0][:60]}, unknown[0][:60])
        self.values = values

    def text(self, name: str, most: int = 200) -> str:
        value = self.values.get(name, "")
        if not isinstance(value, str) or len(value) > most or "\0" in value:
            raise Fault(_("A text of at most %(most)d signs belongs here.") % {"most": most}, name)
        return value.strip()

    def number(self, name: str, default: int | None = None) -> int | None:
        value = self.values.get(name, default)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 2**31:
            raise Fault(_("A whole number belongs here."), name)
        return value

    def needed(self, name: str) -> int:
        value = self.number(name)
        if value is None:
            raise Fault(_("A whole number belongs here."), name)
        return value

    def yes(self, name: str) -> bool:
        value = self.values.get(name, False)
        if not isinstance(value, bool):
            raise Fault(_("True or false belongs here."), name)
        return value

    def day(self, name: str) -> date | None:
        return day_of(self.text(name), name) if self.values.get(name) is not None else None

    def moment(self, name: str, zone: ZoneInfo) -> datetime:
        return moment_of(self.text(name, 40), zone, name)

    def chosen(self, name: str, known: Collection[str]) -> tuple[str, ...]:
        """Some of the known words; none when nothing was sent."""
        value = self.values.get(name, [])
        if not isinstance(value, list) or not all(isinstance(each, str) and each in known for each in value):
            raise Fault(_("A list of these belongs here: %(known)s.") % {"known": ", ".join(known)}, name)
        return tuple(each for each in known if each in value)

    def objects(self, name: str, names: Collection[str], most: int = 20) -> list[Told]:
        value = self.values.get(name)
        if not isinstance(value, list) or not 1 <= len(value) <= most or not all(isinstance(x, dict) for x in value):
            raise Fault(_("A list of one to %(most)d objects belongs here.") % {"most": most}, name)
        return [Told(each, names) for each in value]


def told(request: HttpRequest, *names: str) -> Told:
    """What stands in the body of the request. Raises `Fault` for what is no JSON object."""
    if len(request.body) > LONGEST:
        raise Fault(_("This is too long."), status=413)
    try:
        values = json.loads(request.body or b"{}")
    except (ValueError, RecursionError):
        raise Fault(_("The body is no JSON."), status=400) from None
    if not isinstance(values, dict):
        raise Fault(_("The body is no JSON object."), status=400)
    return Told(values, names)


def day_of(typed: str, field: str) -> date:
    """“2027-03-15”."""
    try:
        return date.fromisoformat(typed)
    except ValueError:
        raise Fault(_("A date belongs here, as in 2027-03-15."), field) from None


def moment_of(typed: str, zone: ZoneInfo, field: str) -> datetime:
    """“2027-03-15T10:00”, on the clock of the site, or with an offset of its own. A skipped hour is settled forward."""
    try:
        found = datetime.fromisoformat(typed)
    except ValueError:
        raise Fault(_("A date and a time belong here, as in 2027-03-15T10:00."), field) from None
    if found.tzinfo is not None:
        return found.astimezone(zone)
    return settle(found.date(), found.time().replace(tzinfo=None), zone)
