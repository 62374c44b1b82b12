"""Windows tried on sample days: those that end before they begin, or never, or run into the night."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from saphena.pathway.clock import settle
from saphena.pathway.protocol.checking.finding import Finding, Severity
from saphena.pathway.protocol.checking.scenarios import Samples, Trial, when
from saphena.pathway.protocol.checking.settling import conflict_of, settling
from saphena.pathway.protocol.phrases import Side
from saphena.pathway.protocol.rules import Actor, Blocks, Kind
from saphena.pathway.protocol.vocabulary import read_clock, topics

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from saphena.pathway.protocol.plan import Item
    from saphena.pathway.protocol.rules import Protocol, Rule

__all__ = ["check_windows"]

INSTRUCTIONS = (Kind.DO, Kind.AVOID, Kind.SELF_CARE)
LONG = timedelta(days=30)
"""Of an item without an end, so much is looked at for something that comes round."""
A_DAY = timedelta(days=1)


@dataclass
class _Seen:
    """What the sample days showed of one rule."""

    rule: Rule
    tried: int = 0
    backwards: list[tuple[Trial, Item]] = field(default_factory=list)
    empty: int = 0
    endless: list[tuple[Trial, Item]] = field(default_factory=list)
    without_occurrence: int = 0
    cut: list[tuple[Trial, Item]] = field(default_factory=list)
    late: list[tuple[Trial, Item]] = field(default_factory=list)


def check_windows(protocol: Protocol, samples: Samples) -> Iterator[Finding]:
    """What is wrong with when things are."""
    seen = {rule.id: _Seen(rule) for rule in protocol.rules if not rule.off}
    kinds = samples.kinds()
    for later in (False, True):
        for trial in samples.trials(kinds, later=later):
            for item in (*trial.plan.items, *trial.plan.dropped):
                _look(seen[item.rule.id], trial, item)
    for each in seen.values():
        yield from _times(each)
        yield from _ends(each, protocol)
        yield from _night(each)


def _look(seen: _Seen, trial: Trial, item: Item) -> None:
    seen.tried += 1
    if item.finish is None:
        seen.endless.append((trial, item))
    elif item.finish.at == item.begin.at:
        if item.uncut and item.uncut.at < item.begin.at:
            seen.backwards.append((trial, item))
        elif item.uncut is None:
            seen.empty += 1
    if item.compiled.recurrence and not _comes_round(item):
        seen.without_occurrence += 1
    if item.rule.actor is Actor.PATIENT and item.rule.kind is Kind.DO:
        _look_at_night(seen, trial, item)


def _comes_round(item: Item) -> bool:
    assert item.compiled.recurrence is not None
    finish = item.finish.at if item.finish else item.begin.at + LONG
    return item.compiled.recurrence.comes_round(item.begin.at, finish, item.plan.zone)


def _look_at_night(seen: _Seen, trial: Trial, item: Item) -> None:
    """A thing to do by the clock that bedtime cuts short, or that runs on past bedtime."""
    if item.finish is None or item.all_day or item.compiled.recurrence:
        return
    if item.uncut and item.uncut.at > item.finish.at and item.finish.part == "bedtime":
        seen.cut.append((trial, item))
    topic, lasts = topics().get(item.rule.about), item.finish.at - item.begin.at
    if topic and topic.awake and timedelta() < lasts < A_DAY and item.finish.at > _bedtime(item):
        seen.late.append((trial, item))


def _bedtime(item: Item) -> datetime:
    """Bedtime of the day on which the item begins, the clinic's own or a usual one."""
    clock = str(item.plan.parameters.get("bedtime") or settling().bedtime)
    return settle(item.start.date(), read_clock(clock), item.plan.zone)


