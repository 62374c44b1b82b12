"""A plan for a terminal: by day, wrapped to its width, readable without colour."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from datetime import timedelta
from shutil import get_terminal_size
from textwrap import wrap
from typing import TYPE_CHECKING

from saphena.clinic.papers.words import ACTORS, KINDS, STRENGTHS
from saphena.pathway.protocol.plan import Line
from saphena.pathway.protocol.rules import Actor
from saphena.pathway.protocol.settings import base_event
from saphena.pathway.protocol.telling import say_value, tell_words, words_of
from saphena.pathway.protocol.wording import say_clock, say_day

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date, datetime

    from saphena.pathway.protocol.comparing import Change
    from saphena.pathway.protocol.plan import Item, Plan

__all__ = ["Table"]

WORDS = {
    "en": {
        "approved": "approved by {name}", "unapproved": "not approved by a physician",
        "expected": "expected", "settings": "This clinic", "usual": "(the protocol says {usual})",
        "changes": "What has changed", "no changes": "Nothing has changed.", "all day": "all day", "from": "from",
        "until": "until {when}", "times": "{count} times, the last {when}", "waiting": "Without a date yet",
        "waits for": "waits for {event}", "nothing": "Nothing to show.",
        "shut": "shut", "open": "open",
    },
    "fr": {
        "approved": "approuvé par {name}", "unapproved": "non approuvé par un médecin",
        "expected": "prévu", "settings": "Cette clinique", "usual": "(le protocole dit {usual})",
        "changes": "Ce qui a changé", "no changes": "Rien n’a changé.", "all day": "la journée", "from": "dès",
        "until": "jusqu’au {when}", "times": "{count} fois, la dernière {when}", "waiting": "Encore sans date",
        "waits for": "attend {event}", "nothing": "Rien à montrer.",
        "shut": "fermée", "open": "ouverte",
    },
}  # fmt: skip
NARROW, WIDE = 80, 120
MARGIN = "  "
GAP = "  "
BOLD, DIM, PLAIN = "\033[1m", "\033[2m", "\033[0m"


@dataclass(frozen=True)
class Table:
    """How a plan is laid out: in which language, how wide, with reasons or without, in bold and grey or not."""

    language: str
    width: int = 80
    whys: bool = False
    colour: bool = False

    @classmethod
    def for_this_terminal(cls, language: str, *, whys: bool = False, plain: bool = False) -> Table:
        width = min(max(get_terminal_size((80, 24)).columns, NARROW), WIDE)
        return cls(language, width, whys, not plain and sys.stdout.isatty() and "NO_COLOR" not in os.environ)

    def of(self, plan: Plan, items: Sequence[Item], changes: Iterable[Change] | None = None) -> str:
        """The whole table, its last line without an end. `changes`: those since an earlier drawing, told first."""
        blocks = [self._head(plan)]
        if changes is not None:
            blocks.append(self._changes(changes))
        blocks += [self._day(day, lines) for day, lines in _by_day(_shown(plan, items)).items()]
        if not items:
            blocks.append([self._words["nothing"]])
        if plan.waiting:
            blocks.append(self._waiting(plan))
        return "\n\n".join("\n".join(block) for block in blocks)

    @property
    def _words(self) -> dict[str, str]:
        return WORDS[self.language]

    def _style(self, words: str, style: str) -> str:
        return f"{style}{words}{PLAIN}" if self.colour else words

    def _head(self, plan: Plan) -> list[str]:
        words, protocol = self._words, plan.protocol
        name = protocol.approval.physician
        signed = words["approved"].format(name=name) if name else words["unapproved"]
        lines = [
            *(self._style(line, BOLD) for line in wrap(protocol.title[self.language], self.width)),
            *wrap(f"{protocol.id} {protocol.version} · {signed} · {plan.zone.key}", self.width),
            "",
        ]
        known = sorted(plan.events.items(), key=lambda pair: pair[1].moment.at)
        label = max((len(self._event(plan, name)) for name, _ in known), default=0)
        for name, event in known:
            at = event.moment.at.astimezone(plan.zone)
            when = f"{say_day(at.date(), self.language, 0, short=True)} {say_clock(at.time(), self.language)}"
            tail = "" if event.given else f"  {words['expected']}"
            lines.append(f"{MARGIN}{self._event(plan, name):{label}}{GAP}{when}{tail}")
        return lines + self._settings(plan)

    def _event(self, plan: Plan, name: str) -> str:
        number = name.removeprefix(base_event(name))
        return plan.protocol.events[base_event(name)].label[self.language] + number

    def _settings(self, plan: Plan) -> list[str]:
        lines = []
        for name in sorted(plan.changed):
            parameter = plan.protocol.parameters[name]
            now, usual = (
                say_value(value, parameter.unit, self.language) for value in (plan.parameters[name], parameter.value)
            )
            said = f"{self._words['settings']}: {parameter.label[self.language]} {now} "
            lines += wrap(said + self._words["usual"].format(usual=usual), self.width)
        return ["", *lines] if lines else []

    def _changes(self, changes: Iterable[Change]) -> list[str]:
        lines = [self._style(self._words["changes"], BOLD)]
        for change in changes:
            lines += self._hang("· ", change.sentence(self.language), MARGIN)
        return lines if lines[1:] else [self._words["no changes"]]

    def _hang(self, first: str, words: str, margin: str) -> list[str]:
        return _fold(words, self.width, margin + first, margin + " " * len(first))

    def _day(self, day: date, lines: list[Line]) -> list[str]:
        said = [self._style(_capital(say_day(day, self.language, 0)), BOLD)]
        for line in lines:
            said += self._line(line)
        return said

    def _line(self, line: Line) -> list[str]:
        rule = line.item.rule
        first = f"{self._time(line):13}{GAP}{STRENGTHS[self.language][rule.strength]:8}{GAP}"
        indent = MARGIN + " " * len(first)
        once = Line(line.item, line.item.begin, line.item.finish) if _comes_on_many_days(line.item) else line
        said = self._hang(first, tell_words(words_of(once)[self.language], once, self.language), MARGIN)
        for point in rule.points.get(self.language, ()):
            said += self._hang("- ", point, indent)
        for words in (self._tail(line), line.item.why(self.language) if self.whys else ""):
            said += [self._style(each, DIM) for each in _fold(words, self.width, indent, indent)]
        return said

    def _time(self, line: Line) -> str:
        words = self._words
        if line.all_day:
            return words["all day"]
        start = say_clock(line.start.time(), self.language)
        if line.finish is None or line.finish.at == line.begin.at:
            return start
        late = line.end is None or not (line.end.hour or line.end.minute)  # “10:00–00:00” reads like nothing
        if late or _nights_between(line) > 1 or _comes_on_many_days(line.item):
            return f"{words['from']} {start}"
        return f"{start}–{say_clock(line.end.time(), self.language)}" if line.end else start

    def _tail(self, line: Line) -> str:
        """Until when, who, and which rule, in the grey line under the text."""
        item, rule = line.item, line.item.rule
        said = []
        if _comes_on_many_days(item):
            found = list(item.lines())
            last = say_day(found[-1].start.date(), self.language, item.plan.year, short=True)
            said.append(self._words["times"].format(count=len(found), when=last))
        elif line.end and _nights_between(line) > (0 if line.all_day else 1):
            said.append(self._words["until"].format(when=self._until(line, line.end)))
        if rule.actor is not Actor.PATIENT:
            said.append(ACTORS[self.language][rule.actor])
        state = self._words["open" if item.gate.open else "shut"] if item.gate else ""
        said += [f"{KINDS[self.language][rule.kind]} {state}".strip(), rule.id, rule.leaflet]
        return " · ".join(filter(None, said))

    def _until(self, line: Line, end: datetime) -> str:
        year = line.item.plan.year
        if line.all_day or not (end.hour or end.minute):
            return say_day(_last_day(end), self.language, year, short=True)
        return f"{say_day(end.date(), self.language, year, short=True)} {say_clock(end.time(), self.language)}"

    def _waiting(self, plan: Plan) -> list[str]:
        lines = [self._style(self._words["waiting"], BOLD)]
        for waiting in plan.waiting:
            event = self._words["waits for"].format(event=self._event(plan, waiting.event))
            lines += self._hang("· ", f"{waiting.rule.id}: {event}", MARGIN)
        return lines


def _shown(plan: Plan, items: Iterable[Item]) -> Iterator[Line]:
    """Every line once: what comes round on many days stands on its first day alone."""
    for line in plan.lines(items):
        if line.number < 2 or not _comes_on_many_days(line.item):
            yield line


def _comes_on_many_days(item: Item) -> bool:
    """Daily or nightly, and not several times within one day."""
    found = [line.start.date() for line, _ in zip(item.occurrences(), range(9), strict=False)]
    return len(set(found)) > 1


def _by_day(lines: Iterable[Line]) -> dict[date, list[Line]]:
    """The lines of each day, those for the whole day first."""
    days: dict[date, list[Line]] = {}
    for line in lines:
        days.setdefault(line.start.date(), []).append(line)
    return {day: sorted(found, key=lambda line: not line.all_day) for day, found in days.items()}


def _fold(words: str, width: int, first: str, then: str) -> list[str]:
    """Wrapped, and never at the hyphen of a rule's name."""
    return wrap(words, width, initial_indent=first, subsequent_indent=then, break_on_hyphens=False)


def _nights_between(line: Line) -> int:
    """How many midnights lie inside the line."""
    end = line.end or line.start
    return (_last_day(end) - line.start.date()).days if end > line.start else 0


def _last_day(end: datetime) -> date:
    return (end - timedelta(microseconds=1)).date()


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
