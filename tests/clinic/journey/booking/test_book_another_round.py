"""Another round is found and booked like the first: its own visits, not too soon after the last procedure."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from saphena.clinic.courses.actions import answer_facts
from saphena.clinic.courses.rounds import start_next_round
from saphena.clinic.journey.booking.actions import book_course, book_visit
from saphena.clinic.journey.booking.finding import Known, search
from saphena.clinic.journey.booking.models import Visit
from saphena.clinic.journey.booking.refusing import Unavailable
from tests import cast
from tests.clinic.courses.treated import at, happened
from tests.clinic.diary.house import house
from tests.clinic.journey.booking.booked import ready

if TYPE_CHECKING:
    from saphena.clinic.courses.models import Course

pytestmark = pytest.mark.django_db


def second_round(injected: str = "2027-03-05T10:20") -> Course:
    first = happened(ready(), injected=injected, review="2027-03-08T09:00")
    answer_facts(actor=cast.nora(), course=first, facts={"deep_veins_clear": True})
    return start_next_round(actor=cast.nell(), course=first)


def test_the_procedure_of_the_next_round_is_found_with_its_own_scans_after_the_interval() -> None:
    where, new = house(), second_round()
    offer = search(Known(new, where)).earliest()
    assert offer
    assert [visit.step for visit in offer.visits] == ["procedure", "return", "result"]
    assert offer["procedure"].day.isoformat() == "2027-03-12"
    starts = {visit.step: visit.starts for visit in offer.visits}
    booked = book_course(actor=cast.nell(), course=new, site=where, starts=starts)
    assert {visit.event for visit in booked} == {"procedure", "review", "review 2"}
    assert Visit.objects.filter(course=new).count() == 3


def test_too_soon_after_the_last_procedure_is_refused_and_says_why() -> None:
    where, new = house(), second_round()
    with pytest.raises(Unavailable) as no:
        book_visit(actor=cast.nell(), course=new, site=where, step="procedure", starts=at("2027-03-11T10:00"))
    assert "last round’s procedure" in no.value.reason
    assert no.value.gates
