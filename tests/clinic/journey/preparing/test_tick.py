"""A tick keeps who, when and which words were shown; what was promised for a date is asked again when it moves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import PermissionDenied

from saphena.clinic.journey.preparing import actions
from saphena.clinic.journey.preparing.models import Tick
from saphena.clinic.record.models import Entry
from saphena.pathway.refused import Refused
from tests import cast
from tests.clinic.courses.treated import planned
from tests.clinic.journey.preparing.prepared import booked, shown, state_of

if TYPE_CHECKING:
    from saphena.clinic.courses.models import Course


def tick(course: Course, rule: str, done: bool = True, language: str = "en", words: str = "") -> Tick:
    return actions.tick(
        actor=course.patient,
        course=course,
        rule=rule,
        done=done,
        language=language,
        shown=words or shown(course, rule, language),
    )


def is_done(course: Course, rule: str, language: str = "en") -> bool:
    return next(line.done for line in state_of(course, language).lines if line.item.rule.id == rule)


def test_a_tick_is_kept_with_the_words_that_were_shown() -> None:
    course = booked()
    row = tick(course, "no-aspirin")
    assert row.words.startswith("Try not to take aspirin from Tuesday 2 March")
    assert (row.by_patient, row.told_by, row.fingerprint) == (True, "Pat Moreau", course.protocol.fingerprint)
    assert is_done(course, "no-aspirin")
    assert Entry.objects.get(action="preparing.tick.made").facts["digest"] == row.digest


def test_the_same_button_twice_is_one_tick() -> None:
    course = booked()
    assert tick(course, "bring-shorts") == tick(course, "bring-shorts")


def test_a_tick_can_be_taken_back_and_both_rows_stay() -> None:
    course = booked()
    tick(course, "bring-shorts")
    tick(course, "bring-shorts", done=False)
    assert not is_done(course, "bring-shorts")
    assert Tick.objects.count() == 2


def test_when_the_visit_moves_what_was_promised_for_a_date_is_asked_again() -> None:
    course = booked()
    tick(course, "no-aspirin")
    tick(course, "bring-shorts")
    planned(course, procedure="2027-03-16T10:00")
    lines = {line.item.rule.id: line for line in state_of(course).lines}
    assert (lines["no-aspirin"].done, lines["no-aspirin"].again) == (False, True)
    assert lines["bring-shorts"].done  # what is packed stays packed


def test_a_page_from_before_the_move_cannot_tick_the_new_dates() -> None:
    course = booked()
    words = shown(course, "no-aspirin")
    planned(course, procedure="2027-03-16T10:00")
    with pytest.raises(Refused, match="have moved"):
        tick(course, "no-aspirin", words=words)


def test_a_tick_in_one_language_is_done_in_the_other() -> None:
    course = booked()
    tick(course, "no-aspirin", language="fr")
    assert is_done(course, "no-aspirin", "en")


def test_ticking_the_stocking_opens_the_gate_that_waits_for_it() -> None:
    course = booked()
    tick(course, "buy-the-stocking")
    assert state_of(course).course.facts["stocking_in_hand"] is True
    tick(course, "buy-the-stocking", done=False)
    assert state_of(course).course.facts["stocking_in_hand"] is False


@pytest.mark.parametrize("rule", ["legs-up", "old-hose-off", "no such rule"])
def test_what_is_not_on_the_list_cannot_be_ticked(rule: str) -> None:
    with pytest.raises(Refused, match="not on the list"):
        tick(booked(), rule, words="x")


def test_another_patient_ticks_nothing() -> None:
    course = booked()
    with pytest.raises(PermissionDenied):
        actions.tick(
            actor=cast.pat(given_names="Other"), course=course, rule="bring-shorts", done=True, language="en", shown=""
        )


def test_staff_tick_on_the_telephone_and_the_row_says_so() -> None:
    course = booked()
    row = actions.tick(
        actor=cast.nell(), course=course, rule="bring-shorts", done=True, language="en",
        shown=shown(course, "bring-shorts"),
    )  # fmt: skip
    assert (row.by_patient, row.told_by) == (False, "Nell Okafor")


def test_the_page_says_that_the_visit_moved_until_the_new_dates_are_read() -> None:
    course = booked()
    assert state_of(course).moved is None
    planned(course, procedure="2027-03-16T10:00")
    moved = state_of(course)
    assert moved.moved is not None
    actions.say_read(actor=course.patient, course=course, language="en", shown=moved.whole_digest)
    assert state_of(course).moved is None
