"""The record is read as prose, found by typing, and looking at it is recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import transaction
from django.urls import reverse

from saphena.clinic.people.actions import add_patient
from saphena.clinic.record.announcing import chart_opened
from saphena.clinic.record.models import Entry
from tests import cast

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

pytestmark = pytest.mark.django_db


def text_of(content: bytes) -> str:
    return content.decode().replace("&#x27;", "'")


def test_the_manager_reads_what_was_done_in_the_clinic() -> None:
    chart_opened(patient_id=cast.pat().pk, by=cast.sam(), page="the details")
    page = cast.signed_in(cast.max_()).get(reverse("people:record"))
    assert "Sam Beaulieu opened the details of Pat Moreau." in text_of(page.content)


def test_typing_finds_entries_by_name_and_by_act() -> None:
    chart_opened(patient_id=cast.pat(given_names="Ève", family_name="Côté").pk, by=cast.sam())
    chart_opened(patient_id=cast.pat().pk, by=cast.nora())
    max_ = cast.signed_in(cast.max_())
    found = text_of(max_.get(reverse("people:record"), {"q": "cote opened"}).content)
    assert "Sam Beaulieu opened the chart of Ève Côté." in found
    assert "Nora" not in found


def test_a_patients_record_holds_that_patient_alone() -> None:
    pat, other = cast.pat(), cast.pat(given_names="Robin", family_name="Hall")
    chart_opened(patient_id=other.pk, by=cast.sam())
    page = text_of(cast.signed_in(cast.priya()).get(reverse("people:patient_record", args=[pat.pk])).content)
    assert "Priya Raman opened the record of Pat Moreau." in page
    assert "Robin Hall" not in page


def test_typing_in_a_patients_record_is_not_another_look() -> None:
    pat, priya = cast.pat(), cast.signed_in(cast.priya())
    address = reverse("people:patient_record", args=[pat.pk])
    priya.get(address)
    before = Entry.objects.count()
    rows = priya.get(address, {"q": "opened"}, headers={"HX-Request": "true"})
    assert Entry.objects.count() == before
    assert b"<html" not in rows.content


def test_the_receptionist_may_see_the_patient_and_not_the_record() -> None:
    pat, nell = cast.pat(), cast.signed_in(cast.nell())
    assert nell.get(reverse("people:patient", args=[pat.pk])).status_code == 200
    assert nell.get(reverse("people:patient_record", args=[pat.pk])).status_code == 403
    assert nell.get(reverse("people:record")).status_code == 403


def test_a_longer_record_asks_the_database_no_more_often(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    max_ = cast.signed_in(cast.max_())
    cast.clinic()
    for number in range(60):
        chart_opened(patient_id=cast.pat(given_names=f"Pat {number}").pk, by=cast.sam())
    with django_assert_num_queries(6):  # session, person, clinic, second factor, count, rows
        max_.get(reverse("people:record"))


def test_adding_a_patient_reads_as_a_sentence() -> None:
    with transaction.atomic():
        added = add_patient(
            actor=cast.nell(),
            given_names="Pat",
            family_name="Moreau",
            birth_date=cast.pat().birth_date,
            although_known=True,
        )
    assert Entry.objects.get(patient=added).sentence == "Nell Okafor added Pat Moreau to the clinic's patients."
