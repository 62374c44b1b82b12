"""What the rooms hang on a course's pages: parts of the chart, links of its steps, tabs of the patient's own pages, and
what Today asks first.

A room offers what it has when it starts (`apps.py`); courses know none of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from django.urls import reverse
from django.utils.translation import gettext as _

from saphena.clinic.courses.drawing import draw
from saphena.clinic.courses.journey import GateRow
from saphena.clinic.courses.queries import courses_of
from saphena.clinic.courses.questions import FOUND_OUT, may_answer
from saphena.clinic.courses.speaking import language
from saphena.clinic.courses.today import emergency
from saphena.clinic.design.components import Gate, NavItem

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

    from saphena.clinic.courses.models import Course
    from saphena.clinic.design.components import Step
    from saphena.clinic.people.link_door import PatientRequest
    from saphena.clinic.people.models import Patient, User
    from saphena.pathway.protocol.plan import Plan

__all__ = [
    "ChartPart", "OwnNotice", "OwnTab", "Way", "hang_notice", "hang_on_chart", "hang_step", "hang_tab", "hang_way",
    "hang_worry", "linked", "notices_for", "own_courses", "own_page", "page_of_step", "parts_of", "with_way",
    "worry_for",
]  # fmt: skip

Contents = Callable[["User", "Sequence[Course]"], Mapping[int, object]]


@dataclass(frozen=True, slots=True)
class ChartPart:
    """A part below a course's journey line. `step` is the stage it belongs to: parts stand in the journey's order.

    `contents` is asked once for all the courses of a chart, so that a chart takes a fixed number of queries: the key
    of each course that has something to show -> what `template` is given as `part`.
    """

    name: str
    step: int
    template: str
    contents: Contents


def nothing_new(patient: Patient) -> int:
    return 0


@dataclass(frozen=True, slots=True)
class OwnTab:
    """A tab of the patient's own pages. `page` is the name of its address, which takes the token.

    `count` is how much there is new behind it, told beside its name.
    """

    page: str
    label: StrPromise | str
    order: int
    shows: Callable[[Sequence[Course]], bool]
    count: Callable[[Patient], int] = nothing_new

    def said(self, patient: Patient) -> str:
        new = self.count(patient)
        return f"{self.label} ({new})" if new else str(self.label)


@dataclass(frozen=True, slots=True)
class OwnNotice:
    """Something that Today asks before everything else, and the page that answers it."""

    text: str
    act: str
    page: str
    args: tuple[int, ...] = ()  # what its address takes after the token
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class Way:
    """The staff's page on which a gate comes to be opened, and the name of the link. Its address takes the course.

    Of several pages an earlier step's is shown before a later one's, to whoever may open it.
    """

    step: int
    page: str
    capability: str
    label: StrPromise | str


AnyGate = TypeVar("AnyGate", Gate, GateRow)
Notices = Callable[["Patient"], "OwnNotice | None"]

_parts: dict[str, ChartPart] = {}
_tabs: dict[str, OwnTab] = {}
_notices: dict[str, Notices] = {}
_worry: list[tuple[str, Callable[[Sequence[Course]], bool]]] = []
_steps: dict[str, tuple[str, str]] = {}
_ways: dict[str, dict[str, Way]] = {}


def hang_on_chart(part: ChartPart) -> None:
    _parts[part.name] = part


def hang_tab(tab: OwnTab) -> None:
    _tabs[tab.page] = tab


def hang_notice(name: str, notice: Notices) -> None:
    _notices[name] = notice


def notices_for(request: PatientRequest) -> list[tuple[OwnNotice, str]]:
    """What Today asks first, each with the address of its page."""
    said = [notice(request.patient) for notice in _notices.values()]
    found = [(each, reverse(each.page, args=[request.token, *each.args])) for each in said if each is not None]
    return sorted(found, key=lambda each: not each[0].urgent)


def hang_worry(page: str, shows: Callable[[Sequence[Course]], bool]) -> None:
    """The page to which Today leads whoever is worried."""
    _worry[:] = [(page, shows)]


def worry_for(request: PatientRequest, courses: Sequence[Course], first: Sequence[tuple[OwnNotice, str]]) -> str:
    """Nothing when the same room has something on top of Today already: one way in is enough."""
    above = {notice.page.partition(":")[0] for notice, _url in first}
    found = (page for page, shows in _worry if page.partition(":")[0] not in above and shows(courses))
    return next((reverse(page, args=[request.token]) for page in found), "")


def hang_step(stage: str, page: str, capability: str) -> None:
    """The staff's page of a step of the journey line, and the right that opens it.

    Its address's name takes the number of the course.
    """
    _steps[stage] = (page, capability)


def hang_way(names: Sequence[str], way: Way) -> None:
    """Where what a gate waits for comes about: facts and events by their names."""
    for name in names:
        _ways.setdefault(name, {})[way.page] = way


def page_of_step(viewer: User, stage: str, course: Course) -> str:
    """The address of a step's page for a course; nothing when there is none that the viewer may open."""
    page, right = _steps.get(stage, ("", ""))
    return reverse(page, args=[course.pk]) if page and viewer.may(right, course.patient) else ""


