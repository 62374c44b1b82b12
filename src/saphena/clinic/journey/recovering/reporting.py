"""What a patient chose in a check-in, as the triage table reads it: with how the course stands and what came before."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from saphena.clinic.courses.drawing import standing
from saphena.clinic.journey.recovering.models import Answer
from saphena.pathway.recovering import AtHome, Report, asked_at_home

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from saphena.clinic.courses.models import Course
    from saphena.pathway.protocol.plan import Plan

MOST_EARLIER = 12


@dataclass(frozen=True, slots=True)
class Told:
    """Word for word what was chosen. `off_on` is the day on which the bandage came off.

    `followed` is what was said of the plan of the day before, “yes” or “no” by its name; it fires nothing.
    """

    yes: frozenset[str] = frozenset()
    unknown: frozenset[str] = frozenset()
    pain: int | None = None
    bandage: str = ""
    off_on: date | None = None
    stocking: str = ""
    words: str = ""
    followed: Mapping[str, str] = field(default_factory=dict)

    def kept(self) -> dict[str, object]:
        """As it is stored with the answer; the words have a column of their own."""
        return {
            "yes": sorted(self.yes),
            "unknown": sorted(self.unknown),
            "pain": self.pain,
            "bandage": self.bandage,
            "off_on": self.off_on,
            "stocking": self.stocking,
            "followed": dict(self.followed),
        }


@dataclass(frozen=True, slots=True)
class Situation:
    """How a course stands when its patient answers: what is worth asking, and what the answers are held against."""

    since: timedelta
    bandage: bool = False
    bandage_is_due: bool = False
    bandaged_on: date | None = None
    stocking: bool = False
    lasting: Mapping[str, timedelta] = field(default_factory=dict)
    at_home: tuple[AtHome, ...] = ()


def situation(course: Course, plan: Plan, now: datetime) -> Situation | None:
    """None before the first injection: then there is nothing to recover from."""
    known = standing(course.happenings.all())
    if "injected" not in known.happened:
        return None
    bandaged, off = plan.events.get("bandaged"), plan.events.get("unbandaged")
    told_off = "unbandaged" in known.happened
    due = off is not None and off.moment.at > now and not told_off
    return Situation(
        since=now - known.events["injected"],
        bandage=bandaged is not None and off is not None and not told_off,
        bandage_is_due=due,
        bandaged_on=bandaged.moment.at.astimezone(plan.zone).date() if bandaged else None,
        stocking=_worn(plan, "stocking", now),
        lasting=lasting(course, now),
        at_home=asked_at_home(plan, now.astimezone(plan.zone).date() - timedelta(days=1)),
    )


def _worn(plan: Plan, about: str, now: datetime) -> bool:
    return any(
        item.rule.about == about and item.rule.kind == "do" and item.begin.at <= now and _not_over(item.finish, now)
        for item in plan.items
    )


def _not_over(finish: object, now: datetime) -> bool:
    at = getattr(finish, "at", None)
    return at is None or now < at


def lasting(course: Course, now: datetime) -> dict[str, timedelta]:
    """Since how long each row has been reported without a break, counted from the first answer that named it."""
    earlier = Answer.objects.filter(check_in__course=course).order_by("-told_at", "-pk")[:MOST_EARLIER]
    found: dict[str, timedelta] = {}
    still: set[str] | None = None
    for answer in earlier:
        named = {str(row["row"]) for row in answer.fired}
        still = named if still is None else still & named
        if not still:
            break
        found |= dict.fromkeys(still, now - answer.told_at)
    return found


def report(told: Told, here: Situation) -> Report:
    """The answers with the situation that they are held against."""
    return Report(
        since=here.since,
        yes=told.yes,
        unknown=told.unknown - told.yes,
        pain=told.pain,
        bandage=told.bandage,
        bandage_is_due=here.bandage_is_due,
        stocking=told.stocking,
        words=bool(told.words.strip()),
        lasting=here.lasting,
    )
