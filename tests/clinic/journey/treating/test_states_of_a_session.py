"""A session goes on: who, when, what was missing, and what follows in the course."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from saphena.clinic.courses.actions import plan_event
from saphena.clinic.courses.drawing import standing
from saphena.clinic.journey.treating.actions import give_weight, open_session
from saphena.clinic.journey.treating.asking import Asks
from saphena.clinic.journey.treating.models import Session, Transition
from saphena.clinic.journey.treating.recorded import recorded
from saphena.clinic.journey.treating.states import Move, Need, State
from saphena.pathway.refused import Refused
from tests import cast
from tests.clinic.courses.treated import course
from tests.clinic.journey.planning.prepared import asked
from tests.clinic.journey.treating.couch import (
    MARKED,
    READY,
    ago,
    confirmed,
    do,
    go,
    gone,
    inject,
    injected,
    liquid,
    opened,
    syringe,
    treatable,
    with_a_test,
)


def test_a_course_has_one_session_at_a_time() -> None:
    of = treatable()
    assert opened(of=of).pk == open_session(actor=cast.priya(), course=of).pk


def test_opening_says_that_the_patient_has_arrived() -> None:
    session = opened()
    assert "arrived" in standing(session.course.happenings.order_by("pk")).happened


@pytest.mark.parametrize("weight", ["7", "29.9", "250.1", "700"])
def test_a_weight_that_nobody_has_is_a_slip(weight: str) -> None:
    with pytest.raises(Refused, match="between 30 and 250"):
        opened(weight)
    session = opened()
    with pytest.raises(Refused, match="between 30 and 250"):
        give_weight(actor=cast.nora(), session=session, weight=Decimal(weight))


def test_no_reason_stands_in_for_the_time_out() -> None:
    session = opened()
    with pytest.raises(Refused, match="two identifiers, the leg said aloud"):
        go(session, Move.CONFIRM, actor=cast.priya(), reason="In a hurry")


def test_without_a_map_a_physician_goes_on_with_a_reason_and_a_nurse_does_not() -> None:
    of = course(facts={"test_tolerated": True})
    with_a_test(of)
    asked(of.patient)
    session = opened(of=of)
    do(session, *READY)
    with pytest.raises(Asks, match="a signed vein map"):
        go(session, Move.CONFIRM, reason="It was seen on paper")
    go(session, Move.CONFIRM, actor=cast.priya(), reason="It was seen on paper")
    row = Transition.objects.get(session=session)
    assert (row.missing, row.reason, row.by) == (["signed map"], "It was seen on paper", cast.priya())


def test_marking_that_was_forgotten_needs_a_reason() -> None:
    session = opened()
    do(session, *READY, MARKED[0])
    go(session, Move.CONFIRM)
    drawn = syringe(session)
    with pytest.raises(Asks, match="marking in reclining"):
        inject(session, drawn)
    inject(session, drawn, reason="The vein is seen through the skin")


def test_nothing_injected_is_not_dressed() -> None:
    session = confirmed()
    with pytest.raises(Refused):
        go(session, Move.DRESS)
    go(session, Move.ABANDON, reason="The vein has closed by itself")
    assert session.state == State.ABANDONED


def test_one_more_injection_after_the_bandage_begins_it_again() -> None:
    session = injected()
    do(session, "bandage", "stocking")
    go(session, Move.DRESS)
    inject(session, syringe(session))
    session.refresh_from_db()
    assert session.state == State.INJECTING


def test_the_walk_and_the_watch_last_as_long_as_the_longest_product_asks_for() -> None:
    session = injected(minutes=40)
    inject(session, liquid(session, "1", "asclera"), "0.3", at=ago(30))
    do(session, "walk_began", at=ago(20))
    do(session, "walk_ended", at=ago(6))
    assert Need.WALKED not in recorded(session, ago())
    do(session, "walk_ended", at=ago(5))
    assert Need.WALKED in recorded(session, ago())
    do(session, "watched", at=ago(21))
    assert Need.WATCHED not in recorded(session, ago())
    do(session, "watched", at=ago(20))
    assert Need.WATCHED in recorded(session, ago())


def test_nobody_leaves_without_a_return_visit_or_a_reason() -> None:
    session = injected()
    do(session, "bandage", "stocking", at=ago(30))
    go(session, Move.DRESS, at=ago(30))
    do(session, "walk_began", at=ago(25))
    go(session, Move.WALK, at=ago(25))
    do(session, "walk_ended", "watched", "plan_handed")
    with pytest.raises(Asks, match="a booked return visit"):
        go(session, Move.LEAVE)
    plan_event(actor=cast.nell(), course=session.course, name="review", at=timezone.now() + timedelta(days=8))
    go(session, Move.LEAVE)
    assert Transition.objects.filter(session=session, move="leave").get().missing == []


def test_the_real_times_start_the_plan_at_home() -> None:
    session = gone()
    known = standing(session.course.happenings.order_by("pk"))
    assert {"arrived", "injected", "bandaged", "left"} - known.happened <= {"bandaged"}
    injection = session.injections.get()
    assert known.events["injected"] == injection.at


def test_a_move_that_does_not_start_here_is_refused_with_where_it_is() -> None:
    session = gone()
    with pytest.raises(Refused, match="Gone home"):
        go(session, Move.DRESS)
    assert Session.objects.get(pk=session.pk).state == State.LEFT
