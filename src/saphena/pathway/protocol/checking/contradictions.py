"""Two rules that cannot both be kept: each with a patient and a day on which they collide."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import combinations, islice, product
from typing import TYPE_CHECKING

from saphena.pathway.protocol.checking.finding import Finding, Severity
from saphena.pathway.protocol.checking.scenarios import Samples, Trial, when
from saphena.pathway.protocol.checking.settling import conflict_of
from saphena.pathway.protocol.rules import Kind
from saphena.pathway.protocol.vocabulary import involved, topics

if TYPE_CHECKING:
    from collections.abc import Iterator

    from saphena.pathway.protocol.checking.satisfying import Answers
    from saphena.pathway.protocol.plan import Item
    from saphena.pathway.protocol.rules import Protocol, Rule

__all__ = ["check_contradictions"]

WANTING = (Kind.DO, Kind.MAY, Kind.SELF_CARE)
OCCURRENCES = 60
"""So many times of a repeated rule are laid beside those of another."""
SOON = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class _Clash:
    """Where two rules meet: the plan, both items, and the first moment at which both hold."""

    trial: Trial
    first: Item
    second: Item
    at: datetime

    @property
    def words(self) -> str:
        return f"for {self.trial.words}, both hold on {when(self.at, self.trial.plan.zone)}"


def check_contradictions(protocol: Protocol, samples: Samples) -> Iterator[Finding]:
    """Pairs of rules that ask for opposite things, or for one thing with two ends."""
    rules = [rule for rule in protocol.rules if not rule.off and rule.about]
    avoided = [rule for rule in rules if rule.kind is Kind.AVOID]
    wanted = [rule for rule in rules if rule.kind in WANTING]
    for avoid, want in product(avoided, wanted):
        yield from _opposed(avoid, want, samples)
    for first, second in combinations(rules, 2):
        yield from _two_windows(first, second, samples)


def _opposed(avoid: Rule, want: Rule, samples: Samples) -> Iterator[Finding]:
    ways = [topic for topic in (want.about, *want.by) if _meets(avoid, topic, want)]
    for_some = not ways and avoid.about in _may_involve(want) and want.about not in avoid.without
    if not ways and not for_some:
        return
    clash = _clash(avoid, want, samples)
    if clash is None:
        return
    if for_some:
        sentence = (
            f"{avoid.id} forbids {_said(avoid.about)}, but for a patient who lives far away {want.id} is just that: "
            f"{clash.words}. If it is allowed, say so: without {want.about}."
        )
        conflict = conflict_of("travel-against-visit", avoid.about)
        yield Finding("travel-against-visit", Severity.WARNING, sentence, (avoid.id, want.id), conflict)
        return
    way = _said(ways[0])
    involves = "" if ways[0] == avoid.about else f", and {way} involves {_said(avoid.about)}"
    sentence = f"{avoid.id} forbids {_said(avoid.about)} while {want.id} {_wants(want)} {way}{involves}: {clash.words}."
    conflict = conflict_of("contradiction", *ways, avoid.about)
    yield Finding("contradiction", Severity.ERROR, sentence, (avoid.id, want.id), conflict)


def _meets(avoid: Rule, topic: str, want: Rule) -> bool:
    return avoid.about in involved(topic) - set(want.without) and topic not in avoid.without


def _may_involve(want: Rule) -> set[str]:
    topic = topics().get(want.about)
    return set(topic.may_involve if topic else ()) - set(want.without)


def _wants(rule: Rule) -> str:
    return {Kind.DO: "asks for", Kind.MAY: "allows"}.get(rule.kind, "advises")


def _said(topic: str) -> str:
    return topic.replace("_", " ")


def _clash(avoid: Rule, want: Rule, samples: Samples) -> _Clash | None:
    """The first sample in which both rules hold at once, for a patient to whom both apply."""
    kinds = samples.patients.some(avoid.when, want.when)
    for later in (False, True):
        for trial in samples.trials(kinds, later=later):
            found = _meeting(trial, avoid, want)
            if found and want.on and want.on not in trial.plan.seen:
                found = _once_seen(found, kinds, samples, later=later) or found
            if found:
                return found
    return None


def _once_seen(found: _Clash, kinds: list[Answers], samples: Samples, *, later: bool) -> _Clash | None:
    """The same clash when what calls for self-care is seen soon after both could hold."""
    seen = {found.second.rule.on: found.at + SOON}
    for trial in samples.trials(kinds, later=later, seen=seen):
        if trial.procedure == found.trial.procedure:
            return _meeting(trial, found.first.rule, found.second.rule)
    return None


def _meeting(trial: Trial, first: Rule, second: Rule) -> _Clash | None:
    one, other = trial.item(first.id), trial.item(second.id)
    if one is None or other is None:
        return None
    moments = (max(a, b) for (a, until), (b, to) in product(_spans(one), _spans(other)) if _overlap(a, until, b, to))
    at = min(moments, default=None)
    return _Clash(trial, one, other, at) if at else None


def _spans(item: Item) -> list[tuple[datetime, datetime | None]]:
    """The stretches of time in which an item really holds: its occurrences, or its window."""
    found = [
        (line.begin.at, line.finish.at if line.finish else None) for line in islice(item.occurrences(), OCCURRENCES)
    ]
    return found or [(item.begin.at, item.finish.at if item.finish else None)]


def _overlap(a: datetime, until: datetime | None, b: datetime, to: datetime | None) -> bool:
    """Whether [a, until) and [b, to) share a moment; one without length is a moment itself."""
    if a == b:
        return True
    if a == until:
        return b < a and (to is None or a < to)
    if b == to:
        return a < b and (until is None or b < until)
    return (until is None or b < until) and (to is None or a < to)


def _two_windows(first: Rule, second: Rule, samples: Samples) -> Iterator[Finding]:
    """One duty, told twice with two ends: “five days and five nights” and “five days”."""
    if not _one_duty(first, second):
        return
    for trial in samples.trials(samples.patients.some(first.when, second.when), later=False):
        clash = _meeting(trial, first, second)
        if clash is None or clash.first.finish is None or clash.second.finish is None:
            continue
        one, other = clash.first, clash.second
        if one.rule.kind is Kind.AVOID and one.begin.at != other.begin.at:
            continue
        if one.finish and other.finish and one.finish.at != other.finish.at:
            zone = trial.plan.zone
            yield Finding(
                "two-windows",
                Severity.ERROR,
                f"{first.id} and {second.id} are one duty with two ends: for {trial.words}, one ends on "
                f"{when(one.finish.at, zone)} and the other on {when(other.finish.at, zone)}.",
                (first.id, second.id),
                conflict_of("two-windows", first.about),
            )
            return


def _one_duty(first: Rule, second: Rule) -> bool:
    same = (first.kind, first.about, first.actor, first.on) == (second.kind, second.about, second.actor, second.on)
    if not same or first.kind not in (Kind.DO, Kind.AVOID):
        return False
    if first.repeat or second.repeat:
        return bool(first.repeat and second.repeat and first.repeat.words == second.repeat.words)
    return first.kind is Kind.AVOID or topics()[first.about].lasting
