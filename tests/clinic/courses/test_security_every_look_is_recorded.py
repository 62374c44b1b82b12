"""Whoever sees something of a patient's course or record leaves an entry, by whatever way they came to see it."""

from __future__ import annotations

import pytest
from django.urls import reverse

from saphena.clinic.record.models import Entry
from tests import cast
from tests.clinic.courses.treated import course, own, phone_of, token_of, treated

STAFF_PAGES = ["courses:plan", "courses:handout", "courses:calendar", "courses:facts"]
OWN_PAGES = ["today", "plan", "handout", "calendar"]


def looks() -> list[str]:
    entries = Entry.objects.filter(action="record.chart.opened").order_by("id")
    return [f"{entry.actor_name} {entry.facts['page']}" for entry in entries]


@pytest.mark.parametrize("name", STAFF_PAGES)
def test_by_opening_the_page(name: str) -> None:
    pats = treated(course())
    answer = cast.signed_in(cast.nora()).get(reverse(name, args=[pats.pk]))
    assert answer.status_code == 200
    assert len(looks()) == 1
    assert looks()[0].startswith("Nora Lindqvist the ")


@pytest.mark.parametrize("name", OWN_PAGES)
def test_by_the_patients_own_link(name: str) -> None:
    pats = treated(course())
    token = token_of(pats.patient)
    assert phone_of(pats.patient, token).get(own(name, token)).status_code == 200
    assert len(looks()) == 1
    assert looks()[0].startswith("Pat Moreau the ") or looks()[0].startswith("Pat Moreau today")


@pytest.mark.parametrize("name", ["courses:record_event", "courses:observe"])
def test_by_sending_a_form_that_cannot_be_right(name: str) -> None:
    pats = course()
    answer = cast.signed_in(cast.nell()).post(reverse(name, args=[pats.pk]), {})
    assert answer.status_code == 422
    assert looks() == ["Nell Okafor the plan"]


def test_by_asking_for_the_rows_of_the_record_alone() -> None:
    address = reverse("people:patient_record", args=[cast.pat().pk]) + "?q=e"
    cast.signed_in(cast.nora()).get(address, headers={"HX-Request": "true"})
    assert looks() == ["Nora Lindqvist the record"]


def test_typing_in_the_search_field_is_not_another_look() -> None:
    address, nora = reverse("people:patient_record", args=[cast.pat().pk]), cast.signed_in(cast.nora())
    nora.get(address)
    for typed in ("m", "mo", "mor"):
        nora.get(f"{address}?q={typed}", headers={"HX-Request": "true"})
    cast.signed_in(cast.sam()).get(f"{address}?q=m", headers={"HX-Request": "true"})
    assert looks() == ["Nora Lindqvist the record", "Sam Beaulieu the record"]
