"""A patient comes in by a link and their birth date, without an account."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from saphena.clinic.messages.models import PromisedMessage
from saphena.clinic.people.links import address_of, make_link, withdraw_links
from saphena.clinic.people.models import Patient, PatientLink, TokenBucket
from saphena.clinic.record.actors import SAPHENA
from saphena.clinic.record.models import Entry
from tests import cast

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.django_db

NOW = datetime(2027, 3, 9, 17, 0, tzinfo=UTC)
RIGHT = {"birth_date": "1961-04-23"}
WRONG = {"birth_date": "1961-04-24"}


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        cast.clinic()
        yield traveller


@pytest.fixture
def pat() -> Patient:
    return cast.pat()


@pytest.fixture
def token(pat: Patient) -> str:
    return make_link(actor=SAPHENA, patient=pat)


def page(token: str, name: str = "link") -> str:
    return reverse(f"people:{name}", args=[token])


def proved(token: str) -> Client:
    phone = Client()
    phone.post(page(token, "link_prove"), RIGHT)
    return phone


def test_before_the_birth_date_nothing_personal_is_shown(token: str) -> None:
    answer = Client().get(page(token))
    assert answer.status_code == 200
    assert "date of birth" in answer.content.decode()
    for personal in ("Pat", "Moreau", "1961", "pat@home.test", "555-0142"):
        assert personal not in answer.content.decode()


def test_the_birth_date_opens_the_page_and_this_device_is_remembered(token: str) -> None:
    phone = proved(token)
    assert phone.get(page(token), follow=True).status_code == 200
    assert "Show my page" not in phone.get(page(token), follow=True).content.decode()
    assert "Show my page" in Client().get(page(token)).content.decode()


def test_the_device_is_remembered_for_a_limited_time(token: str, clock: time_machine.Traveller) -> None:
    phone = proved(token)
    clock.shift(timedelta(days=7, minutes=1))
    assert "Show my page" in phone.get(page(token)).content.decode()


def test_mail_scanners_that_open_a_link_change_nothing(token: str) -> None:
    before = Entry.objects.count()
    for _visit in range(30):
        assert Client().get(page(token)).status_code == 200
        assert Client().head(page(token)).status_code == 200
    assert Entry.objects.count() == before
    assert not TokenBucket.objects.exists()
    assert not Session.objects.exists()
    assert "Show my page" in Client().get(page(token)).content.decode()


@pytest.mark.parametrize("name", ["link_prove", "link_new", "link_leave"])
def test_what_acts_does_not_answer_to_a_look(token: str, name: str) -> None:
    assert Client().get(page(token, name)).status_code == 405


def test_a_wrong_birth_date_says_so_and_shows_nothing(token: str) -> None:
    answer = Client().post(page(token, "link_prove"), WRONG)
    assert answer.status_code == 422
    assert "not the date of birth that the clinic has" in answer.content.decode()
    assert "Moreau" not in answer.content.decode()


def test_what_is_no_date_is_no_try(token: str) -> None:
    for _again in range(10):
        assert (
            "This is not a date" in Client().post(page(token, "link_prove"), {"birth_date": "31/31"}).content.decode()
        )
    assert proved(token).get(page(token), follow=True).status_code == 200


def test_five_wrong_birth_dates_lock_the_link_even_for_the_right_one(token: str) -> None:
    answers = [Client().post(page(token, "link_prove"), WRONG).status_code for _try in range(5)]
    assert answers == [422, 422, 422, 422, 429]
    locked = Client().post(page(token, "link_prove"), RIGHT)
    assert locked.status_code == 429
    assert "locked for a while" in locked.content.decode()
    assert "403 555-0100" in locked.content.decode()
    assert Entry.objects.filter(action="people.link.locked").count() == 1


def test_the_lock_opens_by_itself(token: str, clock: time_machine.Traveller) -> None:
    for _try in range(5):
        Client().post(page(token, "link_prove"), WRONG)
    clock.shift(timedelta(hours=1))
    assert Client().post(page(token, "link_prove"), RIGHT).status_code == 302


def test_a_right_birth_date_gives_the_tries_back(token: str) -> None:
    for _round in range(3):
        for _try in range(4):
            Client().post(page(token, "link_prove"), WRONG)
        assert Client().post(page(token, "link_prove"), RIGHT).status_code == 302


def test_one_link_locked_leaves_the_others_open(token: str) -> None:
    other = make_link(actor=SAPHENA, patient=cast.pat(given_names="Robin"))
    for _try in range(5):
        Client().post(page(token, "link_prove"), WRONG)
    assert Client().post(page(other, "link_prove"), RIGHT).status_code == 302


def test_one_address_cannot_try_many_links() -> None:
    tokens = [make_link(actor=SAPHENA, patient=cast.pat(given_names=f"Pat {n}")) for n in range(8)]
    answers = [Client().post(page(token, "link_prove"), WRONG).status_code for token in tokens for _try in range(4)]
    assert answers[29] == 422
    assert answers[30] == 429


def test_a_link_is_read_for_400_days_and_then_ends(token: str, clock: time_machine.Traveller) -> None:
    clock.shift(timedelta(days=399))
    assert Client().get(page(token)).status_code == 200
    clock.shift(timedelta(days=2))
    ended = Client().get(page(token))
    assert ended.status_code == 410
    assert "403 555-0100" in ended.content.decode()
    assert "Send me a new link" in ended.content.decode()


def test_a_withdrawn_link_ends_at_once_even_where_it_was_remembered(pat: Patient, token: str) -> None:
    phone = proved(token)
    withdraw_links(actor=cast.nora(), patient=pat)
    assert phone.get(page(token)).status_code == 410
    assert Client().post(page(token, "link_prove"), RIGHT).status_code == 410


def test_a_link_that_ended_and_one_that_never_was_look_the_same(pat: Patient, token: str) -> None:
    withdraw_links(actor=cast.nora(), patient=pat)

    def shown(token: str, answer_to: str) -> str:
        browser = Client()
        answer = browser.post(page(token, answer_to)) if answer_to == "link_new" else browser.get(page(token))
        text = answer.content.decode().replace(token, "TOKEN")
        return f"{answer.status_code} {without_csrf(text)}"

    for answer_to in ("link", "link_new"):
        assert shown(token, answer_to) == shown("never-was", answer_to)


def without_csrf(text: str) -> str:
    return "\n".join(line for line in text.splitlines() if "csrfmiddlewaretoken" not in line)


def test_asking_for_a_new_link_promises_one_to_the_address_on_file(pat: Patient, token: str) -> None:
    withdraw_links(actor=cast.nora(), patient=pat)
    answer = Client().post(page(token, "link_new"))
    assert "pat@home.test" not in answer.content.decode()
    promised = PromisedMessage.objects.get()
    assert (promised.patient, promised.kind, promised.due_at) == (pat, "people.new_link", NOW)


def test_asking_again_and_again_promises_only_a_few(pat: Patient, token: str, clock: time_machine.Traveller) -> None:
    for _again in range(9):
        clock.shift(timedelta(seconds=1))
        Client().post(page(token, "link_new"))
    assert PromisedMessage.objects.count() == 3


def test_without_an_address_asking_looks_the_same_and_promises_nothing() -> None:
    token = make_link(actor=SAPHENA, patient=cast.pat(email=""))
    assert Client().post(page(token, "link_new")).status_code == 200
    assert not PromisedMessage.objects.exists()


def test_the_token_is_kept_nowhere(token: str) -> None:
    link = PatientLink.objects.get()
    assert token not in (link.token_hash, str(link))
    assert len(token) >= 43
    assert all(token not in str(entry.facts) for entry in Entry.objects.all())


def test_nothing_but_the_token_stands_in_the_address(pat: Patient, token: str) -> None:
    address = address_of(token)
    assert address == f"http://localhost:8000/p/{token}/"


def test_opening_by_link_is_recorded_as_the_patients_own_act(token: str) -> None:
    proved(token)
    entry = Entry.objects.get(action="people.link.proved")
    assert (entry.actor_name, entry.actor_role, entry.actor_id) == ("Pat Moreau", "patient", None)


def test_whoever_leaves_is_asked_again(token: str) -> None:
    phone = proved(token)
    phone.post(page(token, "link_leave"))
    assert "Show my page" in phone.get(page(token)).content.decode()


@pytest.mark.parametrize("elsewhere", ["https://evil.test/", "//evil.test/", "/patients/", "/p/another/"])
def test_after_the_birth_date_one_stays_within_the_link(token: str, elsewhere: str) -> None:
    answer = Client().post(page(token, "link_prove"), {**RIGHT, "next": elsewhere})
    assert answer["Location"] == page(token)


def test_after_the_birth_date_one_is_where_one_wanted_to_go(token: str) -> None:
    answer = Client().post(page(token, "link_prove"), {**RIGHT, "next": page(token) + "plan/"})
    assert answer["Location"] == page(token) + "plan/"


def test_a_french_speaking_patient_is_spoken_to_in_french() -> None:
    token = make_link(actor=SAPHENA, patient=cast.pat(language="fr"))
    answer = Client(headers={"Accept-Language": "en-CA"}).get(page(token))
    assert "date de naissance" in answer.content.decode()
    assert '<html lang="fr-ca">' in answer.content.decode()
    assert answer["Content-Language"] == "fr-ca"


def test_whoever_chose_a_language_on_this_device_keeps_it() -> None:
    token = make_link(actor=SAPHENA, patient=cast.pat(language="fr"))
    phone = Client()
    phone.post(reverse("set_language"), {"language": "en-ca", "next": "/"})
    assert "Your page" in phone.get(page(token)).content.decode()


def test_no_cache_and_no_search_engine_keeps_the_page(token: str) -> None:
    answer = Client().get(page(token))
    assert "no-store" in answer["Cache-Control"]
    assert "noindex" in answer["X-Robots-Tag"]
    assert answer["Referrer-Policy"] == "same-origin"


def test_a_link_does_not_open_the_pages_of_the_staff(token: str) -> None:
    phone = proved(token)
    assert phone.get(reverse("people:patients")).status_code == 302


def test_using_a_link_does_not_lengthen_the_session_of_staff(token: str) -> None:
    nell = cast.signed_in(cast.nell())
    before = nell.session.get_expiry_age()
    nell.post(page(token, "link_prove"), RIGHT)
    assert nell.session.get_expiry_age() <= before


def test_staff_send_and_withdraw_links_from_the_details(pat: Patient) -> None:
    nora = cast.signed_in(cast.nora())
    nora.post(reverse("people:link_send", args=[pat.pk]))
    assert PromisedMessage.objects.get().kind == "people.link"
    make_link(actor=cast.nora(), patient=pat)
    nora.post(reverse("people:links_withdraw", args=[pat.pk]))
    assert not PatientLink.objects.filter(withdrawn_at=None).exists()


def test_a_link_cannot_be_sent_without_an_address() -> None:
    nowhere = cast.pat(email="")
    answer = cast.signed_in(cast.nora()).post(reverse("people:link_send", args=[nowhere.pk]))
    assert answer.status_code == 409
    assert "no e-mail address" in answer.content.decode()
    assert not Entry.objects.filter(action="people.link.sending_asked").exists()


def test_the_birth_date_is_given_as_day_month_and_year(token: str) -> None:
    parts = {"birth_date_day": "23", "birth_date_month": "4", "birth_date_year": "1961"}
    assert Client().post(page(token, "link_prove"), parts).status_code == 302


def test_what_was_typed_of_a_birth_date_stays_when_it_is_no_date(token: str) -> None:
    parts = {"birth_date_day": "31", "birth_date_month": "4", "birth_date_year": "61"}
    shown = Client().post(page(token, "link_prove"), parts).content.decode()
    assert "the year with four digits" in shown
    assert 'value="31"' in shown
    assert 'value="61"' in shown
    assert '<option value="4" selected>April</option>' in shown


def test_no_birth_date_at_all_is_asked_for_again(token: str) -> None:
    assert "Please give your date of birth." in Client().post(page(token, "link_prove"), {}).content.decode()
