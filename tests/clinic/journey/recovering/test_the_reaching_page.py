"""The patient's page about messages: which way, which hours, which language, what not at all."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from saphena.clinic.messages.channels import wishes_of
from saphena.clinic.people.models import Patient
from tests import cast
from tests.clinic.courses.treated import phone_of, token_of

pytestmark = pytest.mark.django_db

KEPT = {
    "email_allowed": "on",
    "text_allowed": "on",
    "phone": "403 555 0142",
    "language": "en",
    "wanted": ["reminders", "questions", "earlier", "moves"],
    "quiet_from": "usual",
    "quiet_until": "usual",
    "prefers": "",
}


@pytest.fixture
def page(settings: Any) -> Any:
    settings.SAPHENA_SMS_URL = "console:"
    cast.clinic()
    pat = cast.pat(phone="403 555 0142")
    token = token_of(pat)
    return phone_of(pat, token), reverse("recovering:own_reaching", args=[token])


def test_what_is_chosen_is_kept_and_shown_again(page: Any) -> None:
    phone, where = page
    chosen = {**KEPT, "wanted": ["questions"], "prefers": "text", "quiet_from": "20:00", "quiet_until": "10:00"}
    assert phone.post(where, chosen).status_code == 302
    wishes = wishes_of(Patient.objects.get())
    assert (wishes.stopped, wishes.prefers, f"{wishes.quiet_from:%H} {wishes.quiet_until:%H}") == (
        ["reminders", "earlier", "moves"],
        "text",
        "20 10",
    )
    told = phone.get(where).content.decode()
    assert "Noted." in told
    assert '<option value="20:00" selected>' in told


def test_the_language_that_is_chosen_is_the_one_from_now_on(page: Any) -> None:
    phone, where = page
    phone.cookies["language"] = "en-ca"
    phone.post(where, {**KEPT, "language": "fr"})
    assert Patient.objects.get().language == "fr"
    assert "Comment vous joindre" in phone.get(where).content.decode()


def test_a_number_that_is_none_is_said_at_its_field_and_the_rest_stays_chosen(page: Any) -> None:
    phone, where = page
    answer = phone.post(where, {**KEPT, "phone": "call me", "language": "fr"})
    assert answer.status_code == 422
    told = answer.content.decode()
    assert "This is no telephone number" in told
    assert 'value="call me"' in told
    assert Patient.objects.get().language == "en"


def test_without_text_messages_nothing_is_asked_about_them_and_nothing_lost(page: Any, settings: Any) -> None:
    settings.SAPHENA_SMS_URL = ""
    phone, where = page
    assert "Text messages" not in phone.get(where).content.decode()
    phone.post(where, {name: value for name, value in KEPT.items() if name not in ("text_allowed", "prefers")})
    assert Patient.objects.get().text_allowed


def test_opening_it_changes_nothing_and_a_stranger_sees_nothing_of_it(page: Any, client: Any) -> None:
    phone, where = page
    phone.get(where)
    assert Patient.objects.get().text_allowed
    told = client.get(where).content.decode()
    assert "0142" not in told
    assert client.post(where, KEPT).status_code == 200  # the door asks for the birth date


def test_staff_see_what_the_patient_has_said(page: Any) -> None:
    phone, where = page
    chosen = {**KEPT, "wanted": ["questions"], "quiet_from": "20:00", "quiet_until": "10:00"}
    phone.post(where, {name: value for name, value in chosen.items() if name != "text_allowed"})
    told = (
        cast.signed_in(cast.nora()).get(reverse("recovering:letters", args=[Patient.objects.get().pk])).content.decode()
    )
    for sentence in (
        "They want no text messages.",
        "They have stopped: Reminders of my dates; An earlier time that has become free; "
        "A question whether my visit may move.",
        "No messages from 20:00 until 10:00, as they wish.",
    ):
        assert sentence in told
