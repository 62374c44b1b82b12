"""A program reads by its token: what is there, a page at a time, and in FHIR's own words why it is not."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from saphena.clinic.exchange.fhir.ids import id_of
from saphena.clinic.exchange.fhir.outcomes import MEDIA
from saphena.clinic.journey.booking.models import Visit
from saphena.clinic.record.models import Entry
from tests import cast
from tests.clinic.courses.treated import at, course
from tests.clinic.diary.house import house
from tests.clinic.exchange.fhir import known
from tests.clinic.exchange.fhir.asking import read, reader, why_not
from tests.clinic.exchange.fhir.checked import checked, valid

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from saphena.clinic.people.models import Patient
    from tests.clinic.exchange.fhir.asking import Json

pytestmark = pytest.mark.django_db

FOUND = {
    "": [14, 15, 15, 16],
    "date=2027-03-15": [15, 15],
    "date=ge2027-03-15&date=le2027-03-15": [15, 15],
    "date=gt2027-03-15": [16],
    "date=lt2027-03-15": [14],
    "date=ne2027-03-15": [14, 16],
    "date=2027-03-14,2027-03-16": [14, 16],
    "date=2027-03": [14, 15, 15, 16],
    "date=2028": [],
    "date=sa2027-03-15T10:00-06:00": [15, 16],
    "date=ge2027-03-15T16:00:00Z": [15, 15, 16],
    "date=ge2027-03-15T18:00:00%2B02:00": [15, 15, 16],
    "date=ge2027-03-15T11:00": [15, 16],
    "status=booked": [14, 15],
    "status=cancelled,noshow": [15, 16],
    "status=http://hl7.org/fhir/appointmentstatus|noshow": [16],
    "status=http://elsewhere.example|noshow": [],
    "status=waitlist": [],
}
"""The days in March on which the visits are that a search finds."""
UNREADABLE = (
    "date=tomorrow",
    "date=2027-02-30",
    "date=9999-12-31",
    "date=9999",
    "date=ap2027",
    "date=",
    "date=2027-03-15T25:00",
    "date=" + ",".join(["2027"] * 1100),
    "&".join(["status=booked"] * 101),
    "status=here",
    "status=",
    "patient=Pat",
    "patient=Practitioner/00000000-0000-4000-8000-000000000001",
    "_count=-1",
    "_count=many",
    "page=2",
    "page=20270315T160000000000-00000000-0000-4000-8000-000000000001",
)
NOT_THERE = {
    "Patient/1": (404, "not-found"),
    "Patient/00000000-0000-4000-8000-000000000001/$everything": (404, "not-found"),
    "Appointment/1": (404, "not-found"),
    "Patient": (404, "not-supported"),
    "Observation/1": (404, "not-supported"),
    "": (404, "not-supported"),
    "metadata?_format=xml": (406, "not-supported"),
}


def visit(starts: str, whose: Patient, state: str = "expected") -> Visit:
    begins = at(starts)
    return Visit.objects.create(
        course=whose.courses.first() or course(whose), patient=whose, kind="procedure", step="procedure", site=house(),
        starts_at=begins, ends_at=begins + timedelta(hours=1), state=state, booked_by="Nell Okafor",
    )  # fmt: skip


def lucie() -> Patient:
    return cast.pat(given_names="Lucie", family_name="Bélanger", language="fr")


def starts(bundle: Json) -> list[str]:
    return [each["resource"]["start"] for each in bundle.get("entry", ()) if each["search"]["mode"] == "match"]


def test_what_this_server_can_do_is_told_to_anybody() -> None:
    told = valid(read(Client().get("/fhir/metadata")))
    assert told["fhirVersion"] == "4.0.1"
    assert {each["type"] for each in told["rest"][0]["resource"]} == {"Appointment", "Patient"}


def test_a_patient_is_read_by_id_and_the_record_says_so() -> None:
    whose = cast.pat(health_number="9 8765")
    told = valid(read(reader()(f"Patient/{id_of(whose)}")))
    assert (told["id"], told["birthDate"]) == (id_of(whose), "1961-04-23")
    assert told["managingOrganization"] == {"type": "Organization", "display": "Bow River Vein Clinic"}
    entry = Entry.objects.latest("pk")
    assert (entry.patient, entry.sentence) == (whose, "Hospital opened the details, by FHIR of Pat Moreau.")
    assert entry.actor_role == "application"


def test_everything_of_a_patient_is_one_bundle_that_refers_to_itself() -> None:
    whose = course().patient
    known.mapped(whose.courses.get())
    bundle = read(reader()(f"Patient/{id_of(whose)}/$everything"))
    found = checked(bundle)
    assert (bundle["type"], bundle["total"]) == ("searchset", len(found))
    assert {"Patient", "DiagnosticReport", "Observation", "CarePlan"} <= {each["resourceType"] for each in found}
    assert Entry.objects.latest("pk").sentence == "Hospital opened everything, by FHIR of Pat Moreau."


def test_visits_are_found_by_day_and_status() -> None:
    pat, other, ask = cast.pat(), lucie(), reader()
    visit("2027-03-14T10:00", pat)
    visit("2027-03-15T10:00", pat)
    visit("2027-03-15T14:00", other, "cancelled")
    visit("2027-03-16T10:00", other, "missed")
    for asked, days in FOUND.items():
        told = read(ask(f"Appointment?{asked}", Prefer="handling=strict"))
        assert [int(each[8:10]) for each in starts(told)] == days, asked
        assert told["total"] == len(days)


def test_a_day_is_a_day_on_the_clinics_clock_also_when_it_has_twenty_three_hours() -> None:
    whose = cast.pat()
    for hour in ("2027-03-13T23:30", "2027-03-14T00:00", "2027-03-14T23:30", "2027-03-15T00:00"):
        visit(hour, whose)
    told = read(reader()("Appointment?date=2027-03-14"))
    assert starts(told) == ["2027-03-14T00:00:00-07:00", "2027-03-14T23:30:00-06:00"]


def test_visits_are_found_by_patient_however_the_patient_is_named() -> None:
    whose, other = cast.pat(), lucie()
    visit("2027-03-15T10:00", whose)
    visit("2027-03-15T14:00", other)
    ask, id = reader(), id_of(other)
    for name in (id, f"Patient/{id}", f"{settings.SAPHENA_URL}/fhir/Patient/{id}"):
        (entry,) = read(ask(f"Appointment?patient={name}"))["entry"]
        assert entry["resource"]["language"] == "fr"
        assert entry["resource"]["participant"][0]["actor"]["reference"] == f"Patient/{id}"
        assert entry["fullUrl"] == f"{settings.SAPHENA_URL}/fhir/Appointment/{entry['resource']['id']}"
        assert read(ask(f"Appointment/{entry['resource']['id']}")) == entry["resource"]
    elsewhere = f"https://elsewhere.example/fhir/Patient/{id}"
    nobody = id_of(Visit.objects.earliest("pk"))
    for name in (elsewhere, nobody):
        assert read(ask(f"Appointment?patient={name}"))["total"] == 0


def test_pages_follow_one_another_and_none_is_shown_twice_or_left_out() -> None:
    whose, other = cast.pat(), lucie()
    for hour in range(8, 13):
        visit(f"2027-03-15T{hour:02}:00", whose)
        visit(f"2027-03-15T{hour:02}:00", other)
    ask, seen, address = reader(), list[str](), "Appointment?date=2027-03-15&_count=4&patient="
    address += f"{id_of(whose)},{id_of(other)}&_nonsense=1"
    pages = 0
    while address:
        told = valid(read(ask(address)))
        seen += [each["resource"]["id"] for each in told["entry"] if each["search"]["mode"] == "match"]
        links = {each["relation"]: each["url"] for each in told["link"]}
        assert "_nonsense" not in str(links)
        assert read(ask(links["self"].partition("/fhir/")[2]))["total"] == told["total"] == 10
        address, pages = links.get("next", "").partition("/fhir/")[2], pages + 1
        visit(f"2027-03-15T07:{pages:02}", cast.pat(given_names=f"Late {pages}"))  # comes in before, meanwhile
    assert pages == 3
    assert seen == [id_of(each) for each in Visit.objects.filter(patient__in=[whose, other])]


def test_nought_asks_how_many_and_a_page_is_never_longer_than_a_hundred() -> None:
    visit("2027-03-15T10:00", cast.pat())
    told = read(reader()("Appointment?_count=0"))
    assert (told["total"], "entry" in told) == (1, False)
    (link,) = read(reader()("Appointment?_count=5000"))["link"]
    assert link["url"].endswith("_count=100")


def test_what_is_not_known_is_named_or_refused_as_the_program_prefers() -> None:
    visit("2027-03-15T10:00", cast.pat())
    ask = reader()
    *found, last = read(ask("Appointment?date=2027-03-15&practitioner=x&_sort=date"))["entry"]
    assert len(found) == 1
    assert last["search"] == {"mode": "outcome"}
    valid(last["resource"])
    assert [each["details"]["text"] for each in last["resource"]["issue"]] == [
        "practitioner was ignored.",
        "_sort was ignored.",
    ]
    issue = why_not(ask("Appointment?practitioner=x", Prefer="return=minimal; handling=strict"), 400)
    assert (issue["code"], issue["expression"]) == ("not-supported", ["practitioner"])
    whose = id_of(Visit.objects.get().patient)
    assert read(ask(f"Patient/{whose}/$everything?_since=2027"))["entry"][-1]["search"] == {"mode": "outcome"}
    assert why_not(ask(f"Patient/{whose}?_summary=true", Prefer="handling=strict"), 400)["expression"] == ["_summary"]


def test_a_filter_that_cannot_be_read_is_refused_and_never_left_out() -> None:
    ask = reader()
    for asked in UNREADABLE:
        issue = why_not(ask(f"Appointment?{asked}"), 400)
        assert (issue["code"], issue["expression"]) == ("value", [asked.partition("=")[0]]), asked


def test_what_is_not_there_is_said_in_an_outcome() -> None:
    ask = reader()
    for address, (status, code) in NOT_THERE.items():
        assert why_not(ask(address), status)["code"] == code, address


def test_nothing_is_written_by_fhir() -> None:
    ask, address = reader(), f"Patient/{id_of(cast.pat())}"
    for method in ("post", "put", "patch", "delete"):
        answer = ask(address, method)
        assert why_not(answer, 405)["code"] == "not-supported"
        assert answer["Allow"] == "GET, HEAD"


def test_whoever_takes_only_xml_is_told_what_there_is() -> None:
    ask = reader()
    assert (
        why_not(ask("metadata", Accept="application/fhir+xml"), 406)["details"]["text"] == f"This is given as {MEDIA}."
    )
    for accept in ("*/*", "application/json", "application/fhir+json; fhirVersion=4.0", "text/html, */*;q=0.1"):
        assert ask("metadata", Accept=accept).status_code == 200
    assert ask("metadata?_format=application/fhir%2Bjson", Accept="application/fhir+xml").status_code == 200


@pytest.mark.parametrize("scope", ["visits.write", "images.read", "images.store"])
def test_no_other_scope_reads_by_fhir(scope: str) -> None:
    whose, ask = cast.pat(), reader(scope)
    for address in (f"Patient/{id_of(whose)}", f"Patient/{id_of(whose)}/$everything", "Appointment", "Appointment/1"):
        assert why_not(ask(address), 403)["code"] == "forbidden"
    assert not Entry.objects.filter(patient=whose).exists()


def test_without_a_token_nothing_opens_and_no_cookie_does() -> None:
    address = f"/fhir/Patient/{id_of(cast.pat())}"
    for client in (Client(), cast.signed_in(cast.priya())):
        answer = client.get(address)
        assert why_not(answer, 401)["code"] == "login"
        assert answer["WWW-Authenticate"] == 'Bearer realm="Saphena"'


def test_each_page_that_is_read_is_in_the_record() -> None:
    ask, whose = reader(), cast.pat()
    visit("2027-03-15T10:00", whose)
    ask("Appointment")
    assert Entry.objects.latest("pk").sentence == "Hospital opened the visits, by FHIR of Pat Moreau."
    visit("2027-03-15T10:00", lucie())
    ask("Appointment")
    assert Entry.objects.latest("pk").sentence == "Hospital read the visits of 2 patients by FHIR."
    before = Entry.objects.count()
    ask("Appointment?date=2031")
    assert Entry.objects.count() == before


def test_more_visits_take_no_more_queries(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    ask = reader()
    for hour in (8, 9):
        visit(f"2027-03-15T{hour:02}:00", cast.pat(given_names=f"Pat {hour}"))
    ask("Appointment")  # writes down that the token is in use
    with CaptureQueriesContext(connection) as first:
        ask("Appointment")
    for hour in range(10, 16):
        visit(f"2027-03-15T{hour}:00", cast.pat(given_names=f"Pat {hour}"))
    with django_assert_num_queries(len(first)):
        assert read(ask("Appointment"))["total"] == 8


def test_no_answer_is_kept_by_a_cache() -> None:
    answer = reader()(f"Patient/{id_of(cast.pat())}")
    assert answer["Cache-Control"] == "no-store, private"
