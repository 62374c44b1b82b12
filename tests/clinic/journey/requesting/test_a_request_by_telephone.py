"""A request by telephone: the desk asks the same questions and goes on from there."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from saphena.clinic.journey.requesting.models import AppointmentRequest, Telling
from saphena.clinic.people.trying import APPOINTMENTS_FROM_ONE_ADDRESS
from saphena.clinic.record.models import Entry
from tests import cast
from tests.clinic.journey.requesting.asked import FORM, key

pytestmark = pytest.mark.django_db
HERE = "/desk/write-down/"


def form(**change: Any) -> dict[str, Any]:
    return {"form_key": key(), **FORM, **change}


def test_the_desk_writes_it_down_and_goes_on_with_it() -> None:
    nell = cast.signed_in(cast.nell())
    assert HERE in nell.get(reverse("requesting:desk")).content.decode()
    answer = nell.post(HERE, form())
    asked = AppointmentRequest.objects.get()
    assert answer["Location"] == reverse("requesting:one", args=[asked.pk])
    assert "Accept" in nell.get(answer["Location"]).content.decode()


def test_the_record_says_who_asked_and_who_wrote_it_down() -> None:
    same, nell = form(), cast.signed_in(cast.nell())
    for _click in range(2):
        nell.post(HERE, same)
    told = Entry.objects.filter(action__startswith="requesting.request.").order_by("pk")
    assert [(entry.action.rpartition(".")[2], entry.actor_name) for entry in told] == [
        ("received", "Pat Moreau"),
        ("written_down", "Nell Okafor"),
    ]
    assert Telling.objects.count() == 1


def test_a_red_flag_and_what_is_missing_stand_above_what_was_typed() -> None:
    nell = cast.signed_in(cast.nell())
    answer = nell.post(HERE, form(phone="", today=["swelling"], words="Thick since yesterday."))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert page.index("This should be looked at today") < page.index('href="#id_phone"') < page.index("Thick since")


def test_a_busy_desk_is_not_taken_for_a_flood() -> None:
    nell = cast.signed_in(cast.nell())
    for number in range(APPOINTMENTS_FROM_ONE_ADDRESS.tries + 1):
        nell.post(HERE, form(given_names=f"Pat{'a' * number}", form_key=key(), email=""))
    assert AppointmentRequest.objects.count() == APPOINTMENTS_FROM_ONE_ADDRESS.tries + 1


def test_it_is_for_those_who_sort_requests() -> None:
    assert cast.signed_in(cast.max_()).get(HERE).status_code == 403
    assert HERE not in cast.signed_in(cast.max_()).get(reverse("requesting:desk")).content.decode()
