"""A plan as the pages show it: lines grouped by day, each with when, what, and why."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from saphena.clinic.design.components import PlanDay, PlanRow, PlanState, WhyLine
from saphena.pathway.protocol.rules import Actor, Kind, Level
from saphena.pathway.protocol.telling import say_value
from saphena.pathway.protocol.vocabulary import vocabulary
from saphena.pathway.protocol.wording import say_clock, say_day

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from saphena.pathway.protocol.plan import Item, Line, Plan
    from saphena.pathway.protocol.wording import Moment

__all__ = ["changed", "days", "for_patient", "icon_of", "is_for_patient", "span", "why_lines"]

ICONS = {
    "walking": "walk", "supervised_walk": "walk", "exercise": "walk", "elevation": "legs-up", "bandage": "bandage",
    "water": "bandage", "stocking": "stocking", "support_hose": "stocking", "ice": "ice", "swimming": "swim",
    "driving": "car", "ride": "car", "go_home": "car", "long_travel": "plane", "travel_question": "plane",
    "aspirin": "pill", "medicines": "pill", "acetaminophen": "pill", "contact": "phone", "emergency": "emergency",
    "return_visit": "calendar", "appointment": "calendar", "change_of_appointment": "calendar", "injection": "syringe",
    "test_session": "syringe", "examination": "leg", "vein_map": "leg", "skin_check": "leg", "way_home": "car",
}  # fmt: skip
TERMS = {
    "start": lazy("Starts"),
    "end": lazy("Ends"),
    "numbers": lazy("Numbers"),
    "because": lazy("Because"),
    "rule": lazy("Rule"),
    "differs": lazy("Elsewhere"),
}


def is_for_patient(item: Item) -> bool:
    """Whether it is the patient's to do or to know; gates are the clinic's to open."""
    return item.rule.actor is Actor.PATIENT and item.rule.kind is not Kind.GATE


def for_patient(lines: Iterable[Line]) -> list[Line]:
    return [line for line in lines if is_for_patient(line.item)]


def days(
    plan: Plan,
    lines: Iterable[Line],
    language: str,
    now: datetime,
    anchor: str = "d",
    notes: Mapping[int, str] | None = None,
) -> list[PlanDay]:
    """The lines grouped by the day on which they begin. `anchor` tells the days of two plans on one page apart.

    `notes` are what another round says to some of the items, by their id().
    """
    beside = notes or {}
    today = now.astimezone(plan.zone).date()
    procedure = plan.events.get("procedure")
    first = procedure.moment.at.astimezone(plan.zone).date() if procedure else None
    ordered = sorted(lines, key=lambda line: (line.start.date(), not line.all_day, line.begin.at))
    return [
        PlanDay(
            say_day(day, language, plan.year),
            tuple(row(line, language, now, beside.get(id(line.item), "")) for line in group),
            offset(day, first),
            today=day == today,
            anchor=f"{anchor}{day:%Y%m%d}",
        )
        for day, group in groupby(ordered, key=lambda line: line.start.date())
    ]


def offset(day: date, first: date | None) -> str:
    """How far a day lies from the day of treatment."""
    if first is None:
        return ""
    count = (day - first).days
    if count == 0:
        return _("day of treatment")
    if count < 0:
        return ngettext("%(count)d day before", "%(count)d days before", -count) % {"count": -count}
    return ngettext("%(count)d day after", "%(count)d days after", count) % {"count": count}


def row(line: Line, language: str, now: datetime, note: str = "") -> PlanRow:
    item, rule = line.item, line.item.rule
    mark, mark_text = _mark(item, language)
    return PlanRow(
        span(line, language),
        line.text(language),
        rule.strength.value,
        rule.kind.value,
        why_lines(item, language),
        changed="; ".join(changed(item.plan, name, language) for name in item.changed),
        state=_state(line, now),
        mark=mark,
        mark_text=mark_text,
        icon=icon_of(item),
        note=note,
    )


def icon_of(item: Item) -> str:
    return ICONS.get(item.rule.about, "")


def changed(plan: Plan, name: str, language: str) -> str:
    """A number of the clinic's own beside the protocol's: “bandage stays on for 7 nights instead of 5 nights”."""
    parameter = plan.protocol.parameters[name]
    now = say_value(plan.parameters[name], parameter.unit, language)
    usual = say_value(parameter.value, parameter.unit, language)
    return _("%(name)s %(now)s instead of %(usual)s") % {"name": parameter.label[language], "now": now, "usual": usual}


def _mark(item: Item, language: str) -> tuple[str, str]:
    """A shut gate, or a limit that is passed, said beside the line."""
    if item.gate:
        return ("gate-open", _("open")) if item.gate.open else ("gate", _("shut"))
    if item.reading and item.reading.level in (Level.WARN, Level.STOP):
        minutes = vocabulary().units["minutes"].say(round(item.reading.value), language)
        said = _("over the limit: %(value)s") if item.reading.level is Level.STOP else _("take care: %(value)s")
        return "limit", said % {"value": minutes}
    if item.ended_by:
        return "warning", _("ended by %(what)s") % {
            "what": item.plan.protocol.observations[item.ended_by].label[language]
        }
    return "", ""


def _state(line: Line, now: datetime) -> PlanState:
    if line.item.ended_by and line.finish and line.finish.at <= now:
        return PlanState.ENDED_EARLY
    if line.finish and line.finish.at <= now:
        return PlanState.PAST
    return PlanState.NOW if line.begin.at <= now and line.finish else PlanState.COMING


def why_lines(item: Item, language: str) -> tuple[WhyLine, ...]:
    """The item's reasons, part by part."""
    return tuple(
        WhyLine(str(TERMS[reason.about]), reason.text.partition(": ")[2] or reason.text, reason.changed)
        if reason.about in ("start", "end", "numbers")
        else WhyLine(str(TERMS[reason.about]), reason.text, reason.changed)
        for reason in item.reasons(language)
    )


