"""Check-ins on the days that the protocol names, else on ours, at nine by the patient's own clock."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from importlib.resources import files
from zoneinfo import ZoneInfo

import pytest

from saphena.pathway.protocol.drawing import Drawer
from saphena.pathway.protocol.library import shipped
from saphena.pathway.protocol.reading import read_text
from saphena.pathway.recovering import Expected, Level, asked_at_home, expected, follow_up
from saphena.pathway.recovering.follow_up import read_follow_up

EDMONTON = ZoneInfo("America/Edmonton")
TEXT = shipped()["leaflet"].read_text(encoding="utf-8")
OURS = (files("saphena.pathway.recovering") / "follow_up.toml").read_text(encoding="utf-8")
NAMED = """
[[rules]]
id = "we-ask"
kind = "ask"
strength = "should"
about = "check_in"
from = "the day 2 days after injected"
until = "the day 5 days after injected"
repeat = "each day"
text.en = "We ask you how it goes."
text.fr = "Nous vous demandons comment cela va."
text_each.en = "We ask you how it goes today."
text_each.fr = "Nous vous demandons aujourd’hui comment cela va."
source = "HOUSE"
"""


def at(*when: int, zone: ZoneInfo = EDMONTON) -> datetime:
    return datetime(*when, tzinfo=zone)  # type: ignore[arg-type,misc]  # year to minute


def check_ins(events: dict[str, datetime], text: str = TEXT, **numbers: int) -> list[Expected]:
    return expected(Drawer(read_text(text, "leaflet.toml"), numbers).draw(events, zone=EDMONTON.key))


def days(found: list[Expected]) -> list[tuple[str, str]]:
    return [(each.name, f"{each.due.astimezone(EDMONTON):%m-%d %H:%M}") for each in found]


TREATED = {"procedure": at(2027, 3, 9, 10), "injected": at(2027, 3, 9, 10, 20), "bandaged": at(2027, 3, 9, 10, 20)}


def test_days_one_three_six_fourteen_and_twenty_eight_at_nine_across_the_change_of_clocks() -> None:
    assert days(check_ins(TREATED)) == [
        ("day 1", "03-10 09:00"),
        ("day 3", "03-12 09:00"),
        ("bandage off", "03-15 09:00"),
        ("day 14", "03-23 09:00"),
        ("day 28", "04-06 09:00"),
    ]


def test_the_one_after_the_bandage_follows_the_bandage() -> None:
    longer = dict(days(check_ins(TREATED, bandage_nights=7)))
    assert longer["bandage off"] == "03-17 09:00"
    early = dict(days(check_ins({**TREATED, "unbandaged": at(2027, 3, 11, 8)})))
    assert "bandage off" not in early  # it falls on day 3, and nobody is asked twice on one day
    assert early["day 3"] == "03-12 09:00"


def test_nobody_is_asked_before_the_injection_is_known() -> None:
    assert check_ins({"procedure": at(2027, 3, 9, 10)}) == []


def test_a_protocol_that_names_its_check_ins_is_followed() -> None:
    found = check_ins(TREATED, TEXT.replace("# === WHEN SOMETHING", NAMED + "\n# === WHEN SOMETHING"))
    assert days(found) == [
        ("day 2", "03-11 09:00"),
        ("day 3", "03-12 09:00"),
        ("day 4", "03-13 09:00"),
    ]


def asked_of(day: date, events: dict[str, datetime], text: str = TEXT) -> list[str]:
    plan = Drawer(read_text(text, "leaflet.toml")).draw(events, zone=EDMONTON.key)
    return [each.name for each in asked_at_home(plan, day)]


def test_what_the_plan_asked_of_a_day_can_be_asked_about_and_nothing_else() -> None:
    home = {**TREATED, "left": at(2027, 3, 9, 11), "home": at(2027, 3, 9, 11, 40)}
    assert asked_of(date(2027, 3, 8), home) == []
    assert asked_of(date(2027, 3, 9), home) == ["walking", "exercise"]  # the walks of the first afternoon
    assert asked_of(date(2027, 3, 10), home) == ["exercise"]  # the leaflet's walks end with the elevation
    assert asked_of(date(2027, 9, 1), home) == []


def test_what_ends_at_midnight_has_nothing_of_the_next_day() -> None:
    walks = shipped()["mic_2d_plus_12d"].read_text(encoding="utf-8")
    plan = Drawer(read_text(walks, "mic.toml")).draw(TREATED, zone=EDMONTON.key)
    last = max(line.start.date() for line in plan.item("daily-walk").lines())
    assert [each.name for each in asked_at_home(plan, last)] == ["walking"]
    assert asked_at_home(plan, last + timedelta(days=1)) == ()


def test_no_answer_is_an_event_after_the_grace_time_and_an_old_one_is_closed() -> None:
    first = check_ins(TREATED)[0]
    assert first.level is Level.TODAY
    assert first.silent - first.due == timedelta(hours=24)
    assert first.closes - first.due == timedelta(days=7)
    assert first.due.astimezone(UTC) == datetime(2027, 3, 10, 16, tzinfo=UTC)


def test_the_more_urgent_the_sooner_somebody_answers_and_an_emergency_is_not_put_off() -> None:
    known = follow_up().answering
    ordered = [known[level] for level in sorted(known)]
    assert [each.within for each in ordered] == sorted(each.within for each in ordered)
    assert [each.snooze for each in ordered] == sorted(each.snooze for each in ordered)
    assert ordered[0].snooze == timedelta()


def test_a_rule_without_a_source_is_named() -> None:
    with pytest.raises(ValueError, match="day 3"):
        read_follow_up(OURS.replace('source = "our own: blisters show at 24 to 72 hours"', 'source = ""'))
