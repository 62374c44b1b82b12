"""The weeks at home on the chart: what was told, what is asked next, and what waits in the inbox."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from saphena.clinic.journey.recovering import wording
from saphena.clinic.journey.recovering.models import CheckIn, Matter
from saphena.clinic.journey.recovering.states import Asked
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
    closed: str = ""  # by whom what came of it was closed, and when


@dataclass(slots=True)
class Part:
    """What one course has to show. `waiting` are its open rows of the inbox, the most urgent first."""

    told: list[Line] = field(default_factory=list)
    coming: Line | None = None
    waiting: list[Matter] = field(default_factory=list)


def on_charts(viewer: object, courses: Sequence[Course]) -> dict[int, object]:
    """For each course that has been treated. Two queries, however many there are.

    What a check-in called for is over once every row of the inbox that came of it is closed: it is quiet then.
    """
    if not may(viewer, "recovering.see_inbox"):
        return {}
    found: dict[int, Part] = {}
    matters = Matter.objects.filter(course__in=courses).select_related("closed_by").order_by("level", "answer_by")
    of_check_in: dict[int | None, list[Matter]] = {}
    for matter in matters:
        of_check_in.setdefault(matter.check_in_id, []).append(matter)
    asked = CheckIn.objects.filter(course__in=courses).exclude(state=Asked.CALLED_OFF).select_related("answer")
    for row in asked.order_by("-due_at", "-pk"):
        part = found.setdefault(row.course_id, Part())
        if row.state == Asked.EXPECTED:
            part.coming = _line(row)
        else:
            part.told.append(_quiet_if_over(_line(row), of_check_in.get(row.pk, ())))
    for matter in matters:
        if matter.is_open and matter.course_id in found:
            found[matter.course_id].waiting.append(matter)
    return dict(found)


def _quiet_if_over(line: Line, matters: Sequence[Matter]) -> Line:
    """A line as it was told while any of its rows is open, or none ever was; quiet, with who closed the last, after."""
    if not matters or any(matter.is_open for matter in matters):
        return line
    last = max(matters, key=lambda each: each.closed_at or each.raised_at)
    return replace(line, badge=wording.QUIET, closed=wording.closed(last))


def _line(row: CheckIn) -> Line:
    name = wording.name_of(row)
    if row.state == Asked.ANSWERED:
        level = Level(row.answer.level)
        return Line(row.answer.told_at, name, wording.BADGES[level], str(wording.LEVELS[level]))
    if row.state == Asked.SILENT:
        return Line(row.silent_at, name, "warning", str(wording.NO_ANSWER))
    return Line(row.due_at, name, "coming", "")