def _times(seen: _Seen) -> Iterator[Finding]:
    rule = seen.rule
    if seen.backwards:
        trial, item = seen.backwards[0]
        assert item.uncut is not None
        always = len(seen.backwards) == seen.tried
        zone = trial.plan.zone
        yield Finding(
            "backwards-window",
            Severity.ERROR if always else Severity.WARNING,
            f"{rule.id} ends before it begins: for {trial.words} it begins on {when(item.begin.at, zone)} "
            f"and ends on {when(item.uncut.at, zone)}.",
            (rule.id,),
        )
    if seen.tried and seen.empty == seen.tried and rule.kind in (*INSTRUCTIONS, Kind.MAY):
        sentence = f"{rule.id} begins and ends at the same moment, so it holds for no time at all."
        yield Finding("empty-window", Severity.WARNING, sentence, (rule.id,))
    elif seen.tried and seen.without_occurrence == seen.tried and not seen.backwards:
        repeat = rule.repeat.words if rule.repeat else ""
        sentence = f"{rule.id} should come round “{repeat}”, but never does inside its window."
        yield Finding("no-occurrence", Severity.ERROR, sentence, (rule.id,))


def _ends(seen: _Seen, protocol: Protocol) -> Iterator[Finding]:
    rule, window = seen.rule, seen.rule.window
    if not _must_end(rule, protocol):
        return
    if not (window.end or window.lasts or window.not_after):
        yield _no_end(rule, "says no last day", (rule.id,))
    elif seen.endless and window.end and window.end.side is not Side.EVENT:
        yield _no_end(rule, f"ends with {window.end.anchor}, which has no end", (rule.id, window.end.anchor))
    elif seen.endless and window.end:
        booked = _visit_is_booked(protocol.rules)
        yield Finding(
            "open-until-event",
            Severity.WARNING if booked else Severity.ERROR,
            f"{rule.id} goes on until “{window.end.words}”, which may never come; give it a last day with not_after"
            f"{'.' if booked else ', and book the visit before the patient leaves.'}",
            (rule.id,),
            conflict_of("open-until-event", rule.about),
        )


def _no_end(rule: Rule, how: str, rules: tuple[str, ...]) -> Finding:
    severity = Severity.ERROR if rule.kind in INSTRUCTIONS else Severity.WARNING
    sentence = f"{rule.id} {how}, so nobody knows when they are done."
    return Finding("no-end", severity, sentence, rules, conflict_of("no-end", rule.about))


def _must_end(rule: Rule, protocol: Protocol) -> bool:
    """An instruction must end; so must a permission that loosens somebody's duty."""
    if rule.kind is Kind.MAY:
        return any(other.kind is Kind.DO and other.about == rule.about != "" for other in protocol.rules)
    return rule.kind in INSTRUCTIONS


def _visit_is_booked(rules: Iterable[Rule]) -> bool:
    """Whether a gate keeps the patient until a return visit has a date."""
    gates = [rule.gate for rule in rules if rule.gate and not rule.off and rule.gate.blocks is Blocks.DISCHARGE]
    asked = [leaf for gate in gates if gate.opens_when for leaf in gate.opens_when.leaves()]
    return any(leaf.op == "happened" and leaf.name in {"review", "next appointment"} for leaf in asked)


def _night(seen: _Seen) -> Iterator[Finding]:
    rule = seen.rule
    if seen.cut:
        trial, item = seen.cut[0]
        assert item.uncut is not None
        until = when(item.uncut.at, trial.plan.zone)
        sentence = f"For {trial.words}, {rule.id} would run until {until}; bedtime cuts it short."
        yield Finding("cut-by-bedtime", Severity.NOTE, sentence, (rule.id,))
    if seen.late:
        trial, item = seen.late[0]
        assert item.finish is not None
        yield Finding(
            "beyond-bedtime",
            Severity.WARNING,
            f"For {trial.words}, {rule.id} runs until {when(item.finish.at, trial.plan.zone)}, past bedtime.",
            (rule.id,),
            conflict_of("beyond-bedtime", rule.about),
        )
