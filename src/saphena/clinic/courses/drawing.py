"""From rows to a plan: the protocol is read once per version, compiled once per set of the clinic's numbers."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from functools import lru_cache
from typing import TYPE_CHECKING

from saphena.pathway.protocol.drawing import Drawer
from saphena.pathway.protocol.reading import read_text
from saphena.pathway.protocol.rules import Approval

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from saphena.clinic.courses.models import Course, Happening
    from saphena.pathway.protocol.plan import Plan
    from saphena.pathway.protocol.rules import Protocol, Value

__all__ = ["Standing", "draw", "read", "standing"]

MOST_DRAWERS = 256
_drawers: dict[tuple[str, Approval, str], Drawer] = {}


@lru_cache(maxsize=64)
def read(fingerprint: str, text: str, approved_by: str = "", approved_on: date | None = None) -> Protocol:
    """A stored protocol, read. Raises `Unreadable`; a text that was kept by `keep_protocol` never does."""
    protocol = read_text(text, f"protocol {fingerprint}")
    return replace(protocol, approval=Approval(approved_by, approved_on)) if approved_by else protocol


def drawer_of(protocol: Protocol, numbers: str) -> Drawer:
    """Compiled once: a course's protocol does not change under it, and most courses share the clinic's numbers."""
    key = (protocol.fingerprint, protocol.approval, numbers)
    if key not in _drawers:
        if len(_drawers) >= MOST_DRAWERS:
            _drawers.clear()
        _drawers[key] = _drawer(protocol, numbers)
    return _drawers[key]


def _drawer(protocol: Protocol, numbers: str) -> Drawer:
    return Drawer(protocol, {name: _value(protocol, name, value) for name, value in json.loads(numbers).items()})


def _value(protocol: Protocol, name: str, value: Value) -> Value:
    """JSON has no clock times: they are kept as “07:00”."""
    known = protocol.parameters.get(name)
    return time.fromisoformat(str(value)) if known and known.unit == "clock" else value


@dataclass(frozen=True, slots=True)
class Standing:
    """How a course stands: the newest moment of each event, those that have happened, and what was seen."""

    events: Mapping[str, datetime] = field(default_factory=dict)
    happened: frozenset[str] = frozenset()
    seen: Mapping[str, datetime] = field(default_factory=dict)


def standing(happenings: Iterable[Happening]) -> Standing:
    """The newest row of each name counts; one without a moment takes the name back."""
    newest = {(row.seen, row.name): row for row in happenings}
    rows = [row for row in newest.values() if row.at is not None]
    return Standing(
        {row.name: row.at for row in rows if row.at and not row.seen},
        frozenset(row.name for row in rows if row.happened and not row.seen),
        {row.name: row.at for row in rows if row.at and row.seen},
    )


def draw(course: Course, now_standing: Standing | None = None) -> Plan:
    """The course's plan as it stands now (or as it would with another standing), on the patient's clocks."""
    known = now_standing or standing(course.happenings.all())
    drawer = drawer_of(course.protocol.protocol, json.dumps(course.numbers, sort_keys=True))
    return drawer.draw(known.events, facts=course.facts, seen=known.seen, zone=course.patient.zone)
