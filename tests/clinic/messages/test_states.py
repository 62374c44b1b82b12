"""What can become of a message: every pair of state and move, none forgotten."""

from __future__ import annotations

import itertools

import pytest

from saphena.clinic.messages.models import STATE_NAMES
from saphena.clinic.messages.states import MOVES, WAITING_FOR_A_PERSON, Move, State, after, before
from saphena.pathway.refused import Refused

ALLOWED = {
    State.PROMISED: {Move.CLAIM, Move.MISS, Move.CANCEL, Move.GIVE_UP},
    State.CLAIMED: {Move.DELIVER, Move.PUT_BACK, Move.GIVE_UP, Move.LOSE, Move.BOUNCE},
    State.SENT: {Move.BOUNCE},
    State.FAILED: {Move.RENEW, Move.CANCEL},
    State.UNKNOWN: {Move.DELIVER, Move.BOUNCE, Move.CONFIRM, Move.RENEW, Move.CANCEL},
    State.CANCELLED: set(),
    State.TOO_LATE: {Move.RENEW, Move.CANCEL},
}


@pytest.mark.parametrize(("state", "move"), list(itertools.product(State, Move)))
def test_every_pair_is_allowed_or_refused_as_written(state: State, move: Move) -> None:
    if move in ALLOWED[state]:
        assert after(state, move) is MOVES[state, move]
        assert state in before(move)
    else:
        with pytest.raises(Refused, match="cannot"):
            after(state, move)
        assert state not in before(move)


def test_what_was_cancelled_stays_so_and_what_was_sent_never_goes_out_again_by_itself() -> None:
    assert not [move for state, move in MOVES if state is State.CANCELLED]
    assert {MOVES[state, move] for state, move in MOVES if state is State.SENT} == {State.FAILED}


def test_a_message_of_unknown_fate_goes_out_again_only_when_a_person_says_so() -> None:
    assert {move for state, move in MOVES if (state, MOVES[state, move]) == (State.UNKNOWN, State.PROMISED)} == {
        Move.RENEW
    }


def test_every_state_has_a_name_and_can_be_reached() -> None:
    assert set(STATE_NAMES) == set(State)
    assert set(MOVES.values()) | {State.PROMISED} == set(State)


def test_what_waits_for_a_person_can_be_decided() -> None:
    for state in WAITING_FOR_A_PERSON:
        assert {Move.RENEW, Move.CANCEL} <= ALLOWED[state]
