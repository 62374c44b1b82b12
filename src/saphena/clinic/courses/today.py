"""The patient's Today page: what now and what next, from all of the patient's plans together."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from saphena.clinic.courses.showing import TERMS, for_patient, icon_of, span, until, why_lines
from saphena.clinic.courses.visits import visits
from saphena.clinic.design.components import Emergency, NextThing, NowCard, WhyLine
from saphena.pathway.protocol.rules import Actor, Kind, Strength
from saphena.pathway.protocol.wording import say_clock, say_day

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from saphena.clinic.courses.visits import Visit
    from saphena.pathway.protocol.plan import Line, Plan

__all__ = ["cards_to_come", "emergency", "lines_of", "next_things", "now_card"]

DAY = timedelta(days=1)
BY_THE_CLOCK = timedelta(hours=18)
"""A line longer than this is lived with for days; it is shown in the week, not as what to do now."""
THINGS = 3
MOST_CARDS = 24
NOW_KINDS = (Kind.DO, Kind.MAY)
NEXT_KINDS = (Kind.DO, Kind.HAVE, Kind.BRING, Kind.NOTICE, Kind.AVOID)
SOON = 8 * DAY


def lines_of(plans: Iterable[Plan]) -> list[Line]:
    """What is the patient's, from every plan, earliest first."""
    return sorted(for_patient(line for plan in plans for line in plan.lines()), key=lambda line: line.begin.at)


def now_card(lines: Sequence[Line], language: str, now: datetime) -> NowCard | None:
    """What to do at this moment by the clock: of what is going on, that which ends first."""
    going = [line for line in lines if line.item.rule.kind in NOW_KINDS and _by_the_clock(line) and _holds(line, now)]
    # What must be done comes before what may; of two, the shorter.
    line = min(going, key=lambda one: (one.item.rule.strength is not Strength.MUST, one.length), default=None)
    if line is None or line.finish is None or line.end is None:
        return None
    left = line.finish.at - now
    return NowCard(
        line.text(language),
        _until(line.end, language),
        left / line.length if line.length else None,
        icon_of(line.item) or "clock",
        said_left(left),
        line.start,
        line.end,
        why_lines(line.item, language),
    )


def cards_to_come(lines: Sequence[Line], language: str, now: datetime) -> list[tuple[datetime, NowCard | None]]:
    """What "now" will be in the hours to come, each card with the moment from which it is true.

    A page that stays open, or is opened without a network, turns them over by itself.
    """
    ends = now + BY_THE_CLOCK
    clocked = [line for line in lines if line.item.rule.kind in NOW_KINDS and _by_the_clock(line)]
    turns = {line.begin.at for line in clocked} | {line.finish.at for line in clocked if line.finish}
    found: list[tuple[datetime, NowCard | None]] = []
    before = now_card(lines, language, now)
    for at in sorted(at for at in turns if now < at <= ends)[:MOST_CARDS]:
        card = now_card(lines, language, at)
        if _same(card) != _same(before):
            found.append((at, card))
        before = card
    return found


def _same(card: NowCard | None) -> tuple[str, datetime | None] | None:
    return (card.sentence, card.ends_at) if card else None


def _until(end: datetime, language: str) -> str:
    if end.time() == time():
        return _("until midnight")
    return _("until %(time)s") % {"time": say_clock(end.timetz(), language)}


def said_left(left: timedelta) -> str:
    minutes = max(1, round(left.total_seconds() / 60))
    if minutes < 60:
        return _("%(minutes)d min left") % {"minutes": minutes}
    return _("%(hours)d h %(minutes)d min left") % {"hours": minutes // 60, "minutes": minutes % 60}


def _by_the_clock(line: Line) -> bool:
    return not line.all_day and line.finish is not None and timedelta() < line.length <= BY_THE_CLOCK


def _holds(line: Line, now: datetime) -> bool:
    return line.begin.at <= now and (line.finish is None or now < line.finish.at)


def next_things(plans: Iterable[Plan], lines: Sequence[Line], language: str, now: datetime) -> list[NextThing]:
    """The next three, each of them once: first what holds all of today, then what comes or ends next, in its order.

    A visit stands before whatever else its day brings.
    """
    wanted = [line for line in lines if line.item.rule.kind in NEXT_KINDS]
    first = [line for line in wanted if _holds(line, now) and _is_todays(line)]
    coming = [(line.begin.at, line) for line in wanted if line.begin.at > now]
    ending = [(line.finish.at, line) for line in wanted if line.finish and _ends_soon(line, now)]
    later = [
        (datetime.combine(visit.at, time(), visit.at.tzinfo), _visit(visit, now))
        for visit in visits(plans, language)
        if visit.at > now
    ]
    known = {line.item.rule.id for line in first}
    for at, line in sorted([*ending, *coming], key=lambda pair: pair[0]):
        if line.item.rule.id not in known:  # what comes round again and again is told once
            known.add(line.item.rule.id)
            later.append((at, _thing(line, language, now)))
    ordered = sorted(later, key=lambda pair: pair[0])
    return [*(_thing(line, language, now) for line in first), *(thing for _at, thing in ordered)][:THINGS]


def _is_todays(line: Line) -> bool:
    """Asked for on this very day, or to be had by now."""
    return line.all_day and (line.number > 0 or line.item.rule.kind is Kind.HAVE)


def _ends_soon(line: Line, now: datetime) -> bool:
    """Lived with for days, and over within the week: then it is the end that one waits for."""
    lived_with = not line.number and not _by_the_clock(line) and line.item.rule.kind is not Kind.AVOID
    return lived_with and _holds(line, now) and line.finish is not None and line.finish.at - now < SOON


def _thing(line: Line, language: str, now: datetime) -> NextThing:
    rule = line.item.rule
    when, text = span(line, language), line.text(language)
    if line.start.date() > now.astimezone(line.item.plan.zone).date():
        when = _on(line.start, say_day(line.start.date(), language, line.item.plan.year, short=True), when, now)
        if line.all_day:  # “today” in a daily occurrence’s own words is a day that is still to come
            text = line.item.text(language)
    elif not line.all_day and _ends_soon(line, now):
        when = until(line, language)
    return NextThing(when, text, icon_of(line.item) or "clock", rule.strength.value, why_lines(line.item, language))


def _visit(visit: Visit, now: datetime) -> NextThing:
    why = WhyLine(str(TERMS["because"]), _("The clinic has this date for you. Call us if you cannot come."))
    return NextThing(_on(visit.at, visit.day, visit.clock, now), visit.label, "calendar", why_lines=(why,))


def _on(at: datetime, day: str, rest: str, now: datetime) -> str:
    """“tomorrow, 09:30”, “Wed 17 Mar, 09:30”; nothing but the time for today."""
    here = now.astimezone(at.tzinfo).date()
    if at.date() == here:
        return rest
    return f"{_('tomorrow') if at.date() == here + DAY else day}, {rest}"


def emergency(plans: Iterable[Plan], language: str, number: str) -> Emergency:
    """The signs of the patient's own protocol, and whom to call."""
    for plan in plans:
        for item in plan.items:
            if item.rule.level == "emergency" and item.rule.actor is Actor.PATIENT and item.rule.points:
                signs = tuple(sign[0].upper() + sign[1:] for sign in item.rule.points[language])
                return Emergency(number, signs)
    return Emergency(number, ())
