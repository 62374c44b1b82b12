"""A return visit: what became of each treated segment, decided by a physician by name, and told to the course."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from saphena.clinic.courses.drawing import standing
from saphena.clinic.journey.reviewing import actions
from saphena.clinic.journey.reviewing.models import Review, SegmentFound
from saphena.clinic.journey.reviewing.standing import proposal_for, treated
from saphena.clinic.journey.reviewing.states import MOVES, State
from saphena.clinic.record.models import Entry
from saphena.pathway.refused import Refused
from saphena.pathway.reviewing import Found, Verdict
from tests import cast
from tests.clinic.courses.treated import course as untreated
from tests.clinic.journey.reviewing.back import (
    CLOSED,
    LOWER,
    REFLUXING,
    UPPER,
    back,
    confirm_all,
    later,
    noted,
    treated_course,
)

GOOD = {"deep_clear": True, "visible": True, "reaction": False, "contraindicated": False, "wanted": True}


def test_only_a_treated_leg_comes_back() -> None:
    with pytest.raises(Refused, match="not been treated"):
        back(course=untreated())


def test_opened_twice_it_is_one() -> None:
    course = treated_course()
    assert back(course=course) == back(course=course)
    assert Review.objects.count() == 1


def test_what_was_injected_is_what_is_looked_at() -> None:
    assert treated(treated_course()) == [UPPER, LOWER]


def test_a_segment_that_was_not_treated_is_refused() -> None:
    with pytest.raises(Refused) as no:
        noted(back(), "ssv.upper", outcome="closed")
    assert no.value.field == "segment"


def test_until_the_definitions_are_confirmed_a_person_says_what_became_of_it() -> None:
    review = back()
    with pytest.raises(Refused) as no:
        noted(review)
    assert no.value.field == "outcome"
    assert noted(review, outcome="closed").proposed == ""


def test_the_numbers_propose_and_another_word_needs_a_reason() -> None:
    confirm_all()
    review = back()
    assert noted(review).outcome == "closed"
    with pytest.raises(Refused) as no:
        noted(review, outcome="open")
    assert no.value.field == "reason"
    row = noted(review, outcome="open", reason="the probe slipped")
    assert (row.proposed, row.outcome, row.reason) == ("closed", "open", "the probe slipped")
    assert SegmentFound.objects.count() == 1


def test_a_segment_that_was_closed_and_is_open_again_is_named_so() -> None:
    confirm_all()
    course = treated_course()
    first = back(9, "early", course)
    noted(first)
    actions.sign(actor=cast.priya(), review=first, decided="wait", reason="the first scan", now=later(9))
    second = back(60, "result", course)
    assert noted(second, found=REFLUXING).recanalised is True
    assert noted(second, LOWER, CLOSED).recanalised is None


def test_everything_in_place_proposes_another_injection_and_a_physician_signs_it() -> None:
    confirm_all()
    review = back()
    noted(review, found=REFLUXING)
    actions.note(actor=cast.sam(), review=review, **GOOD)
    assert proposal_for(review).verdict is Verdict.AGAIN
    with pytest.raises(PermissionDenied):
        actions.sign(actor=cast.sam(), review=review, decided="again")
    actions.sign(actor=cast.priya(), review=review, decided="again", now=later(60))
    assert (review.state, review.signed_by) == ("signed", cast.priya())
    assert (review.decided, review.proposed) == ("again", "again")
    known = standing(review.course.happenings.order_by("pk"))
    review.course.refresh_from_db()
    assert "review" in known.happened
    assert review.course.facts["deep_veins_clear"] is True


def test_another_decision_than_the_proposal_needs_a_reason() -> None:
    review = back()
    with pytest.raises(Refused) as no:
        actions.sign(actor=cast.priya(), review=review, decided="discharge")
    assert no.value.field == "reason"


def test_what_is_signed_is_changed_no_more() -> None:
    review = back()
    actions.sign(actor=cast.priya(), review=review, decided="wait", reason="nothing hurts", now=later(60))
    for act in (
        lambda: noted(review, outcome="closed"),
        lambda: actions.note(actor=cast.sam(), review=review, wanted=True),
        lambda: actions.withdraw(actor=cast.sam(), review=review, reason="by mistake"),
        lambda: actions.sign(actor=cast.priya(), review=review, decided="wait", reason="again"),
    ):
        with pytest.raises(Refused, match="quicker"):
            act()


def test_the_second_of_two_who_note_at_once_is_told() -> None:
    review = back()
    actions.note(actor=cast.sam(), review=review, seen_version=0, wanted=True)
    with pytest.raises(Refused, match="quicker"):
        actions.note(actor=cast.nora(), review=review, seen_version=0, wanted=False)
    review.refresh_from_db()
    assert review.wanted is True


def test_the_second_return_visit_is_the_second_in_the_plan() -> None:
    course = treated_course()
    for days, time in ((9, "early"), (60, "result")):
        review = back(days, time, course)
        actions.sign(actor=cast.priya(), review=review, decided="wait", reason="as agreed", now=later(days))
    assert {"review", "review 2"} <= standing(course.happenings.order_by("pk")).happened


def test_a_coagulum_let_out_is_kept_with_its_segment() -> None:
    course = treated_course()
    drained: dict[str, Any] = {
        "actor": cast.priya(),
        "course": course,
        "method": "needle",
        "at": later(14),
        "now": later(14),
    }
    row = actions.drain(segment=LOWER, millilitres=Decimal("0.5"), **drained)
    assert (row.segment, row.millilitres) == (LOWER, Decimal("0.5"))
    with pytest.raises(Refused):
        actions.drain(segment="ssv.upper", **drained)
    with pytest.raises(Refused, match="still to come"):
        actions.drain(segment=LOWER, **{**drained, "now": later(13)})


def test_what_cannot_be_is_refused_at_its_field() -> None:
    with pytest.raises(Refused) as no:
        noted(back(), found=Found(treated_length=Decimal(3), open_length=Decimal(4)))
    assert no.value.field == "open_length"


def test_the_states_are_the_whole_table() -> None:
    assert MOVES == {
        State.OPEN: (State.SIGNED, State.WITHDRAWN),
        State.SIGNED: (),
        State.WITHDRAWN: (),
    }
    assert set(MOVES) == set(State)


def test_every_act_is_in_the_record_of_the_patient() -> None:
    review = back()
    noted(review, outcome="closed")
    actions.sign(actor=cast.priya(), review=review, decided="wait", reason="as agreed", now=later(60))
    acts = set(Entry.objects.filter(patient=review.course.patient).values_list("action", flat=True))
    assert {"reviewing.review.opened", "reviewing.segment.noted", "reviewing.review.signed"} <= acts
