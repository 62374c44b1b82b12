"""The same course with somebody else: people can be left out of the search, and each offer says with whom instead."""

from __future__ import annotations

import pytest
from django.urls import reverse

from saphena.clinic.diary.actions import close
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


def test_the_days_and_times_stay_and_what_cannot_stay_is_said_with_its_reason() -> None:
    house()
    person(cast.member("Amira", Role.SONOGRAPHER), "sonographer")
    page, nell = reverse("booking:course", args=[ready().pk]), cast.signed_in(cast.nell())
    later, others = nell.get(page).context["offers"][1]
    same = nell.get(page + others[0][1])
    kept = same.context["offers"][0][0]
    assert [visit.starts for visit in kept.visits] == [visit.starts for visit in later.visits]
    assert "the same days and times" in same.content.decode()
    priya, away = Resource.objects.get(user=cast.priya()), later.visits[1].starts.date()
    close(actor=cast.max_(), resource=priya, first_day=away, last_day=away, reason="away")
    words = nell.get(page + others[0][1]).content.decode()
    assert "cannot keep its day. " in words
    assert "no physician" in words
    assert "Offered instead: " in words


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
