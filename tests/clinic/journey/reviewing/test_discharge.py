"""After a discharge nothing is asked and no injection booked, links stay and say so; a physician opens it again."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from saphena.clinic.courses import ending
from saphena.clinic.courses.rounds import may_start, start_next_round
from saphena.clinic.courses.writing import locked_standing
from saphena.clinic.journey.recovering.models import CheckIn
from saphena.clinic.journey.recovering.states import Asked
from saphena.clinic.journey.reviewing import actions
from saphena.clinic.journey.reviewing.own import discharged
from saphena.clinic.record.models import Entry
from saphena.pathway.refused import Refused
from tests import cast
from tests.clinic.journey.reviewing.back import back, later, treated_course

if TYPE_CHECKING:
    from saphena.clinic.journey.reviewing.models import Review


def signed_off() -> Review:
    review = back()
    actions.sign(actor=cast.priya(), review=review, decided="discharge", reason="all is well", now=later(60))
    review.course.refresh_from_db()
    return review


def test_the_decision_ends_the_course_and_is_in_the_record() -> None:
    review = signed_off()
    assert review.course.discharged_at == later(60)
    assert Entry.objects.filter(action="courses.course.discharged", patient=review.course.patient).count() == 1


def test_another_decision_leaves_it_open() -> None:
    review = back()
    actions.sign(actor=cast.priya(), review=review, decided="wait", reason="we look again", now=later(60))
    review.course.refresh_from_db()
    assert review.course.discharged_at is None


def test_check_ins_that_are_still_expected_are_called_off_and_come_back_with_the_course() -> None:
    course = treated_course()
    expected = CheckIn.objects.filter(course=course, state=Asked.EXPECTED)
    before = expected.count()
    assert before
    ending.discharge(actor=cast.priya(), course=course)
    assert not expected.exists()
    ending.reopen(actor=cast.priya(), course=course, reason="a vein is open again")
    assert expected.count() == before


@pytest.mark.parametrize("step", ["procedure", "test", "second 2"])
def test_nothing_with_a_needle_is_booked_and_it_says_what_to_do(step: str) -> None:
    course = signed_off().course
    with pytest.raises(Refused, match="A physician opens it again"):
        ending.refuse_after_discharge(cast.nell(), course, step)
    with pytest.raises(Refused, match="Please call us"):
        ending.refuse_after_discharge(course.patient, course, step)


def test_a_scan_a_year_later_can_be_booked() -> None:
    course = signed_off().course
    ending.refuse_after_discharge(cast.nell(), course, "result")


def test_there_is_no_other_round_until_it_is_open_again() -> None:
    course = signed_off().course
    assert not may_start(course, locked_standing(course))
    with pytest.raises(Refused, match="was finished"):
        start_next_round(actor=cast.priya(), course=course)


def test_a_return_visit_can_still_be_noted() -> None:
    course = signed_off().course
    assert back(365, "year", course).is_open


def test_the_patient_reads_it_and_can_still_tell() -> None:
    review = signed_off()
    notice = discharged(review.course.patient)
    assert notice is not None
    assert "finished" in notice.text
    assert notice.page == "recovering:own_now"
    ending.reopen(actor=cast.priya(), course=review.course, reason="a vein is open again")
    assert discharged(review.course.patient) is None


def test_only_a_physician_ends_and_opens_and_only_with_a_reason() -> None:
    course = treated_course()
    with pytest.raises(PermissionDenied):
        ending.discharge(actor=cast.nora(), course=course)
    ending.discharge(actor=cast.priya(), course=course, now=timezone.now() - timedelta(days=1))
    first = course.discharged_at
    ending.discharge(actor=cast.priya(), course=course)
    assert course.discharged_at == first  # said twice, the first word stands
    with pytest.raises(Refused) as no:
        ending.reopen(actor=cast.priya(), course=course, reason=" ")
    assert no.value.field == "reason"
    ending.reopen(actor=cast.priya(), course=course, reason="she came back")
    with pytest.raises(Refused, match="open already"):
        ending.reopen(actor=cast.priya(), course=course, reason="again")


def test_the_chart_says_so_and_offers_to_open_it_again() -> None:
    course = signed_off().course
    priya = cast.signed_in(cast.priya())
    assert "Discharged on" in priya.get(f"/patients/{course.patient_id}/").text
    assert priya.post(f"/reviews/reopen/{course.pk}/", {"reason": "a vein is open again"}).status_code == 302
    assert "Discharged on" not in priya.get(f"/patients/{course.patient_id}/").text
    assert cast.signed_in(cast.nora()).post(f"/reviews/reopen/{course.pk}/", {"reason": "x"}).status_code == 403
