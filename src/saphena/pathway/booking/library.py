"""Visit types and courses as a clinic writes them: read from TOML, every complaint at its own line."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, TypeVar

from saphena.pathway.booking.visits import Course, Gap, Need, Phase, Step, Texts, VisitType
from saphena.pathway.diary import MINUTES
from saphena.pathway.protocol.sections import Problem, Section, line_numbers

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["Library", "UnreadableVisits", "read", "shipped"]

T = TypeVar("T")
VISIT, PHASE, GAP = ("quiet_days", "elevation"), ("at", "minutes", "end"), ("least", "most")


class UnreadableVisits(ValueError):
    """A file of visits cannot be used; each problem names its line."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


@dataclass(frozen=True)
class Library:
    """A clinic's visit types and courses, with the words for its roles and where the numbers come from."""

    sources: Mapping[str, str]
    roles: Mapping[str, Texts]
    visits: Mapping[str, VisitType]
    courses: Mapping[str, Course]


@cache
def shipped() -> Library:
    """The visits and courses that we ship, read once."""
    path = files("saphena.pathway.booking").joinpath("library.toml")
    return read(path.read_text(encoding="utf-8"), "library.toml")


def read(text: str, file: str) -> Library:
    """TOML text -> visit types and courses. Raises `UnreadableVisits` with every problem that was found."""
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UnreadableVisits([Problem(file, 1, "", f"is not TOML: {error}")]) from None
    problems: list[Problem] = []
    library = _Reader(Section(values, "", "visits", file, line_numbers(text), problems)).library()
    if problems:
        raise UnreadableVisits(sorted(problems, key=lambda problem: problem.line))
    return library


class _Reader:
    """Reads one file from its top table down."""

    def __init__(self, top: Section) -> None:
        self.top = top
        sources: Mapping[str, str] = top.anything("sources", needed=True) or {}
        self.sources = dict(sources)
        self.roles: dict[str, Texts] = top.anything("roles", needed=True) or {}
        self.anchors: dict[str, Texts] = top.anything("anchors") or {}
        self.visits: dict[str, VisitType] = {}

    def library(self) -> Library:
        for name, section in self.top.named_tables("visits").items():
            if visit := self._visit(name, section):
                self.visits[name] = visit
        read = {name: self._course(name, section) for name, section in self.top.named_tables("courses").items()}
        self.top.done()
        return Library(self.sources, self.roles, self.visits, {name: course for name, course in read.items() if course})

    def _visit(self, name: str, section: Section) -> VisitType | None:
        since, phases = len(section.problems), [self._phase(each) for each in section.tables("phases")]
        title, source = section.texts("title", needed=True), self._source(section)
        same = frozenset(section.names("same"))
        every = section.number("every") or MINUTES
        quiet_days, elevation = section.number("quiet_days") or 0, section.number("elevation") or 0
        event, numbers = section.words("event"), _numbers(section, VISIT)
        section.done()
        for role in sorted(same - self.roles.keys()):
            section.refuse("same", f"nothing is called {role}; there are: {', '.join(self.roles)}")
        whole = tuple(phase for phase in phases if phase)
        rest = (quiet_days, elevation, event, numbers)
        return _made(section, since, lambda: VisitType(name, title, whole, source, same, every, *rest))

    def _phase(self, section: Section) -> Phase | None:
        since = len(section.problems)
        name, needs = section.words("name", needed=True), section.anything("needs") or {}
        state, numbers = section.words("state"), _numbers(section, PHASE)
        minutes = {key: section.number(key) or 0 for key in ("at", "minutes", "before", "after")}
        section.done()
        if unknown := [role for role in needs if role not in self.roles]:
            section.refuse("needs", f"nothing is called {unknown[0]}; there are: {', '.join(self.roles)}")
        return _made(
            section,
            since,
            lambda: Phase(
                name, minutes["at"], minutes["minutes"], tuple(Need(*need) for need in needs.items()),
                minutes["before"], minutes["after"], state, numbers,
            ),
        )  # fmt: skip

    def _course(self, name: str, section: Section) -> Course | None:
        since, steps = len(section.problems), [self._step(each) for each in section.tables("steps")]
        title, source, main = section.texts("title", needed=True), self._source(section), section.words("main")
        named = section.names("anchors")
        section.done()
        for unknown in (anchor for anchor in named if anchor not in self.anchors):
            section.refuse("anchors", f"nothing is called {unknown}; there are: {', '.join(self.anchors)}")
        anchors = {anchor: self.anchors[anchor] for anchor in named if anchor in self.anchors}
        whole = tuple(step for step in steps if step)
        return _made(section, since, lambda: Course(name, title, whole, main, anchors, source))

    def _step(self, section: Section) -> Step | None:
        name, visit = section.words("name", needed=True), section.words("visit", needed=True)
        gaps, gates = [self._gap(each) for each in section.tables("gaps")], tuple(section.names("gates"))
        section.done()
        if visit not in self.visits:
            section.refuse("visit", f"no visit is called {visit}; there are: {', '.join(self.visits)}")
            return None
        return Step(name, self.visits[visit], tuple(gap for gap in gaps if gap), gates)

    def _gap(self, section: Section) -> Gap | None:
        since = len(section.problems)
        after, least, most = section.words("after", needed=True), section.number("least") or 0, section.number("most")
        why, source = section.texts("why"), self._source(section)
        gates, numbers = tuple(section.names("gates")), _numbers(section, GAP)
        section.done()
        return _made(section, since, lambda: Gap(after, least, most, why, source, gates, numbers))

    def _source(self, section: Section) -> str:
        source = section.words("source", needed=True)
        if source and source not in self.sources:
            section.refuse("source", f"no source is called {source}; there are: {', '.join(self.sources)}")
        return source


def _numbers(section: Section, known: tuple[str, ...]) -> dict[str, str]:
    """Which of the protocol's numbers stand in place of which of ours."""
    named: dict[str, str] = section.anything("numbers") or {}
    for name in named.keys() - set(known):
        section.refuse("numbers", f"nothing here is called {name}; there are: {', '.join(known)}")
    return dict(named)


def _made(section: Section, since: int, make: Callable[[], T]) -> T | None:
    """What was read, or None: when something in it was complained of, or when it makes no sense, which is told."""
    if len(section.problems) > since:
        return None
    try:
        return make()
    except (ValueError, TypeError) as error:
        section.refuse("", str(error))
        return None
