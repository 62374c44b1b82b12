"""The appointments of a patient that have a date, from all of their plans."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from saphena.pathway.booking.library import shipped
from saphena.pathway.protocol.settings import base_event
from saphena.pathway.protocol.wording import say_clock, say_day

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from saphena.pathway.protocol.plan import Plan

__all__ = ["Visit", "visits"]

VISITS = ("mapped", "test", "procedure", "review", "second")


EXAMINED = "mapped"
"""The event is a physician's signature. What the patient comes for is the visit, called as in the list of visits."""


@dataclass(frozen=True, slots=True)
class Visit:
    """One appointment: when, on the patient's own clock, and what it is called."""

    at: datetime
    label: str
    day: str
    clock: str

    @property
    def said(self) -> str:
        """“The return visit, Wed 17 Mar, 09:30”."""
        return f"{self.label}, {self.day}, {self.clock}"


def visits(plans: Iterable[Plan], language: str) -> list[Visit]:
    """Earliest first. What is only expected by the protocol is no appointment."""
    found = []
    for plan in plans:
        for name, known in plan.events.items():
            base = base_event(name)
            if known.given and base in VISITS:
                at = known.moment.at.astimezone(plan.zone)
                label = _called(base, plan, language)
                day = say_day(at.date(), language, plan.year, short=True)
                found.append(Visit(at, label[0].upper() + label[1:], day, say_clock(at.timetz(), language)))
    return sorted(found, key=lambda visit: visit.at.timestamp())


def _called(event: str, plan: Plan, language: str) -> str:
    if event == EXAMINED:
        titles = [visit.title for visit in shipped().visits.values() if visit.event == event]
        if titles:
            return titles[0][language]
    return plan.protocol.events[event].label[language]
