"""Sample patients and sample days on which a protocol is tried out.

A rule that is right on an ordinary Wednesday morning may end before it begins on a late afternoon, or on the night on
which the clocks change. So the check draws plans for procedures in the morning, at noon and in the late afternoon of an
ordinary week, before both clock changes, at a month's end and on 29 February.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from saphena.pathway.clock import settle
from saphena.pathway.protocol.checking.satisfying import opposite
from saphena.pathway.protocol.compiling import number
from saphena.pathway.protocol.phrases import Side
from saphena.pathway.protocol.settings import base_event
from saphena.pathway.protocol.wording import say_clock, say_day

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from saphena.pathway.protocol.checking.satisfying import Answers, Patients
    from saphena.pathway.protocol.drawing import Drawer
    from saphena.pathway.protocol.plan import Item, Plan
    from saphena.pathway.protocol.rules import Value

__all__ = ["Samples", "Trial", "when"]

CLOCKS = (time(10), time(12, 30), time(16))
DAYS = (date(2027, 6, 16), date(2027, 1, 31), date(2028, 2, 29))
YEAR = 2027
DAY = timedelta(days=1)

# Days before the procedure, then minutes after its start, then days after it: what a person would record.
BEFORE = {"requested": 60, "booked": 50, "mapped": 40, "test": 21}
ON_THE_DAY = {"procedure": 0, "arrived": 0, "injected": 20, "bandaged": 22, "left": 70, "home": 100}
LATER = {"unbandaged": 5, "review": 8, "second": 21}
BETWEEN_REVIEWS = 30


@dataclass(frozen=True, slots=True)
class Trial:
    """One plan drawn for one kind of patient on one sample day."""

    plan: Plan
    procedure: datetime

    @property
    def words(self) -> str:
        return f"a procedure on {when(self.procedure, self.plan.zone)}"

    def item(self, rule_id: str) -> Item | None:
        return next((item for item in self.plan.items if item.rule.id == rule_id), None)


class Samples:
    """The sample days of one protocol, and the plans drawn on them."""

    def __init__(self, drawer: Drawer, patients: Patients) -> None:
        self.drawer = drawer
        self.patients = patients
        self.zone = ZoneInfo(drawer.protocol.zone)
        self.quiet = [self._events(day, clock, later=False) for day in self._days() for clock in CLOCKS]
        self.later = [self._events(day, clock, later=True) for day in self._days() for clock in CLOCKS]

    def trials(
        self, kinds: Iterable[Answers], *, later: bool, seen: Mapping[str, datetime] | None = None
    ) -> Iterator[Trial]:
        """A plan for each kind of patient on each day; `later` with return visits and a second session."""
        for answers in kinds:
            for events in self.later if later else self.quiet:
                yield self.trial(events, answers, seen or {})

    def trial(self, events: Mapping[str, datetime], answers: Answers, seen: Mapping[str, datetime]) -> Trial:
        procedure = events["procedure"]
        facts = {name: value for (what, name), value in answers.items() if what == "fact"}
        noticed = {name: procedure + DAY for (what, name), value in answers.items() if what == "seen" and value}
        happened = {name for (what, name), value in answers.items() if what == "happened" and value}
        given = {name: at for name, at in events.items() if name not in self._not_happened(answers)}
        given |= {name: procedure + 30 * DAY for name in happened - set(given) if self._can_be_given(name)}
        plan = self.drawer.draw(given, facts=facts, seen={**noticed, **seen})
        return Trial(plan, procedure)

    @staticmethod
    def _not_happened(answers: Answers) -> set[str]:
        return {name for (what, name), value in answers.items() if what == "happened" and not value} - {"procedure"}

    def _can_be_given(self, name: str) -> bool:
        event = self.drawer.protocol.events[name]
        return not event.first_of

    def kinds(self) -> list[Answers]:
        """Few patients; among them, for every rule, each kind that it is for and one that it is not. First the usual.

        What two kinds answer to different questions is put together in one patient.
        """
        found: list[Answers] = []
        for answers in self._kinds():
            for patient in found:
                if self.patients.agree(patient, answers):
                    patient |= answers
                    break
            else:
                found.append(dict(answers))
        return [{}, *found]

    def _kinds(self) -> Iterator[Answers]:
        for rule in self.drawer.protocol.rules:
            if rule.when and not rule.off:
                yield from self.patients.some(rule.when)
                yield from self.patients.some(opposite(rule.when))[:1]
        for name, fact in self.drawer.protocol.facts.items():
            if fact.unit != "yes-no":
                for value in _extremes(fact.default):
                    yield {("fact", name): value}

    def _events(self, day: date, clock: time, *, later: bool) -> dict[str, datetime]:
        procedure = settle(day, clock, self.zone)
        at = {name: self._shifted(procedure, -days) for name, days in BEFORE.items()}
        start = procedure.astimezone(UTC)
        at |= {name: start + timedelta(minutes=minutes) for name, minutes in ON_THE_DAY.items()}
        if later:
            at |= {name: self._shifted(procedure, days) for name, days in LATER.items()}
            at |= {name: self._shifted(procedure, BETWEEN_REVIEWS * int(name[-1])) for name in self._numbered()}
        return {name: moment for name, moment in at.items() if name == "procedure" or not self._knows(name)}

    def _shifted(self, moment: datetime, days: int) -> datetime:
        here = moment.astimezone(self.zone)
        return settle(here.date() + days * DAY, here.time(), self.zone)

    def _knows(self, name: str) -> bool:
        """Whether the protocol itself says when an event is, so that the sample need not."""
        return name in self.drawer.begun_by or name in self.drawer.ended_by or name in self.drawer.expected

    def _numbered(self) -> set[str]:
        """“review 2” and the like, as far as rules name them."""
        edges = [edge.edge for rule in self.drawer.rules for edge in rule.edges]
        names = {edge.anchor for edge in edges if edge.side is Side.EVENT and base_event(edge.anchor) != edge.anchor}
        return {name for name in names if name[-1] != "1" and self.drawer.protocol.events[base_event(name)].many}

    def _days(self) -> list[date]:
        return [*DAYS, *_before_the_clocks_change(self.drawer.protocol.zone)]


def _extremes(default: object) -> tuple[Value, ...]:
    """A fact's number when it is nought, some times and many times what is usual."""
    usual = number(default)
    return (0, 4 * usual, 10 * usual) if usual else (0,)


@lru_cache(maxsize=16)
def _before_the_clocks_change(zone: str) -> tuple[date, ...]:
    """The days five days before the clocks of a zone change; none where they never do."""
    here = ZoneInfo(zone)
    noons = [datetime(YEAR, 1, 1, 12, tzinfo=here) + timedelta(days=days) for days in range(366)]
    changes = [noon for noon, following in pairwise(noons) if noon.utcoffset() != following.utcoffset()]
    return tuple((noon - 5 * DAY).date() for noon in changes)


def when(moment: datetime, zone: ZoneInfo) -> str:
    """“Tuesday 9 March 2027 at 10:00”."""
    here = moment.astimezone(zone)
    return f"{say_day(here.date(), 'en', 0)} at {say_clock(here.timetz(), 'en')}"
