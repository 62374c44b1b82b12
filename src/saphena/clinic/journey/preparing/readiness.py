"""How ready a course's visit is: the list with its ticks, what was told, what is missing and how late it is.

Everything is worked out from rows that were read before: no query is made here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import IntEnum
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from saphena.clinic.courses.drawing import draw, standing
from saphena.clinic.journey.preparing.models import PrescriberQuestion
from saphena.pathway.medicines import Ordered, Verdict, judge
from saphena.pathway.preparing import Trip as TripDates
from saphena.pathway.preparing import TripVerdict, check_trip, checklist, digest, is_ticked, keeps, settings
from saphena.pathway.protocol.rules import Kind, Level, Strength
from saphena.pathway.protocol.wording import say_day
from saphena.pathway.requesting import Driver

if TYPE_CHECKING:
    from collections.abc import Sequence

    from saphena.clinic.courses.models import Course
    from saphena.clinic.journey.preparing.models import Medicine, Reading, Stocking, Tick, Trip, WayHome
    from saphena.pathway.protocol.plan import Item, Plan

__all__ = ["Late", "Listed", "Missing", "Rows", "State", "is_preparing", "state_of"]


class Late(IntEnum):
    """How much what is missing presses; the smaller, the more."""

    NOW = 0  # it should be there by now, and the visit is near; or it stands against the visit
    DUE = 1  # its day has come
    OPEN = 2  # there is time


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of the list: the plan's item, its tick, and whether the words have changed since it was ticked."""

    item: Item
    text: str
    shown: str
    ticked: bool = False
    done: bool = False
    again: bool = False
    tick: Tick | None = None


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that is not ready, in words for staff."""

    late: Late
    text: str
    kind: str


@dataclass
class Rows:
    """What was told for one course and its patient."""

    ticks: Sequence[Tick] = ()
    readings: Sequence[Reading] = ()
    stockings: Sequence[Stocking] = ()
    ways_home: Sequence[WayHome] = ()
    medicines: Sequence[Medicine] = ()
    trips: Sequence[Trip] = ()


@dataclass
class State:
    """One course's preparation as it stands."""

    course: Course
    plan: Plan
    visit: datetime
    before: datetime | None
    rows: Rows
    lines: list[Listed] = field(default_factory=list)
    missing: list[Missing] = field(default_factory=list)

    @property
    def stocking(self) -> Stocking | None:
        return self.rows.stockings[-1] if self.rows.stockings else None

    @property
    def way_home(self) -> WayHome | None:
        return self.rows.ways_home[-1] if self.rows.ways_home else None

    @property
    def moved(self) -> datetime | None:
        """Where the visit was before it moved, until the patient has said that they read the new dates."""
        seen = self.rows.readings[-1].visit_at if self.rows.readings else None
        return None if seen == self.visit else seen or self.before

    @property
    def to_tick(self) -> list[Listed]:
        return [line for line in self.lines if line.ticked]

    @property
    def done_count(self) -> int:
        return sum(line.done for line in self.to_tick)

    @property
    def whole_digest(self) -> str:
        return digest(self.plan.protocol.fingerprint, self.said, [line.text for line in self.lines])

    said: str = "en"


def is_preparing(course: Course) -> bool:
    """Whether the course has a visit to prepare for: a procedure with a day that nobody has come to yet."""
    known = standing(course.happenings.all())
    return "procedure" in known.events and not known.happened & {"procedure", "arrived", "injected", "left", "home"}


def state_of(course: Course, rows: Rows, said: str, now: datetime) -> State | None:
    """The course's preparation in the page's language, or None when there is no visit to prepare for."""
    if not is_preparing(course):
        return None
    plan = draw(course)
    visit = plan.events["procedure"].moment.at
    state = State(course, plan, visit, _before(course, visit), rows, said=said)
    newest = {tick.rule: tick for tick in rows.ticks}
    state.lines = [_listed(item, newest.get(item.rule.id), plan, said) for item in checklist(plan)]
    state.missing = sorted(_missing(state, now), key=lambda each: each.late)
    return state


def _before(course: Course, visit: datetime) -> datetime | None:
    """Where the visit was planned before it was moved the last time."""
    earlier = [row.at for row in course.happenings.all() if row.name == "procedure" and not row.seen and row.at]
    return next((at for at in reversed(earlier) if at != visit), None)


def _listed(item: Item, tick: Tick | None, plan: Plan, said: str) -> Listed:
    """The words are compared in the language in which they were ticked: to read in another is no change."""
    text = item.text(said)
    shown = digest(plan.protocol.fingerprint, said, [text])
    if not is_ticked(item):
        return Listed(item, text, shown)
    ticked = tick is not None and tick.done
    if is_stocking(item) and "stocking_in_hand" in plan.facts:  # the gate's own answer, whoever gave it and where
        in_hand = bool(plan.facts["stocking_in_hand"])
        return Listed(item, text, shown, ticked=True, done=in_hand, tick=tick)
    same = tick is not None and (keeps(item) or tick.words == item.text(tick.language))
    return Listed(item, text, shown, ticked=True, done=ticked and same, again=ticked and not same, tick=tick)


