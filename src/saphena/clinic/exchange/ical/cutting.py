"""An iCalendar file cut into its events, each with the line on which it begins. Nothing is understood here yet.

`icalendar` reads a whole file or none of it, and no longer knows the lines; here one event that is broken is named with
its line, and the others go on.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext as _
from icalendar.parser import Contentline

from saphena.pathway.refused import Refused

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["Event", "Property", "Unread", "Whole", "cut"]

MOST_EVENTS = 20_000
LONGEST = 20_000
"""A line that is longer is no calendar's; descriptions with a picture in them are cut off and not needed."""


class Property(NamedTuple):
    """One line of the file, unfolded: `DTSTART;TZID=Europe/Berlin:20270315T100000`."""

    line: int
    name: str
    parameters: Mapping[str, str]
    value: str


class Unread(NamedTuple):
    """Why an event of the file cannot be read, in which line, and in which property."""

    line: int
    reason: str
    field: str = ""
    words: str = ""


@dataclass(slots=True)
class Event:
    """One VEVENT: its properties by name; `broken` is what could not be read in it."""

    line: int
    properties: dict[str, list[Property]] = field(default_factory=dict)
    broken: Unread | None = None

    def one(self, name: str) -> Property | None:
        return next(iter(self.properties.get(name, ())), None)

    def value(self, name: str) -> str:
        found = self.one(name)
        return found.value if found else ""

    @property
    def words(self) -> str:
        """What the event is called; nothing of what is marked as private."""
        if self.value("CLASS").upper() in ("PRIVATE", "CONFIDENTIAL"):
            return ""
        plain = self.value("SUMMARY").replace("\\n", " ").replace("\\N", " ")
        for mark in (",", ";", "\\"):
            plain = plain.replace(f"\\{mark}", mark)
        return " ".join(plain.split())[:200]


@dataclass(slots=True)
class Whole:
    """The file: its events, and the text of each time zone that it defines, by name."""

    events: list[Event] = field(default_factory=list)
    zones: dict[str, str] = field(default_factory=dict)


def cut(text: str) -> Whole:
    """The events of a file. Raises `Refused` when it is no calendar, or ends in the middle of one."""
    cutter = _Cutter()
    for number, line in _unfolded(text):
        cutter.take(number, line)
    if cutter.path:
        told = {"what": cutter.path[-1]}
        raise Refused(_("The file ends in the middle of a %(what)s. Please export it again.") % told, "file")
    if len(cutter.whole.events) > MOST_EVENTS:
        raise Refused(_("There are too many events in the file. Please export a shorter time."), "file")
    return cutter.whole


@dataclass(slots=True)
class _Cutter:
    """Where in the file one is: `path` are the components that have begun and not ended."""

    whole: Whole = field(default_factory=Whole)
    path: list[str] = field(default_factory=list)
    block: list[str] = field(default_factory=list)
    event: Event = field(default_factory=lambda: Event(0))

    def take(self, number: int, line: str) -> None:
        upper = line.upper().strip()
        begins, ends = upper.startswith("BEGIN:"), upper.startswith("END:")
        if begins:
            self._begin(upper.removeprefix("BEGIN:"), number)
        elif not self.path and upper:
            raise Refused(_("Line %(line)d: this is no calendar file.") % {"line": number}, "file")
        if self.path[1:2] == ["VTIMEZONE"]:
            self.block.append(line)
        elif self.path[1:] == ["VEVENT"] and not (begins or ends):
            _read(line, number, self.event)
        if ends:
            self._end(upper.removeprefix("END:"), number)

    def _begin(self, what: str, number: int) -> None:
        self.path.append(what)
        if self.path[1:] == ["VEVENT"]:
            self.event = Event(number)
        elif self.path[1:] == ["VTIMEZONE"]:
            self.block = []

    def _end(self, what: str, number: int) -> None:
        if not self.path or self.path.pop() != what:
            told = {"line": number, "what": what[:40]}
            raise Refused(_("Line %(line)d: a %(what)s ends here that did not begin.") % told, "file")
        if len(self.path) != 1:
            return
        if what == "VEVENT":
            self.whole.events.append(self.event)
        elif what == "VTIMEZONE":
            self.whole.zones[_name_of(self.block)] = "\r\n".join(self.block) + "\r\n"


def _read(line: str, number: int, event: Event) -> None:
    try:
        name, parameters, value = Contentline(line[:LONGEST]).parts()  # type: ignore[no-untyped-call]  # the library says no types here
    except ValueError:
        told = _("This line is not understood: %(line)s") % {"line": line[:60]}
        event.broken = event.broken or Unread(number, told)
        return
    named = {str(key).upper(): str(told) for key, told in parameters.items()}
    event.properties.setdefault(name.upper(), []).append(Property(number, name.upper(), named, str(value)))


def _unfolded(text: str) -> Iterator[tuple[int, str]]:
    """Lines that were folded put together again, each with the number of its first."""
    begun, parts = 0, [""]
    for number, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), start=1):
        if line[:1] in (" ", "\t") and begun:
            parts.append(line[1:])
            continue
        if begun and "".join(parts):
            yield begun, "".join(parts)
        begun, parts = number, [line]
    if begun and "".join(parts):
        yield begun, "".join(parts)


def _name_of(block: list[str]) -> str:
    found = (line.partition(":")[2].strip() for line in block if line.upper().startswith(("TZID:", "TZID;")))
    return next(found, "")
