"""The strip of seven days on the patient's Today page: bandage, stocking, exercise and visits as bars."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from saphena.clinic.courses.showing import why_lines
from saphena.clinic.courses.visits import visits
from saphena.clinic.design.components import Bar, Lane, Week, WeekDay
from saphena.pathway.clock import settle
from saphena.pathway.protocol.rules import Kind
from saphena.pathway.protocol.wording import DAYS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from saphena.pathway.protocol.plan import Line, Plan

__all__ = ["week"]

DAY = timedelta(days=1)
LANES = (
    ("bandage", ("bandage",), "bandage"),
    ("stocking", ("stocking",), "stocking"),
    ("exercise", ("exercise", "walking"), "walk"),
)
LANE_NAMES = {"bandage": lazy("Bandage"), "stocking": lazy("Stocking"), "exercise": lazy("Walking and exercise")}


def week(plans: Sequence[Plan], lines: Sequence[Line], language: str, now: datetime) -> Week | None:
    """Seven days from today: bandage, stocking, exercise and visits as bars."""
    if not plans:
        return None
    zone = plans[0].zone
    first = now.astimezone(zone).date()
    edges = [settle(first + DAY * number, time(), zone) for number in range(8)]
    lanes = [lane for found in LANES if (lane := _lane(found, lines, edges, language, now))]
    appointments = _visits(plans, edges, language)
    if not lanes and not appointments:
        return None
    heads = tuple(_head(first + DAY * number, language, today=number == 0) for number in range(7))
    return Week(heads, (*lanes, *([appointments] if appointments else [])), _place(now, edges))


def _head(day: date, language: str, *, today: bool) -> WeekDay:
    return WeekDay(DAYS[language][day.weekday()][:3], str(day.day), today)


def _place(at: datetime, edges: Sequence[datetime]) -> float:
    """A moment as days from the left edge, true on days of 23 and of 25 hours."""
    stamp, marks = at.timestamp(), [edge.timestamp() for edge in edges]
    if stamp <= marks[0]:
        return 0.0
    for number, (opens, closes) in enumerate(pairwise(marks)):
        if stamp < closes:
            return number + (stamp - opens) / (closes - opens)
    return 7.0


def _lane(
    found: tuple[str, tuple[str, ...], str],
    lines: Sequence[Line],
    edges: Sequence[datetime],
    language: str,
    now: datetime,
) -> Lane | None:
    """One row; its words are those of what goes on now or comes next."""
    kind, topics, icon = found
    held = [
        line
        for line in lines
        if line.item.rule.about in topics
        and line.item.rule.kind is Kind.DO
        and line.begin.at < edges[7]
        and line.finish
        and line.finish.at > edges[0]
    ]
    if not held:
        return None
    bars = tuple(Bar(_place(line.begin.at, edges), _place(line.finish.at, edges), line.text(language))
                 for line in held if line.finish)  # fmt: skip
    main = next((line for line in held if line.finish and line.finish.at > now), held[-1]).item
    return Lane(kind, str(LANE_NAMES[kind]), main.text(language), bars, icon, why_lines(main, language))


def _visits(plans: Sequence[Plan], edges: Sequence[datetime], language: str) -> Lane | None:
    """Appointments that have a date, as diamonds."""
    found = [visit for visit in visits(plans, language) if edges[0] <= visit.at < edges[7]]
    if not found:
        return None
    bars = tuple(Bar(place := _place(visit.at, edges), place, visit.said) for visit in found)
    return Lane("visit", _("Visits"), "; ".join(visit.said for visit in found), bars, "calendar")
