"""The patient's preparation: which rules of the drawn plan are ticked, which trips collide, what is late.

The rules are the protocol's, their dates the plan's; what counts as preparation is data (preparing.toml).
"""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from saphena.pathway.protocol.rules import Actor, Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from saphena.pathway.protocol.plan import Item, Plan

__all__ = ["Preparing", "Trip", "TripVerdict", "check_trip", "checklist", "digest", "is_ticked", "keeps", "settings"]


class TripVerdict(StrEnum):
    """What a planned trip means for the procedure."""

    FINE = "fine"  # short, or well away from it
    UNKNOWN = "unknown"  # how long one sits is not told
    NEAR = "near"  # in the time that the clinic asks about, outside of the restricted weeks
    RESTRICTED = "restricted"  # a long journey inside the restricted weeks
    AWAY = "away"  # the patient is not there on the day


@dataclass(frozen=True, slots=True)
class Trip:
    """A journey: its first and last day, and the hours seated at a stretch (None: not told)."""

    leaves: date
    returns: date | None
    seated: int | None


@dataclass(frozen=True, slots=True)
class Preparing:
    """What counts as preparation, as read from preparing.toml."""

    kinds: frozenset[str]
    understood: frozenset[str]
    allowed: frozenset[str]
    ahead: frozenset[str]
    apart: frozenset[str]
    keep: frozenset[str]
    late_days: int
    look_ahead_days: int


@cache
def settings() -> Preparing:
    """The choices as shipped."""
    raw = tomllib.loads((files("saphena.pathway") / "preparing.toml").read_text(encoding="utf-8"))
    lists, days = raw["checklist"], raw["urgency"]
    return Preparing(
        kinds=frozenset(lists["kinds"]),
        understood=frozenset(lists["understood"]),
        allowed=frozenset(lists["allowed"]),
        ahead=frozenset(lists["ahead"]),
        apart=frozenset(lists["apart"]),
        keep=frozenset(raw["ticks"]["keep"]),
        late_days=int(days["late_days"]["value"]),
        look_ahead_days=int(days["look_ahead_days"]["value"]),
    )


def checklist(plan: Plan) -> list[Item]:
    """What the patient prepares, earliest first: all that begins before the visit, and what must be arranged for after.

    Empty while the procedure has no day.
    """
    visit = plan.events.get("procedure")
    if visit is None:
        return []
    found = [item for item in plan.items if _prepares(item, visit.moment.at)]
    return sorted(found, key=lambda item: (item.start.date(), not is_ticked(item), item.begin.at))


def _prepares(item: Item, visit: datetime) -> bool:
    rule, known = item.rule, settings()
    if rule.actor is not Actor.PATIENT or rule.about in known.apart or item.empty:
        return False
    if rule.kind not in known.kinds | known.allowed and not _is_understood(item):
        return False
    if rule.about in known.ahead:
        return True
    return item.begin.at < visit and not rule.on and (item.finish is None or item.finish.at >= _eve(item, visit))


def _eve(item: Item, visit: datetime) -> datetime:
    """What was over days before the visit belonged to something else: the hours after a test session."""
    return visit - timedelta(days=1)


def _is_understood(item: Item) -> bool:
    return item.rule.kind is Kind.TELL and item.rule.strength in settings().understood


def is_ticked(item: Item) -> bool:
    """Whether the patient ticks it off; what is merely allowed is only told."""
    return item.rule.kind in settings().kinds or _is_understood(item)


def keeps(item: Item) -> bool:
    """Whether a tick outlives a move of the visit: what is in the patient's hands stays there."""
    return item.rule.kind in settings().keep


def digest(fingerprint: str, language: str, words: Sequence[str]) -> str:
    """What proves which text was shown: the protocol's fingerprint, the language and the words, as 16 hex digits."""
    whole = "\x1f".join((fingerprint, language, *words))
    return hashlib.sha256(whole.encode()).hexdigest()[:16]


def check_trip(trip: Trip, plan: Plan) -> tuple[TripVerdict, Item | None]:
    """What a trip means, and the item of the plan that says so (the restricted weeks, or the question about trips).

    It is the days of travel that count: who sits for long on a day inside the restricted weeks. Each leg of treatment
    has its own weeks; ask once for each plan and let the gravest count.
    """
    visit = plan.events.get("procedure")
    if visit is None:
        return TripVerdict.FINE, None
    day = visit.moment.at.astimezone(plan.zone).date()
    returns = trip.returns or trip.leaves
    if trip.leaves < day <= returns or trip.leaves == day:
        return TripVerdict.AWAY, None
    asked = _about(plan, "travel_question")
    if trip.seated is None:
        return TripVerdict.UNKNOWN, asked
    if trip.seated <= _long(plan):
        return TripVerdict.FINE, None
    for item in (item for item in plan.items if item.rule.about == "long_travel" and item.rule.kind is Kind.AVOID):
        if any(_covers(item, travel) for travel in (trip.leaves, returns)):
            return TripVerdict.RESTRICTED, item
    near = asked is not None and any(_covers(asked, travel) for travel in (trip.leaves, returns))
    return (TripVerdict.NEAR, asked) if near else (TripVerdict.FINE, None)


def _about(plan: Plan, topic: str) -> Item | None:
    return next((item for item in plan.items if item.rule.about == topic), None)


def _long(plan: Plan) -> float:
    """Hours seated from which a trip is long; without such a number in the protocol every trip is looked at."""
    value = plan.parameters.get("long_trip_hours", 0)
    return float(value) if isinstance(value, int | float) else 0.0


def _covers(item: Item, day: date) -> bool:
    """The days of a window, its first included; an end at midnight means that the day before was the last."""
    last = (item.end - timedelta(microseconds=1)).date() if item.end else date.max
    return item.start.date() <= day <= last
