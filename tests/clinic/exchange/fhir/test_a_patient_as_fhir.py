"""Everything of one patient as one bundle: valid, whole, and nothing in it that is not kept."""

from __future__ import annotations

import json
from base64 import b64decode
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from saphena.clinic.exchange.fhir.bundle import bundle_of, naming_of
from saphena.clinic.exchange.fhir.reading import with_changes
from saphena.clinic.exchange.fhir.visits import STATUS, appointment, provenances
from saphena.clinic.journey.booking.models import Visit
from saphena.clinic.journey.booking.states import State
from saphena.clinic.journey.planning.models import Consent
from saphena.clinic.journey.treating.models import Injection
from tests import cast
from tests.clinic.courses.treated import at
from tests.clinic.exchange.fhir import known
from tests.clinic.exchange.fhir.checked import checked, valid
from tests.demo.pretend import undone

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_django import DjangoAssertNumQueries, DjangoDbBlocker

    from saphena.clinic.people.models import Patient
    from tests.clinic.exchange.fhir.checked import Json

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def pat(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Patient]:
    """Of whom everything is kept; made once."""
    with undone(django_db_blocker), time_machine.travel(at("2027-03-09T13:10"), tick=False):
        cast.clinic()
        with translation.override("en-ca"):
            patient = known.whole()
        yield patient


@pytest.fixture(scope="module")
def found(pat: Patient) -> list[Json]:
    return checked(bundle_of(pat))


def of(found: list[Json], kind: str, **having: Any) -> list[Json]:
    return [
        each for each in found
        if each["resourceType"] == kind and all(each.get(name) == value for name, value in having.items())
    ]  # fmt: skip


def said(found: list[Json], name: str, place: str) -> Json:
    """The observation of that quantity at that place."""
    (one,) = [
        each
        for each in of(found, "Observation", status="final")
        if each["code"]["coding"][0]["code"] == name and each["bodySite"]["coding"][0]["code"] == place
    ]
    return one


def test_everything_that_has_a_place_in_fhir_is_there_and_valid(found: list[Json]) -> None:
    assert {each["resourceType"] for each in found} == {
        "AdverseEvent", "Appointment", "CarePlan", "Communication", "Consent", "DiagnosticReport", "ImagingStudy",
        "Location", "Medication", "MedicationAdministration", "MedicationStatement", "Observation", "Organization",
        "Patient", "Practitioner", "Procedure", "Provenance",
    }  # fmt: skip
    assert all(each["language"] == "en" and each["text"]["status"] == "generated" for each in found)
    assert [each["id"] for each in of(found, "Patient")] == [found[0]["id"]]


def test_a_measurement_has_its_unit_its_place_and_who_measured_it_how(found: list[Json]) -> None:
    reflux = said(found, "reflux", "left.gsv.thigh.upper")
    assert reflux["valueQuantity"] == {"value": 2.1, "unit": "s", "system": "http://unitsofmeasure.org", "code": "s"}
    assert reflux["bodySite"]["text"] == "left leg, great saphenous vein, upper thigh"
    assert reflux["bodySite"]["coding"][1] == {"system": "http://snomed.info/sct", "code": "414369008"}
    assert reflux["method"]["text"] == "ultrasound, standing, squeezing the calf by hand"
    assert reflux["effectiveDateTime"] == "2027-02-01T14:10:00-07:00"
    assert reflux["performer"][0]["display"] == "Sam Beaulieu"
    diameter = said(found, "diameter", "left.gsv.thigh.upper")
    assert (diameter["valueQuantity"]["value"], diameter["valueQuantity"]["code"]) == (7.2, "mm")
    assert said(found, "state", "right.ssv.upper")["valueCodeableConcept"] == {"text": "competent"}
    ruled = said(found, "ruled", "left.popv.upper")
    assert (ruled["performer"][0]["display"], ruled["note"]) == ("Priya Raman", [{"text": "Two windows <both> clear"}])
    assert said(found, "ceap", "left")["valueString"].startswith("C?, E?, As, Pr")


