"""A plan drawn again says what changed, as the patient is told it: by the day or the clock, a repeated thing once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saphena.pathway.protocol import library
from saphena.pathway.protocol.comparing import EventChange, ItemChange, What, compare
from saphena.pathway.protocol.drawing import Drawer

if TYPE_CHECKING:
    from saphena.pathway.protocol.plan import Plan

EDMONTON = ZoneInfo("America/Edmonton")
LEAFLET = Drawer(library.load("leaflet"))


def drawn(drawer: Drawer = LEAFLET, facts: dict[str, Any] | None = None, **events: str) -> Plan:
    at = {name: datetime.fromisoformat(when).replace(tzinfo=EDMONTON) for name, when in events.items()}
    return drawer.draw(at, facts=facts)


TUESDAY = drawn(procedure="2027-03-09T10:00")
THURSDAY = drawn(procedure="2027-03-11T10:00")


def change(old: Plan, new: Plan, name: str) -> EventChange | ItemChange:
    """The only change of one rule or event."""
    (found,) = [
        each
        for each in compare(old, new)
        if name == (each.name if isinstance(each, EventChange) else each.item.rule.id)
    ]
    return found


def test_nothing_changed() -> None:
    assert compare(TUESDAY, drawn(procedure="2027-03-09T10:00")) == []


def test_an_event_that_moved() -> None:
    found = change(TUESDAY, THURSDAY, "procedure")
    assert found.what is What.MOVED
    assert found.sentence("en") == "The procedure: Thursday 11 March at 10:00 (was Tuesday 9 March at 10:00)."
    assert found.sentence("fr") == "L’intervention : jeudi 11 mars à 10 h (avant : mardi 9 mars à 10 h)."


def test_an_event_that_came_and_one_that_went() -> None:
    booked = drawn(procedure="2027-03-09T10:00", review="2027-03-17T09:30")
    assert change(TUESDAY, booked, "review").sentence("en").endswith("eturn visit: Wednesday 17 March at 09:30 (new).")
    gone = change(booked, TUESDAY, "review")
    assert gone.what is What.GONE
    assert gone.sentence("en").endswith("eturn visit: no date any more (was Wednesday 17 March at 09:30).")


def test_the_next_appointment_is_not_told_beside_the_visit_that_it_is() -> None:
    booked = drawn(procedure="2027-03-09T10:00", review="2027-03-17T09:30")
    events = [each.name for each in compare(TUESDAY, booked) if isinstance(each, EventChange)]
    assert events == ["review"]


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        (
            "en",
            "Leave the bandage on, day and night, until Tuesday 16 March, in the morning"
            " (was Sunday 14 March, in the morning).",
        ),
        ("fr", "Gardez le bandage jour et nuit jusqu’au mardi 16 mars, le matin (avant : dimanche 14 mars, le matin)."),
    ],
)
def test_a_sentence_with_a_date_in_it_says_the_old_date_too(language: str, sentence: str) -> None:
    assert change(TUESDAY, THURSDAY, "bandage").sentence(language) == sentence


def test_a_sentence_without_a_date_is_told_with_its_day() -> None:
    assert change(TUESDAY, THURSDAY, "bring-shorts").sentence("en") == (
        "Thursday 11 March: Bring shorts to wear during the procedure (was Tuesday 9 March)."
    )


def test_a_repeated_thing_is_one_change() -> None:
    said = change(TUESDAY, drawn(procedure="2027-03-09T11:00"), "hourly-walk").sentence("en")
    assert said == ("Get up and walk for 10 to 15 minutes at 13:40, 14:40 and 15:40 (was 12:40, 13:40 and 14:40).")
    assert change(TUESDAY, THURSDAY, "daily-exercise").what is What.MOVED


def test_what_is_for_the_whole_day_has_not_moved_when_only_the_hour_has() -> None:
    changed = {
        each.item.rule.id
        for each in compare(TUESDAY, drawn(procedure="2027-03-09T11:00"))
        if isinstance(each, ItemChange)
    }
    assert "legs-up" in changed
    assert not changed & {"breakfast", "bring-shorts", "no-long-trips", "no-aspirin"}


def test_only_the_end_moved() -> None:
    booked = drawn(procedure="2027-03-09T10:00", review="2027-03-17T09:30")
    assert change(TUESDAY, booked, "swimming-again").sentence("en") == (
        "Until Tuesday 16 March: Once the bandage is off (Sunday 14 March, in the morning), swimming counts as exercise"
        " again (was until Monday 5 April)."
    )


def test_a_number_that_the_clinic_changed_is_told() -> None:
    three = drawn(Drawer(library.load("leaflet"), {"bandage_nights": 3}), procedure="2027-03-09T10:00")
    said = change(TUESDAY, three, "bandage").sentence("en")
    assert said == (
        "Leave the bandage on, day and night, until Friday 12 March, in the morning. It is planned for 3 nights"
        " (was Sunday 14 March, in the morning and 5 nights)."
    )


def test_a_choice_that_was_made_reads_otherwise() -> None:
    light = drawn(procedure="2027-03-09T10:00", facts={"two_light_stockings": True})
    chosen = change(TUESDAY, light, "which-stocking")
    assert chosen.what is What.REWORDED
    assert chosen.sentence("en").startswith("Now: You chose two light stockings, worn together. (before: Choose")
    assert change(TUESDAY, light, "one-light-stocking-stays").sentence("en") == (
        "New: In bed you may take off the outer light stocking."
    )
    assert change(TUESDAY, light, "stocking-off-in-bed").sentence("en").startswith("No longer: If the stocking")


def test_the_events_come_first_and_then_the_instructions_by_time() -> None:
    changes = compare(TUESDAY, THURSDAY)
    assert isinstance(changes[0], EventChange)
    items = [each.at for each in changes if isinstance(each, ItemChange)]
    assert items == sorted(items)


FIRST = datetime(2026, 1, 1, tzinfo=UTC)
MOMENTS = st.integers(0, 4 * 365 * 24 * 60).map(lambda minutes: FIRST + timedelta(minutes=minutes))


@given(MOMENTS, MOMENTS)
def test_every_change_can_be_told_in_both_languages(before: datetime, after: datetime) -> None:
    old, new = (LEAFLET.draw({"procedure": at}) for at in (before, after))
    changes = compare(old, new)
    assert bool(changes) == (before != after)
    for each in changes:
        for language in ("en", "fr"):
            said = each.sentence(language)
            assert said.strip().endswith((".", ")", "?"))
            assert "{" not in said
            assert ".." not in said
