"""The clinic's own page: one row, and what patients read comes from it."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from saphena.clinic.people.actions import change_clinic
from saphena.clinic.people.models import Clinic
from saphena.clinic.people.queries import the_clinic
from saphena.clinic.record.models import Entry
from saphena.pathway.refused import Refused
from tests import cast

pytestmark = pytest.mark.django_db

TYPED = {
    "name": "Bow River Vein Clinic",
    "phone": "403 555-0100",
    "emergency_number": "911",
    "zone": "America/Edmonton",
    "languages": ["en", "fr"],
    "quiet_from": "20:30",
    "quiet_until": "08:00",
}


def test_a_clinic_is_set_up_by_whoever_manages_it() -> None:
    page = cast.signed_in(cast.max_()).post(reverse("people:clinic"), TYPED, follow=True)
    assert "Bow River Vein Clinic" in page.content.decode()
    assert Entry.objects.get(action="people.clinic.changed").facts["after"]["quiet_from"] == "20:30:00"


def test_before_it_is_set_up_the_pages_work_and_nothing_is_stored() -> None:
    assert the_clinic().name == "Saphena"
    assert cast.signed_in(cast.max_()).get(reverse("people:clinic")).status_code == 200
    assert not Clinic.objects.exists()


def test_there_is_one_clinic() -> None:
    cast.clinic()
    with pytest.raises(IntegrityError), transaction.atomic():
        Clinic.objects.create(pk=2, name="Another")


def test_a_clinic_speaks_some_language() -> None:
    with pytest.raises(Refused) as no:
        change_clinic(actor=cast.max_(), languages=[])
    assert no.value.field == "languages"


def test_a_zone_that_no_machine_knows_is_refused() -> None:
    page = cast.signed_in(cast.max_()).post(reverse("people:clinic"), {**TYPED, "zone": "Bow/River"})
    assert page.status_code == 422
