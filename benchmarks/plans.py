"""Plans of the leaflet on one core: how many a second, how long `saphena plan` takes to answer, and how it grows.

A complete plan is every item and every occurrence, each with its window. `growth` is the time that one item takes in a
protocol of sixteen times as many rules, against the leaflet itself: 1.0 means that the work grows as the items do.
"""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from statistics import median
from time import perf_counter, process_time
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from saphena.pathway.protocol import library
from saphena.pathway.protocol.drawing import Drawer

if TYPE_CHECKING:
    from collections.abc import Callable

    from saphena.pathway.protocol.phrases import Edge
    from saphena.pathway.protocol.plan import Line, Plan
    from saphena.pathway.protocol.rules import Protocol, Rule

ROUNDS = 7
PATIENTS = 200
STARTS = 15
EDMONTON = ZoneInfo("America/Edmonton")
FIRST = datetime(2027, 1, 4, 16, tzinfo=UTC)


def measure() -> dict[str, float]:
    leaflet = library.load("leaflet")
    drawer = Drawer(leaflet)
    plain = best(lambda: draw_all(drawer, PATIENTS))
    told = best(lambda: tell_all(drawer, PATIENTS // 4))
    figures = {
        "plans_per_s": PATIENTS / plain,
        "plans_with_words_per_s": PATIENTS // 4 / told,
        "startup_ms": startup() * 1000,
    }
    figures |= growth(leaflet)
    return figures


def patients(count: int) -> list[dict[str, datetime]]:
    """Every patient on a day of their own, through both clock changes of a year and back; half have come already."""
    found = []
    for number in range(count):
        procedure = (FIRST + timedelta(days=number * 2 % 364, minutes=number * 5 % 360)).astimezone(EDMONTON)
        events = {"procedure": procedure, "review": procedure + timedelta(days=8)}
        if number % 2:
            events |= {"injected": procedure + timedelta(minutes=20), "home": procedure + timedelta(minutes=110)}
        found.append(events)
    return found


def lines_of(plan: Plan) -> list[Line]:
    """All of a plan: every occurrence with its window on the plan's own clocks."""
    lines = plan.lines()
    assert all(line.end is None or line.start.tzinfo for line in lines)
    return lines


def draw_all(drawer: Drawer, count: int) -> int:
    return sum(len(lines_of(drawer.draw(events))) for events in patients(count))


def tell_all(drawer: Drawer, count: int) -> int:
    """What to do and why, in words: the text of every line, the reason of every item."""
    letters = 0
    for events in patients(count):
        plan = drawer.draw(events)
        letters += sum(len(line.text("en")) for line in lines_of(plan))
        letters += sum(len(item.why("en")) for item in plan.items)
    return letters


def best(work: Callable[[], int]) -> float:
    """The quickest of some rounds, in seconds of one core: what the work takes when nothing else disturbs it."""
    assert work() > 0
    return min(timed(work, process_time) for _ in range(ROUNDS))


def timed(work: Callable[[], object], clock: Callable[[], float]) -> float:
    start = clock()
    work()
    return clock() - start


def startup() -> float:
    """`saphena plan` from nothing to its whole table, as a person would run it; the median of some runs, in seconds."""
    command = [sys.executable, "-m", "saphena", "plan", "leaflet", "--at", "procedure=2027-03-09T10:00"]

    def run() -> None:
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)

    run()
    return median(timed(run, perf_counter) for _ in range(STARTS))


def growth(protocol: Protocol) -> dict[str, float]:
    """Microseconds for one item, with the rules once, four and sixteen times."""
    figures = {}
    for times in (1, 4, 16):
        drawer = Drawer(grown(protocol, times))
        count = max(PATIENTS // times // 2, 8)
        items = sum(len(drawer.draw(events).items) for events in patients(count))
        figures[f"us_per_item_{times}x"] = best(lambda: draw_all(drawer, count)) / items * 1e6  # noqa: B023 - used at once
    return {**figures, "growth": figures["us_per_item_16x"] / figures["us_per_item_1x"]}


def grown(protocol: Protocol, times: int) -> Protocol:
    """The same protocol with every rule so many times; each copy hangs on the copies beside it."""
    rules = [copied(rule, f"-{number}" if number else "") for number in range(times) for rule in protocol.rules]
    return replace(protocol, rules=tuple(rules))


def copied(rule: Rule, tail: str) -> Rule:
    """A rule under another name. Only the first of all begins and ends events, as each event has one owner."""
    if not tail:
        return rule

    def edge(found: Edge | None) -> Edge | None:
        if found is None or found.side == "event":
            return found
        return replace(found, anchor=found.anchor + tail)

    window = rule.window
    moved = replace(
        window,
        begin=edge(window.begin),
        end=edge(window.end),
        not_before=edge(window.not_before),
        not_after=edge(window.not_after),
    )
    return replace(rule, id=rule.id + tail, window=moved, begins="", ends="")
