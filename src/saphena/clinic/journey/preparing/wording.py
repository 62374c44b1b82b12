"""How the pages say what was told and what it means, in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from saphena.clinic.courses.showing import icon_of, why_lines
from saphena.clinic.journey.preparing.models import DRIVERS, MODES
from saphena.clinic.journey.preparing.readiness import Late
from saphena.pathway.medicines import Ordered, Verdict, judge, known, recognise
from saphena.pathway.preparing import Trip as TripDates
from saphena.pathway.preparing import TripVerdict, check_trip
from saphena.pathway.protocol.rules import Kind, Level
from saphena.pathway.protocol.wording import say_clock, say_day
from saphena.pathway.requesting import Driver

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from saphena.clinic.design.components import WhyLine
    from saphena.clinic.journey.preparing.models import Medicine, Trip
    from saphena.clinic.journey.preparing.readiness import Listed, State

ICONS = {"food": "meal", "clothes": "bag", "standing": "walk"}
LATE_STATES = {Late.NOW: "stop", Late.DUE: "warning", Late.OPEN: "info"}


@dataclass(frozen=True, slots=True)
class Task:
    """One line of the list as the page shows it."""

    rule: str
    when: str
    text: str
    icon: str
    shown: str
    ticked: bool
    done: bool
    again: str
    due: bool
    why: tuple[WhyLine, ...]
    proof: str


@dataclass(frozen=True, slots=True)
class Said:
    """Something that was told, and what it means: `kind` is a state's name ("info", "warning", "stop", "done")."""

    what: str
    means: str
    kind: str
    pk: int = 0


def moment(at: datetime, state: State) -> str:
    """“Tuesday 9 March, 10:00” on the patient's clocks."""
    here = at.astimezone(state.plan.zone)
    return f"{say_day(here.date(), state.said, state.plan.year)}, {say_clock(here.timetz(), state.said)}"


def countdown(state: State, now: datetime) -> str:
    days = (state.visit.astimezone(state.plan.zone).date() - now.astimezone(state.plan.zone).date()).days
    if days <= 0:
        return _("today")
    if days == 1:
        return _("tomorrow")
    return ngettext("in %(count)d day", "in %(count)d days", days) % {"count": days}


def tasks(state: State, now: datetime) -> list[Task]:
    return [task(line, state, now) for line in state.lines]


def task(line: Listed, state: State, now: datetime) -> Task:
    item = line.item
    day = say_day(item.start.date(), state.said, state.plan.year, short=True)
    until = {Kind.HAVE: _("by %(day)s"), Kind.AVOID: _("from %(day)s")}.get(item.rule.kind, "%(day)s")
    return Task(
        item.rule.id,
        until % {"day": day},
        line.text,
        icon_of(item) or ICONS.get(item.rule.about, "clock"),
        line.shown,
        line.ticked,
        line.done,
        _("You ticked this for another date. Please read it again.") if line.again else "",
        item.start <= now,
        why_lines(item, state.said),
        proof(line),
    )


def proof(line: Listed) -> str:
    """Who ticked it and when, and the words that they had before them when these were others."""
    tick = line.tick
    if tick is None:
        return ""
    at = timezone.localtime(tick.told_at)
    who = _("the patient") if tick.by_patient else tick.told_by
    said = _("ticked by %(who)s, %(when)s") if tick.done else _("unticked by %(who)s, %(when)s")
    told = said % {"who": who, "when": f"{at:%Y-%m-%d %H:%M}"}
    if tick.words != line.text:
        told += " · " + _("it read: %(words)s") % {"words": tick.words}
    return f"{told} · {tick.digest}"


def stocking(state: State) -> Said:
    """The stocking in one line."""
    row = state.stocking
    if row is None:
        return Said(_("Your stocking"), _("Tell us which one you have."), "waiting")
    about = ", ".join(part for part in (row.strength, row.size) if part)
    have = _("you have it") if row.in_hand else _("not there yet")
    return Said(_("Your stocking"), f"{have}, {about}" if about else have, "done" if row.in_hand else "warning")


def way_home(state: State) -> Said:
    """The way home in one line: what was told, and what the protocol says about driving."""
    row = state.way_home
    if row is None or row.driver == Driver.UNKNOWN:
        return Said(_("Your way home"), _("Tell us who drives you."), "waiting")
    told = f"{DRIVERS[row.driver]}, " + _("%(minutes)d minutes") % {"minutes": row.minutes}
    limit = driving(state)
    if row.driver == Driver.SELF and limit and limit[0] is not Level.OK:
        return Said(_("Your way home"), limit[1], "stop" if limit[0] is Level.STOP else "warning")
    return Said(_("Your way home"), told, "done")


