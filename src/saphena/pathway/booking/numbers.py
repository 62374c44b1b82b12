"""A course of visits by one patient's protocol: its numbers in place of the library's, its gates and no others.

The library holds what no protocol says: phases, people, rooms. What a protocol says as well, it says for its patients:
how long before the procedure the test session must be, how long a map counts, how many weeks without a long trip.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from saphena.pathway.diary import MINUTES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from saphena.pathway.booking.visits import Course, Gap, Phase, VisitType

__all__ = ["Terms", "by_protocol"]


@dataclass(frozen=True)
class Terms:
    """What a protocol says of visits. `numbers` are in days or in minutes; `gates` are the ids of its gates.

    `opened` are those gates that somebody has opened by hand for this patient.
    """

    numbers: Mapping[str, int]
    gates: frozenset[str]
    opened: frozenset[str] = frozenset()

    def number(self, named: Mapping[str, str], what: str, otherwise: int) -> int:
        """The protocol's number where it has one, the library's otherwise. Protocols may call it by several names."""
        return next((self.numbers[name] for name in named.get(what, "").split() if name in self.numbers), otherwise)

    def asks_for(self, gates: tuple[str, ...]) -> bool:
        """Whether the protocol has one of these gates; what hangs on none is always asked for."""
        return not gates or not self.gates.isdisjoint(gates)

    def stands(self, gates: tuple[str, ...]) -> bool:
        """Whether it is asked for, and nobody has opened it by hand."""
        return self.asks_for(gates) and self.opened.isdisjoint(gates)


def by_protocol(course: Course, terms: Terms) -> Course:
    """The course as this protocol wants it.

    A visit that only gates ask for is left out where the protocol has none of them, or somebody has opened one.
    """
    kept = [step for step in course.steps if terms.stands(step.gates)]
    known = {*course.anchors, *(step.name for step in kept)}
    steps = tuple(
        replace(
            step,
            visit=_visit(step.visit, terms),
            gaps=tuple(_gap(gap, terms) for gap in step.gaps if gap.after in known and terms.stands(gap.gates)),
        )
        for step in kept
    )
    main = course.main if course.main in known else steps[0].name
    return replace(course, steps=steps, main=main)


def _gap(gap: Gap, terms: Terms) -> Gap:
    least = terms.number(gap.numbers, "least", gap.least)
    most = gap.most if gap.most is None else max(least, terms.number(gap.numbers, "most", gap.most))
    return replace(gap, least=least, most=most)


def _visit(visit: VisitType, terms: Terms) -> VisitType:
    phases = tuple(found for phase in visit.phases if (found := _phase(phase, terms)))
    return replace(
        visit,
        phases=phases or visit.phases,
        quiet_days=terms.number(visit.numbers, "quiet_days", visit.quiet_days),
        elevation=terms.number(visit.numbers, "elevation", visit.elevation),
    )


def _phase(phase: Phase, terms: Terms) -> Phase | None:
    """The phase with the protocol's minutes, in steps of five; None when there is nothing of it."""
    begin = _up(terms.number(phase.numbers, "at", phase.at))
    minutes = _up(terms.number(phase.numbers, "minutes", phase.minutes))
    if "end" in phase.numbers:
        minutes = _up(terms.number(phase.numbers, "end", begin + phase.minutes)) - begin
    if minutes < MINUTES:
        return None
    return replace(phase, at=begin, minutes=minutes)


def _up(minutes: int) -> int:
    return -(-minutes // MINUTES) * MINUTES
