"""What holds for every plan, whatever protocol, dates, facts and observations it is drawn from."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from saphena.pathway.protocol.library import load, shipped
from tests.pathway.clocks import CHANGES
from tests.pathway.protocol.drawn import drawer

if TYPE_CHECKING:
    from saphena.pathway.protocol.plan import Plan
    from saphena.pathway.protocol.rules import Value

FEW = settings(max_examples=60)
PROTOCOLS = sorted(shipped())
PERMANENT = "Asia/Kathmandu"  # a zone without clock changes
AFTER_HOME = {"legs-up", "plan-legs-up", "hourly-walk", "first-exercise"}

protocols = st.sampled_from(PROTOCOLS)
zones = st.sampled_from(["", "Europe/Berlin", "Australia/Sydney", "Asia/Kathmandu", "Pacific/Apia"])
anywhere = st.datetimes(datetime(2024, 2, 1), datetime(2029, 12, 1), timezones=st.just(UTC))  # noqa: DTZ001 - made aware
near_a_change = st.builds(
    lambda change, hours: change.at + timedelta(hours=hours), st.sampled_from(CHANGES), st.integers(-150, 30)
)
procedures = anywhere | near_a_change
gaps = st.integers(0, 300).map(lambda minutes: timedelta(minutes=minutes))


@st.composite
def days(draw: st.DrawFn) -> dict[str, datetime]:
    """A day at the clinic: the procedure, and perhaps what came of it, in order."""
    at = draw(procedures)
    events = {"procedure": at}
    for name in ("injected", "left", "home"):
        at += draw(gaps)
        if draw(st.booleans()):
            events[name] = at
    for name in ("unbandaged", "review", "second"):
        if draw(st.booleans()):
            events[name] = at + timedelta(hours=draw(st.integers(1, 2000)))
    return events


@st.composite
def patients(draw: st.DrawFn) -> tuple[str, dict[str, datetime], dict[str, Value], dict[str, datetime], str]:
    name, events = draw(protocols), draw(days())
    protocol = load(name)
    facts: dict[str, Value] = {}
    for fact in protocol.facts.values():
        if draw(st.booleans()):
            facts[fact.name] = True if fact.unit == "yes-no" else draw(st.integers(0, 120))
    seen = {
        name: events["procedure"] + timedelta(hours=draw(st.integers(0, 400)))
        for name in protocol.observations
        if draw(st.booleans())
    }
    return name, events, facts, seen, draw(zones)


def windows(plan: Plan) -> dict[str, tuple[datetime, datetime | None]]:
    return {item.rule.id: (item.begin.at, item.finish and item.finish.at) for item in plan.items}


@given(patients())
@FEW
def test_no_window_is_turned_round_and_every_line_lies_in_its_item(
    patient: tuple[str, dict[str, datetime], dict[str, Value], dict[str, datetime], str],
) -> None:
    name, events, facts, seen, zone = patient
    plan = drawer(name).draw(events, facts=facts, seen=seen, zone=zone)
    for item in plan.items:
        assert item.finish is not None, f"{item.rule.id} has no end"
        assert item.begin.at <= item.finish.at
        for line in item.lines():
            assert item.begin.at <= line.begin.at <= item.finish.at
            assert line.finish is not None
            assert line.begin.at <= line.finish.at
    lines = [line.begin.at for line in plan.lines()]
    assert lines == sorted(lines)


@given(patients())
@FEW
def test_every_text_and_reason_is_whole_in_both_languages(
    patient: tuple[str, dict[str, datetime], dict[str, Value], dict[str, datetime], str],
) -> None:
    name, events, facts, seen, zone = patient
    for item in drawer(name).draw(events, facts=facts, seen=seen, zone=zone).items:
        for language in ("en", "fr"):
            texts = [line.text(language) for line in islice(item.lines(), 3)]
            for text in (*texts, item.text(language), item.why(language)):
                assert text.strip() == text != ""
                assert not {"{", "}"} & set(text)
                assert "  " not in text


@given(patients())
@FEW
def test_drawing_again_is_drawing_the_same(
    patient: tuple[str, dict[str, datetime], dict[str, Value], dict[str, datetime], str],
) -> None:
    name, events, facts, seen, zone = patient
    once, again = (drawer(name).draw(events, facts=facts, seen=seen, zone=zone) for _ in range(2))
    assert windows(once) == windows(again)
    assert once.events == again.events
    backwards = drawer(name).draw(dict(reversed(events.items())), facts=facts, seen=seen, zone=zone)
    assert windows(backwards) == windows(once)


@given(protocols, days(), st.integers(-400, 400))
@FEW
def test_without_clock_changes_moving_every_event_by_days_moves_every_window_by_them(
    name: str, events: dict[str, datetime], by: int
) -> None:
    move = timedelta(days=by)
    before = drawer(name).draw(events, zone=PERMANENT)
    after = drawer(name).draw({event: at + move for event, at in events.items()}, zone=PERMANENT)
    assert windows(after) == {
        rule: (begin + move, end + move if end else None) for rule, (begin, end) in windows(before).items()
    }


@given(days(), st.integers(0, 90))
@FEW
def test_coming_home_later_moves_the_rest_of_the_day_and_nothing_before(
    events: dict[str, datetime], minutes: int
) -> None:
    left = events.get("left", events.get("injected", events["procedure"])) + timedelta(minutes=70)
    early, late = (
        windows(drawer().draw({**events, "left": left, "home": left + timedelta(minutes=after)}))
        for after in (5, 5 + minutes)
    )
    changed = {rule for rule in early | late if early.get(rule) != late.get(rule)}
    assert changed <= {*AFTER_HOME, "go-straight-home"}


@pytest.mark.parametrize("name", PROTOCOLS)
@given(procedures, st.data())
@FEW
def test_an_event_that_happens_when_it_was_expected_changes_no_window(
    name: str, procedure: datetime, data: st.DataObject
) -> None:
    plan = drawer(name).draw({"procedure": procedure})
    expected = sorted(event for event, known in plan.events.items() if not known.given and event != "next appointment")
    event = data.draw(st.sampled_from(expected))
    again = drawer(name).draw({"procedure": procedure, event: plan.events[event].moment.at})
    assert windows(again) == windows(plan)


@given(protocols, st.data())
@FEW
def test_any_events_in_any_order_make_a_plan(name: str, data: st.DataObject) -> None:
    """A typing mistake at the desk gives an odd plan, and never a broken one."""
    known = [event.name for event in load(name).events.values() if not event.first_of] + ["review 2"]
    events = data.draw(st.dictionaries(st.sampled_from(known), procedures, max_size=6))
    plan = drawer(name).draw(events, zone=data.draw(zones))
    assert all(item.finish is None or item.begin.at <= item.finish.at for item in plan.items)
    for line in plan.lines():
        assert not {"{", "}"} & set(line.text("fr") + line.item.why("en"))


@given(patients())
@FEW
def test_a_rule_is_drawn_once_or_waits_or_does_not_apply(
    patient: tuple[str, dict[str, datetime], dict[str, Value], dict[str, datetime], str],
) -> None:
    name, events, facts, seen, zone = patient
    plan = drawer(name).draw(events, facts=facts, seen=seen, zone=zone)
    drawn = [item.rule.id for item in (*plan.items, *plan.dropped)]
    waiting = [each.rule.id for each in plan.waiting]
    assert len({*drawn, *waiting}) == len(drawn) + len(waiting)
    off = {rule.id for rule in load(name).rules if rule.off}
    assert not off & {*drawn, *waiting}
