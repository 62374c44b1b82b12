"""When a patient is asked how it goes, and when no answer is an event of its own."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from saphena.pathway.clock import settle
from saphena.pathway.protocol.rules import Kind
from saphena.pathway.recovering.levels import Level

if TYPE_CHECKING:
    from collections.abc import Mapping
    from zoneinfo import ZoneInfo

    from saphena.pathway.protocol.plan import Item, Plan

__all__ = [
    "Answering",
    "AtHome",
    "CheckInRule",
    "Expected",
    "FollowUp",
    "asked_at_home",
    "expected",
    "follow_up",
    "read_follow_up",
]

SURE = ("found", "derived", "engineering", "recalled")
ABOUT = "check_in"
"""What an instruction of a protocol is about when it names a check-in."""


@dataclass(frozen=True, slots=True)
class CheckInRule:
    """One check-in: so many days after an event, or after another one while the first is in no plan."""

    name: str
    after: str
    days: int
    grace: timedelta
    level: Level
    instead: tuple[str, int] | None = None


@dataclass(frozen=True, slots=True)
class Answering:
    """How long somebody may take to answer a row of the inbox, and how long it may be put off."""

    within: timedelta
    snooze: timedelta


@dataclass(frozen=True, slots=True)
class AtHome:
    """Something that a plan may say to do, whether it was done is asked: in which words, and in which staff read it."""

    name: str
    about: str
    ask: Mapping[str, str]
    means: Mapping[str, str]


@dataclass(frozen=True)
class FollowUp:
    """The check-ins, what they ask of the plan itself, the times to answer by level, and the amounts."""

    check_ins: tuple[CheckInRule, ...]
    at_home: tuple[AtHome, ...]
    answering: Mapping[Level, Answering]
    amounts: Mapping[str, int]
    due_at: time


@dataclass(frozen=True, slots=True)
class Expected:
    """One check-in of one course: due, closed, and from when no answer is an event (aware, in UTC)."""

    name: str
    due: datetime
    closes: datetime
    silent: datetime
    level: Level


@cache
def follow_up() -> FollowUp:
    """What we ship, read once."""
    return read_follow_up((files("saphena.pathway.recovering") / "follow_up.toml").read_text(encoding="utf-8"))


def read_follow_up(text: str) -> FollowUp:
    """TOML text -> the rules. Raises `ValueError` for a row without a source or that is only recalled."""
    raw = tomllib.loads(text)
    named = ((row["name"], row) for row in (*raw["check_ins"], *raw["at_home"]))
    for name, each in (*raw["amounts"].items(), *raw["answering"].items(), *named):
        if each["sure"] not in SURE or not each["source"] or each["sure"] == "recalled":
            raise ValueError(f"{name}: needs a source, and must not only be recalled")
    amounts = dict(raw["amounts"])
    return FollowUp(
        tuple(_rule(each) for each in raw["check_ins"]),
        tuple(AtHome(each["name"], each["about"], each["ask"], each["means"]) for each in raw["at_home"]),
        {
            Level.named(key): Answering(timedelta(minutes=each["minutes"]), timedelta(minutes=each["snooze"]))
            for key, each in raw["answering"].items()
        },
        {name: int(each["value"]) for name, each in amounts.items() if each["unit"] != "clock"},
        time.fromisoformat(amounts["due_at"]["value"]),
    )


def _rule(raw: dict[str, Any]) -> CheckInRule:
    other = raw.get("instead")
    return CheckInRule(
        str(raw["name"]),
        str(raw["after"]),
        int(raw["days"]),
        timedelta(hours=raw["grace"]),
        Level.named(raw["level"]),
        (str(other["after"]), int(other["days"])) if other else None,
    )


def expected(plan: Plan, rules: FollowUp | None = None) -> list[Expected]:
    """The check-ins of a plan, earliest first, on the patient's own clocks; none before an injection is known.

    The protocol's own instructions about "check_in" win over the shipped days. Two on one day are one.
    """
    known = rules or follow_up()
    if "injected" not in plan.events or not plan.events["injected"].given:
        return []
    found = _by_protocol(plan, known) or _by_days(plan, known)
    by_day: dict[date, Expected] = {}
    for each in sorted(found, key=lambda one: one.due):
        by_day.setdefault(each.due.astimezone(plan.zone).date(), each)
    return list(by_day.values())


def asked_at_home(plan: Plan, day: date, rules: FollowUp | None = None) -> tuple[AtHome, ...]:
    """What is asked about a day: what the plan said to do on it, by the patient's clock, as far as we ask about it."""
    wanted = {item.rule.about for item in plan.items if item.rule.kind is Kind.DO and _falls_on(item, day)}
    return tuple(each for each in (rules or follow_up()).at_home if each.about in wanted)


def _falls_on(item: Item, day: date) -> bool:
    """A line that ends at midnight has nothing of the day that begins then."""
    return any(
        line.start.date() <= day and (line.end is None or line.end - timedelta(microseconds=1) >= midnight)
        for midnight in (settle(day, time(), item.plan.zone),)
        for line in item.lines()
    )


def _by_protocol(plan: Plan, known: FollowUp) -> list[Expected]:
    """One for each occurrence of an instruction about a check-in; its grace is that of the nearest of our days."""
    found = []
    injected = plan.events["injected"].moment.at.astimezone(plan.zone).date()
    for item in plan.items:
        if item.rule.about == ABOUT:
            for line in item.lines():
                day = line.start.date()
                like = min(known.check_ins, key=lambda rule: abs(rule.days - (day - injected).days))
                due = settle(day, known.due_at, plan.zone) if line.all_day else line.begin.at
                found.append(_expected(f"day {(day - injected).days}", due, like, known))
    return found


def _by_days(plan: Plan, known: FollowUp) -> list[Expected]:
    found = []
    for rule in known.check_ins:
        event, days = (rule.after, rule.days) if rule.after in plan.events or not rule.instead else rule.instead
        if event in plan.events:
            day = _day_of(plan.events[event].moment.at, plan.zone) + timedelta(days=days)
            found.append(_expected(rule.name, settle(day, known.due_at, plan.zone), rule, known))
    return found


def _day_of(at: datetime, zone: ZoneInfo) -> date:
    return at.astimezone(zone).date()


def _expected(name: str, due: datetime, rule: CheckInRule, known: FollowUp) -> Expected:
    closes = due + timedelta(days=known.amounts["open_days"])
    return Expected(name, due, closes, min(due + rule.grace, closes), rule.level)
