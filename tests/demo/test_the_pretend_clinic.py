"""The pretend clinic: one patient at each step of the journey, built once, with nobody real in it."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone, translation

from saphena.clinic.courses.models import Course, Happening, ProtocolVersion
from saphena.clinic.design.components import StepState
from saphena.clinic.exchange.dicom.models import Copy
from saphena.clinic.exchange.fhir.bundle import bundle_of
from saphena.clinic.imaging.models import Machine, Study
from saphena.clinic.journey.mapping.models import Examination
from saphena.clinic.journey.mapping.standing import derived_of
from saphena.clinic.journey.mapping.states import State
from saphena.clinic.journey.planning.models import PlannedInjection
from saphena.clinic.journey.treating.models import Injection
from saphena.clinic.messages.models import PromisedMessage
from saphena.clinic.people.applications.models import ApplicationToken
from saphena.clinic.people.models import Clinic, Patient, User
from saphena.clinic.people.roles import STAFF_ROLES
from saphena.clinic.record.models import Entry
from saphena.demo.build import DemoClinic, build
from saphena.demo.guide.steps import steps as guided_steps
from saphena.demo.people import OTHERS, PASSWORD, PAT, STAFF
from saphena.pathway.protocol.library import shipped
from tests.clinic.exchange.fhir.checked import checked
from tests.demo.pretend import JOURNEY, steps, undone

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_django import DjangoDbBlocker

pytestmark = pytest.mark.django_db

TABLES = (User, Patient, ProtocolVersion, Course, Happening, PromisedMessage)


@pytest.fixture(scope="module")
def clinic(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[DemoClinic]:
    """Built once, at the moment at which the tests run."""
    with undone(django_db_blocker):
        yield build()


def test_there_is_a_patient_at_every_step(clinic: DemoClinic) -> None:
    found = set()
    for given in JOURNEY:
        line = steps(given, timezone.now())
        found |= {step.name for step in line if step.state is StepState.OPEN}
    assert found == {"mapping", "planning", "booking", "preparing", "treating", "recovering", "reviewing"}
    done = [step.state is StepState.DONE for step in steps("Helen", timezone.now())]
    assert done == [True] * 8
    assert next(iter(steps("Ada", timezone.now()))).state is StepState.DONE  # has just asked


def test_everybody_of_the_staff_can_sign_in_and_every_role_is_there(clinic: DemoClinic) -> None:
    assert {role for user in User.objects.all() for role in user.held_roles} == set(STAFF_ROLES)
    for each in clinic.sign_ins:
        assert User.objects.get(email=each.email).check_password(each.password)


def test_the_list_is_as_long_as_a_list_is(clinic: DemoClinic) -> None:
    assert Patient.objects.count() == len(JOURNEY) + len(OTHERS) > 25


def test_all_protocols_that_we_ship_are_kept_and_the_leaflet_is_approved(clinic: DemoClinic) -> None:
    assert ProtocolVersion.objects.count() == len(shipped())
    assert [version.key for version in ProtocolVersion.objects.filter(approved_at__isnull=False)] == ["leaflet"]


def test_whoever_is_at_a_step_of_the_journey_leaves_as_valid_fhir(clinic: DemoClinic) -> None:
    kinds: set[str] = set()
    for patient in Patient.objects.filter(given_names__in=(*JOURNEY, "Brendan", "Daniel")):
        kinds |= {each["resourceType"] for each in checked(bundle_of(patient))}
    assert {"Appointment", "AdverseEvent", "CarePlan", "Communication", "Consent", "ImagingStudy", "Procedure"} <= kinds


def test_what_is_planned_and_injected_refluxes_on_the_signed_map(clinic: DemoClinic) -> None:
    """A physician who tries the clinic would ask why a competent vein is closed."""
    looked_at = 0
    for course in Course.objects.filter(patient__given_names__in=JOURNEY):
        maps = Examination.objects.filter(patient=course.patient, state=State.SIGNED)
        legs = [derived_of(each).legs[course.leg] for each in maps if each.covers(course.leg)]
        refluxing = {each.segment.id for leg in legs for each in leg.veins.values() if each.is_incompetent}
        planned = set(PlannedInjection.objects.filter(plan__course=course).values_list("segment", flat=True))
        given = set(Injection.objects.filter(session__course=course).values_list("segment", flat=True))
        assert planned | given <= refluxing, course.patient
        looked_at += bool(planned | given)
    assert looked_at > 5


def test_built_twice_nothing_is_added_but_fresh_links(clinic: DemoClinic) -> None:
    first = clinic
    before = [table.objects.count() for table in TABLES]
    second = build()
    assert [table.objects.count() for table in TABLES] == before
    assert second.sign_ins == first.sign_ins
    assert {page.name for page in second.own_pages} == {page.name for page in first.own_pages}
    assert {page.where for page in second.own_pages}.isdisjoint(page.where for page in first.own_pages)


def test_the_links_open_with_the_birth_dates_that_are_printed(clinic: DemoClinic) -> None:
    for page in clinic.own_pages:
        token = page.where.rstrip("/").rpartition("/")[2]
        answer = Client().post(reverse("people:link_prove", args=[token]), {"birth_date": page.birth_date})
        assert answer.status_code == 302, page.name


def test_everything_was_done_by_somebody_and_is_in_the_record(clinic: DemoClinic) -> None:
    actions = set(Entry.objects.values_list("action", flat=True))
    assert {
        "people.patient.added",
        "courses.protocol.approved",
        "courses.course.opened",
        "courses.event.planned",
        "courses.event.happened",
        "courses.observation.made",
    } <= actions
    assert not Entry.objects.filter(actor_name=str(AnonymousUser())).exists()


def test_images_wait_in_the_tray_a_viewer_has_a_token_and_one_copy_is_to_be_looked_at(clinic: DemoClinic) -> None:
    (study,) = Study.objects.filter(patient=None)
    assert study.said_name.startswith("Park")
    assert [token.scopes for token in ApplicationToken.objects.all()] == [["images.read"]]
    (copy,) = Copy.objects.all()
    assert copy.sha256
    assert not copy.may_leave
    assert Machine.objects.count() == 1


def test_no_address_telephone_or_clinic_is_real(clinic: DemoClinic) -> None:
    addresses = [*User.objects.values_list("email", flat=True), *Patient.objects.values_list("email", flat=True)]
    assert all(address.isascii() and address.endswith(".example") for address in addresses), addresses
    phones = [*Patient.objects.values_list("phone", flat=True), *Clinic.objects.values_list("phone", flat=True)]
    assert all(re.fullmatch(r"\d{3} 555-01\d\d", phone) for phone in phones), phones
    assert PASSWORD not in str(list(Entry.objects.values("facts")))


@pytest.fixture
def opened(clinic: DemoClinic) -> Iterator[DemoClinic]:
    """As the demo is started: with its guide before the staff's door."""
    apps = [*settings.INSTALLED_APPS, "saphena.demo.guide.apps.GuideConfig"]
    with override_settings(INSTALLED_APPS=apps, ROOT_URLCONF="tests.demo.with_guide", SAPHENA_REQUIRE_MFA=False):
        yield clinic


