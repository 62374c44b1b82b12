"""What the templates of this folder are given: plain, frozen shapes that a view fills.

Texts are ready to show, in the reader's language. Nothing here computes a date or asks a database.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class NavItem:
    """One entry of the staff navigation (`nav_items` of design/base.html)."""

    label: str
    url: str
    icon: str = ""
    current: bool = False
    heading: str = ""  # of the group that begins with this one
    more: bool = False  # on a narrow screen behind “More”
    folded: bool = False  # on a low screen behind the heading of its group


# ---- the journey line ------------------------------------------------------------------------


class StepState(StrEnum):
    """Where a patient is with one of the eight steps."""

    DONE = "done"
    OPEN = "open"
    WAITING = "waiting"
    SHUT = "shut"


@dataclass(frozen=True, slots=True)
class Gate:
    """Why a step cannot begin, and what opens it."""

    reason: str
    way: str
    url: str = ""
    url_label: str = ""
    briefly: tuple[str, ...] = ()  # the first sentence of each reason, for a list of many people
    waits_for: tuple[str, ...] = ()  # the facts and events that open it, by their English keys


@dataclass(frozen=True, slots=True)
class Step:
    """One of the eight steps. `name` is its English key ("mapping"); `label` is what is read."""

    name: str
    label: str
    state: StepState
    date_text: str = ""
    detail: str = ""
    gate: Gate | None = None
    url: str = ""


# ---- why -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class WhyLine:
    """One line of a reason: a term (Rule, Event, Arithmetic, Parameter, Source) and its text."""

    term: str
    text: str
    changed: bool = False


# ---- the plan, staff voice -------------------------------------------------------------------


class PlanState(StrEnum):
    """Where one plan item stands at the moment of looking."""

    PAST = "past"
    NOW = "now"
    COMING = "coming"
    DONE = "done"
    MISSED = "missed"
    ENDED_EARLY = "ended_early"


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One line of the plan.

    `kind` is a key of KINDS, `strength` a key of STRENGTHS. `changed` names the parameter that the clinic changed
    ("bandage nights: 3 instead of 5"); empty when none. `mark` is "", "gate" (shut), "gate-open", "limit" or "warning",
    told by `mark_text`. `icon` stands in for the kind's own. `note` is what another round of the patient says to it.
    """

    when_text: str
    text: str
    strength: str
    kind: str
    why_lines: tuple[WhyLine, ...] = ()
    changed: str = ""
    state: PlanState = PlanState.COMING
    mark: str = ""
    mark_text: str = ""
    note: str = ""
    icon: str = ""


@dataclass(frozen=True, slots=True)
class PlanDay:
    """All lines of one day. `offset_text` says where the day lies ("day of treatment", "5 days after")."""

    label: str
    rows: tuple[PlanRow, ...]
    offset_text: str = ""
    today: bool = False
    anchor: str = ""


# ---- the plan, patient voice -----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class NowCard:
    """What to do now, in one sentence, with the time that it ends.

    `fraction_left` runs from 1 (just begun) to 0 (over); None draws no ring. With `starts_at` and `ends_at` (aware)
    the page keeps the ring and `left_text` true by itself, once a minute.
    """

    sentence: str
    until_text: str = ""
    fraction_left: float | None = None
    icon: str = "clock"
    left_text: str = ""
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    why_lines: tuple[WhyLine, ...] = ()


@dataclass(frozen=True, slots=True)
class NextThing:
    """One of the next three things: when, what, and why."""

    when_text: str
    text: str
    icon: str = "clock"
    strength: str = ""
    why_lines: tuple[WhyLine, ...] = ()


@dataclass(frozen=True, slots=True)
class WeekDay:
    """The head of one column of the strip."""

    label: str
    number: str
    today: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    """A stretch of a lane, in days from the left edge of the strip (1.5 = noon of the second day)."""

    start: float
    end: float
    label: str = ""


@dataclass(frozen=True, slots=True)
class Lane:
    """One row of the strip. `kind` is bandage, stocking, exercise or visit; `summary` is the row in words."""

    kind: str
    label: str
    summary: str
    bars: tuple[Bar, ...] = ()
    icon: str = ""
    why_lines: tuple[WhyLine, ...] = ()


@dataclass(frozen=True, slots=True)
class Week:
    """The strip of days. `now` is the present moment in days from the left edge, None when it is not shown."""

    days: tuple[WeekDay, ...]
    lanes: tuple[Lane, ...]
    now: float | None = None


@dataclass(frozen=True, slots=True)
class Emergency:
    """What a patient must act on at once, and whom to call. Without one the page shows its own list."""

    number: str
    signs: tuple[str, ...]


# ---- small parts -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Column:
    """A column of design/table.html; `numeric` aligns right with tabular figures."""

    label: str
    numeric: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of design/table.html. `badge` is a key of STATES: the text is then shown as a state."""

    text: str
    url: str = ""
    badge: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of design/table.html; `find` holds extra words that the filter should match."""

    cells: tuple[Cell, ...]
    find: str = ""


@dataclass(frozen=True, slots=True)
class Act:
    """Something a person may do next: a link (`url`) with a verb. `quiet` ones are never the main act of a page."""

    label: str
    url: str
    icon: str = ""
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a definition list; `unit` is set lighter after a thin space."""

    term: str
    text: str
    unit: str = ""
    url: str = ""
