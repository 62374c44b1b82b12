"""The tightest day: nobody in two places, as many as can be, the same answer each time, and nobody moved unasked."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.filling import HOUR, generated, in_order
from saphena.clinic.journey.booking.filling.gaining import gain, in_blocks
from saphena.clinic.journey.booking.filling.packing import Asked, Limits, pack
from saphena.pathway.booking.library import shipped
from saphena.pathway.booking.resources import Diary, Lane, Resource
from saphena.pathway.diary import stretch

if TYPE_CHECKING:
    from collections.abc import Sequence

    from saphena.clinic.journey.booking.filling.packing import Place

QUICK = Limits(effort=0.3, seconds=10.0)
VISITS = shipped().visits


def diary(hours: tuple[int, int] = (8, 12), **many: int) -> Diary:
    """So many of each, all free from morning to noon."""
    span = generated(0)[0].span
    numbers = {"physician": 1, "sonographer": 1, "scanner": 1, "nurse": 1, "room": 1} | many
    works = stretch(hours[0] * HOUR, hours[1] * HOUR)
    lanes = [
        Lane(Resource(f"{role} {n}", role, frozenset([role]), role not in ("room", "scanner")), works)
        for role, count in numbers.items()
        for n in range(count)
    ]
    return Diary.of(span, works, lanes)


def asked(kind: str, count: int, **window: int) -> list[Asked]:
    return [Asked(f"{kind} {n}", VISITS[kind], **window) for n in range(count)]


def begins(places: Sequence[Place]) -> list[str]:
    return [f"{place.begin // HOUR:02}:{place.begin % HOUR * 5:02}" for place in places]


def test_an_empty_question_has_an_empty_day() -> None:
    day = pack([], diary())
    assert (day.places, day.left, day.gap) == ((), (), 0)


def test_one_room_takes_a_procedure_an_hour_and_that_is_proved() -> None:
    day = pack(asked("procedure", 6), diary(), QUICK)
    assert begins(day.places) == ["08:00", "09:00", "10:00", "11:00"]
    assert (day.gap, len(day.left)) == (0, 2)


def test_with_two_rooms_the_scan_of_one_overlaps_the_bandage_of_another() -> None:
    day = pack(asked("procedure", 6), diary(room=2), QUICK)
    assert len(day.places) == 5  # a scan every 45 minutes: 8:00, 8:45, 9:30, 10:15, 11:00
    in_order(day.places, diary(room=2))


def test_somebody_who_can_only_come_in_the_morning_is_not_placed_later() -> None:
    day = pack(asked("procedure", 2, latest=8 * HOUR), diary(), QUICK)
    assert begins(day.places) == ["08:00"]


def test_of_days_that_are_as_short_the_earliest_is_proposed() -> None:
    day = pack(asked("procedure", 2), diary((8, 17)), QUICK)
    assert begins(day.places) == ["08:00", "09:00"]


def test_a_confirmed_visit_is_not_moved() -> None:
    taken = diary()
    stands = {"room 0": (9 * HOUR, 10 * HOUR), "sonographer 0": (9 * HOUR, 9 * HOUR + 9)}
    busy = taken.taking((name, begin, end) for name, (begin, end) in stands.items())
    day = pack(asked("procedure", 4), busy, QUICK)
    assert all(place.begin + 12 <= 9 * HOUR or place.begin >= 10 * HOUR for place in day.places)


def test_whoever_said_yes_is_placed_and_moved_only_when_it_makes_room() -> None:
    stands = Asked("stands", VISITS["procedure"], stands_at=8 * HOUR + 6)
    alone = pack([stands], diary(), QUICK)
    assert not alone.places[0].is_moved
    day = pack([stands, *asked("procedure", 3)], diary(), QUICK)
    assert len(day.places) == 4  # at half past eight it would have cost one of them
    assert next(place for place in day.places if place.asked is stands).is_moved


def test_nobody_stands_where_nobody_works() -> None:
    with pytest.raises(ValueError, match="nobody works"):
        pack([Asked("night", VISITS["procedure"], stands_at=2 * HOUR)], replace(diary(), opening=0), QUICK)


def test_the_same_question_has_the_same_answer() -> None:
    day, requests = generated(3)
    assert pack(requests, day, QUICK) == pack(requests, day, QUICK)


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 10_000))
def test_whatever_the_day_nobody_is_in_two_places_and_the_bound_holds(seed: int) -> None:
    day, requests = generated(seed)
    found = pack(requests[:10], day, QUICK)
    in_order(found.places, day)
    assert len(found.places) <= found.most
    assert found.shortest <= found.length
    assert {each.asked.id for each in found.places} | {each.id for each in found.left} == {r.id for r in requests[:10]}


def test_in_blocks_everybody_is_held_for_the_hour() -> None:
    block = in_blocks(VISITS["procedure"])
    assert (block.minutes, block.every) == (60, 60)
    assert {seat.role for seat in block.seats} == {"physician", "sonographer", "scanner", "nurse", "room"}


def test_what_is_gained_over_blocks() -> None:
    house = diary(room=3, sonographer=2, scanner=2, nurse=2, hours=(8, 12))
    found = gain(asked("procedure", 12), house, QUICK)
    assert len(found.blocks.places) == 4  # one physician, one block at a time
    assert found.more >= 4
    assert found.less_idle == found.more * (45 + 15 + 25)


def test_with_no_effort_at_all_there_is_still_an_answer_and_it_claims_nothing_that_is_not_proved() -> None:
    whole, wanted = generated(3)
    day = pack(wanted, whole, Limits(effort=1e-6, seconds=10.0))
    in_order(day.places, whole)
    assert len(day.places) <= day.most <= len(wanted)
