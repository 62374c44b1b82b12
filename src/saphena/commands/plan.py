"""Draw a protocol and a patient's dates into a dated, explained plan: a table, JSON, a calendar or a handout.

PROTOCOL is the id of a shipped protocol (see `saphena protocol list`) or a TOML file. A time without an offset is on
the clinic's clocks: those of --zone, or of the protocol's own zone. For a patient who lives by other clocks than the
clinic, name their zone and say the times with an offset.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from saphena.clinic.papers.letterhead import Letterhead
from saphena.commands import CommandFailed
from saphena.commands.output import put
from saphena.commands.typed import (
    Moments,
    find_protocol,
    now,
    one_of,
    read_facts,
    read_language,
    read_settings,
    read_zone,
)
from saphena.pathway.protocol.comparing import ItemChange, compare
from saphena.pathway.protocol.drawing import Drawer
from saphena.pathway.protocol.rules import Actor
from saphena.pathway.protocol.settings import Unusable

if TYPE_CHECKING:
    import argparse
    from datetime import datetime

    from saphena.pathway.protocol.comparing import Change
    from saphena.pathway.protocol.plan import Item, Plan
    from saphena.pathway.protocol.rules import Protocol

FORMATS = ("table", "json", "ics", "pdf")
WHO = ("patient", "clinic", "all")
PAPERS = ("letter", "a4")
NONE = "none"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("protocol", metavar="PROTOCOL", help="a shipped protocol's id (leaflet), or a TOML file")
    add(
        "--at",
        action="append",
        default=[],
        metavar="EVENT=WHEN",
        help="when an event is or was: procedure=2027-03-09T10:00; again for the next return visit",
    )
    add("--fact", action="append", default=[], metavar="NAME[=VALUE]", help="two_light_stockings, drive_minutes=40")
    add("--set", action="append", default=[], metavar="NAME=VALUE", help="the clinic's own number: bandage_nights=3")
    add("--seen", action="append", default=[], metavar="NAME=WHEN", help="what was seen: blister=2027-03-11T08:00")
    add(
        "--was",
        action="append",
        default=[],
        metavar="EVENT=WHEN",
        help="when an event was to be before, or EVENT=none: say what has changed since",
    )
    add("--zone", default="", help="the clocks of the plan: Europe/Berlin (the protocol's own unless said)")
    add("--lang", default="", help="en or fr")
    add("--format", default="", help="table, json, ics or pdf (by the ending of FILE, else table)")
    add("--who", default="", help="whose items: patient, clinic or all (all; patient alone in ics and pdf)")
    add("--why", action="store_true", help="in a table, also the reason of every item")
    add("--clinic-name", default="", help="for the handout and the calendar")
    add("--clinic-phone", default="", help="for the handout and the calendar")
    add("--paper", default="letter", help="for the handout: letter or a4")
    add("--key", default="plan", help="in a calendar: tells this patient's events from another's; nothing personal")
    add("-o", dest="output", default="", metavar="FILE", help="write to a file")  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """What was asked for, read and drawn; `old` is the plan as it was, when that was asked for."""

    args: argparse.Namespace
    form: str
    language: str
    plan: Plan
    old: Plan | None

    def shows(self, item: Item) -> bool:
        """Whether the item is for those who are asked about."""
        who = self.args.who or ("patient" if self.form in ("ics", "pdf") else "all")
        return who == "all" or (item.rule.actor is Actor.PATIENT) == (who == "patient")

    @property
    def items(self) -> list[Item]:
        return [item for item in self.plan.items if self.shows(item)]

    @property
    def changes(self) -> list[Change]:
        found = compare(self.old, self.plan) if self.old else []
        return [change for change in found if not isinstance(change, ItemChange) or self.shows(change.item)]

    @property
    def letterhead(self) -> Letterhead:
        return Letterhead(self.args.clinic_name, self.args.clinic_phone)


def run(args: argparse.Namespace) -> int:
    asked = ask(args)
    answer = {"table": _table, "json": _json, "ics": _calendar, "pdf": _handout}[asked.form](asked)
    put(answer, args.output)
    return 0


def ask(args: argparse.Namespace) -> Asked:
    """Read everything that was typed, and draw. Raises `CommandFailed`; nothing has been written then."""
    form = one_of("--format", args.format or _by_ending(args.output), FORMATS)
    _check_options(args, form)
    protocol = find_protocol(args.protocol)
    language = read_language(args.lang, protocol)
    moments = Moments(read_zone(args.zone, protocol))
    events = moments.events("--at", args.at, protocol)
    if not events:
        raise CommandFailed("say when, for example: --at procedure=2027-03-09T10:00")
    plan = _draw(args, protocol, moments, events)
    old = _draw(args, protocol, moments, _before(args, protocol, moments, events)) if args.was else None
    moments.tell()
    return Asked(args, form, language, plan, old)


def _by_ending(output: str) -> str:
    ending = output.rpartition(".")[2].lower()
    return ending if ending in FORMATS else FORMATS[0]


def _check_options(args: argparse.Namespace, form: str) -> None:
    one_of("--paper", args.paper, PAPERS)
    if args.who:
        one_of("--who", args.who, WHO)
    if form == "pdf" and args.who not in ("", "patient"):
        raise CommandFailed(f"--who {args.who}: the handout is the patient's alone")
    if form == "pdf" and args.was:
        raise CommandFailed("--was goes with table, json and ics; a handout shows the plan as it stands")
    if form == "pdf" and args.output in ("", "-") and sys.stdout.isatty():
        raise CommandFailed("a PDF is nothing for a terminal; say where to put it: -o handout.pdf")


def _before(
    args: argparse.Namespace, protocol: Protocol, moments: Moments, events: dict[str, datetime]
) -> dict[str, datetime]:
    """The events as they were: `--was review=none` takes one away, for it had no date yet."""
    nothing = [words.partition("=")[0].strip() for words in args.was if words.partition("=")[2].strip() == NONE]
    before = moments.events("--was", [words for words in args.was if words.partition("=")[2].strip() != NONE], protocol)
    for name in nothing:
        if name not in events:
            raise CommandFailed(f"--was {name}={NONE}: there is no --at {name}=... that it could have changed to")
    return {name: at for name, at in {**events, **before}.items() if name not in nothing}


def _draw(args: argparse.Namespace, protocol: Protocol, moments: Moments, events: dict[str, datetime]) -> Plan:
    settings, facts = read_settings(args.set, protocol), read_facts(args.fact, protocol)
    seen = moments.observations(args.seen, protocol)
    try:
        plan = Drawer(protocol, settings).draw(events, facts=facts, seen=seen, zone=moments.zone.key)
        plan.lines()
    except Unusable as error:
        raise CommandFailed(str(error)) from None
    except (OverflowError, ValueError) as error:
        raise CommandFailed(f"a date in this plan would lie outside the calendar ({error})") from None
    return plan


def _table(asked: Asked) -> bytes:
    from saphena.commands.table import Table

    table = Table.for_this_terminal(asked.language, whys=asked.args.why, plain=bool(asked.args.output))
    return (table.of(asked.plan, asked.items, asked.changes if asked.old else None) + "\n").encode()


def _json(asked: Asked) -> bytes:
    import json

    from saphena.clinic.papers.objects import change_object, plan_object

    said = plan_object(asked.plan, asked.language, asked.items)
    if asked.old:
        said["changes"] = [change_object(change, asked.language) for change in asked.changes]
    return (json.dumps(said, ensure_ascii=False, indent=2) + "\n").encode()


def _calendar(asked: Asked) -> bytes:
    from saphena.clinic.papers.ical.calendar import Calendar, no_longer

    calendar = Calendar(asked.language, asked.args.key, stamp=now(), clinic=asked.letterhead)
    gone = no_longer(asked.old, asked.plan) if asked.old else []
    return calendar.of(asked.plan, asked.items, cancelled=[line for line in gone if asked.shows(line.item)])


def _handout(asked: Asked) -> bytes:
    from saphena.clinic.papers.handout.handout import NoFirstDay, handout
    from saphena.clinic.papers.handout.typesetting import CannotTypeset, typeset

    try:
        return typeset(handout(asked.plan, asked.language, asked.letterhead), asked.args.paper)
    except (NoFirstDay, CannotTypeset) as error:
        raise CommandFailed(str(error)) from None
