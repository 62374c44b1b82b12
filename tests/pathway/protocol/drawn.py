"""Plans drawn in a line: the leaflet's patient of the worked calendar, and small protocols written on the spot."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from functools import cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from saphena.pathway.clock import settle
from saphena.pathway.protocol.drawing import Drawer
from saphena.pathway.protocol.library import load
from saphena.pathway.protocol.reading import read_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from saphena.pathway.protocol.plan import Item, Line, Plan
    from saphena.pathway.protocol.rules import Protocol, Value

EDMONTON = "America/Edmonton"

# clinical.md 9.4: the Tuesday before the clocks go forward.
THE_DAY = {
    "procedure": "2027-03-09T10:00",
    "injected": "2027-03-09T10:20",
    "left": "2027-03-09T11:10",
    "home": "2027-03-09T11:50",
}

SMALL = """
[protocol]
id = "small"
version = "1"
effective = 2026-01-01
zone = "America/Edmonton"
title.en = "Small"
title.fr = "Petit"
[sources.HOUSE]
title = "The tests"
[parameters.morning]
value = "07:00"
unit = "clock"
label.en = "morning"
label.fr = "matin"
reason = "for the tests"
source = "HOUSE"
[parameters.bedtime]
value = "22:00"
unit = "clock"
label.en = "bedtime"
label.fr = "coucher"
reason = "for the tests"
source = "HOUSE"
"""


def at(words: str, zone: str = EDMONTON) -> datetime:
    """A wall clock time as a moment; the first of two, moved forward when it is skipped."""
    wall = datetime.fromisoformat(words)
    return wall if wall.tzinfo else settle(wall.date(), wall.time(), ZoneInfo(zone))


@cache
def drawer(protocol: str = "leaflet") -> Drawer:
    return Drawer(load(protocol))


def drawn(
    events: Mapping[str, str] | None = None,
    *,
    protocol: str = "leaflet",
    facts: Mapping[str, Value] | None = None,
    settings: Mapping[str, Value] | None = None,
    seen: Mapping[str, str] | None = None,
    zone: str = "",
    **more: str,
) -> Plan:
    """The plan of one patient; THE_DAY's events unless others are given, `more` on top of them."""
    moments = {name: at(when) for name, when in {**(THE_DAY if events is None else events), **more}.items()}
    ready = Drawer(load(protocol), settings) if settings else drawer(protocol)
    return ready.draw(moments, facts=facts, seen={name: at(when) for name, when in (seen or {}).items()}, zone=zone)


def small(rules: str) -> Protocol:
    """A protocol of a few lines: what stands in SMALL, and these tables."""
    return read_text(SMALL + rules)


def rule(words: str, identity: str = "it") -> str:
    """A rule that says nothing but what the test is about."""
    return (
        f'\n[[rules]]\nid = "{identity}"\nkind = "do"\nstrength = "must"\nsource = "HOUSE"\n'
        f'text.en = "Do it."\ntext.fr = "Faites-le."\n{words}\n'
    )


def small_plan(rules: str, events: Mapping[str, str] | None = None, *, zone: str = "", **more: str) -> Plan:
    moments = {name: at(when) for name, when in {**(events or {}), **more}.items()}
    return Drawer(small(rules)).draw(moments, zone=zone)


def wall(moment: datetime | None) -> str:
    """As a wall clock shows it: “2027-03-09 15:50”."""
    assert moment is not None
    return f"{moment:%Y-%m-%d %H:%M}"


def window(found: Item | Line) -> tuple[str, str]:
    return wall(found.start), wall(found.end)


def walls(item: Item) -> list[str]:
    """When the item comes round: “03-09 12:50”."""
    return [f"{line.start:%m-%d %H:%M}" for line in item.lines() if line.number]


def minutes(found: Item | Line) -> float:
    """How long it truly takes."""
    assert found.finish is not None
    return (found.finish.at - found.begin.at) / timedelta(minutes=1)


def clock(words: str) -> time:
    return time.fromisoformat(words)
