"""Where two rounds of one patient meet: each keeps its own clock, and of two restrictions the stricter counts.

A restriction is what is to be avoided after a treatment, or kept up the whole time (a bandage). At every moment the
patient keeps whatever any of the rounds asks; so what counts is the one that ends last, and a permission of one round
waits for the other's. What leads up to a treatment (no aspirin for a week) is not asked here: each has its own.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from saphena.pathway.protocol.phrases import Grain
from saphena.pathway.protocol.rules import Actor, Kind, Legs
from saphena.pathway.protocol.telling import tell_moment
from saphena.pathway.protocol.vocabulary import involved, topics
from saphena.pathway.protocol.wording import join, say_day

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from saphena.pathway.protocol.plan import Item, Plan

__all__ = ["Bound", "Meeting", "Rounds", "meetings", "sentences_of"]

EVER = datetime.max.replace(tzinfo=UTC)
LEGS = frozenset({"left", "right"})
WORDS = {
    "en": "{what} until {end}, because of the treatment on {day}. After the one on {other} it would have been until "
    "{sooner}.",
    "fr": "{what} jusqu’au {end}, à cause du traitement du {day}. Après celui du {other}, cela aurait été jusqu’au "
    "{sooner}.",
}
WAITS = {
    "en": "not before {end}: until then the treatment on {day} does not allow it",
    "fr": "pas avant le {end} : d’ici là, le traitement du {day} ne le permet pas",
}
GOES_ON = {
    "en": "goes on until {end}, because of the treatment on {day}",
    "fr": "continue jusqu’au {end}, à cause du traitement du {day}",
}


@dataclass(frozen=True, slots=True)
class Bound:
    """One restriction of one round: what it is about, on which legs, from when until when (None: no end is known)."""

    what: str
    round: int
    begin: datetime
    end: datetime | None
    legs: frozenset[str] = LEGS
    item: Item | None = field(default=None, compare=False, repr=False)

    @property
    def until(self) -> datetime:
        return self.end or EVER

    def meets(self, other: Bound) -> bool:
        """Whether both hold at some moment, for the same thing on the same leg."""
        same = self.what == other.what and self.legs & other.legs
        return bool(same) and self.begin < other.until and other.begin < self.until


@dataclass(frozen=True, slots=True)
class Meeting:
    """Restrictions of several rounds that run into each other; `counts` ends last; `sooner` is each other round's."""

    counts: Bound
    sooner: tuple[Bound, ...]
    begin: datetime


def meetings(bounds: Iterable[Bound]) -> list[Meeting]:
    """Where the restrictions of different rounds meet and end at different times, the soonest begun first.

    The one that counts ends no sooner than any of those that it meets, directly or through others.
    """
    found = []
    for group in _groups(sorted(bounds, key=lambda each: (each.begin, each.until))):
        counts = max(group, key=lambda each: (each.until, -each.round))
        last: dict[int, Bound] = {}
        for each in group:
            if each.round not in last or last[each.round].until < each.until:
                last[each.round] = each
        sooner = sorted((each for each in last.values() if each.until < counts.until), key=lambda each: each.until)
        if sooner:
            found.append(Meeting(counts, tuple(reversed(sooner)), min(each.begin for each in group)))
    return sorted(found, key=lambda each: each.begin)


def _groups(bounds: Sequence[Bound]) -> list[list[Bound]]:
    groups: list[list[Bound]] = []
    for bound in bounds:
        touched = [group for group in groups if any(bound.meets(each) for each in group)]
        groups = [group for group in groups if group not in touched]
        groups.append([each for group in touched for each in group] + [bound])
    return groups