def is_stocking(item: Item) -> bool:
    """The line that asks for the stocking to be there."""
    return item.rule.about == "stocking" and item.rule.kind is Kind.HAVE


def _missing(state: State, now: datetime) -> list[Missing]:
    found = [_unticked(line, state, now) for line in state.to_tick if not line.done and _matters(line)]
    found += [_stocking(state, now), _way_home(state, now)]
    found += [_asked(medicine, state, now) for medicine in state.rows.medicines]
    found += [_trip(trip, state) for trip in state.rows.trips]
    if state.moved:
        found.append(Missing(Late.OPEN, _("has not yet read that the visit has moved"), "moved"))
    return [each for each in found if each]


def _matters(line: Listed) -> bool:
    """What the protocol only suggests, or what is asked on a page of its own, does not make anybody unready."""
    return line.item.rule.strength is not Strength.TRY and line.item.rule.about not in ("stocking", "ride")


def near(state: State, now: datetime) -> bool:
    return state.visit - now < timedelta(days=settings().late_days)


def _pressing(state: State, now: datetime, since: datetime) -> Late:
    if near(state, now):
        return Late.NOW
    return Late.DUE if since <= now else Late.OPEN


def _unticked(line: Listed, state: State, now: datetime) -> Missing | None:
    """Before its day nothing is missing; a thing of the day itself is only told when the day is there."""
    if line.item.start > now and not near(state, now):
        return None
    late = Late.DUE if line.item.start <= now else Late.OPEN
    if line.item.rule.strength is Strength.MUST and near(state, now):
        late = Late.NOW
    return Missing(late, _("not ticked: %(what)s") % {"what": line.text}, "tick")


def _stocking(state: State, now: datetime) -> Missing | None:
    wanted = next((item for item in state.plan.items if is_stocking(item)), None)
    if wanted is None or state.course.facts.get("stocking_in_hand"):
        return None
    text = _("no stocking yet") if state.stocking else _("has not said whether the stocking is there")
    return Missing(_pressing(state, now, wanted.start), text, "stocking")


def _way_home(state: State, now: datetime) -> Missing | None:
    way = state.way_home
    limit = next((i for i in state.plan.items if i.rule.about == "driving" and i.reading), None)
    too_far = limit is not None and limit.reading is not None and limit.reading.level is Level.STOP
    if way is None or way.driver == Driver.UNKNOWN:
        if limit is None:
            return None
        return Missing(_pressing(state, now, state.visit), _("has not said how they get home"), "way home")
    if way.driver == Driver.SELF and too_far:
        told = _("wants to drive home alone, %(minutes)d minutes") % {"minutes": way.minutes}
        return Missing(Late.NOW, told, "way home")
    return None


def _asked(medicine: Medicine, state: State, now: datetime) -> Missing | None:
    question = getattr(medicine, "question", None)
    if question is None or question.state == PrescriberQuestion.State.ANSWERED:
        return None
    verdict = judge(medicine.typed, Ordered(medicine.ordered))
    first = min((i.start for i in state.plan.items if i.rule.about in ("aspirin", "medicines")), default=state.visit)
    words = _("look at the medicine: %(what)s")
    if verdict is Verdict.ASK_PRESCRIBER:
        words = _("ask whoever ordered: %(what)s")
    if question.state == PrescriberQuestion.State.ASKED:
        words = _("waiting for an answer about: %(what)s")
    return Missing(_pressing(state, now, first), words % {"what": medicine.typed}, "medicine")


def _trip(trip: Trip, state: State) -> Missing | None:
    verdict, item = check_trip(TripDates(trip.leaves, trip.returns, trip.seated), state.plan)
    day = say_day(trip.leaves, state.said, state.plan.year, short=True)
    if verdict is TripVerdict.AWAY:
        return Missing(Late.NOW, _("is away on the day of the visit (from %(day)s)") % {"day": day}, "trip")
    if verdict is TripVerdict.RESTRICTED and item and item.end:
        last = say_day((item.end - timedelta(microseconds=1)).date(), state.said, state.plan.year, short=True)
        told = _("a long trip on %(day)s; none until %(last)s") % {"day": day, "last": last}
        return Missing(Late.DUE, told, "trip")
    if verdict in (TripVerdict.UNKNOWN, TripVerdict.NEAR):
        return Missing(Late.OPEN, _("a trip on %(day)s to look at") % {"day": day}, "trip")
    return None
