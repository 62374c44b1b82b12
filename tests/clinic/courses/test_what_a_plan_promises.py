"""The messages that a course promises: made with the plan, moved with it, taken back with it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine

from saphena.clinic.courses.actions import take_back
from saphena.clinic.messages.composing import compose
from saphena.clinic.messages.models import PromisedMessage
from saphena.clinic.messages.states import State
from tests import cast
from tests.clinic.courses.treated import at, course, happened, planned

if TYPE_CHECKING:
    from datetime import datetime

    from saphena.clinic.courses.models import Course

NOW = at("2027-03-09T13:10")
KINDS = ("courses.plan", "courses.plan_moved", "courses.called_off", "courses.reminder")


def due() -> list[tuple[str, datetime]]:
    """What waits to be sent."""
    waiting = PromisedMessage.objects.filter(state=State.PROMISED).order_by("due_at")
    return [(message.kind, message.due_at) for message in waiting]


def off(course: Course) -> None:
    take_back(actor=cast.nell(), course=course, name="procedure", reason="the patient has a cold")


def later(minutes: int = 1) -> time_machine.travel:
    return time_machine.travel(NOW + timedelta(minutes=minutes), tick=False)


def test_a_day_for_the_procedure_promises_the_plan_now_and_a_reminder_before_notice_runs_out() -> None:
    planned(course(), procedure="2027-04-06T10:00")
    assert due() == [("courses.plan", NOW), ("courses.reminder", at("2027-04-03T10:00"))]
    reminder = PromisedMessage.objects.get(kind="courses.reminder")
    assert reminder.not_after == at("2027-04-04T10:00")


def test_other_events_promise_nothing() -> None:
    pats = planned(course(), test="2027-03-20T10:00", review="2027-04-14T09:30")
    happened(pats, requested="2027-03-01T09:00")
    assert due() == []


def test_a_day_that_is_near_promises_no_reminder_that_would_be_too_late() -> None:
    planned(course(), procedure="2027-03-11T10:00")
    assert due() == [("courses.plan", NOW)]


def test_a_move_says_so_and_takes_the_reminder_along() -> None:
    pats = planned(course(), procedure="2027-04-06T10:00")
    PromisedMessage.objects.filter(kind="courses.plan").update(state=State.SENT)
    with later():
        planned(pats, procedure="2027-04-08T10:00")
    assert due() == [("courses.plan_moved", NOW + timedelta(minutes=1)), ("courses.reminder", at("2027-04-05T10:00"))]


def test_a_move_before_the_first_message_has_left_does_not_speak_of_a_move() -> None:
    pats = planned(course(), procedure="2027-04-06T10:00")
    with later():
        planned(pats, procedure="2027-04-08T10:00")
    assert [kind for kind, _at in due()] == ["courses.plan", "courses.reminder"]


def test_a_day_that_moves_away_and_back_is_reminded_of_all_the_same() -> None:
    pats = planned(course(), procedure="2027-04-06T10:00")
    with later(1):
        planned(pats, procedure="2027-04-08T10:00")
    with later(2):
        planned(pats, procedure="2027-04-06T10:00")
    assert ("courses.reminder", at("2027-04-03T10:00")) in due()
    assert len(due()) == 2


def test_a_procedure_that_is_called_off_reminds_nobody() -> None:
    pats = planned(course(), procedure="2027-04-06T10:00")
    off(pats)
    assert due() == []
    assert set(PromisedMessage.objects.values_list("state", flat=True)) == {State.CANCELLED}


def test_whoever_knows_of_the_day_is_told_that_it_is_called_off() -> None:
    pats = planned(course(), procedure="2027-04-06T10:00")
    PromisedMessage.objects.filter(kind="courses.plan").update(state=State.SENT)
    with later():
        off(pats)
    assert due() == [("courses.called_off", NOW + timedelta(minutes=1))]


def test_planned_again_for_the_same_hour_it_is_promised_again() -> None:
    pats = planned(course(), procedure="2027-04-06T10:00")
    off(pats)
    with later():
        planned(pats, procedure="2027-04-06T10:00")
    assert [kind for kind, _at in due()] == ["courses.plan", "courses.reminder"]


def test_one_leg_called_off_leaves_the_others_messages() -> None:
    pat = cast.pat()
    left, right = course(pat, "left"), course(pat, "right")
    planned(left, procedure="2027-04-06T10:00")
    planned(right, procedure="2027-05-06T10:00")
    off(left)
    assert ("courses.reminder", at("2027-05-03T10:00")) in due()
    assert len(due()) == 2


def test_without_an_address_nothing_is_promised() -> None:
    planned(course(cast.pat(email="")), procedure="2027-04-06T10:00")
    assert not PromisedMessage.objects.exists()


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_subject_says_nothing_of_legs_veins_or_treatment(kind: str, language: str) -> None:
    pat = cast.pat(language=language)
    message = PromisedMessage.objects.create(patient=pat, kind=kind, about="course:1", due_at=NOW, try_at=NOW)
    composed = compose(message)
    assert "Bow River Vein Clinic" in composed.subject
    said = composed.subject.replace("Bow River Vein Clinic", "").lower()
    for word in ("leg", "jambe", "vein", "veine", "bandage", "injection", "traitement", "treatment", "pat", "moreau"):
        assert word not in said.split()
    assert "/p/" in composed.body
    assert "1961" not in composed.body
