"""Check-ins are rows made in the transaction of the injection; they move with the plan and go with it."""

from __future__ import annotations

import pytest
import time_machine

from saphena.clinic.courses import actions
from saphena.clinic.journey.recovering.models import CheckIn
from saphena.clinic.messages.models import PromisedMessage
from saphena.clinic.record.models import Entry
from tests import cast
from tests.clinic.courses.treated import at, course, planned
from tests.clinic.journey.recovering.home import asked, told, treated

pytestmark = pytest.mark.django_db


def days() -> dict[str, str]:
    rows = CheckIn.objects.exclude(state="called_off")
    return {row.name: f"{row.due_at.astimezone(row.course.patient.zone_info):%m-%d %H:%M}" for row in rows}


def promised() -> list[str]:
    rows = PromisedMessage.objects.filter(kind="recovering.check_in", state="promised").order_by("due_at")
    return [f"{row.due_at.astimezone(row.patient.zone_info):%m-%d %H:%M}" for row in rows if row.patient]


def test_an_injection_brings_the_check_ins_and_the_message_of_each() -> None:
    treated()
    assert days() == {
        "day 1": "03-10 09:00",
        "day 3": "03-12 09:00",
        "bandage off": "03-15 09:00",
        "day 14": "03-23 09:00",
        "day 28": "04-06 09:00",
    }
    assert promised() == sorted(days().values())
    assert Entry.objects.filter(action="recovering.check_in.expected").count() == 5


def test_a_day_that_is_only_planned_brings_none() -> None:
    planned(course(), procedure="2027-03-12T10:00")
    assert days() == {}


def test_a_bandage_that_comes_off_early_moves_the_check_in_after_it_and_its_message() -> None:
    made = treated()
    with time_machine.travel(at("2027-03-12T12:00"), tick=False):
        actions.record_event(actor=cast.nora(), course=made, name="unbandaged", at=at("2027-03-12T08:00"))
    assert days()["bandage off"] == "03-13 09:00"
    assert "03-13 09:00" in promised()
    assert "03-15 09:00" not in promised()


def test_an_injection_that_is_corrected_moves_all_that_is_still_to_come() -> None:
    made = treated()
    actions.record_event(actor=cast.nora(), course=made, name="injected", at=at("2027-03-08T10:20"))
    assert days()["day 3"] == "03-11 09:00"
    assert days()["day 28"] == "04-05 09:00"


def test_an_injection_that_is_taken_back_takes_its_check_ins_along_and_may_bring_them_again() -> None:
    made = treated()
    actions.take_back(actor=cast.nora(), course=made, name="injected", reason="another patient")
    assert days() == {}
    assert promised() == []
    actions.record_event(actor=cast.nora(), course=made, name="injected", at=at("2027-03-09T10:20"))
    assert len(days()) == 5


def test_what_was_answered_stays_as_it_was() -> None:
    made = treated()
    told(made)
    actions.record_event(actor=cast.nora(), course=made, name="injected", at=at("2027-03-08T10:20"))
    assert asked(made).state == "answered"
    assert days()["day 1"] == "03-10 09:00"


def test_without_an_address_the_question_stands_on_the_page_alone() -> None:
    treated(cast.pat(email=""))
    assert len(days()) == 5
    assert promised() == []


def test_nobody_is_asked_about_weeks_that_are_over_when_a_course_is_written_down_late() -> None:
    made = course()
    with time_machine.travel(at("2027-03-24T10:00"), tick=False):
        actions.record_event(actor=cast.nora(), course=made, name="injected", at=at("2027-03-09T10:20"))
    assert set(days()) == {"day 14", "day 28"}
    late = asked(made, "day 14")
    assert late.silent_at == at("2027-03-26T10:00")  # whoever is asked late has as long to answer as anybody
