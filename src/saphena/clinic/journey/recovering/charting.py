"""The weeks at home on the chart: what was told, what is asked next, and what waits in the inbox."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from saphena.clinic.journey.recovering import wording
from saphena.clinic.journey.recovering.models import CheckIn, Matter
from saphena.clinic.journey.recovering.states import OPEN, Asked
from saphena.clinic.people.access import may
from saphena.pathway.recovering import Level

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from saphena.clinic.courses.models import Course


@dataclass(frozen=True, slots=True)
class Line:
    """One check-in as the chart tells it."""

    when: datetime
    name: str
    badge: str
    word: str


@dataclass(slots=True)
class Part:
    """What one course has to show. `waiting` are its open rows of the inbox, the most urgent first."""

    told: list[Line] = field(default_factory=list)
    coming: Line | None = None
    waiting: list[Matter] = field(default_factory=list)


def on_charts(viewer: object, courses: Sequence[Course]) -> dict[int, object]:
    """For each course that has been treated. Two queries, however many there are."""
    if not may(viewer, "recovering.see_inbox"):
        return {}
    found: dict[int, Part] = {}
    asked = CheckIn.objects.filter(course__in=courses).exclude(state=Asked.CALLED_OFF).select_related("answer")
    for row in asked.order_by("-due_at", "-pk"):
        part = found.setdefault(row.course_id, Part())
        if row.state == Asked.EXPECTED:
            part.coming = _line(row)
        else:
            part.told.append(_line(row))
    for matter in Matter.objects.filter(course__in=courses, state__in=OPEN).order_by("level", "answer_by"):
        if matter.course_id in found:
            found[matter.course_id].waiting.append(matter)
    return dict(found)


def _line(row: CheckIn) -> Line:
    name = wording.name_of(row)
    if row.state == Asked.ANSWERED:
        level = Level(row.answer.level)
        return Line(row.answer.told_at, name, wording.BADGES[level], str(wording.LEVELS[level]))
    if row.state == Asked.SILENT:
        return Line(row.silent_at, name, "warning", str(wording.NO_ANSWER))
    return Line(row.due_at, name, "coming", "")