def linked(viewer: User, steps: Sequence[Step], course: Course) -> list[Step]:
    """The steps of a course's journey line, each with the page of its room, and each gate with the page that opens it.

    Only what the viewer may open is linked.
    """
    open_to = {stage: page for stage, (page, right) in _steps.items() if viewer.may(right, course.patient)}
    found = [
        replace(step, url=reverse(open_to[step.name], args=[course.pk])) if step.name in open_to else step
        for step in steps
    ]
    return [replace(step, gate=with_way(viewer, step.gate, course)) if step.gate else step for step in found]


def with_way(viewer: User, gate: AnyGate, course: Course) -> AnyGate:
    """The gate with the page on which the viewer may do what opens it, where there is one."""
    ways = [way for name in gate.waits_for for way in _ways.get(name, {}).values()]
    for way in sorted(ways, key=lambda each: each.step):
        if viewer.may(way.capability, course.patient):
            return replace(gate, url=reverse(way.page, args=[course.pk]), url_label=str(way.label))
    if any(name not in FOUND_OUT and may_answer(viewer, course, name) for name in gate.waits_for):
        return replace(gate, url=reverse("courses:facts", args=[course.pk]), url_label=_("Answer the question"))
    return gate


def parts_of(viewer: User, courses: Sequence[Course]) -> dict[int, list[tuple[str, object]]]:
    """For each course the templates of its parts with their contents, in the journey's order."""
    found: dict[int, list[tuple[str, object]]] = {course.pk: [] for course in courses}
    for part in sorted(_parts.values(), key=lambda each: (each.step, each.name)):
        for course_id, content in part.contents(viewer, courses).items():
            found[course_id].append((part.template, content))
    return found


def own_courses(request: PatientRequest) -> tuple[list[Course], list[Plan]]:
    """The courses of the patient whose pages these are, and their plans."""
    courses = list(courses_of(request.patient, request.patient))
    return courses, [draw(course) for course in courses]


def own_page(request: PatientRequest, here: str, courses: Sequence[Course], plans: list[Plan]) -> dict[str, object]:
    """What every page of the patient's has: the tabs and the emergency signs of their own protocol."""
    shown = sorted((tab for tab in _tabs.values() if tab.shows(courses)), key=lambda tab: tab.order)
    return {
        "patient": request.patient,
        "token": request.token,
        "patient_nav": [
            NavItem(tab.said(request.patient), reverse(tab.page, args=[request.token]), current=tab.page == here)
            for tab in shown
        ],
        "emergency": emergency(plans, language(), request.clinic.emergency_number),
    }
