"""Every move from every state, of a check-in and of a row of the inbox: the table says it, and nothing else happens."""

from __future__ import annotations

from datetime import timedelta
from itertools import product
from typing import Any

import pytest
from django.utils import timezone

from saphena.clinic.journey.recovering.models import CheckIn, Matter
from saphena.clinic.journey.recovering.moving import move, move_check_in
from saphena.clinic.journey.recovering.states import ASKED, MOVES, OPEN, Answering, Asked, Move, State
from saphena.pathway.refused import Refused
from tests import cast
from tests.clinic.courses.treated import course

pytestmark = pytest.mark.django_db


def matter(state: State) -> Matter:
    now = timezone.now()
    closed = {"outcome": "well", "closed_at": now} if state is State.CLOSED else {}
    return Matter.objects.create(
        kind="silence", level=2, state=state, patient=cast.pat(), answer_by=now, read_at=now, **closed
    )


@pytest.mark.parametrize(("state", "by"), list(product(State, Move)), ids=lambda value: value.value)
def test_a_row_of_the_inbox_moves_as_the_table_says_or_not_at_all(state: State, by: Move) -> None:
    row = matter(state)
    columns: dict[str, Any] = {"outcome": "well", "closed_at": timezone.now()} if by is Move.CLOSE else {}
    if (state, by) in MOVES:
        move(row, by, **columns)
        assert row.state == MOVES[state, by]
    else:
        with pytest.raises(Refused, match="quicker"):
            move(row, by, **columns)
        row.refresh_from_db()
        assert row.state == state


@pytest.mark.parametrize(("state", "by"), list(product(Asked, Answering)), ids=lambda value: value.value)
def test_a_check_in_moves_as_the_table_says_or_not_at_all(state: Asked, by: Answering) -> None:
    now = timezone.now()
    later = now + timedelta(days=1)
    row = CheckIn.objects.create(
        course=course(), name="day 1", due_at=now, closes_at=later, silent_at=later, state=state
    )
    assert move_check_in(row, by) is ((state, by) in ASKED)
    assert row.state == ASKED.get((state, by), state)


def test_whatever_is_open_can_be_closed_and_what_is_closed_stays_so() -> None:
    assert {state for state, by in MOVES if by is Move.CLOSE} == set(OPEN)
    assert {state for state, _by in MOVES} == set(OPEN)
