"""While a request is open, whoever asks again adds to it. The answer is the same, and nobody learns who has asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from saphena.clinic.journey.requesting.actions import decline
from saphena.clinic.journey.requesting.asking import Asker, Who, withdraw
from saphena.clinic.journey.requesting.models import AppointmentRequest, RequestLink, Telling
from saphena.clinic.messages.composing import compose
from saphena.clinic.messages.models import PromisedMessage
from saphena.clinic.record.models import Entry
from saphena.pathway.requesting import Urgency
from tests import cast
from tests.clinic.journey.requesting.asked import NOW, PAT, asked, sent

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(hours=1)
SAME = [
    replace(PAT, phone="587 555-0199"),
    replace(PAT, given_names="  pat ", family_name="MOREAU"),
    replace(PAT, email="other@home.test"),
    replace(PAT, email=""),
    replace(PAT, given_names="Patricia", email="PAT@home.test"),
]
OTHERS = [
    replace(PAT, birth_date=date(1961, 4, 24)),
    replace(PAT, given_names="Robin", email="robin@home.test"),
    replace(PAT, family_name="Moreau-Roy", email=""),
]


@pytest.mark.parametrize("again", SAME)
def test_the_same_person_has_one_request(again: Who) -> None:
    first = asked()
    assert asked(again, key="two", now=LATER) == first
    assert Telling.objects.filter(request=first).count() == 2


@pytest.mark.parametrize("other", OTHERS)
def test_another_person_has_another_request(other: Who) -> None:
    assert asked() != asked(other, key="two")


def test_the_second_can_make_it_more_urgent_and_never_less() -> None:
    asked()
    assert asked(key="two", flags=("breath",)).urgency == Urgency.EMERGENCY
    assert asked(key="three").urgency == Urgency.EMERGENCY
    assert Entry.objects.filter(action="requesting.request.repeated").count() == 2


def test_once_it_is_closed_the_next_is_a_new_one() -> None:
    first = asked()
    withdraw(actor=Asker("Pat Moreau"), asked=first)
    second = asked(key="two")
    assert second != first
    decline(actor=cast.nell(), asked=second, reason="We are full.")
    assert AppointmentRequest.objects.count() == 2
    assert asked(key="three") not in (first, second)


def test_the_link_goes_only_to_the_address_that_the_request_began_with() -> None:
    asked()
    asked(replace(PAT, email="other@home.test"), key="two", now=LATER)
    first, second = PromisedMessage.objects.order_by("due_at")
    assert "/r/" in compose(first).body
    other = compose(second)
    assert other.to == "other@home.test"
    assert "/r/" not in other.body
    assert RequestLink.objects.count() == 1


def test_an_address_given_later_gets_no_link_to_a_request_that_began_without() -> None:
    asked(replace(PAT, email=""))
    asked(key="two", now=LATER)
    assert "/r/" not in compose(PromisedMessage.objects.get()).body


def test_the_pages_answer_is_the_same_for_the_first_and_for_the_second() -> None:
    first, second = sent(), sent(email="other@home.test", words="Again.")
    assert (first.status_code, first["Location"]) == (second.status_code, second["Location"])
    assert AppointmentRequest.objects.count() == 1


def test_the_language_of_the_message_is_that_of_the_one_who_reads_it() -> None:
    asked()
    asked(replace(PAT, email="autre@home.test", language="fr"), key="two", now=LATER)
    assert compose(PromisedMessage.objects.latest("due_at")).subject.endswith("nous avons reçu votre demande")