def come_in(client: Client, who: str, where: str = "") -> str:
    answer = client.post("/guide/come-in/", {"who": who, "where": where})
    return str(answer.headers.get("Location", answer.status_code))


def test_a_newcomer_meets_the_guide_first(opened: DemoClinic) -> None:
    assert Client().get("/").headers["Location"] == "/guide/"
    page = unescape(Client().get("/guide/").content.decode())
    for step in guided_steps():
        assert str(step.title) in page
    for name, _email, _roles in STAFF:
        assert name in page


def test_every_button_of_the_staff_opens_a_page_that_they_may_open(opened: DemoClinic) -> None:
    for each in (each for step in guided_steps() for each in step.tries if each.staff):
        client = Client()
        assert come_in(client, each.staff, each.where) == each.where
        assert client.get(each.where).status_code == 200, (each.staff, each.where)


def test_whoever_is_signed_in_becomes_the_next_one_at_once(opened: DemoClinic) -> None:
    client = Client()
    for first_name in ("Nell", "Priya"):
        come_in(client, first_name)
        assert User.objects.get(pk=client.session["_auth_user_id"]).name.startswith(first_name)
    assert client.get("/").headers["Location"] != "/guide/"


def test_a_patients_telephone_asks_for_the_birth_date_and_opens(opened: DemoClinic) -> None:
    client = Client()
    where = client.post("/guide/telephone/", {"who": "Pat"}).headers["Location"]
    assert "birth_date" in client.get(where).content.decode()
    proven = client.post(f"{where}birth-date/", {"birth_date": PAT.born.isoformat()})
    assert proven.status_code == 302


def test_it_makes_nobody_of_anybody_else(opened: DemoClinic) -> None:
    assert come_in(Client(), "Ada") == "404"
    assert Client().post("/guide/telephone/", {"who": "Rosa"}).status_code == 404
    assert come_in(Client(), "Nell", "https://evil.example/") == "/"


def test_a_password_that_was_changed_is_asked_for(opened: DemoClinic) -> None:
    nell = User.objects.get(name="Nell Fraser")
    nell.set_password("something-of-her-own")
    nell.save()
    assert come_in(Client(), "Nell") == "/account/login/"


def test_a_clinic_of_yesterday_says_how_to_have_one_of_now(opened: DemoClinic) -> None:
    assert "--fresh" not in Client().get("/guide/").content.decode()
    User.objects.update(created_at=timezone.now() - timedelta(days=1))
    assert "--fresh" in Client().get("/guide/").content.decode()


def test_it_is_in_french_too(opened: DemoClinic) -> None:
    page = Client().get("/guide/", headers={"accept-language": "fr-CA"})
    with translation.override("en-ca"):
        english = {str(step.about) for step in guided_steps()}
    assert [each for each in english if each in unescape(page.content.decode())] == []


def test_a_real_clinic_has_no_such_page() -> None:
    assert Client().get("/guide/").status_code == 404
    assert Client().post("/guide/come-in/", {"who": "Nell"}).status_code == 404
    assert Client().get("/").headers["Location"].startswith("/account/login/")