def test_a_signed_map_names_its_measurements_and_what_was_added(found: list[Json]) -> None:
    (signed,) = of(found, "DiagnosticReport", status="appended")
    assert {each["reference"] for each in signed["result"]} == {
        f"urn:uuid:{each['id']}" for each in of(found, "Observation") if each["effectiveDateTime"].startswith("2027-02")
    }
    assert "axial reflux" in signed["conclusion"]
    assert signed["conclusion"].endswith("A <b>bold</b> & “quoted” word")
    assert signed["resultsInterpreter"][0]["display"] == "Priya Raman"
    (open_one,) = of(found, "DiagnosticReport", status="preliminary")
    assert not open_one.keys() & {"conclusion", "issued", "resultsInterpreter", "result"}


def test_what_was_taken_back_was_never_given(found: list[Json]) -> None:
    (back,) = of(found, "MedicationAdministration", status="entered-in-error")
    assert back["note"] == [{"text": "Never given"}]
    session = next(each for each in of(found, "Procedure") if "performedPeriod" in each)
    assert [each["coding"][0]["code"] for each in session["bodySite"]] == ["left.gsv.thigh.upper", "left.tr.calf.inner"]
    given = of(found, "MedicationAdministration", partOf=back["partOf"])
    assert len(given) == Injection.objects.count() == 3


def test_foam_is_as_strong_as_what_was_in_the_syringe(found: list[Json]) -> None:
    strong = {
        each["code"]["text"]: each["ingredient"][0]["strength"]["numerator"]["value"]
        for each in of(found, "Medication")
    }
    assert strong == {"Aethoxysklerol 1 %, foam 1+4": 2, "Aethoxysklerol 3 %, liquid": 30}
    (dose,) = of(found, "MedicationAdministration", effectiveDateTime="2027-03-09T12:30:00-07:00")
    assert (dose["dosage"]["dose"]["value"], dose["dosage"]["dose"]["code"]) == (2, "mL")


def test_a_visit_tells_every_change_of_it(found: list[Json]) -> None:
    (cancelled,) = of(found, "Appointment", status="cancelled")
    (stands,) = of(found, "Appointment", status="booked")
    assert cancelled["cancelationReason"] == {"text": "Broken leg & cast"}
    assert (stands["start"], stands["end"]) == ("2027-03-17T10:00:00-06:00", "2027-03-17T11:10:00-06:00")

    def changes(of_one: Json) -> list[tuple[str, str]]:
        here = [{"reference": f"urn:uuid:{of_one['id']}", "type": "Appointment"}]
        rows = of(found, "Provenance", target=here)
        return [(row["activity"]["text"], row["activity"].get("coding", [{}])[0].get("code", "")) for row in rows]

    assert changes(cancelled) == [("booked", "booked"), ("cancelled", "cancelled")]
    assert changes(stands) == [("booked", "booked"), ("moved", "")]


def test_what_a_patient_changed_by_the_link_is_the_patients(pat: Patient) -> None:
    first = with_changes(Visit.objects.filter(patient=pat)).earliest("pk")
    change = first.changes.all()[0]
    change.by_role, change.account = "patient", None
    own, desk = (valid(each)["agent"][0]["who"] for each in provenances(naming_of(pat), first))
    assert (own["type"], desk["display"]) == ("Patient", "Nell Okafor")


def test_every_state_of_a_visit_has_its_status(pat: Patient) -> None:
    first = with_changes(Visit.objects.filter(patient=pat)).earliest("pk")
    for state in State:
        first.state = state.value
        told = valid(appointment(naming_of(pat), first))
        assert told["status"] == STATUS[state]
        assert ("cancelationReason" in told) == (state is State.CANCELLED)


def test_a_consent_holds_its_very_words_and_is_over_once_withdrawn(found: list[Json]) -> None:
    over, stands = of(found, "Consent")
    assert (over["status"], stands["status"]) == ("inactive", "active")
    assert "end" in over["provision"]["period"]
    assert "end" not in stands["provision"]["period"]
    assert b64decode(stands["sourceAttachment"]["data"]).decode() == Consent.objects.latest("pk").shown