def driving(state: State) -> tuple[Level, str] | None:
    """Where the protocol's limit for driving lies with the minutes that were told, in its own words."""
    for item in state.plan.items:
        if item.rule.about == "driving" and item.reading:
            return item.reading.level, item.text(state.said)
    return None


def medicines(states: Sequence[State], rows: Sequence[Medicine]) -> list[Said]:
    return [Said(row.typed, *means(row, states), row.pk) for row in rows]


def means(row: Medicine, states: Sequence[State]) -> tuple[str, str]:
    """What a medicine on the list means, in words, and how grave."""
    verdict = judge(row.typed, Ordered(row.ordered))
    if verdict is Verdict.ASK_PRESCRIBER:
        keep = _("Keep taking it. Do not stop it by yourself. We ask whoever ordered it if anything must change.")
        return keep, "info"
    if verdict is Verdict.LOOK:
        return _("We look at it and call you if anything must change. Until then, nothing changes."), "info"
    if verdict is Verdict.FINE:
        return _("Your plan says nothing against it."), "done"
    return avoided(row, states)


def avoided(row: Medicine, states: Sequence[State]) -> tuple[str, str]:
    """From when not to take it: the earliest of the protocol's own dates about aspirin."""
    windows = [i for s in states for i in s.plan.items if i.rule.about == "aspirin" and i.rule.kind is Kind.AVOID]
    if not windows:
        silent = states and not any(r.about == "aspirin" for s in states for r in s.plan.protocol.rules)
        if silent:
            return _("Your plan says nothing against it."), "done"
        return _("Please ask us before you take it."), "warning"
    first = min(windows, key=lambda item: item.start)
    state = next(s for s in states if first in s.plan.items)
    label = next((known().labels[each.medicine.kind][state.said] for each in recognise(row.typed)), "")
    day = say_day(first.start.date(), state.said, state.plan.year)
    told = _("This is %(what)s. Try not to take it from %(day)s until your procedure.")
    return told % {"what": label, "day": day}, "warning"


def trips(states: Sequence[State], rows: Sequence[Trip]) -> list[Said]:
    return [Said(trip_said(row, states), *trip_means(row, states), row.pk) for row in rows]


def trip_said(row: Trip, states: Sequence[State]) -> str:
    said, year = (states[0].said, states[0].plan.year) if states else ("en", row.leaves.year)
    days = say_day(row.leaves, said, year, short=True)
    if row.returns and row.returns != row.leaves:
        days += "–" + say_day(row.returns, said, year, short=True)
    hours = ngettext("%(count)d hour seated", "%(count)d hours seated", row.seated or 0) % {"count": row.seated or 0}
    return ", ".join([str(MODES[row.mode]), days, *([hours] if row.seated else [])])


GRAVEST = (TripVerdict.AWAY, TripVerdict.RESTRICTED, TripVerdict.UNKNOWN, TripVerdict.NEAR, TripVerdict.FINE)


def trip_means(row: Trip, states: Sequence[State]) -> tuple[str, str]:
    """What a trip means for the visit that it collides with most."""
    trip = TripDates(row.leaves, row.returns, row.seated)
    found = [(*check_trip(trip, state.plan), state) for state in states]
    if not found:
        return "", "info"
    verdict, item, state = min(found, key=lambda each: GRAVEST.index(each[0]))
    if verdict is TripVerdict.AWAY:
        return _("You are away on the day of your visit. Please call us to find another day."), "stop"
    if verdict is TripVerdict.RESTRICTED and item and item.end:
        last = say_day((item.end - timedelta(microseconds=1)).date(), state.said, state.plan.year)
        told = _("This is too soon for so long a trip: none until %(day)s. Please call us before you travel.")
        return told % {"day": last}, "stop"
    if verdict is TripVerdict.UNKNOWN:
        return _("How many hours do you sit at a stretch? We look at it and call you if need be."), "warning"
    if verdict is TripVerdict.NEAR:
        return _("Thank you for telling us. We look at it and call you if need be."), "info"
    return _("This trip is fine with your plan."), "done"
