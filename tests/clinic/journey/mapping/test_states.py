"""What can become of an examination: every pair of state and move, none forgotten."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from django.utils import timezone

from saphena.clinic.journey.mapping.models import Examination
from saphena.clinic.journey.mapping.moving import move
from saphena.clinic.journey.mapping.states import MOVES, OPEN, Move, State, before
from saphena.clinic.journey.mapping.wording import BADGES, STATE_NAMES
from saphena.pathway.refused import Refused
from tests import cast
from tests.clinic.journey.mapping.mapped import examination

ALLOWED = {
    State.PRELIMINARY: {Move.REVIEW, Move.WITHDRAW},
    State.REVIEWED: {Move.REOPEN, Move.SIGN, Move.WITHDRAW},
    State.SIGNED: set(),
    State.WITHDRAWN: set(),
}


@pytest.mark.django_db
@pytest.mark.parametrize(("state", "by"), list(itertools.product(State, Move)))
def test_every_pair_is_allowed_or_refused_as_written(state: State, by: Move) -> None:
    one = examination()
    signature: dict[str, Any] = {"signed_by": cast.priya(), "signed_at": timezone.now()}
    Examination.objects.filter(pk=one.pk).update(state=state, **signature)
    if by in ALLOWED[state]:
        move(one, by)
        assert one.state == MOVES[state, by]
    else:
        with pytest.raises(Refused, match="quicker"):
            move(one, by)
        one.refresh_from_db()
        assert one.state == state


def test_the_table_is_what_the_clinic_allows() -> None:
    assert {(state, by) for state, moves in ALLOWED.items() for by in moves} == set(MOVES)
    assert all(set(before(by)) == {state for state, moves in ALLOWED.items() if by in moves} for by in Move)


def test_every_state_has_a_name_a_badge_and_a_way_to_it() -> None:
    assert set(STATE_NAMES) == set(BADGES) == set(State)
    assert set(OPEN) | {State.SIGNED, State.WITHDRAWN} == set(State)
    assert set(MOVES.values()) == set(State)
