"""Eight people press “next” for one visit in the same moment: the patient is one step further, not eight."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import time_machine

from saphena.clinic.courses.models import Happening
from saphena.clinic.journey.booking.living import move_on
from saphena.clinic.journey.booking.models import Visit, VisitChange
from saphena.clinic.journey.booking.states import State
from tests import cast
from tests.both_databases.test_one_place_one_winner import at_once
from tests.clinic.courses.treated import at
from tests.clinic.journey.booking.booked import procedure

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(at("2027-03-09T13:10"), tick=False):
        cast.clinic()
        yield


def test_one_step_is_made_and_told_once() -> None:
    visit, nora, then = procedure(), cast.nora(), at("2027-03-15T09:55")
    done = at_once(lambda _n: move_on(actor=nora, visit=visit, to=State.ARRIVED, since=State.EXPECTED, now=then))
    assert all(isinstance(each, Visit) for each in done)
    assert VisitChange.objects.filter(visit=visit, what="state").count() == 1
    assert Happening.objects.filter(course=visit.course_id, name="arrived", happened=True).count() == 1
