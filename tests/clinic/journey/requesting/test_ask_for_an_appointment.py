"""Asking: kept as it was told, weighed, recorded, confirmed; and the same form sent twice is one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from saphena.clinic.journey.requesting.asking import Asker, ask
from saphena.clinic.journey.requesting.models import AppointmentRequest, Telling
from saphena.clinic.messages.models import PromisedMessage
from saphena.clinic.record.actors import NOBODY_KNOWN
from saphena.clinic.record.models import Entry
from saphena.pathway.refused import Refused
from saphena.pathway.requesting import Urgency
from tests import cast
from tests.clinic.journey.requesting.asked import NOW, PAT, TOLD, asked

pytestmark = pytest.mark.django_db


def test_what_was_told_is_kept_and_weighed() -> None:
    request = asked(flags=("swelling",), screening=("clot",))
    told = Telling.objects.get()
    assert (request.urgency, told.reasons) == (Urgency.TODAY, ["swelling", "clot"])
    assert told.answers["words"] == "It aches."
    assert (str(request), request.state, request.received_at) == ("Pat Moreau", "new", NOW)


def test_it_stands_in_the_record() -> None:
    request = asked()
    entry = Entry.objects.get(action="requesting.request.received")
    assert entry.sentence == f"Pat Moreau asked for an appointment (request {request.pk}, routine)."
    assert entry.actor_role == "asks for an appointment"


def test_it_is_confirmed_by_e_mail_at_once() -> None:
    request = asked()
    message = PromisedMessage.objects.get()
    assert (message.kind, message.patient, message.email) == ("requesting.received", None, "pat@home.test")
    assert (message.about, message.due_at) == (f"request:{request.pk}", NOW)


def test_without_an_address_nothing_is_promised() -> None:
    asked(replace(PAT, email=""))
    assert not PromisedMessage.objects.exists()


def test_the_same_form_sent_twice_is_one_telling() -> None:
    assert asked() == asked()
    assert (AppointmentRequest.objects.count(), Telling.objects.count(), PromisedMessage.objects.count()) == (1, 1, 1)


def test_the_same_form_with_something_changed_is_not_lost() -> None:
    asked()
    asked(legs=("left", "right"))
    assert (AppointmentRequest.objects.count(), Telling.objects.count()) == (1, 2)


def test_what_a_request_cannot_hold_is_refused_by_the_action_too() -> None:
    with pytest.raises(Refused, match="which leg") as no:
        asked(legs=())
    assert no.value.field == "legs"
    assert not AppointmentRequest.objects.exists()


@pytest.mark.parametrize(
    "who", [cast.nell, cast.olive, cast.pat, lambda: NOBODY_KNOWN], ids=["Nell", "Olive", "Pat", "nobody"]
)
def test_only_somebody_who_asks_may_ask(who: object) -> None:
    with pytest.raises(PermissionDenied):
        ask(actor=who(), who=PAT, told=TOLD, form_key="x", now=NOW)  # type: ignore[operator]  # each makes an actor


def test_somebody_who_asks_may_do_nothing_else() -> None:
    asker = Asker("Pat Moreau")
    assert asker.may("requesting.ask")
    assert not asker.may("requesting.ask", cast.pat())
    assert not any(asker.may(name) for name in ("people.own_pages", "courses.say_home", "requesting.triage"))


def test_what_was_told_cannot_be_changed_afterwards() -> None:
    asked()
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        Telling.objects.update(phone="0")


def test_names_of_any_script_can_ask() -> None:
    request = asked(replace(PAT, given_names="Ґанна", family_name="李"))
    assert str(request) == "Ґанна 李"
    assert asked(replace(PAT, given_names="ґанна", family_name="李", email=""), key="two") == request
    assert request.birth_date == date(1961, 4, 23)
