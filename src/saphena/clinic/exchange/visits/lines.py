"""A table of appointments from another system, line by line: plain text in, values or faults by line and column out."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from saphena.clinic.exchange.visits.reading import day_of, moment_of
from saphena.clinic.people.applications.door import Fault
from saphena.clinic.record.folding import fold
from saphena.pathway.booking.library import shipped
from saphena.pathway.refused import Refused

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date, datetime
    from zoneinfo import ZoneInfo

__all__ = ["COLUMNS", "MOST", "Line", "Unread", "lines_of"]

COLUMNS = ("id", "health_number", "family_name", "given_names", "birth_date", "leg", "visit", "starts", "note")
NEEDED = ("birth_date", "leg", "visit", "starts")
MOST = 500
"""So many lines at once: whoever looks through what was found can still see all of it."""
LEGS = {"left": "left", "l": "left", "gauche": "left", "right": "right", "r": "right", "droite": "right"}
WIDEST = 500


@dataclass(frozen=True, slots=True)
class Line:
    """One appointment as it stands in the table. `number` is the line of the file, `key` the other system's own."""

    number: int
    key: str
    health_number: str
    family_name: str
    given_names: str
    birth_date: date
    leg: str
    step: str
    starts: datetime
    note: str


@dataclass(frozen=True, slots=True)
class Unread:
    """A line that cannot be read: which, in which column, why."""

    number: int
    field: str
    reason: str


def lines_of(text: str, zone: ZoneInfo) -> Iterator[Line | Unread]:
    """Every line of the table. Raises `Refused` for a file that is no such table at all."""
    rows = csv.DictReader(io.StringIO(text.lstrip("\ufeff"), newline=""), delimiter=_between(text), strict=True)
    try:
        _columns_are_known([each.strip().lower() for each in rows.fieldnames or ()])
        rows.fieldnames = [each.strip().lower() for each in rows.fieldnames or ()]
        for count, row in enumerate(rows, start=1):
            if count > MOST:
                raise Refused(_("More than %(most)d lines. Send them in parts.") % {"most": MOST}, "file")
            yield _line(rows.line_num, row, zone)
    except csv.Error:
        told = {"line": rows.line_num + 1}
        raise Refused(_("From line %(line)d on it is no table: a quotation mark is open.") % told, "file") from None


def _between(text: str) -> str:
    head = text.partition("\n")[0]
    return max(",;\t", key=head.count)


def _columns_are_known(names: list[str]) -> None:
    missing = [name for name in NEEDED if name not in names]
    if missing:
        raise Refused(_("The first line must name the columns. Missing: %(names)s.") % {"names": ", ".join(missing)},
                      "file")  # fmt: skip
    unknown = sorted(set(names) - set(COLUMNS))
    if unknown or len(set(names)) < len(names):
        told = {"names": ", ".join(unknown or names), "known": ", ".join(COLUMNS)}
        raise Refused(_("Columns that nobody knows, or twice: %(names)s. Known are: %(known)s.") % told, "file")


def _line(number: int, row: Mapping[str | None, str | list[str] | None], zone: ZoneInfo) -> Line | Unread:
    if None in row or None in row.values():
        return Unread(number, "", _("It has more or fewer columns than the first line."))
    told = {str(name): str(value).strip() for name, value in row.items()}
    try:
        wide = next((name for name, value in told.items() if len(value) > WIDEST or "\0" in value), None)
        if wide:
            raise Fault(_("This is too long."), wide)
        return Line(
            number,
            told.get("id", "")[:100],
            told.get("health_number", ""),
            told.get("family_name", ""),
            told.get("given_names", ""),
            day_of(told["birth_date"], "birth_date"),
            _one_of(told["leg"], LEGS, "leg"),
            _one_of(told["visit"], steps(), "visit"),
            moment_of(told["starts"], zone, "starts"),
            told.get("note", ""),
        )
    except Fault as no:
        return Unread(number, no.field, no.detail)


def _one_of(typed: str, known: Mapping[str, str], field: str) -> str:
    found = known.get(fold(typed))
    if found is None:
        raise Fault(_("One of these belongs here: %(known)s.") % {"known": ", ".join(known)}, field)
    return found


def steps() -> dict[str, str]:
    """Every visit by its own name and by what it is called, folded."""
    found = {}
    for course in shipped().courses.values():
        for step in course.steps:
            for name in (step.name, *step.visit.title.values()):
                found[fold(name)] = step.name
    return found
