"""All that is kept about one person leaves in one file, and nothing of anybody else."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from saphena.clinic.exchange.person.gathering import tables
from saphena.clinic.exchange.person.packing import take_copy
from saphena.clinic.imaging.keeping import path_of
from saphena.clinic.people.links import make_link
from saphena.clinic.people.models import PatientLink
from saphena.clinic.record.models import Entry
from tests import cast
from tests.clinic.imaging.received import section_of
from tests.clinic.journey.treating.couch import injected

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_django import DjangoAssertNumQueries

    from saphena.clinic.people.models import Patient

WHY = "her own request of 3 May"


@pytest.fixture(autouse=True)
def images(db: None, settings: Any, tmp_path: Path) -> None:
    settings.SAPHENA_IMAGES = tmp_path / "images"


def taken(patient: Patient) -> zipfile.ZipFile:
    page = cast.signed_in(cast.priya()).post(reverse("exchange_person:copy", args=[patient.pk]), {"reason": WHY})
    assert page.status_code == 200
    assert "Moreau" not in page["Content-Disposition"]
    return zipfile.ZipFile(io.BytesIO(b"".join(page.streaming_content)))  # type: ignore[attr-defined]


def test_rows_however_far_from_the_patient_and_images_are_in_it() -> None:
    session = injected()
    patient = session.course.patient
    image, _made = section_of(patient)
    pack = taken(patient)
    told = json.loads(pack.read("everything.json"))
    (injection,) = told["treating.injection"]
    assert (injection["segment"], injection["volume"]) == ("gsv.thigh.upper", "2.00")
    assert told["people.patient"][0]["family_name"] == "Moreau"
    assert pack.read(f"images/{image.study_id}/{image.pk}.dcm") == path_of(image).read_bytes()
    read = pack.read("everything.html").decode()
    assert "Moreau" in read
    assert "took away a copy of everything" in read  # the copy knows of itself
    assert WHY in read


def test_other_systems_of_health_care_can_read_it_too() -> None:
    session = injected()
    bundle = json.loads(taken(session.course.patient).read("fhir.json"))
    assert (bundle["resourceType"], bundle["type"]) == ("Bundle", "collection")
    found = [entry["resource"] for entry in bundle["entry"]]
    assert (found[0]["resourceType"], found[0]["name"][0]["family"]) == ("Patient", "Moreau")
    assert "MedicationAdministration" in {each["resourceType"] for each in found}


def test_nothing_of_anybody_else_is_in_it() -> None:
    session = injected()
    other = cast.pat(given_names="Lucie", family_name="Bélanger", birth_date=date(1962, 7, 14))
    image, _made = section_of(other)
    pack = taken(session.course.patient)
    assert not [name for name in pack.namelist() if name.startswith("images/")]
    assert not [name for name in pack.namelist() if "Bélanger" in pack.read(name).decode()]
    assert image.uid not in pack.read("everything.json").decode()


def test_what_a_link_is_known_by_stays_here() -> None:
    patient = cast.pat()
    make_link(actor=cast.nell(), patient=patient)
    pack = taken(patient)
    assert json.loads(pack.read("everything.json"))["people.patientlink"]
    for name in pack.namelist():
        assert PatientLink.objects.get().token_hash not in pack.read(name).decode()


def test_a_file_that_is_not_at_its_place_is_named_and_the_rest_is_there() -> None:
    patient = cast.pat()
    image, _made = section_of(patient)
    path_of(image).unlink()
    pack = taken(patient)
    name = f"images/{image.study_id}/{image.pk}.dcm"
    assert json.loads(pack.read("everything.json"))["missing"] == [name]
    assert name in pack.read("everything.html").decode()


def test_it_stands_in_the_record_with_its_reason() -> None:
    patient = cast.pat()
    taken(patient)
    entry = Entry.objects.get(action="exchange.person.copied")
    assert entry.patient == patient
    assert WHY in entry.sentence


def test_without_a_reason_nothing_leaves() -> None:
    patient, browser = cast.pat(), cast.signed_in(cast.priya())
    where = reverse("exchange_person:copy", args=[patient.pk])
    assert "A copy of everything" in browser.get(where).text
    answer = browser.post(where, {"reason": "  "})
    assert answer.status_code == 422
    assert not Entry.objects.filter(action="exchange.person.copied").exists()


def test_only_a_physician_and_the_manager_are_led_there() -> None:
    patient = cast.pat()
    where, details = (reverse(name, args=[patient.pk]) for name in ("exchange_person:copy", "people:patient"))
    assert where in cast.signed_in(cast.priya()).get(details).text
    assert where not in cast.signed_in(cast.nell()).get(details).text
    assert cast.signed_in(cast.nell()).get(where).status_code == 403


def test_tables_far_from_the_patient_are_found() -> None:
    far = {"treating.injectionvoid", "recovering.legphoto", "mapping.measurement", "booking.timedoffer", "record.entry"}
    assert far <= {table.name for table in tables()}
    assert not {"stock.lot", "people.user", "diary.site"} & {table.name for table in tables()}


def test_more_rows_take_no_more_queries(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    patient, priya = cast.pat(), cast.priya()
    make_link(actor=cast.nell(), patient=patient)
    with CaptureQueriesContext(connection) as first:
        take_copy(actor=priya, patient=patient, reason=WHY).close()
    for _each in range(3):
        make_link(actor=cast.nell(), patient=patient)
    with django_assert_num_queries(len(first)):
        take_copy(actor=priya, patient=patient, reason=WHY).close()
