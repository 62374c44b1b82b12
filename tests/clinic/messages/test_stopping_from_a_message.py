"""A message that is not necessary can be stopped from itself: by a person, by a mail program, by no mail scanner."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from saphena.clinic.messages.actions import promise
from saphena.clinic.messages.composing import compose
from saphena.clinic.messages.mailing import email
from saphena.clinic.messages.models import Wishes
from saphena.clinic.messages.wishes import SIGNER, stop_address
from saphena.clinic.people.models import Patient
from saphena.clinic.record.actors import SAPHENA
from saphena.clinic.record.models import Entry
from tests import cast

pytestmark = pytest.mark.django_db
DUE = datetime(2027, 3, 10, 19, 0, tzinfo=UTC)


@pytest.fixture
def address(settings: Any) -> str:
    settings.SAPHENA_URL = "https://clinic.test"
    cast.clinic()
    message = promise(actor=SAPHENA, patient=cast.pat(), kind="courses.reminder", about="course:1", due_at=DUE)
    return stop_address(message).removeprefix("https://clinic.test")


def stopped() -> list[str]:
    return [name for wishes in Wishes.objects.all() for name in wishes.stopped]


def test_a_scanner_that_opens_the_address_changes_nothing(address: str) -> None:
    answer = Client(enforce_csrf_checks=True).get(address)
    assert answer.status_code == 200
    assert "Reminders of my dates" in answer.content.decode()
    assert stopped() == []


def test_the_page_and_the_address_tell_nothing_of_anybody(address: str) -> None:
    page = Client().get(address).content.decode()
    for word in ("Moreau", "Pat ", "home.test", "course", "vein of", "leg"):
        assert word not in page.partition("<main")[2].partition("</main>")[0]
        assert word not in address


def test_a_mail_programs_own_button_stops_it_without_a_page_of_ours(address: str) -> None:
    """RFC 8058: one POST with this form, without cookies."""
    browser = Client(enforce_csrf_checks=True)
    for _twice in range(2):
        answer = browser.post(address, {"List-Unsubscribe": "One-Click"}, secure=True)
        assert answer.status_code == 200
    assert stopped() == ["reminders"]
    [entry] = Entry.objects.filter(action="messages.topic.stopped")
    assert entry.sentence == (
        "Somebody stopped messages to Pat Moreau by the link in one of them: Reminders of my dates."
    )


def test_it_is_said_in_the_language_of_the_message(address: str) -> None:
    Patient.objects.update(language="fr")
    page = Client().post(address).content.decode()
    assert "Arrêté" in page
    assert 'lang="fr-ca"' in page


@pytest.mark.parametrize("token", ["1", "1:forged", "x", SIGNER.sign("999999"), SIGNER.sign("x")])
def test_an_address_that_is_not_ours_is_no_page(token: str) -> None:
    cast.clinic()
    for method in (Client().get, Client().post):
        assert method(reverse("messages:stop", args=[token])).status_code == 404


def test_the_address_of_a_necessary_message_stops_nothing(address: str) -> None:
    plan = promise(actor=SAPHENA, patient=Patient.objects.get(), kind="courses.plan", about="course:1", due_at=DUE)
    assert stop_address(plan) == ""
    assert Client().post(reverse("messages:stop", args=[SIGNER.sign(str(plan.pk))])).status_code == 404
    assert stopped() == []


def test_the_headers_and_the_foot_of_the_mail_say_how(address: str) -> None:
    reminder = compose(Patient.objects.get().messages.get())
    headers = email(reminder, None).message()
    assert headers["List-Unsubscribe"] == f"<https://clinic.test{address}>"
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert reminder.body.rstrip().endswith(address)
    plan = promise(actor=SAPHENA, patient=Patient.objects.get(), kind="courses.plan", about="course:1", due_at=DUE)
    written = compose(plan)
    assert "List-Unsubscribe" not in email(written, None).message()
    assert "/stop/" not in written.body


def test_without_https_no_mail_program_is_offered_its_button(address: str, settings: Any) -> None:
    settings.SAPHENA_URL = "http://localhost:8000"
    headers = email(compose(Patient.objects.get().messages.get()), None).message()
    assert headers["List-Unsubscribe"].startswith("<http://localhost:8000/")
    assert headers["List-Unsubscribe-Post"] is None
