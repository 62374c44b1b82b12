"""A course of visits by a protocol: its numbers, its gates, and what was opened by hand."""

from __future__ import annotations

from saphena.pathway.booking.library import shipped
from saphena.pathway.booking.numbers import Terms, by_protocol

GATES = frozenset({"map-signed", "test-first", "test-on-another-date"})
COURSE = shipped().courses["treatment"]


def windows(terms: Terms) -> dict[str, tuple[int, int | None]]:
    found = by_protocol(COURSE, terms)
    return {f"{step.name} after {gap.after}": (gap.least, gap.most) for step in found.steps for gap in step.gaps}


def test_without_numbers_of_its_own_it_is_as_in_the_library() -> None:
    assert by_protocol(COURSE, Terms({}, GATES)) == COURSE


def test_the_windows_are_the_protocols() -> None:
    numbers = {"test_gap_days": 14, "test_valid_days": 90, "map_valid_days": 60, "result_scan_from_weeks": 70}
    found = windows(Terms(numbers, GATES))
    assert found["procedure after test"] == (14, 90)
    assert found["procedure after map"] == (0, 60)
    assert found["result after procedure"] == (70, 84)
    assert found["return after procedure"] == (7, 10)


def test_the_length_of_the_visit_is_the_protocols() -> None:
    terms = Terms({"visit_minutes": 72, "observation_minutes": 10, "travel_weeks": 14, "elevation_hours": 60}, GATES)
    visit = by_protocol(COURSE, terms).step("procedure").visit
    assert [(phase.name, phase.at, phase.minutes) for phase in visit.phases] == [
        ("scan", 0, 45), ("injection", 20, 15), ("bandage", 35, 40), ("supervised walk", 75, 10),
    ]  # fmt: skip
    assert (visit.quiet_days, visit.elevation) == (14, 60)


def test_what_takes_no_time_is_no_phase() -> None:
    visit = by_protocol(COURSE, Terms({"observation_minutes": 0}, GATES)).step("procedure").visit
    assert [phase.name for phase in visit.phases] == ["scan", "injection", "bandage"]


def test_a_protocol_without_a_test_session_has_none() -> None:
    found = by_protocol(COURSE, Terms({}, frozenset({"map-signed"})))
    assert [step.name for step in found.steps] == ["procedure", "return", "result"]
    assert [gap.after for gap in found.step("procedure").gaps] == ["map"]


def test_a_gate_that_was_opened_by_hand_stands_no_more() -> None:
    found = by_protocol(COURSE, Terms({}, GATES, frozenset({"test-on-another-date"})))
    assert [step.name for step in found.steps] == ["procedure", "return", "result"]
    again = by_protocol(COURSE, Terms({}, GATES, frozenset({"map-signed"})))
    assert [gap.after for gap in again.step("procedure").gaps] == ["test"]