def test_the_plan_says_what_is_over_what_holds_and_what_is_to_come(found: list[Json]) -> None:
    (plan,) = of(found, "CarePlan")
    lines = {each["detail"]["description"]: each["detail"] for each in plan["activity"]}
    bandage = next(each for words, each in lines.items() if words.startswith("Leave the bandage on"))
    assert (bandage["status"], bandage["scheduledPeriod"]["start"]) == ("in-progress", "2027-03-09T12:40:00-07:00")
    assert {each["status"] for each in lines.values()} == {"unknown", "in-progress", "scheduled"}
    assert any(each.get("doNotPerform") for each in lines.values())


def test_images_are_told_by_their_own_numbers(found: list[Json], pat: Patient) -> None:
    (study,) = of(found, "ImagingStudy")
    row = pat.studies.get()
    assert study["identifier"][0] == {"system": "urn:dicom:uid", "value": f"urn:oid:{row.uid}"}
    assert study["series"][0]["instance"][0]["uid"] == row.instances.get().uid
    assert study["modality"][0]["code"] == "US"


def test_no_number_of_a_row_and_no_address_of_staff_leaves(pat: Patient) -> None:
    bundle = bundle_of(pat)
    assert {UUID(each["resource"]["id"]).version for each in bundle["entry"]} == {8}
    assert "@clinic.test" not in json.dumps(bundle)


def test_it_is_called_the_same_each_time(pat: Patient) -> None:
    first, second = ([each["fullUrl"] for each in bundle_of(pat)["entry"]] for _time in range(2))
    assert first == second


def test_nothing_of_anybody_else_is_in_it(pat: Patient, found: list[Json]) -> None:
    other = cast.pat(given_names="Lucie", family_name="Bélanger")
    known.mapped(known.treatable_for(other))
    theirs = checked(bundle_of(other))
    shared = {each["id"] for each in theirs} & {each["id"] for each in checked(bundle_of(pat))}
    assert {each["resourceType"] for each in theirs if each["id"] in shared} == {"Organization", "Practitioner"}
    assert "Bélanger" not in json.dumps(bundle_of(pat), ensure_ascii=False)


def test_what_is_not_known_is_left_out(db: None) -> None:
    patient = cast.pat(email="", phone="  ", given_names="", language="fr")
    first, *rest = checked(bundle_of(patient))
    assert not first.keys() & {"telecom", "identifier", "address", "gender"}
    assert first["name"][0] == {"use": "official", "text": "Moreau", "family": "Moreau"}
    assert [each["resourceType"] for each in rest] == ["Organization"]


def test_sex_at_birth_is_no_gender(db: None) -> None:
    found = checked(bundle_of(cast.pat(sex_at_birth="intersex")))
    (told,) = of(found, "Observation")
    assert told["valueCodeableConcept"] == {"text": "intersex"}
    assert "gender" not in found[0]


def test_whoever_reads_french_has_it_in_french(pat: Patient) -> None:
    pat.language = "fr"
    found = checked(bundle_of(pat))
    pat.language = "en"
    assert {each["language"] for each in found} == {"fr"}
    reflux = said(found, "reflux", "left.gsv.thigh.upper")
    assert reflux["bodySite"]["text"] == "jambe gauche, grande veine saphène, haut de la cuisse"
    assert "jambe gauche, grande veine saphène, haut de la cuisse\N{NO-BREAK SPACE}: reflux" in reflux["text"]["div"]
    assert [each["outcome"]["text"] for each in of(found, "Procedure") if "outcome" in each] == ["tolérée"]
    assert [each for each in of(found, "Procedure") if "par une aiguille" in each["code"]["text"]]
    seats = [who for each in of(found, "Appointment") for who in each["participant"] if "type" in who]
    roles = {who["type"][0]["text"] for who in seats}
    assert "médecin" in roles
    assert not {"physician", "room", "scanner"} & roles
    changes = of(found, "Provenance")
    assert not [each for each in changes if "cancelled" in each["text"]["div"]]
    assert {each["agent"][0]["role"][0]["text"] for each in changes} == {"réceptionniste"}


def test_more_rows_take_no_more_queries(pat: Patient, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with CaptureQueriesContext(connection) as first:
        bundle_of(pat)
    assert len(first) == 28
    other = known.treatable_for(pat, "right")
    known.mapped(other)
    known.visits(other, day=22)
    known.told(pat, "2")
    with django_assert_num_queries(len(first)):
        bundle_of(pat)
