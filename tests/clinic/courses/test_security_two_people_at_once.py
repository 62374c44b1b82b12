"""Two people with the same page open: the second act sees what the first has written, and nothing is written twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from saphena.clinic.courses import actions
from saphena.clinic.courses.drawing import standing
from saphena.clinic.courses.queries import course_for
from saphena.clinic.messages.models import PromisedMessage
from saphena.clinic.record.models import Entry
from saphena.pathway.refused import Refused
from tests import cast
from tests.clinic.courses.treated import at, course, happened, planned

if TYPE_CHECKING:
    from saphena.clinic.courses.models import Course


def as_opened(course: Course) -> Course:
    """The course with its events, as a page has read it before somebody else acts."""
    return course_for(cast.priya(), course.pk)


def test_what_somebody_has_just_recorded_cannot_be_planned_from_an_older_page() -> None:
    pats = planned(course(), test="2027-03-01T11:00")
    older_page = as_opened(pats)
    happened(as_opened(pats), test="2027-03-01T11:00")
    with pytest.raises(Refused, match="happened already"):
        planned(older_page, test="2027-03-12T11:00")
    assert standing(as_opened(pats).happenings.all()).happened == {"test"}


def test_where_it_was_before_is_what_the_other_person_planned() -> None:
    pats = planned(course(), procedure="2027-03-20T10:00")
    older_page = as_opened(pats)
    planned(as_opened(pats), procedure="2027-03-22T09:00")
    planned(older_page, procedure="2027-03-23T09:00")
    newest = Entry.objects.filter(action="courses.event.planned").order_by("-id")[0]
    assert newest.facts["before"] == "2027-03-22 15:00 UTC"


def test_the_patient_says_home_once_however_often_the_button_is_pressed() -> None:
    pats = happened(course(), injected="2027-03-09T10:20", left="2027-03-09T11:10")
    older_page, moment = as_opened(pats), at("2027-03-09T11:50")
    actions.say_home(actor=pats.patient, course=as_opened(pats), at=moment, now=moment)
    with pytest.raises(Refused, match="We know that you are home"):
        actions.say_home(actor=pats.patient, course=older_page, at=at("2027-03-09T11:51"), now=at("2027-03-09T11:51"))
    assert pats.happenings.filter(name="home").count() == 1


def test_what_somebody_has_just_taken_back_is_not_taken_back_again() -> None:
    pats = planned(course(), procedure="2027-03-20T10:00")
    older_page = as_opened(pats)
    actions.take_back(actor=cast.nell(), course=as_opened(pats), name="procedure", reason="called off")
    with pytest.raises(Refused, match="nothing to take back"):
        actions.take_back(actor=cast.nell(), course=older_page, name="procedure", reason="called off")


def test_a_form_that_is_sent_twice_is_written_once() -> None:
    pats = course()
    for _twice in range(2):
        planned(as_opened(pats), procedure="2027-03-20T10:00")
        happened(as_opened(pats), test="2027-03-01T11:00")
    assert [row.name for row in pats.happenings.all()] == ["procedure", "test"]
    assert Entry.objects.filter(action__startswith="courses.event.").count() == 2
    assert not PromisedMessage.objects.filter(state="cancelled").exists()


def test_what_was_planned_and_then_happened_at_that_moment_is_written() -> None:
    pats = planned(course(), test="2027-03-01T11:00")
    happened(pats, test="2027-03-01T11:00")
    assert standing(as_opened(pats).happenings.all()).happened == {"test"}


def test_the_same_moment_after_it_was_taken_back_is_written_again() -> None:
    pats = planned(course(), procedure="2027-03-20T10:00")
    actions.take_back(actor=cast.nell(), course=pats, name="procedure", reason="called off")
    planned(pats, procedure="2027-03-20T10:00")
    assert standing(as_opened(pats).happenings.all()).events == {"procedure": at("2027-03-20T10:00")}
