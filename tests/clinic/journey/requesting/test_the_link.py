"""The link of whoever asked: long to read by and silent about what was told, and with the birth date to act by."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from saphena.clinic.journey.requesting.actions import ask_back, decline
from saphena.clinic.journey.requesting.models import RequestLink
from saphena.clinic.record.models import Entry
from tests import cast
from tests.clinic.journey.requesting.asked import NOW, ROBIN, asked, own, proved, token_of

pytestmark = pytest.mark.django_db


def test_it_says_how_far_the_request_is_and_nothing_of_what_was_told() -> None:
    answer = Client().get(own(asked()))
    said = answer.content.decode()
    assert answer.status_code == 200
    assert "We received it on 9 March 2027." in said.replace("\n", " ")
    assert not any(word in said for word in ("Moreau", "Pat", "0142", "pat@", "aches", "1961"))
    assert "no-store" in answer["Cache-Control"]


def test_it_lives_for_months_and_then_says_what_to_do() -> None:
    request = asked()
    token = token_of(request)
    with time_machine.travel(NOW + timedelta(days=300), tick=False):
        assert Client().get(own(request, token=token)).status_code == 200
    with time_machine.travel(NOW + timedelta(days=500), tick=False):
        assert Client().get(own(request, token=token)).status_code == 410
    assert Client().get(reverse("requesting:own", args=["never-was"])).status_code == 410


def test_only_its_hash_is_kept() -> None:
    token = token_of(asked())
    assert token not in str(RequestLink.objects.values())


@pytest.mark.parametrize("act", ["own_answer", "own_phone", "own_withdraw"])
def test_whoever_has_not_said_the_birth_date_acts_in_vain(act: str) -> None:
    request = asked()
    answer = Client().post(own(request, act), {"phone": "403 555-0999", "answer": "Yes."})
    assert answer.status_code == 302
    request.refresh_from_db()
    assert (request.state, request.phone) == ("new", "403 555-0142")


def test_opening_it_changes_nothing_so_a_mail_scanner_may() -> None:
    request = asked()
    entries = Entry.objects.count()
    Client().get(own(request))
    assert Client().get(own(request, "own_withdraw")).status_code == 405
    assert Entry.objects.count() == entries


def test_a_wrong_birth_date_is_said_and_five_are_too_many() -> None:
    request = asked()
    token, phone = token_of(request), Client()
    answers = [phone.post(own(request, "own_prove", token), {"birth_date": "1961-04-24"}) for _try in range(6)]
    assert [answer.status_code for answer in answers] == [422] * 5 + [429]
    right = phone.post(own(request, "own_prove", token), {"birth_date": "1961-04-23"})
    assert right.status_code == 429  # not even looked at
    assert Entry.objects.filter(action="requesting.link.birth_date_wrong").count() == 5


def test_the_telephone_can_be_changed() -> None:
    request = asked()
    token = token_of(request)
    phone = proved(request, token)
    assert phone.post(own(request, "own_phone", token), {"phone": "587 555-0199"}).status_code == 302
    request.refresh_from_db()
    assert request.phone == "587 555-0199"
    assert "5875550199" in request.search
    assert Entry.objects.get(action="requesting.phone.changed").facts["before"] == "403 555-0142"


def test_no_telephone_is_refused_at_its_field() -> None:
    request = asked()
    token = token_of(request)
    answer = proved(request, token).post(own(request, "own_phone", token), {"phone": "later"})
    assert answer.status_code == 422
    assert "area code" in answer.content.decode()
    assert "later" in answer.content.decode()


def test_it_can_be_withdrawn_and_pressing_twice_does_no_harm() -> None:
    request = asked()
    token = token_of(request)
    phone = proved(request, token)
    assert [phone.post(own(request, "own_withdraw", token)).status_code for _press in range(2)] == [302, 302]
    request.refresh_from_db()
    assert request.state == "withdrawn"
    assert Entry.objects.filter(action="requesting.request.withdrawn").count() == 1
    assert "It is withdrawn." in phone.get(own(request, token=token)).content.decode()


def test_the_question_is_answered_here() -> None:
    request = asked()
    ask_back(actor=cast.nell(), asked=request, text="Which side was operated?")
    token = token_of(request)
    assert "Which side" not in Client().get(own(request, token=token)).content.decode()
    phone = proved(request, token)
    assert "Which side was operated?" in phone.get(own(request, token=token)).content.decode()
    assert phone.post(own(request, "own_answer", token), {"answer": "The left."}).status_code == 302
    request.refresh_from_db()
    assert (request.state, request.questions.get().answer) == ("answered", "The left.")


def test_an_answer_that_comes_too_late_is_told_so_and_not_lost() -> None:
    request = asked()
    ask_back(actor=cast.nell(), asked=request, text="Which side?")
    token = token_of(request)
    phone = proved(request, token)
    decline(actor=cast.nell(), asked=request, reason="No answer came.")
    answer = phone.post(own(request, "own_answer", token), {"answer": "The left one."})
    assert answer.status_code == 422
    assert "Somebody was quicker" in answer.content.decode()
    assert "The left one." in answer.content.decode()


def test_what_the_clinic_has_closed_cannot_be_withdrawn() -> None:
    request = asked()
    token = token_of(request)
    phone = proved(request, token)
    decline(actor=cast.nell(), asked=request, reason="No.")
    assert phone.post(own(request, "own_withdraw", token)).status_code == 409
    assert "Withdraw my request" not in phone.get(own(request, token=token)).content.decode()


def test_it_speaks_the_language_that_was_chosen() -> None:
    said = Client().get(own(asked(ROBIN))).content.decode()
    assert "Nous l’avons reçue le 9 mars 2027." in said


def test_a_proof_for_one_request_opens_no_other() -> None:
    mine, other = asked(), asked(ROBIN)
    phone = proved(mine, token_of(mine))
    assert phone.post(own(other, "own_withdraw")).status_code == 302
    other.refresh_from_db()
    assert other.state == "new"
