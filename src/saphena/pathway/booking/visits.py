"""A visit as phases: who and what is needed for which of its minutes, and a course of visits with its gates.

The physician is needed for 15 minutes of a visit of 60, and a supervised walk needs no room: each phase holds what it
needs and nothing else. Lengths are in minutes, in steps of five; gaps between visits are in calendar dates.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from saphena.pathway.diary import MINUTES, cells

__all__ = ["Course", "Gap", "Need", "Phase", "Seat", "Step", "Texts", "VisitType"]

Texts = Mapping[str, str]
"""One text in several languages: language code -> words."""


@dataclass(frozen=True, slots=True)
class Need:
    """So many of one role ("sonographer") or one kind of thing ("scanner"), for the whole of a phase."""

    role: str
    count: int = 1

    def __post_init__(self) -> None:
        if self.count < 1:
            raise ValueError(f"{self.count} × {self.role} is nothing to book; leave the need out")


@dataclass(frozen=True, slots=True)
class Phase:
    """Part of a visit: it begins `at` minutes after the patient is due and takes `minutes`; phases may overlap.

    `before` and `after` are buffers: minutes for which what the phase needs is held and the patient is not there.
    `state` is what the day board calls a patient who is in it. `numbers` are those of a protocol that stand in place
    of `at`, `minutes`, or say when it is to `end`.
    Raises `ValueError` for minutes that are not in steps of five, or none.
    """

    name: str
    at: int
    minutes: int
    needs: tuple[Need, ...] = ()
    before: int = 0
    after: int = 0
    state: str = ""
    numbers: Texts = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.minutes < MINUTES or min(self.at, self.before, self.after) < 0:
            raise ValueError(f"the phase {self.name} must take some minutes and not begin before the visit")
        for minutes in (self.at, self.minutes, self.before, self.after):
            cells(minutes)

    @property
    def held(self) -> tuple[int, int]:
        """The cells for which its needs are held, buffers included, from when the patient is due: begin, end."""
        return cells(self.at - self.before), cells(self.at + self.minutes + self.after)


@dataclass(frozen=True, slots=True)
class Seat:
    """One place in a visit that one resource takes: its role, the cells it is held for, and in which phases."""

    role: str
    held: tuple[tuple[int, int], ...]
    phases: tuple[str, ...]

    def meets(self, other: Seat) -> bool:
        """Whether nobody could take both: they are held at the same time."""
        return any(a < d and c < b for a, b in self.held for c, d in other.held)


@dataclass(frozen=True)
class VisitType:
    """A kind of visit. In the roles named in `same`, whoever begins a visit does all the phases of it.

    `every`: it begins at these minutes of the clock (15: 10:00, 10:15). `quiet_days`: so many dates, its own the first,
    without a long trip. `elevation`: minutes with the legs up that follow at home, before bedtime. `event`: what it is
    in a protocol ("test", "review"). `numbers` name the protocol's that stand in place of `quiet_days`, `elevation`.
    """

    id: str
    title: Texts
    phases: tuple[Phase, ...]
    source: str
    same: frozenset[str] = frozenset()
    every: int = MINUTES
    quiet_days: int = 0
    elevation: int = 0
    event: str = ""
    numbers: Texts = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.phases:
            raise ValueError(f"the visit {self.id} has no phases")
        if self.every < MINUTES or 60 % self.every:
            raise ValueError(f"the visit {self.id} begins every {self.every} minutes, which do not divide an hour")

    @property
    def minutes(self) -> int:
        """How long the patient is there."""
        return max(phase.at + phase.minutes for phase in self.phases)

    @cached_property
    def held(self) -> tuple[int, int]:
        """From the first cell for which anybody is held or there to the last, counted from when the patient is due."""
        each = [phase.held for phase in self.phases]
        return min(0, *(begin for begin, _ in each)), max(cells(self.minutes), *(end for _, end in each))

    @cached_property
    def seats(self) -> tuple[Seat, ...]:
        """Everybody and everything that the visit takes, one seat for each: "2 nurses" are two seats."""
        found: list[Seat] = []
        together: dict[tuple[str, int], int] = {}
        for phase in self.phases:
            for need in phase.needs:
                for number in range(need.count):
                    key = (need.role, number)
                    if need.role in self.same and key in together:
                        seat = found[together[key]]
                        found[together[key]] = replace(
                            seat, held=(*seat.held, phase.held), phases=(*seat.phases, phase.name)
                        )
                    else:
                        together[key] = len(found)
                        found.append(Seat(need.role, (phase.held,), (phase.name,)))
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Gap:
    """A gate between two visits: at least and at most so many dates after `after`, a step or something done before.

    A visit on the 1st is 7 dates before one on the 8th, whatever the clocks did and whenever on the day they were.
    `gates` are those of a protocol that it stands for; `numbers` the protocol's in place of `least` and `most`.
    """

    after: str
    least: int
    most: int | None = None
    why: Texts = field(default_factory=dict)
    source: str = ""
    gates: tuple[str, ...] = ()
    numbers: Texts = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.least < 0 or (self.most is not None and self.most < self.least):
            raise ValueError(f"the window after {self.after} ends before it begins")

    def allows(self, days: int) -> bool:
        """Whether so many dates between the two are in the window."""
        return self.least <= days and (self.most is None or days <= self.most)


@dataclass(frozen=True, slots=True)
class Step:
    """One visit of a course, with what must lie between it and what comes before.

    With `gates` it belongs to the course only where the protocol has one of them: a test session.
    """

    name: str
    visit: VisitType
    gaps: tuple[Gap, ...] = ()
    gates: tuple[str, ...] = ()


@dataclass(frozen=True)
class Course:
    """Visits that are booked together, in order; `main` is the one that alternatives are alternatives of.

    `anchors` are things that gates count from and that are no visit of the course ("the signed map"), with their words.
    Raises `ValueError` when a gate counts from nothing that is known, or from a later visit.
    """

    id: str
    title: Texts
    steps: tuple[Step, ...]
    main: str
    anchors: Mapping[str, Texts] = field(default_factory=dict)
    source: str = ""

    def __post_init__(self) -> None:
        known = set(self.anchors)
        for step in self.steps:
            unknown = [gap.after for gap in step.gaps if gap.after not in known]
            if unknown or step.name in known:
                wrong = f"counts from {unknown[0]}, which does not come before it" if unknown else "comes twice"
                raise ValueError(f"the course {self.id}: the visit {step.name} {wrong}")
            known.add(step.name)
        if self.main not in {step.name for step in self.steps}:
            raise ValueError(f"the course {self.id} has no visit {self.main}")

    @classmethod
    def of(cls, visit: VisitType) -> Course:
        """A course of one visit alone."""
        return cls(visit.id, visit.title, (Step(visit.id, visit),), visit.id)

    def step(self, name: str) -> Step:
        """The step of that name. Raises `KeyError`."""
        for step in self.steps:
            if step.name == name:
                return step
        raise KeyError(name)

    def without(self, name: str) -> Course:
        """The course without one of its visits or anchors and the gates that count from it: a test that was waived."""
        steps = tuple(
            replace(step, gaps=tuple(gap for gap in step.gaps if gap.after != name))
            for step in self.steps
            if step.name != name
        )
        if not steps:
            raise ValueError(f"the course {self.id} is nothing without {name}")
        anchors = {anchor: words for anchor, words in self.anchors.items() if anchor != name}
        main = steps[0].name if self.main == name else self.main
        return replace(self, steps=steps, main=main, anchors=anchors)

    def alone(self, name: str, done: Collection[str]) -> Course:
        """One visit of the course, with those that are `done`: what its gates count from and is not done is an anchor.

        So a gate that nothing opens stays shut. Raises `KeyError` for a visit that the course does not have.
        """
        self.step(name)
        kept = tuple(step for step in self.steps if step.name == name or step.name in done)
        left = {step.name: step.visit.title for step in self.steps if step not in kept}
        return replace(self, steps=kept, main=name, anchors={**left, **self.anchors})

    def called(self, name: str, language: str) -> str:
        """A step or an anchor in words: "test session"."""
        texts = self.anchors[name] if name in self.anchors else self.step(name).visit.title
        return texts.get(language) or texts.get("en") or name