def span(line: Line, language: str) -> str:
    """When, in as few words as do: “all day”, “11:50–15:50”, “until Mon 5 Apr”, “10:20 to Sun 14 Mar, morning”."""
    start, end = line.start, line.end
    if line.all_day:
        return _whole_days(line, language)
    if end is None or line.begin.at == (line.finish.at if line.finish else None):
        return say_clock(start.timetz(), language)
    if end.date() == start.date() or (end - timedelta(microseconds=1)).date() == start.date():
        if line.finish and line.finish.grain.value in ("day", "day end") and not line.finish.part:
            return _("from %(time)s") % {"time": say_clock(start.timetz(), language)}
        return f"{say_clock(start.timetz(), language)}–{say_clock(end.timetz(), language)}"
    return _("%(time)s to %(end)s") % {
        "time": say_clock(start.timetz(), language),
        "end": _ending(line.finish, line, language),
    }


def until(line: Line, language: str) -> str:
    """“until Sun 14 Mar, in the morning”, for what has begun and goes on for days."""
    return _("until %(day)s") % {"day": _ending(line.finish, line, language)}


def _whole_days(line: Line, language: str) -> str:
    end = line.end
    if end is None:
        return _("from now on")
    last = (end - timedelta(microseconds=1)).date()
    if last == line.start.date():
        return _("all day") if end.date() > last else _("before %(time)s") % {"time": say_clock(end.timetz(), language)}
    return _("until %(day)s") % {"day": say_day(last, language, line.item.plan.year, short=True)}


def _ending(moment: Moment | None, line: Line, language: str) -> str:
    if moment is None:
        return ""
    at = moment.at.astimezone(line.item.plan.zone)
    if moment.grain.value in ("day", "day end") and not moment.part:
        at -= timedelta(microseconds=1)
        return say_day(at.date(), language, line.item.plan.year, short=True)
    day = say_day(at.date(), language, line.item.plan.year, short=True)
    part = vocabulary().parts.get(moment.part)
    return f"{day}, {part[language] if part else say_clock(at.timetz(), language)}"
