"""The journey line of a course: eight steps, where the patient stands, and which gates are shut and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from saphena.clinic.design.components import Gate, Step, StepState
from saphena.pathway.protocol.rules import Blocks
from saphena.pathway.protocol.wording import say_day

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from django_stubs_ext import StrPromise

    from saphena.clinic.courses.drawing import Standing
    from saphena.clinic.courses.models import Course, GateOverride
    from saphena.pathway.protocol.plan import Item, Plan
    from saphena.pathway.protocol.rules import Gate as ProtocolGate

    Overrides = Mapping[str, GateOverride]
    Whys = Mapping[str, Mapping[str, str]]

__all__ = ["GateRow", "before_treating", "gates", "journey", "overrides_of", "said_by_hand", "steps_done"]

NOTHING: Overrides = {}
UNSAID: Whys = {}


@dataclass(frozen=True, slots=True)
class _Told:
    """What was done by hand, and why a gate stands shut: by the fact or event it waits for, in every language."""

    opened: Overrides
    whys: Whys

    def why(self, names: Iterable[str], language: str) -> str:
        return " ".join(
            dict.fromkeys(self.whys[name][language] for name in names if language in self.whys.get(name, {}))
        )


@dataclass(frozen=True, slots=True)
class Stage:
    """One of the eight steps: its name, the event that finishes it, and the gates that stand before it."""

    name: str
    label: StrPromise
    finished_by: str
    behind: tuple[Blocks, ...] = ()


STAGES = (
    Stage("requesting", lazy("Requesting"), "requested"),
    Stage("mapping", lazy("Mapping"), "mapped"),
    Stage("planning", lazy("Planning and test session"), "test"),
    Stage("booking", lazy("Booking"), "procedure", (Blocks.BOOKING,)),
    Stage("preparing", lazy("Preparing"), "arrived"),
    Stage("treating", lazy("Treating"), "injected", (Blocks.ARRIVAL, Blocks.PROCEDURE)),
    Stage("recovering", lazy("Recovering"), "unbandaged"),
    Stage("reviewing", lazy("Reviewing"), "review"),
)

BEFORE_BOOKING = tuple(stage.finished_by for stage in STAGES[: [stage.name for stage in STAGES].index("booking")])


@dataclass(frozen=True, slots=True)
class GateRow:
    """One gate of a course: what it holds up, whether it is open, what opens it, and who opened it by hand."""

    text: str
    blocks: str
    open: bool
    way: str
    id: str = ""
    by_hand: str = ""
    may_open: frozenset[str] = frozenset()
    waits_for: tuple[str, ...] = ()
    url: str = ""
    url_label: str = ""


def gates(plan: Plan, language: str, opened: Overrides = NOTHING, whys: Whys = UNSAID) -> list[GateRow]:
    """Every gate of the plan, the shut ones first. `opened` by hand; `whys` is what the rooms say of it."""
    told = _Told(opened, whys)
    found = [
        GateRow(
            item.text(language) if _is_open(item, opened) else _needed(item.text(language)),
            str(BLOCKED[item.rule.gate.blocks]),
            _is_open(item, opened),
            _way(item, plan, language, told),
            item.rule.id,
            said_by_hand(opened[item.rule.id]) if item.rule.id in opened else "",
            _who_may(item.rule.gate),
            tuple(_waits_for(item)),
        )
        for item in plan.items
        if item.rule.gate and item.gate
    ]
    return sorted(found, key=lambda row: row.open)


def _is_open(item: Item, opened: Overrides) -> bool:
    return bool(item.gate and item.gate.open) or item.rule.id in opened


def _who_may(gate: ProtocolGate) -> frozenset[str]:
    """The roles that the protocol lets open it by hand: a physician whenever anybody may."""
    return frozenset({"physician", gate.override.value}) if gate.override else frozenset()


def overrides_of(course: Course) -> Overrides:
    """The gates of the course that were opened by hand."""
    return {row.gate: row for row in course.overrides.all()}


def said_by_hand(row: GateOverride) -> str:
    """“opened by Priya Raman (physician): comes from far”."""
    told = {"who": row.by_name, "role": row.by_role, "why": row.reason}
    return _("opened by hand by %(who)s (%(role)s): %(why)s") % told


def steps_done(plan: Plan, known: Standing, now: datetime) -> int:
    """How many of the eight steps lie behind the patient: up to the last whose event has happened.

    All visits may be held in one act: a day for the procedure puts no examination or test behind the patient that is
    itself still to come.
    """
    done, ahead = 0, any(name in known.events and name not in known.happened for name in BEFORE_BOOKING)
    for number, stage in enumerate(STAGES, start=1):
        if stage.name == "booking":
            passed = "procedure" in known.events and not ahead
        elif stage.name == "recovering":
            passed = _is_past(plan, stage.finished_by, now) and "injected" in known.happened
        else:
            passed = stage.finished_by in known.happened
        done = number if passed else done
    return done


def _is_past(plan: Plan, name: str, now: datetime) -> bool:
    event = plan.events.get(name)
    return event is not None and event.moment.at <= now


def journey(
    plan: Plan, known: Standing, language: str, now: datetime, opened: Overrides = NOTHING, whys: Whys = UNSAID
) -> list[Step]:
    """The eight steps for design/journey_line.html. A gate that was opened by hand stays told on its step."""
    done, told = steps_done(plan, known, now), _Told(opened, whys)
    return [_step(stage, number, done, plan, known, language, told) for number, stage in enumerate(STAGES)]


def _step(stage: Stage, number: int, done: int, plan: Plan, known: Standing, language: str, told: _Told) -> Step:
    near = number in (done, done + 1)
    gate = _first_gate(stage, plan, known, language, told) if near else None
    state = StepState.DONE if number < done else StepState.OPEN if number == done else StepState.WAITING
    if gate and state is StepState.WAITING:
        state = StepState.SHUT
    date = _date(stage, plan, known, language, state)
    return Step(stage.name, str(stage.label), state, date, _by_hand(stage, plan, told.opened), gate=gate)


def _by_hand(stage: Stage, plan: Plan, opened: Overrides) -> str:
    rules = {rule.id: rule.gate for rule in plan.protocol.rules if rule.gate}
    rows = [row for gate, row in opened.items() if gate in rules and rules[gate].blocks in stage.behind]
    return "; ".join(said_by_hand(row) for row in rows)


def _first_gate(stage: Stage, plan: Plan, known: Standing, language: str, told: _Told) -> Gate | None:
    return _gate(stage, plan, language, told) or _gate_without_a_day(stage, plan, known, language, told)


def _gate(stage: Stage, plan: Plan, language: str, told: _Told) -> Gate | None:
    """What stands shut before the step, with its reasons and what opens it."""
    shut = [item for item in _shut(stage, plan) if item.rule.id not in told.opened]
    if not shut:
        return None
    ways = dict.fromkeys(_way(item, plan, language, told) for item in shut)
    reasons = [item.text(language) for item in shut]
    return Gate(
        _needed(" ".join(reasons)),
        " ".join(ways),
        briefly=tuple(_needed(_first_sentence(each)) for each in reasons),
        waits_for=tuple(name for item in shut for name in _waits_for(item)),
    )


def before_treating(plan: Plan, language: str, opened: Overrides, whys: Whys) -> Gate | None:
    """What stands shut before an injection, wherever the patient is on the line."""
    stage = next(stage for stage in STAGES if stage.name == "treating")
    return _gate(stage, plan, language, _Told(opened, whys))


def _needed(text: str) -> str:
    """What a gate asks for is not so yet: “The stocking is in hand” alone would read as if it were."""
    return _("Needed: %(what)s") % {"what": text}


def _waits_for(item: Item) -> list[str]:
    """The events that are missing, or the facts that have to be a yes."""
    gate, rule = item.gate, item.rule.gate
    if gate is None or rule is None:
        return []
    asked = rule.opens_when.leaves() if rule.opens_when and not gate.missing else ()
    return [*gate.missing, *(leaf.name for leaf in asked)]


def _first_sentence(text: str) -> str:
    return text.partition(". ")[0].rstrip(".") + "."


def _gate_without_a_day(stage: Stage, plan: Plan, known: Standing, language: str, told: _Told) -> Gate | None:
    """Until a procedure has a day its gates have no dates; what they need is known all the same."""
    gates = [waiting.rule.gate for waiting in plan.waiting if waiting.rule.gate and waiting.rule.id not in told.opened]
    names = [name for gate in gates if gate.blocks in stage.behind for name in gate.needs if name not in known.happened]
    if not names:
        return None
    events = ", ".join(plan.protocol.events[name].label[language] for name in dict.fromkeys(names))
    waits_for = tuple(dict.fromkeys(names))
    return Gate(_("This waits for %(what)s.") % {"what": events}, told.why(names, language), waits_for=waits_for)


def _shut(stage: Stage, plan: Plan) -> list[Item]:
    found: dict[str, Item] = {}
    for item in plan.items:
        if item.rule.gate and item.gate and not item.gate.open and item.rule.gate.blocks in stage.behind:
            found.setdefault(item.rule.about or item.rule.id, item)
    return list(found.values())


def _way(item: Item, plan: Plan, language: str, told: _Told) -> str:
    """Why it is shut, where a room has said so, and what opens it: the event that is missing, or a yes."""
    gate, rule = item.gate, item.rule.gate
    if gate is None or rule is None:
        return ""
    names = _waits_for(item)
    if gate.missing:
        events = ", ".join(plan.protocol.events[name].label[language] for name in names)
        said = _("Opens with: %(what)s.") % {"what": events}
    else:
        questions = [plan.protocol.facts[name].ask[language] for name in names if name in plan.protocol.facts]
        said = _("Opens with a yes to: %(what)s") % {"what": " ".join(questions)} if questions else ""
    return f"{told.why(names, language)} {said}".strip()


def _date(stage: Stage, plan: Plan, known: Standing, language: str, state: StepState) -> str:
    """When it was, or when it is planned or expected; nothing for what has no date."""
    event = plan.events.get(stage.finished_by)
    if event is None or stage.name == "preparing":
        return ""
    said = say_day(event.moment.at.astimezone(plan.zone).date(), language, plan.year, short=True)
    if stage.name == "recovering":
        return _("bandage off %(day)s") % {"day": said}
    if state is StepState.DONE or stage.finished_by in known.happened:
        return said
    return _("planned for %(day)s") % {"day": said} if event.given else _("expected %(day)s") % {"day": said}


BLOCKED = {
    Blocks.BOOKING: lazy("booking"),
    Blocks.ARRIVAL: lazy("arrival"),
    Blocks.PROCEDURE: lazy("the procedure"),
    Blocks.DISCHARGE: lazy("going home"),
    Blocks.SECOND: lazy("a second injection"),
}
