"""Olive has an account and no role; a stranger has none. A course opens to neither."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from saphena.clinic.record.models import Entry
from tests import cast
from tests.clinic.courses.treated import course, leaflet, treated

LOOK = ("plan", "handout", "calendar", "facts")
ACT = ("record_event", "take_back", "observe", "facts")


def addresses(names: tuple[str, ...]) -> list[str]:
    pats = treated(course())
    of_the_course = [reverse(f"courses:{name}", args=[pats.pk]) for name in names]
    return [*of_the_course, reverse("courses:open", args=[pats.patient_id])]


@pytest.mark.parametrize("who", ["olive", "ada"])
def test_without_a_clinical_role_every_door_is_shut(who: str) -> None:
    browser = cast.signed_in(getattr(cast, who)())
    for address in [*addresses(LOOK), reverse("courses:protocol", args=[leaflet().pk])]:
        answer = browser.get(address)
        assert answer.status_code == 403, address
        assert b"Moreau" not in answer.content
    before = Entry.objects.count()
    for address in [*addresses(ACT), reverse("courses:protocol_approve", args=[leaflet().pk])]:
        assert browser.post(address, {}).status_code == 403, address
    assert not Entry.objects.filter(actor_name__startswith="Olive").exists()
    assert Entry.objects.count() >= before


def test_a_stranger_is_sent_to_sign_in_and_comes_back_where_they_wanted_to_be() -> None:
    for address in addresses(LOOK):
        answer = Client().get(address)
        assert answer.status_code == 302
        assert answer["Location"] == f"{reverse('account_login')}?next={address}"
    for address in addresses(ACT):
        assert Client().post(address).status_code == 302


def test_an_act_is_never_done_by_a_look() -> None:
    pats = treated(course())
    nora = cast.signed_in(cast.nora())
    for name in ("record_event", "take_back", "observe"):
        assert nora.get(reverse(f"courses:{name}", args=[pats.pk])).status_code == 405
    assert nora.get(reverse("courses:protocol_approve", args=[leaflet().pk])).status_code == 405
