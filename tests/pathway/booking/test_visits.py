"""Visits as phases: who is held for which minutes, and what cannot be a visit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from saphena.pathway.booking.library import UnreadableVisits, read, shipped
from saphena.pathway.booking.visits import Course, Gap, Need, Phase, Step, VisitType
from tests.pathway.booking.diaries import SCAN, TALK, TREATMENT, needs, titled

if TYPE_CHECKING:
    from collections.abc import Callable


def test_the_procedure_is_an_hour_in_a_room_of_which_the_physician_is_needed_for_fifteen_minutes() -> None:
    procedure = shipped().visits["procedure"]
    held = {seat.role: sum(end - begin for begin, end in seat.held) * 5 for seat in procedure.seats}
    assert held == {"sonographer": 45, "scanner": 45, "room": 70, "physician": 15, "nurse": 25}
    room = next(seat for seat in procedure.seats if seat.role == "room")
    assert (min(begin for begin, _ in room.held), max(end for _, end in room.held)) == (0, 12)
    assert procedure.minutes == 80
    assert procedure.phases[-1].needs == ()


def test_every_number_that_we_ship_has_a_source_and_every_title_both_languages() -> None:
    library = shipped()
    assert set(library.visits) == {"assessment", "test", "procedure", "return", "result", "drainage"}
    assert all(visit.source in library.sources for visit in library.visits.values())
    gaps = [gap for course in library.courses.values() for step in course.steps for gap in step.gaps]
    assert all(gap.source in library.sources and set(gap.why) == {"en", "fr"} for gap in gaps)
    titles = [visit.title for visit in library.visits.values()] + [course.title for course in library.courses.values()]
    assert all(set(title) == {"en", "fr"} for title in titles)
    assert all(set(words) == {"en", "fr"} for words in library.roles.values())


def test_the_course_that_we_ship_has_the_windows_of_its_sources() -> None:
    course = shipped().courses["treatment"]
    windows = {(step.name, gap.after): (gap.least, gap.most) for step in course.steps for gap in step.gaps}
    assert windows == {
        ("procedure", "map"): (0, 180),
        ("procedure", "test"): (1, 365),
        ("return", "procedure"): (7, 10),
        ("result", "procedure"): (56, 84),
    }
    assert shipped().visits["procedure"].quiet_days == 28
    assert shipped().visits["procedure"].elevation == 240


def test_buffers_hold_people_and_rooms_and_not_the_patient() -> None:
    assert TREATMENT.held == (-1, 10)
    assert TREATMENT.minutes == 50
    assert SCAN.held == (0, 7)
    assert SCAN.minutes == 35


def test_one_seat_runs_through_the_visit_where_the_same_is_asked_for_and_two_where_not() -> None:
    assert [seat.role for seat in TREATMENT.seats].count("room") == 1
    twice = VisitType(
        "twice",
        titled("twice"),
        tuple(Phase(name, at, 10, needs("room")) for name, at in (("a", 0), ("b", 10))),
        "HOUSE",
    )
    assert [seat.role for seat in twice.seats] == ["room", "room"]
    assert not twice.seats[0].meets(twice.seats[1])


def test_two_nurses_are_two_seats() -> None:
    both = VisitType("both", titled("both"), (Phase("both", 0, 10, (Need("nurse", 2),)),), "HOUSE")
    assert len(both.seats) == 2
    assert both.seats[0].meets(both.seats[1])


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda: Need("nurse", 0), "nothing to book"),
        (lambda: Phase("scan", 0, 12), "steps of 5 minutes"),
        (lambda: Phase("scan", 0, 0), "must take some minutes"),
        (lambda: Phase("scan", -5, 10), "must take some minutes"),
        (lambda: VisitType("empty", {}, (), "HOUSE"), "has no phases"),
        (lambda: VisitType("odd", {}, (Phase("a", 0, 10),), "HOUSE", every=25), "do not divide an hour"),
        (lambda: Gap("test", 5, 3), "ends before it begins"),
        (lambda: Course("c", {}, (Step("a", TALK, (Gap("b", 1),)), Step("b", TALK)), "a"), "does not come before"),
        (lambda: Course("c", {}, (Step("a", TALK), Step("a", TALK)), "a"), "comes twice"),
        (lambda: Course("c", {}, (Step("a", TALK),), "b"), "has no visit b"),
    ],
)  # fmt: skip
def test_what_cannot_be_a_visit_is_refused_with_a_sentence(make: Callable[[], object], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        make()


def test_a_course_without_a_step_that_was_waived_loses_the_gates_that_count_from_it() -> None:
    course = shipped().courses["treatment"].without("test").without("map")
    assert [step.name for step in course.steps] == ["procedure", "return", "result"]
    assert course.step("procedure").gaps == ()
    assert course.anchors == {}
    with pytest.raises(ValueError, match="nothing without talk"):
        Course.of(TALK).without("talk")


def test_visits_are_called_by_their_titles() -> None:
    course = shipped().courses["treatment"]
    assert course.called("test", "fr") == "séance d’essai"
    assert course.called("map", "en") == "signed vein map"


VISIT = """
[sources]
HOUSE = "ours"
[roles]
nurse = { en = "nurse", fr = "infirmière" }
[visits.bandage]
title = { en = "bandage", fr = "bandage" }
source = "HOUSE"
[[visits.bandage.phases]]
name = "bandage"
minutes = 15
needs = { nurse = 1 }
"""


def test_a_visit_is_read_from_a_few_lines() -> None:
    visit = read(VISIT, "own.toml").visits["bandage"]
    assert (visit.minutes, visit.seats[0].role) == (15, "nurse")


@pytest.mark.parametrize(
    ("was", "is_now", "line", "sentence"),
    [
        ("minutes = 15", "minutes = 12", 9, "12 minutes cannot be booked"),
        ("minutes = 15", 'minutes = "15"', 11, "must be a whole number"),
        ("needs = { nurse = 1 }", "needs = { nurze = 1 }", 12, "nothing is called nurze; there are: nurse"),
        ('source = "HOUSE"', 'source = "HOUZE"', 8, "no source is called HOUZE"),
        ('name = "bandage"', 'name = "bandage"\nlasts = 3', 11, "lasts"),
        ("[sources]", "[sources", 1, "is not TOML"),
    ],
)
def test_a_mistake_is_told_with_its_line(was: str, is_now: str, line: int, sentence: str) -> None:
    with pytest.raises(UnreadableVisits) as told:
        read(VISIT.replace(was, is_now), "own.toml")
    assert sentence in str(told.value)
    assert told.value.problems[0].line == line


def test_a_course_of_visits_that_do_not_exist_is_told() -> None:
    course = """
[courses.care]
title = { en = "care", fr = "soins" }
source = "HOUSE"
main = "first"
anchors = ["mop"]
[[courses.care.steps]]
name = "first"
visit = "bandege"
"""
    with pytest.raises(UnreadableVisits) as told:
        read(VISIT + course, "own.toml")
    assert "nothing is called mop" in str(told.value)
    assert "no visit is called bandege; there are: bandage" in str(told.value)
