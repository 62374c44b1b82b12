"""Choose who could come, see the tightest day, book it; nobody who is confirmed is moved without their word."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from saphena.clinic.journey.booking.filling.proposing import candidates
from saphena.clinic.journey.booking.models import Visit
from tests import cast
from tests.clinic.courses.conftest import clock
from tests.clinic.courses.treated import at
from tests.clinic.diary.house import house
from tests.clinic.journey.booking.booked import procedure, ready
from tests.clinic.test_nonsense_in_every_field import NONSENSE

if TYPE_CHECKING:
    from saphena.clinic.courses.models import Course

__all__ = ["clock"]
THE_DAY = "2027-03-15"


def someone(name: str) -> Course:
    return ready(family_name=name, email="")


def fill() -> str:
    return reverse("filling:fill")


def test_whoever_has_open_gates_and_no_date_could_come() -> None:
    where = house()
    one = someone("One")
    procedure(of=someone("Booked"))
    found = candidates(cast.nell(), where, at(f"{THE_DAY}T00:00").date(), at("2027-03-09T13:10"))
    assert [(each.course.pk, each.step) for each in found] == [(one.pk, "procedure")]


def test_the_tightest_day_is_shown_with_what_it_gains_and_is_then_booked() -> None:
    house()
    chosen = [someone(name) for name in ("One", "Two", "Three")]
    browser = cast.signed_in(cast.nell())
    page = browser.get(fill(), {"day": THE_DAY, "take": [str(each.pk) for each in chosen]})
    text = page.content.decode()
    assert "Proved: no day places more of them." in text
    assert len(page.context["new"]) == 3
    assert Visit.objects.count() == 0  # a proposal is a picture
    rows = [f"{place['course'].pk}|{place['step']}|{place['starts']}" for place in page.context["new"]]
    typed = {"site": house().pk, "day": THE_DAY, "book": rows}
    assert browser.post(reverse("filling:book"), typed).status_code == 302
    assert Visit.objects.count() == 3


def test_a_confirmed_visit_moves_only_with_the_patients_word() -> None:
    house()
    visit = procedure(of=someone("Stands"))
    chosen = [someone(name) for name in ("One", "Two", "Three", "Four")]
    browser = cast.signed_in(cast.nell())
    told = {"day": THE_DAY, "take": [str(each.pk) for each in chosen], "yes": [str(visit.pk)]}
    page = browser.get(fill(), told)
    visit.refresh_from_db()
    assert visit.starts_at == at("2027-03-15T10:00")  # looking moves nobody
    assert all(place["visit"] == visit for place in page.context["moved"])


@pytest.mark.parametrize("kind", NONSENSE)
def test_nonsense_in_every_field(kind: str) -> None:
    visit = procedure()
    browser, nonsense = cast.signed_in(cast.nell()), NONSENSE[kind]
    typed = {"site": nonsense, "day": nonsense, "take": nonsense, "yes": nonsense}
    assert browser.get(fill(), typed).status_code == 200
    for page in ("filling:book",):
        assert browser.post(reverse(page), dict.fromkeys(("site", "day", "book", "move"), nonsense)).status_code == 404
        right = {"site": visit.site_id, "day": THE_DAY, "book": nonsense, "move": nonsense}
        assert browser.post(reverse(page), right).status_code == 404


def test_it_takes_a_fixed_number_of_queries() -> None:
    where, nell = house(), cast.nell()

    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            candidates(nell, where, at(f"{THE_DAY}T00:00").date(), at("2027-03-09T13:10"))
        return len(seen)

    someone("One")
    few = queries()
    for name in ("Two", "Three", "Four"):
        someone(name)
    assert queries() == few
