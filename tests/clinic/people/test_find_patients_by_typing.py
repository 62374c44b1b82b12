"""The list of patients: found by typing any part of what is known of them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from saphena.clinic.people.queries import patients_for
from tests import cast

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from saphena.clinic.people.models import Patient

pytestmark = pytest.mark.django_db


@pytest.fixture
def eve() -> Patient:
    return cast.pat(
        given_names="Marie-Ève",
        family_name="Lefèbvre",
        birth_date=date(1958, 12, 1),
        phone="(587) 555-0177",
        email="mevel@home.test",
        health_number="12345-6789",
    )


@pytest.mark.parametrize(
    "typed",
    ["lefebvre", "LEF eve", "ève", "555 0177", "5875550177", "1958-12-01", "12345-6789", "mevel@home", "marie-eve"],
)
def test_a_patient_is_found_by_any_part(typed: str, eve: Patient) -> None:
    cast.pat()
    assert list(patients_for(cast.nell(), typed)) == [eve]


@pytest.mark.parametrize("typed", ["lefebvre pat", "0178", "1958-12-02"])
def test_every_word_has_to_be_found(typed: str, eve: Patient) -> None:
    assert eve not in patients_for(cast.nell(), typed)


def test_the_list_is_in_the_order_of_family_names() -> None:
    for family, given in (("Ólafsson", "Jón"), ("Adler", "Zoe"), ("Adler", "Ann"), ("Zorn", "Max")):
        cast.pat(family_name=family, given_names=given)
    names = [patient.formal_name for patient in patients_for(cast.nell())]
    assert names == ["Adler, Ann", "Adler, Zoe", "Ólafsson, Jón", "Zorn, Max"]


def test_the_page_shows_what_was_found_and_keeps_what_was_typed(eve: Patient) -> None:
    cast.pat()
    page = cast.signed_in(cast.nell()).get(reverse("people:patients"), {"q": "ève"}).content.decode()
    assert "Lefèbvre, Marie-Ève" in page
    assert "Moreau" not in page
    assert 'value="ève"' in page


def test_the_search_field_gets_the_rows_alone(eve: Patient) -> None:
    nell = cast.signed_in(cast.nell())
    rows = nell.get(reverse("people:patients"), {"q": "eve"}, headers={"HX-Request": "true"}).content.decode()
    assert rows.strip().startswith('<div id="patients">')
    assert "Lefèbvre" in rows


def test_an_empty_list_says_what_will_be_here_and_offers_the_first_act() -> None:
    page = cast.signed_in(cast.nell()).get(reverse("people:patients")).content.decode()
    assert "No patients yet" in page
    assert reverse("people:patient_add") in page


def test_a_longer_list_asks_the_database_no_more_often(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    nell = cast.signed_in(cast.nell())
    for number in range(60):
        cast.pat(given_names=f"Pat {number}")
    with django_assert_num_queries(6):  # session, person, clinic, second factor, count, rows
        page = nell.get(reverse("people:patients"), {"q": "moreau"})
    assert "Page 1 of 2" in page.content.decode()


def test_olive_finds_nobody(eve: Patient) -> None:
    assert not patients_for(cast.olive(), "lefebvre").exists()
    assert cast.signed_in(cast.olive()).get(reverse("people:patients")).status_code == 403


def test_the_administrator_keeps_the_machine_and_sees_no_patients(eve: Patient) -> None:
    assert not patients_for(cast.ada()).exists()
