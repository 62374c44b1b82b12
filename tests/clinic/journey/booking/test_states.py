"""Every state and every way from one to another, as the table has it."""

from __future__ import annotations

from itertools import pairwise

import pytest
from django.core.exceptions import PermissionDenied

from saphena.clinic.courses.drawing import standing
from saphena.clinic.courses.models import Course, Happening
from saphena.clinic.journey.booking.living import move_on
from saphena.clinic.journey.booking.models import Visit
from saphena.clinic.journey.booking.states import DAY, MOVES, OVER, STANDS, State, is_back, next_state
from saphena.pathway.refused import Refused
from tests import cast
from tests.clinic.journey.booking.booked import procedure


def test_the_table_knows_every_state() -> None:
    assert set(MOVES) == set(State)
    assert {state for states in MOVES.values() for state in states} <= set(State)
    assert set(DAY) | {State.CANCELLED, State.MISSED} == set(State)
    assert set(STANDS) == set(DAY)
    assert set(OVER) < set(State)


@pytest.mark.parametrize("before", State)
def test_a_visit_moves_as_the_table_says_and_in_no_other_way(before: State) -> None:
    visit = procedure()
    for after in State:
        Visit.objects.filter(pk=visit.pk).update(state=before.value)
        allowed = before is after or (after in MOVES[before] and after is not State.CANCELLED)
        if allowed:
            assert move_on(actor=cast.nora(), visit=visit, to=after).state == after
        else:
            with pytest.raises(Refused):
                move_on(actor=cast.nora(), visit=visit, to=after)
        visit.refresh_from_db()
        assert visit.state == (after if allowed else before)


def test_a_day_goes_forward_and_one_can_always_step_back() -> None:
    for before, after in pairwise(DAY):
        assert after in MOVES[before]
        assert before in MOVES[after]
        assert is_back(after, before)
        assert not is_back(before, after)


def test_one_key_leads_through_the_phases_that_the_visit_has() -> None:
    def day(*phases: str) -> list[str]:
        found, state = [], next_state(State.EXPECTED, phases)
        while state:
            found.append(state.value)
            state = next_state(state, phases)
        return found

    assert day("scanning", "injecting", "bandaging", "walking") == [
        "arrived", "scanning", "injecting", "bandaging", "walking", "left", "home",
    ]  # fmt: skip
    assert day("scanning", "") == ["arrived", "scanning", "left", "home"]
    assert next_state(State.MISSED, ()) is State.ARRIVED
    assert next_state(State.CANCELLED, ()) is None


def test_nobody_without_the_right_moves_a_visit_on() -> None:
    with pytest.raises(PermissionDenied):
        move_on(actor=cast.olive(), visit=procedure(), to=State.ARRIVED)


def test_of_two_who_move_it_on_from_the_same_page_the_second_is_told() -> None:
    visit = procedure()
    move_on(actor=cast.nora(), visit=visit, to=State.ARRIVED, since=State.EXPECTED)
    with pytest.raises(Refused, match="Somebody was quicker"):
        move_on(actor=cast.nora(), visit=visit, to=State.MISSED, since=State.EXPECTED)


def test_the_course_learns_when_the_patient_of_a_procedure_has_come_and_gone() -> None:
    visit = procedure()
    for state in (State.ARRIVED, State.SCANNING, State.LEFT, State.HOME):
        move_on(actor=cast.nora(), visit=visit, to=state)
    names = set(Happening.objects.filter(course=visit.course, happened=True).values_list("name", flat=True))
    assert names >= {"arrived", "left", "home"}


def test_who_missed_it_has_no_day_any_more_and_gets_it_back_when_they_come_after_all() -> None:
    visit = procedure()
    move_on(actor=cast.nora(), visit=visit, to=State.MISSED)
    assert "procedure" not in standing(visit.course.happenings.all()).events
    move_on(actor=cast.nora(), visit=visit, to=State.ARRIVED)
    again = Course.objects.get(pk=visit.course_id)
    assert standing(again.happenings.all()).events["procedure"] == visit.starts_at
