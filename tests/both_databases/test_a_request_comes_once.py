"""Several requests of one person at the same moment are one request; and one request is decided once."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from django.db import connections

from saphena.clinic.journey.requesting.actions import accept_as_new, decline, take
from saphena.clinic.journey.requesting.models import AppointmentRequest, Telling
from saphena.clinic.messages.models import PromisedMessage
from saphena.clinic.people.models import Patient
from saphena.clinic.record.models import Entry
from saphena.pathway.refused import Refused
from tests import cast
from tests.clinic.journey.requesting.asked import PAT, asked

if TYPE_CHECKING:
    from collections.abc import Callable

AT_ONCE = 8


def at_once(act: Callable[[int], object]) -> list[object]:
    """Eight do it at the same moment; what the clinic refuses is given back."""
    start = threading.Barrier(AT_ONCE)

    def one(number: int) -> object:
        start.wait(timeout=30)
        try:
            return act(number)
        except Refused as no:
            return no
        finally:
            connections.close_all()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(one, range(AT_ONCE)))


@pytest.mark.django_db(transaction=True)
def test_the_same_form_from_every_side_is_one_request_told_once() -> None:
    cast.clinic()
    assert len({request.pk for request in at_once(lambda _n: asked()) if isinstance(request, AppointmentRequest)}) == 1
    assert (AppointmentRequest.objects.count(), Telling.objects.count()) == (1, 1)
    assert PromisedMessage.objects.count() == 1
    assert Entry.objects.filter(action="requesting.request.received").count() == 1


@pytest.mark.django_db(transaction=True)
def test_one_person_who_asks_in_many_ways_has_one_request_and_nothing_is_lost() -> None:
    cast.clinic()

    def ask(number: int) -> AppointmentRequest:
        """Half by the name, half by the mailbox."""
        who = replace(PAT, email="") if number % 2 else PAT
        return asked(who, key=f"form {number}")

    at_once(ask)
    assert AppointmentRequest.objects.count() == 1
    assert Telling.objects.count() == AT_ONCE
    assert Entry.objects.filter(action="requesting.request.received").count() == 1
    assert Entry.objects.filter(action="requesting.request.repeated").count() == AT_ONCE - 1


@pytest.mark.django_db(transaction=True)
def test_eight_who_take_it_are_one() -> None:
    cast.clinic()
    request, nell = asked(), cast.nell()
    done = at_once(lambda _n: take(actor=nell, asked=AppointmentRequest.objects.get(pk=request.pk)))
    assert sum(not isinstance(each, Refused) for each in done) == 1
    assert Entry.objects.filter(action="requesting.request.taken").count() == 1


@pytest.mark.django_db(transaction=True)
def test_accepted_or_declined_and_never_both() -> None:
    cast.clinic()
    request, nell = asked(), cast.nell()

    def decide(number: int) -> object:
        mine = AppointmentRequest.objects.get(pk=request.pk)
        if number % 2:
            return accept_as_new(actor=nell, asked=mine, although_known=True)
        decline(actor=nell, asked=mine, reason="We are full.")
        return None

    done = at_once(decide)
    assert sum(not isinstance(each, Refused) for each in done) == 1
    request.refresh_from_db()
    assert Patient.objects.count() == (1 if request.state == "accepted" else 0)
