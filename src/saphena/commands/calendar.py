"""Bring a calendar file (.ics) into the diary: absences of a person, busy times of a room, holidays of a site.

Without --take it only says what would become of each event. Names of patients are not printed: how many booked visits
lie in these times is said, the page "Bring in a calendar" names them. Exit status 1: some event could not be read.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from saphena.commands import CommandFailed

if TYPE_CHECKING:
    import argparse

    from saphena.clinic.diary.models import Resource, Site
    from saphena.clinic.exchange.ical.showing import Row
    from saphena.clinic.people.models import User

MOST_BYTES = 20_000_000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("file", metavar="FILE", type=Path, help="the calendar, as Google, Outlook or another program exports it")
    add("--whose", required=True, metavar="NAME", help="the person, room, scanner or site, by its name in the diary")
    add("--called", required=True, metavar="NAME", help="what the calendar is called: the same each time it is sent")
    add("--by", required=True, metavar="E-MAIL", help="who brings it in: a manager, who stands in the record")
    add("--take", action="store_true", help="take it over; otherwise it is only tried")
    add("--whole", action="store_true", help="the file is the whole calendar: what is no longer in it is free again")
    add("--words", action="store_true", help="keep what entries are called, not just the name of the calendar")


def run(args: argparse.Namespace) -> int:
    from saphena.commands._django import start_django

    start_django()
    from django.core.exceptions import PermissionDenied

    from saphena.clinic.config.checking import database
    from saphena.clinic.exchange.ical.importing import Asked, take_over, try_out
    from saphena.clinic.exchange.ical.showing import rows
    from saphena.pathway.refused import Refused

    if status := database():
        return status
    asked = Asked(_owner(args.whose), " ".join(args.called.split())[:60], _text(args.file), args.whole, args.words)
    by = _manager(args.by)
    try:
        found = (take_over if args.take else try_out)(actor=by, asked=asked)
    except (Refused, PermissionDenied) as no:
        raise CommandFailed(str(no)) from no
    shown = rows(by, asked, found, tried=not args.take)
    for row in shown:
        print(_line(row))
    if hit := len({visit.pk for row in shown for visit in row.hits}):
        print(f"{hit} booked visit{'s' if hit > 1 else ''} in these times: to be moved by a person")
    return 1 if any(each.refused for each in found) else 0


def _line(row: Row) -> str:
    told = [f"line {row.line}" if row.line else "", row.words, row.when, *(word for _look, word in row.becomes)]
    return ", ".join(each for each in (*told, row.field, row.reason) if each)


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise CommandFailed(f"{path} is too large: export a shorter time")
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise CommandFailed(f"{path} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise CommandFailed(f"{path} is no calendar file: it is not in UTF-8") from error


def _owner(name: str) -> Site | Resource:
    from saphena.clinic.diary.models import Resource, Site

    found: list[Site | Resource] = [
        *Resource.objects.filter(name=name, closed_at__isnull=True).select_related("site"),
        *Site.objects.filter(name=name, closed_at__isnull=True),
    ]
    if len(found) != 1:
        known = "more than one" if found else "nobody and nothing"
        raise CommandFailed(f"{known} in the diary is called {name}")
    return found[0]


def _manager(email: str) -> User:
    from saphena.clinic.people.models import User

    found = User.objects.filter(email__iexact=email, is_active=True).first()
    if found is None:
        raise CommandFailed(f"nobody of the staff has the e-mail {email}")
    return found
