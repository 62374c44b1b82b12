"""The patient's list behind the link, and who is not ready, the most pressing first, in a fixed number of queries."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from saphena.clinic.journey.preparing import actions
from saphena.clinic.journey.preparing.models import Tick
from saphena.clinic.journey.preparing.queries import not_ready
from saphena.clinic.record.models import Entry
from tests import cast
from tests.clinic.courses.treated import at, course, happened, phone_of, planned, token_of
from tests.clinic.journey.preparing.prepared import A_WEEK_BEFORE, address, booked, shown
from tests.clinic.test_nonsense_in_every_field import NONSENSE

if TYPE_CHECKING:
    import time_machine


# What is right on each page, so that one field at a time is wrong.
RIGHT = {
    "own_medicines": {"typed": "Advil", "ordered": "no"},
    "own_trips": {"mode": "car", "leaves": "2027-03-20", "returns": "2027-03-22", "seated": "5"},
    "own_stocking": {"in_hand": "yes", "strength": "20", "size": "M"},
    "own_way_home": {"driver": "self", "minutes": "5"},
}


@pytest.fixture(autouse=True)
def a_week_before(clock: time_machine.Traveller) -> None:
    clock.move_to(at(A_WEEK_BEFORE))


def test_the_patient_ticks_by_link_without_an_account() -> None:
    pats = booked()
    token = token_of(pats.patient)
    phone = phone_of(pats.patient, token)
    page = phone.get(address("own", token))
    assert "Tuesday 9 March" in page.content.decode()
    assert page.content.count(b'name="csrfmiddlewaretoken"') == page.content.count(b'method="post"') > 3
    typed = {"rule": "bring-shorts", "shown": shown(pats, "bring-shorts"), "done": "yes"}
    assert phone.post(address("own_tick", token, pats.pk), typed).status_code == 302
    assert Tick.objects.get().by_patient
    assert Entry.objects.filter(action="record.chart.opened", facts__page="the list before the visit").exists()


def test_the_tab_is_there_only_while_there_is_a_visit_to_prepare_for() -> None:
    pats = booked()
    token = token_of(pats.patient)
    phone = phone_of(pats.patient, token)
    today = reverse("courses:own_today", args=[token])
    assert b"Get ready" in phone.get(today).content
    happened(pats, arrived="2027-03-02T08:50")
    assert b"Get ready" not in phone.get(today).content


def test_a_moved_visit_is_said_at_the_top() -> None:
    pats = booked()
    token = token_of(pats.patient)
    planned(pats, procedure="2027-03-16T10:00")
    page = phone_of(pats.patient, token).get(address("own", token)).content.decode()
    assert "Your visit has moved" in page
    assert "It was Tuesday 9 March" in page


def test_another_patients_course_is_not_found() -> None:
    pats = booked()
    other = course(cast.pat(given_names="Other", family_name="Person"))
    token = token_of(pats.patient)
    phone = phone_of(pats.patient, token)
    for name in ("own_tick", "own_read", "own_stocking", "own_way_home"):
        assert phone.post(address(name, token, other.pk), {}).status_code == 404


def test_nonsense_in_every_field_of_the_patients() -> None:
    pats = booked()
    token = token_of(pats.patient)
    phone = phone_of(pats.patient, token)
    fields = ["rule", "shown", "done", "typed", "ordered", "mode", "leaves", "returns", "seated", "choice", "strength",
              "size", "in_hand", "driver", "minutes", "row"]  # fmt: skip
    of_a_course = {
        name: address(name, token, pats.pk) for name in ("own_tick", "own_read", "own_stocking", "own_way_home")
    }
    pages = of_a_course | {
        name: address(name, token) for name in ("own_medicines", "own_trips", "own_medicine_remove", "own_trip_remove")
    }
    for nonsense in NONSENSE.values():
        for page in pages.values():
            assert phone.post(page, dict.fromkeys(fields, nonsense)).status_code in (200, 302, 422), page
    for name, right in RIGHT.items():
        for field in right:
            for nonsense in NONSENSE.values():
                answer = phone.post(pages[name], {**right, field: nonsense})
                assert answer.status_code in (200, 302, 422), (name, field)


def test_staff_write_down_what_is_told_on_the_telephone() -> None:
    pats = booked()
    browser = cast.signed_in(cast.nora())
    for what, typed in {
        "stocking": {"in_hand": "yes", "size": "M"},
        "way-home": {"driver": "somebody", "minutes": "20"},
        "medicine": {"typed": "Plavix", "ordered": "yes"},
        "trip": {"mode": "car", "leaves": "2027-03-20", "seated": "5"},
    }.items():
        assert browser.post(reverse("preparing:tell", args=[pats.pk, what]), typed).status_code == 302, what
        assert browser.post(reverse("preparing:tell", args=[pats.pk, what]), {}).status_code == 422, what
    page = browser.get(reverse("preparing:one", args=[pats.pk])).content.decode()
    assert "confirmed by Nora Lindqvist" in page
    assert "ask whoever ordered: Plavix" in page


def test_who_is_not_ready_stands_by_how_much_it_presses() -> None:
    soon = planned(course(cast.pat(family_name="Soon")), procedure="2027-03-03T10:00")
    later = planned(course(cast.pat(family_name="Later")), procedure="2027-03-12T10:00")
    far = planned(course(cast.pat(family_name="Far")), procedure="2027-04-12T10:00")
    found = [state.course.pk for state in not_ready(cast.nell(), at(A_WEEK_BEFORE))]
    assert found == [soon.pk, later.pk]
    assert far.pk not in found
    assert not_ready(cast.ada(), at(A_WEEK_BEFORE)) == []


def test_the_list_takes_a_fixed_number_of_queries() -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            not_ready(cast.nell(), at(A_WEEK_BEFORE))
        return len(seen)

    booked()
    few = queries()
    for name in ("Two", "Three", "Four"):
        one = planned(course(cast.pat(family_name=name)), procedure="2027-03-10T10:00")
        actions.tell_medicine(actor=one.patient, patient=one.patient, typed="Plavix", ordered="yes")
    assert queries() == few
