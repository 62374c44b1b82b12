"""What can become of a request: every pair of state and move, none forgotten."""

from __future__ import annotations

import itertools

import pytest

from saphena.clinic.journey.requesting.models import AppointmentRequest
from saphena.clinic.journey.requesting.moving import move
from saphena.clinic.journey.requesting.states import CLOSED, MOVES, OPEN, WAITING, Move, State, before
from saphena.clinic.journey.requesting.wording import STATE_NAMES
from saphena.pathway.refused import Refused
from tests import cast
from tests.clinic.journey.requesting.asked import asked

ALLOWED = {
    State.NEW: {Move.TAKE, Move.ASK_BACK, Move.ACCEPT, Move.DECLINE, Move.WITHDRAW},
    State.TAKEN: {Move.TAKE_OVER, Move.PUT_BACK, Move.ASK_BACK, Move.ACCEPT, Move.DECLINE, Move.WITHDRAW},
    State.ASKED: {Move.TAKE, Move.ANSWER, Move.ACCEPT, Move.DECLINE, Move.WITHDRAW},
    State.ANSWERED: {Move.TAKE, Move.ASK_BACK, Move.ACCEPT, Move.DECLINE, Move.WITHDRAW},
    State.ACCEPTED: set(),
    State.DECLINED: set(),
    State.WITHDRAWN: set(),
}


@pytest.mark.django_db
@pytest.mark.parametrize(("state", "by"), list(itertools.product(State, Move)))
def test_every_pair_is_allowed_or_refused_as_written(state: State, by: Move) -> None:
    request = asked()
    pat = cast.pat()
    AppointmentRequest.objects.filter(pk=request.pk).update(state=state, patient=pat)
    if by in ALLOWED[state]:
        move(request, by)
        assert request.state == MOVES[state, by]
    else:
        with pytest.raises(Refused, match="quicker"):
            move(request, by)
        request.refresh_from_db()
        assert request.state == state


def test_the_table_is_what_the_clinic_allows() -> None:
    assert {(state, by) for state, moves in ALLOWED.items() for by in moves} == set(MOVES)
    assert all(set(before(by)) == {state for state, moves in ALLOWED.items() if by in moves} for by in Move)


def test_every_state_has_a_name_a_list_and_a_way_to_it() -> None:
    assert set(STATE_NAMES) == set(State)
    assert set(OPEN) | set(CLOSED) == set(State)
    assert set(WAITING) | {State.ASKED} == set(OPEN)
    assert set(MOVES.values()) == set(State)
