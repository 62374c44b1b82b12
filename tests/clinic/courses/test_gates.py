"""A gate stands shut with its reason and the way to open it, until what it waits for has happened or is answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from saphena.clinic.courses.actions import answer_facts
from saphena.clinic.courses.drawing import standing
from saphena.clinic.courses.journey import GateRow, gates, journey
from saphena.clinic.design.components import Step, StepState
from tests import cast
from tests.clinic.courses.treated import course, happened, plan_of, planned

if TYPE_CHECKING:
    from saphena.clinic.courses.models import Course


def shut(course: Course, blocks: str) -> list[GateRow]:
    return [row for row in gates(plan_of(course), "en") if row.blocks == blocks and not row.open]


def step(course: Course, name: str) -> Step:
    known = standing(course.happenings.all())
    return next(step for step in journey(plan_of(course), known, "en", timezone.now()) if step.name == name)


def test_the_test_session_opens_the_booking() -> None:
    pats = planned(course(), procedure="2027-04-06T10:00")
    assert all(row.way.startswith("Opens with: the test session.") for row in shut(pats, "booking"))
    assert len(shut(pats, "booking")) == 2
    happened(pats, test="2027-03-01T11:00")
    assert not shut(pats, "booking")


def test_a_test_session_on_the_day_itself_does_not_count() -> None:
    pats = planned(course(), procedure="2027-04-06T10:00", test="2027-04-06T08:00")
    assert len(shut(pats, "booking")) == 2
    planned(pats, test="2027-04-05T16:00")
    assert not shut(pats, "booking")


def test_a_yes_to_its_question_opens_a_gate() -> None:
    pats = planned(course(), procedure="2027-04-06T10:00")
    way = shut(pats, "arrival")[0].way
    assert way == "Opens with a yes to: Do you have the stocking, and does it fit?"
    answer_facts(actor=cast.nora(), course=pats, facts={"stocking_in_hand": True})
    assert not shut(pats, "arrival")


def test_the_shut_gates_come_first() -> None:
    pats = planned(course(facts={"stocking_in_hand": True}), procedure="2027-04-06T10:00")
    states = [row.open for row in gates(plan_of(pats), "en")]
    assert states == sorted(states)
    assert set(states) == {True, False}


def test_the_journey_line_shows_the_gate_at_the_step_that_it_holds_up() -> None:
    pats = happened(course(), requested="2027-02-01T09:00", mapped="2027-02-10T09:00", test="2027-02-20T09:00")
    planned(pats, procedure="2027-04-06T10:00")
    assert step(pats, "preparing").state is StepState.OPEN
    treating = step(pats, "treating")
    assert treating.state is StepState.SHUT
    assert treating.gate is not None
    assert "vein map" in treating.gate.reason
    for question in ("Is the vein map signed", "Was the test session tolerated", "Do you have the stocking"):
        assert f"Opens with a yes to: {question}" in treating.gate.way
    facts = {"map_signed": True, "test_tolerated": True, "stocking_in_hand": True}
    answer_facts(actor=cast.nora(), course=pats, facts=facts)
    assert step(pats, "treating").state is StepState.WAITING
