"""The same course with somebody else: people can be left out of the search, and each offer says with whom instead."""

from __future__ import annotations

import pytest
from django.urls import reverse

from saphena.clinic.diary.models import Resource
from saphena.clinic.people.roles import Role
from tests import cast
from tests.clinic.diary.house import house, person
from tests.clinic.journey.booking.booked import ready

pytestmark = pytest.mark.django_db


def test_each_offer_leads_to_the_same_without_one_of_its_people_where_another_can() -> None:
    house()
    person(cast.member("Amira", Role.SONOGRAPHER), "sonographer")
    pats, nell = ready(), cast.signed_in(cast.nell())
    page = reverse("booking:course", args=[pats.pk])
    answer = nell.get(page)
    _offer, others = answer.context["offers"][0]
    words, url = others[0]
    assert words == cast.sam().name
    assert len(others) == 1  # there is no other physician and no other nurse
    without = nell.get(page + url)
    assert f"not with {cast.sam().name}" in without.content.decode()
    offer, _others = without.context["offers"][0]
    assert all(cast.sam().name not in visit.who for visit in offer.visits)


def test_when_nobody_else_can_it_says_why() -> None:
    house()
    pats, nell = ready(), cast.signed_in(cast.nell())
    nora = Resource.objects.get(user=cast.nora())
    answer = nell.get(reverse("booking:course", args=[pats.pk]), {"asked": "1", "avoid": [str(nora.pk)]})
    assert answer.context["offers"] == []
    assert any("nurse" in reason for reason in answer.context["reasons"])


def test_nonsense_for_people_is_told_at_its_field() -> None:
    house()
    nell = cast.signed_in(cast.nell())
    answer = nell.get(reverse("booking:course", args=[ready().pk]), {"asked": "1", "avoid": ["x", "9" * 40]})
    assert answer.status_code == 422
