"""Patients come in at the desk, once each, and what changes is remembered."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from saphena.clinic.people.actions import add_patient, change_patient
from saphena.clinic.people.models import Patient
from saphena.clinic.record.models import Entry
from saphena.pathway.refused import Refused
from tests import cast

pytestmark = pytest.mark.django_db

TYPED = {
    "given_names": "Robin",
    "family_name": "Hall",
    "birth_date": "1970-02-28",
    "language": "fr",
    "zone": "America/Toronto",
    "email": "robin@home.test",
    "email_allowed": "on",
}


def test_the_desk_adds_a_patient() -> None:
    page = cast.signed_in(cast.nell()).post(reverse("people:patient_add"), TYPED, follow=True)
    robin = Patient.objects.get()
    assert "Robin Hall is now a patient of the clinic." in page.content.decode()
    assert (robin.birth_date, robin.language, robin.zone) == (date(1970, 2, 28), "fr", "America/Toronto")
    assert (robin.email_allowed, robin.text_allowed) == (True, False)
    assert robin.created_by == cast.nell()


def test_without_a_zone_a_patient_is_on_the_clinics_clock() -> None:
    clinic = cast.clinic()
    clinic.zone = "America/Halifax"
    clinic.save()
    robin = add_patient(actor=cast.nell(), given_names="Robin", family_name="Hall", birth_date=date(1970, 2, 28))
    assert robin.zone == "America/Halifax"


def test_what_was_typed_stays_when_something_is_wrong() -> None:
    page = cast.signed_in(cast.nell()).post(reverse("people:patient_add"), {**TYPED, "birth_date": "2099-01-01"})
    assert page.status_code == 422
    assert "This date of birth is still to come." in page.content.decode()
    assert 'value="Robin"' in page.content.decode()
    assert not Patient.objects.exists()


def test_somebody_who_seems_known_is_asked_about_and_added_when_it_is_another() -> None:
    cast.pat(given_names="Robin", family_name="Hall", birth_date=date(1970, 2, 28))
    nell = cast.signed_in(cast.nell())
    page = nell.post(reverse("people:patient_add"), {**TYPED, "family_name": "HALL"})
    assert "There is a patient of this name and date of birth already." in page.content.decode()
    assert Patient.objects.count() == 1
    nell.post(reverse("people:patient_add"), {**TYPED, "although_known": "on"})
    assert Patient.objects.count() == 2


@pytest.mark.parametrize(
    ("details", "field"),
    [
        ({"birth_date": date(1870, 1, 1)}, "birth_date"),
        ({"birth_date": date(2099, 1, 1)}, "birth_date"),
        ({"health_number": "777"}, "health_number"),
    ],
)
def test_what_cannot_be_is_refused(details: dict[str, Any], field: str) -> None:
    cast.pat(health_number="777")
    usual: dict[str, Any] = {"given_names": "Robin", "family_name": "Hall", "birth_date": date(1970, 2, 28)}
    with pytest.raises(Refused) as no:
        add_patient(actor=cast.nell(), **{**usual, **details})
    assert no.value.field == field


def test_a_change_is_recorded_with_what_it_was() -> None:
    pat = cast.pat()
    change_patient(actor=cast.nora(), patient_id=pat.pk, phone="403 555-0199", language="en")
    entry = Entry.objects.get()
    assert entry.sentence == "Nora Lindqvist changed the telephone of Pat Moreau."
    assert entry.facts["before"] == {"phone": "403 555-0142"}
    assert entry.facts["after"] == {"phone": "403 555-0199"}


def test_a_changed_telephone_number_is_found_by_typing_it() -> None:
    pat = cast.pat()
    change_patient(actor=cast.nora(), patient_id=pat.pk, phone="403 555-0199")
    pat.refresh_from_db()
    assert "4035550199" in pat.search


def test_saving_without_a_change_records_nothing() -> None:
    pat = cast.pat()
    change_patient(actor=cast.nora(), patient_id=pat.pk, phone=pat.phone)
    assert not Entry.objects.exists()


def test_the_page_changes_only_what_was_changed_on_it() -> None:
    pat = cast.pat()
    nora = cast.signed_in(cast.nora())
    typed = {"given_names": "Pat", "family_name": "Moreau", "birth_date": "1961-04-23", "language": "fr"}
    kept = {"zone": pat.zone, "email": pat.email, "phone": pat.phone, "email_allowed": "on", "phone_allowed": "on"}
    nora.post(reverse("people:patient_change", args=[pat.pk]), {**typed, **kept, "text_allowed": "on"})
    entry = Entry.objects.get(action="people.patient.changed")
    assert entry.facts["after"] == {"language": "fr"}


def test_opening_the_details_is_recorded() -> None:
    pat = cast.pat()
    cast.signed_in(cast.sam()).get(reverse("people:patient", args=[pat.pk]))
    assert Entry.objects.get(action="record.chart.opened").sentence == "Sam Beaulieu opened the details of Pat Moreau."


def test_a_patient_that_does_not_exist_is_not_found() -> None:
    assert cast.signed_in(cast.sam()).get(reverse("people:patient", args=[404])).status_code == 404


@pytest.mark.parametrize("who", [cast.olive, cast.ada, cast.max_, cast.sam])
def test_only_those_who_may_add_patients_can(who: Any) -> None:
    with pytest.raises(PermissionDenied):
        add_patient(actor=who(), given_names="Robin", family_name="Hall", birth_date=date(1970, 2, 28))
    assert not Patient.objects.exists()
