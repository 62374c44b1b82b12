"""Medicines, stocking, way home, trips: what they mean for the plan, and whom the clinic has to ask."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import PermissionDenied

from saphena.clinic.courses.actions import tell_facts
from saphena.clinic.journey.preparing import actions, wording
from saphena.clinic.journey.preparing.models import PrescriberQuestion
from saphena.clinic.record.models import Entry
from saphena.pathway.refused import Refused
from tests import cast
from tests.clinic.journey.preparing.prepared import booked, state_of

if TYPE_CHECKING:
    from saphena.clinic.courses.models import Course


def means(course: Course, typed: str, ordered: str) -> str:
    actions.tell_medicine(actor=course.patient, patient=course.patient, typed=typed, ordered=ordered)
    state = state_of(course)
    return wording.medicines([state], state.rows.medicines)[-1].means


def test_a_pain_pill_is_told_from_when_not_to_take_it() -> None:
    assert "Try not to take it from Tuesday 2 March" in means(booked(), "Advil", "no")
    assert not PrescriberQuestion.objects.exists()


@pytest.mark.parametrize(
    ("typed", "ordered"), [("Plavix", "no"), ("aspirin", "yes"), ("ASA", "unsure"), ("Advil", "yes")]
)
def test_what_a_doctor_ordered_is_kept_and_the_prescriber_is_asked(typed: str, ordered: str) -> None:
    assert means(booked(), typed, ordered).startswith("Keep taking it.")
    assert PrescriberQuestion.objects.get().state == PrescriberQuestion.State.OPEN


def test_aspirin_that_was_ordered_changes_the_plan() -> None:
    course = booked()
    means(course, "aspirin 81", "yes")
    assert "keep-prescribed-aspirin" in [line.item.rule.id for line in state_of(course).lines]
    assert means(course, "Advil", "no") == "Please ask us before you take it."


def test_an_unknown_name_is_never_judged() -> None:
    assert "Until then, nothing changes" in means(booked(), "grandmother’s drops", "no")


def test_the_name_of_a_medicine_stays_out_of_the_record() -> None:
    means(booked(), "Plavix", "yes")
    assert not Entry.objects.filter(search__contains="plavix").exists()


def test_an_answer_needs_words_and_is_written_once() -> None:
    means(booked(), "Plavix", "yes")
    question = PrescriberQuestion.objects.get()
    with pytest.raises(Refused):
        actions.note_prescriber(actor=cast.nora(), question=question, state="answered")
    actions.note_prescriber(actor=cast.nora(), question=question, state="answered", answer="Dr. Chu: go on")
    with pytest.raises(Refused, match="in the meantime"):
        actions.note_prescriber(actor=cast.priya(), question=question, state="asked")
    with pytest.raises(PermissionDenied):
        actions.note_prescriber(actor=cast.nell(), question=question, state="asked")


def test_who_drives_too_far_alone_reads_the_protocols_own_words() -> None:
    course = booked()
    actions.tell_way_home(actor=course.patient, course=course, driver="self", minutes=60)
    said = wording.way_home(state_of(course))
    assert said.kind == "stop"
    assert "more than 45" in said.means
    actions.tell_way_home(actor=course.patient, course=course, driver="somebody", minutes=60)
    assert wording.way_home(state_of(course)).kind == "done"


def test_a_trip_in_the_quiet_weeks_is_told_at_once() -> None:
    course = booked()
    actions.tell_trip(
        actor=course.patient, patient=course.patient, mode="plane", leaves=date(2027, 3, 20), returns=None, seated=9
    )
    state = state_of(course)
    (said,) = wording.trips([state], state.rows.trips)
    assert said.kind == "stop"
    assert "none until Monday 5 April" in said.means


def test_a_trip_that_ends_before_it_begins_is_refused() -> None:
    pat = booked().patient
    with pytest.raises(Refused, match="before the first"):
        actions.tell_trip(
            actor=pat, patient=pat, mode="car", leaves=date(2027, 3, 20), returns=date(2027, 3, 1), seated=5
        )


def test_the_stocking_is_confirmed_by_name_and_the_choice_is_the_protocols() -> None:
    course = booked()
    actions.tell_stocking(
        actor=cast.nora(), course=course, choice="one_medium_stocking", strength="20–30", size="M", in_hand=True
    )
    state = state_of(course)
    assert state.stocking
    assert (state.stocking.told_by, state.stocking.by_patient) == ("Nora Lindqvist", False)
    assert state.course.facts == {
        "one_medium_stocking": True, "two_light_stockings": False, "stocking_in_hand": True,
    }  # fmt: skip


def test_what_the_clinic_finds_out_is_not_the_patients_to_say() -> None:
    course = booked()
    with pytest.raises(Refused, match="for the clinic"):
        tell_facts(actor=course.patient, course=course, facts={"map_signed": True})
