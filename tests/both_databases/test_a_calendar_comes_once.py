"""Four managers bring in the same calendar in the same moment: each time is closed once, and told once."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import time_machine

from saphena.clinic.diary.models import Closure, Resource
from saphena.clinic.exchange.ical.importing import Asked, take_over
from saphena.clinic.exchange.ical.models import CalendarEntry
from saphena.clinic.record.models import Entry
from tests import cast
from tests.both_databases.test_one_place_one_winner import at_once
from tests.clinic.courses.treated import at
from tests.clinic.diary.house import tiny_house

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.django_db(transaction=True)

FILE = Path(__file__).parents[1] / "clinic" / "exchange" / "ical" / "files" / "google.ics"


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(at("2027-03-09T13:10"), tick=False):
        cast.clinic()
        yield


def test_each_time_is_closed_once_and_told_once() -> None:
    tiny_house()
    max_, sam = cast.max_(), Resource.objects.select_related("site").get(user=cast.sam())
    asked = Asked(sam, "Google", FILE.read_text(encoding="utf-8"))
    done = at_once(lambda _n: take_over(actor=max_, asked=asked), people=4)
    assert all(isinstance(each, list) for each in done), done
    assert Closure.objects.count() == CalendarEntry.objects.count() == 5
    assert Entry.objects.filter(action="exchange.calendar.taken_over").count() == 1