class Rounds:
    """The plans of one patient's rounds together. `legs` names the leg of each plan, in their order."""

    def __init__(self, plans: Sequence[Plan], legs: Sequence[str]) -> None:
        self.plans = plans
        self.legs = [frozenset({leg}) & LEGS or LEGS for leg in legs]

    @cached_property
    def bounds(self) -> list[Bound]:
        return [
            Bound(item.rule.about, number, item.begin.at, item.finish.at if item.finish else None,
                  self._legs_of(item, number), item)
            for number, plan in enumerate(self.plans)
            for item in plan.items
            if _restricts(item) and _follows(item)
        ]  # fmt: skip

    @cached_property
    def meetings(self) -> list[Meeting]:
        return meetings(self.bounds)

    def overruled(self, now: datetime) -> dict[int, Bound]:
        """id() of an item -> the restriction that stands in its place by now: of a longer one, or of another's ban."""
        found = {
            id(bound.item): meeting.counts
            for meeting in self.meetings
            if meeting.counts.begin <= now < meeting.counts.until
            for bound in self.bounds
            if bound.round != meeting.counts.round and bound.until < meeting.counts.until
            and bound.meets(meeting.counts)
        }  # fmt: skip
        return found | {key: bound for key, bound in self._banned().items() if now < bound.until}

    def _banned(self) -> dict[int, Bound]:
        """Permissions, each with the ban of another round that holds when it begins."""
        banned = {}
        for number, plan in enumerate(self.plans):
            for item in plan.items:
                if item.rule.kind is Kind.MAY and item.rule.actor is Actor.PATIENT and item.rule.about:
                    against = [each for each in self.bounds if each.round != number and _bans(each, item)]
                    if against:
                        banned[id(item)] = max(against, key=lambda each: each.until)
        return banned

    def _legs_of(self, item: Item, number: int) -> frozenset[str]:
        one_leg = topics()[item.rule.about].per_leg and item.rule.legs is not Legs.BOTH
        return self.legs[number] if one_leg else LEGS

    def said(self, now: datetime, language: str, *, ahead: bool = False) -> list[str]:
        """A sentence for each pair of dates: what counts, until when, and what would have ended sooner.

        Only of what has begun and is not over, unless it is asked `ahead`.
        """
        live = [each for each in self.meetings if now < each.counts.until and (ahead or each.begin <= now)]
        return sentences_of(sorted(live, key=lambda each: each.counts.until), language)

    def notes(self, now: datetime, language: str) -> dict[int, str]:
        """id() of an item that is overruled -> what to say beside it."""
        overruled, items = self.overruled(now), {id(item): item for plan in self.plans for item in plan.items}
        return {key: self.note(items[key], bound, language) for key, bound in overruled.items()}

    def note(self, item: Item, bound: Bound, language: str) -> str:
        """Beside a line that is overruled."""
        words = WAITS if item.rule.kind is Kind.MAY else GOES_ON
        return words[language].format(end=_end(bound, language), day=_treated(bound, language))


def _restricts(item: Item) -> bool:
    rule = item.rule
    lasting = rule.kind is Kind.DO and rule.about in topics() and topics()[rule.about].lasting
    return rule.actor is Actor.PATIENT and rule.about in topics() and (rule.kind is Kind.AVOID or lasting)


def _follows(item: Item) -> bool:
    """Whether it begins with the round's treatment or after it."""
    known = _treatment(item.plan)
    return known is not None and item.begin.at >= known


def _treatment(plan: Plan) -> datetime | None:
    known = plan.events.get("injected") or plan.events.get("procedure")
    return known.moment.at if known else None


def _bans(bound: Bound, permission: Item) -> bool:
    """Whether the restriction is a ban on what is permitted, or on what it involves, when the permission begins."""
    ban = bound.item is not None and bound.item.rule.kind is Kind.AVOID
    return ban and bound.what in involved(permission.rule.about) and bound.begin <= permission.begin.at < bound.until


def sentences_of(found: Iterable[Meeting], language: str) -> list[str]:
    """What has the same dates is told in one sentence."""
    told: dict[tuple[str, ...], list[str]] = {}
    for each in found:
        counts, other = each.counts, each.sooner[0]
        dates = tuple(say(bound, language) for bound in (counts, other) for say in (_end, _treated))
        held = topics()[counts.what].held.get(language) or counts.what
        told.setdefault(dates, []).append(held)
    return [
        _capital(WORDS[language].format(what=join(dict.fromkeys(what), language), end=end, day=day, sooner=sooner,
                                        other=other))
        for (end, day, sooner, other), what in told.items()
    ]  # fmt: skip


def _end(bound: Bound, language: str) -> str:
    item = bound.item
    if item is None or item.finish is None:
        return "…"
    whole = item.finish.grain in (Grain.DAY, Grain.DAY_END) and not item.finish.part
    return tell_moment(item.finish, "last_day" if whole else "when", item.plan, language)


def _treated(bound: Bound, language: str) -> str:
    """The day of the treatment that the restriction comes from."""
    plan = bound.item.plan if bound.item else None
    at = _treatment(plan) if plan else None
    return say_day(at.astimezone(plan.zone).date(), language, plan.year) if plan and at else "…"


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
