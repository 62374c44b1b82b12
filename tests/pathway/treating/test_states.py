"""The whole table of a session's states, and what nobody can do without."""

from __future__ import annotations

from itertools import product

import pytest

from saphena.pathway.treating.states import (
    ALWAYS,
    ENDED,
    IN_THE_ROOM,
    MOVES,
    NEEDS,
    Move,
    State,
    after,
    before,
    missing,
)

TABLE = """
            confirm   inject    dress    inject again walk    leave transfer    abandon   sign
opened      confirmed -         -        -            -       -     transferred abandoned -
confirmed   -         injecting -        -            -       -     transferred abandoned -
injecting   -         -         dressing -            -       -     transferred -         -
dressing    -         -         -        injecting    walking -     transferred -         -
walking     -         -         -        injecting    -       left  transferred -         -
left        -         -         -        -            -       -     -           -         signed
transferred -         -         -        -            -       -     -           -         signed
abandoned   -         -         -        -            -       -     -           -         signed
signed      -         -         -        -            -       -     -           -         -
"""
EXPECTED = {line.split()[0]: line.split()[1:] for line in TABLE.strip().splitlines()[1:]}


@pytest.mark.parametrize(("state", "move"), list(product(State, Move)))
def test_every_state_and_every_move(state: State, move: Move) -> None:
    expected = EXPECTED[state][list(Move).index(move)]
    assert (after(state, move) or "-") == expected
    assert (state in before(move)) == (expected != "-")


def test_every_state_is_reached_and_only_a_signed_one_is_an_end() -> None:
    assert {State.OPENED, *MOVES.values()} == set(State)
    assert set(State) - {state for state, _ in MOVES} == {State.SIGNED}
    assert {*IN_THE_ROOM, *ENDED, State.SIGNED} == set(State)


def test_every_move_says_what_it_needs() -> None:
    assert set(NEEDS) == set(Move)
    assert all(missing(move, NEEDS[move]) == () for move in Move)
    assert {need for needs in NEEDS.values() for need in needs} >= set(ALWAYS)
