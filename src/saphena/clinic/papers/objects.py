"""A plan as one JSON object: every item and every occurrence of it, with its window, its words and its reasons."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING, Any

from saphena.pathway.protocol.comparing import EventChange

if TYPE_CHECKING:
    from collections.abc import Iterable

    from saphena.pathway.protocol.comparing import Change
    from saphena.pathway.protocol.plan import GateState, Item, Line, Plan, Reading
    from saphena.pathway.protocol.rules import Gate, Protocol

__all__ = ["change_object", "line_objects", "plain", "plan_object", "protocol_object"]


def plan_object(plan: Plan, language: str, items: Iterable[Item] | None = None) -> dict[str, Any]:
    """The plan, or some of its items, in one language. Times are RFC 3339 with offset; every end is exclusive."""
    shown = list(plan.items if items is None else items)
    return {
        "protocol": protocol_object(plan.protocol),
        "zone": plan.zone.key,
        "language": language,
        "events": {
            name: {"at": _at(known.moment.at, plan), "given": known.given}
            for name, known in sorted(plan.events.items(), key=lambda pair: pair[1].moment.at)
        },
        "facts": {name: plain(value) for name, value in plan.facts.items()},
        "seen": {name: _at(at, plan) for name, at in plan.seen.items()},
        "settings": {
            name: {
                "value": plain(plan.parameters[name]),
                "default": plain(plan.protocol.parameters[name].value),
                "unit": plan.protocol.parameters[name].unit,
            }
            for name in sorted(plan.changed)
        },
        "items": line_objects(plan, language, shown),
        "waiting": [
            {"rule": waiting.rule.id, "leaflet": waiting.rule.leaflet, "event": waiting.event}
            for waiting in plan.waiting
        ],
    }


def protocol_object(protocol: Protocol) -> dict[str, Any]:
    """Which protocol, exactly, and who answers for it."""
    return {
        "id": protocol.id,
        "version": protocol.version,
        "fingerprint": protocol.fingerprint,
        "approved": protocol.approval.physician or None,
    }


def line_objects(plan: Plan, language: str, items: Iterable[Item]) -> list[dict[str, Any]]:
    """One object for each occurrence, earliest first; an item that does not repeat is one, with `occurrence` 0."""
    shown = list(items)
    whys = {item.rule.id: item.why(language) for item in shown}
    return [_line(line, language, whys[line.item.rule.id]) for line in plan.lines(shown)]


def _line(line: Line, language: str, why: str) -> dict[str, Any]:
    item, rule = line.item, line.item.rule
    return {
        "rule": rule.id,
        "leaflet": rule.leaflet,
        "kind": rule.kind.value,
        "strength": rule.strength.value,
        "actor": rule.actor.value,
        "about": rule.about,
        "occurrence": line.number,
        "start": line.start.isoformat(timespec="seconds"),
        "end": line.end.isoformat(timespec="seconds") if line.end else None,
        "all_day": line.all_day,
        "text": line.text(language),
        "why": why,
        "source": rule.source,
        "sure": rule.sure.value,
        "changed": item.changed,
        "gate": _gate(rule.gate, item.gate) if rule.gate and item.gate else None,
        "limit": _limit(item.reading) if item.reading else None,
    }


def _gate(gate: Gate, state: GateState) -> dict[str, Any]:
    return {
        "blocks": gate.blocks.value,
        "open": state.open,
        "missing": list(state.missing),
        "unmet": state.unmet,
        "override": gate.override.value if gate.override else None,
    }


def _limit(reading: Reading) -> dict[str, Any]:
    known = reading.value == reading.value  # not a number: an end of what is measured has no time yet
    return {
        "value": reading.value if known else None,
        "warn_above": reading.warn_above,
        "stop_above": reading.stop_above,
        "level": reading.level.value,
    }


def change_object(change: Change, language: str) -> dict[str, Any]:
    """One thing that a second drawing changed, with its sentence."""
    rule = None if isinstance(change, EventChange) else change.item.rule.id
    event = change.name if isinstance(change, EventChange) else None
    return {"what": change.what.value, "event": event, "rule": rule, "text": change.sentence(language)}


def plain(value: object) -> object:
    """A parameter's or a fact's value as JSON knows it: a clock time is “07:00”."""
    return f"{value:%H:%M}" if isinstance(value, time) else value


def _at(moment: datetime, plan: Plan) -> str:
    return moment.astimezone(plan.zone).isoformat(timespec="seconds")
