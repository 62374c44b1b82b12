"""No answer is an event once its grace time is over; what was put off comes back by itself."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from saphena.clinic.journey.recovering import actions
from saphena.clinic.journey.recovering.models import Matter
from saphena.clinic.journey.recovering.queries import open_check_ins
from saphena.clinic.journey.recovering.silence import fall_silent, wake
from saphena.clinic.messages.worker import ROUNDS, work
from saphena.clinic.record.models import Entry
from tests import cast
from tests.clinic.courses.treated import at
from tests.clinic.journey.recovering.home import alert, asked, told, treated

pytestmark = pytest.mark.django_db


def test_a_day_after_the_first_question_silence_is_a_row_for_the_same_day() -> None:
    made = treated()
    assert fall_silent(at("2027-03-11T08:59")) == 0
    assert fall_silent(at("2027-03-11T09:00")) == 1
    assert fall_silent(at("2027-03-11T09:00")) == 0
    matter = Matter.objects.get()
    assert (matter.kind, matter.level, matter.check_in) == ("silence", 1, asked(made))
    assert asked(made).state == "silent"
    assert Entry.objects.filter(action="recovering.check_in.silent").count() == 1


def test_whoever_has_answered_is_not_silent() -> None:
    told(treated())
    assert fall_silent(at("2027-03-11T10:00")) == 0


def test_the_worker_goes_round_with_it() -> None:
    treated()
    assert fall_silent in ROUNDS
    with time_machine.travel(at("2027-03-11T10:00"), tick=False):
        assert work(once=True) == 0
    assert Matter.objects.filter(kind="silence").count() == 1


def test_a_row_that_was_put_off_is_anybodys_again_when_its_time_comes() -> None:
    matter = alert()
    actions.snooze(actor=cast.nora(), matter=matter, minutes=30)
    assert wake() == 0
    assert wake(timezone.now() + timedelta(minutes=30)) == 1
    matter.refresh_from_db()
    assert (matter.state, matter.taken_by, matter.snoozed_until) == ("new", None, None)


def test_an_answer_to_a_later_question_ends_the_silence_and_the_old_one_is_asked_no_more() -> None:
    made = treated()
    fall_silent(at("2027-03-11T09:01"))
    with time_machine.travel(at("2027-03-12T10:00"), tick=False):
        told(made, "day 3")
    matter = Matter.objects.get(kind="silence")
    assert [step.text for step in matter.steps.all()] == ["answered"]
    assert list(open_check_ins(made.patient, at("2027-03-12T10:01"))) == []


def test_of_two_open_questions_the_newest_is_asked_and_both_can_be_answered() -> None:
    made = treated()
    now = at("2027-03-12T10:00")
    assert [each.name for each in open_check_ins(made.patient, now)] == ["day 3"]
    assert asked(made, "day 1").is_open(now)
