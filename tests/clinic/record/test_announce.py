"""To announce is to record and to start what follows, in one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from django.db import transaction

from saphena.clinic.record import announcing
from saphena.clinic.record.actors import SAPHENA, Actor
from saphena.clinic.record.announcing import NoTransaction, announce, chart_opened, hand_over
from saphena.clinic.record.events import Event
from saphena.clinic.record.models import Entry
from saphena.clinic.record.request_id import request_id
from tests import cast

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True)
class KettleBoiled(Event):
    action = "test.kettle.boiled"
    sentence = "boiled {cups} cups of water for {patient}"
    patient_id: int
    cups: int


@pytest.fixture
def table() -> Iterator[dict[type[Event], list[Any]]]:
    follow_ups: dict[type[Event], list[Any]] = {}
    before = hand_over(follow_ups)
    yield follow_ups
    hand_over(before)


@pytest.mark.django_db
def test_an_entry_says_who_in_which_role_about_whom_and_what() -> None:
    patient, nora = cast.pat(), cast.nora()
    with request_id("request-1"):
        entry = announce(KettleBoiled(patient_id=patient.pk, cups=3), by=nora)
    entry.refresh_from_db()
    assert (entry.actor_id, entry.actor_name, entry.actor_role) == (nora.pk, "Nora Lindqvist", "nurse")
    assert (entry.action, entry.facts, entry.patient_id) == ("test.kettle.boiled", {"cups": 3}, patient.pk)
    assert entry.request_id == "request-1"
    assert entry.sentence == "Nora Lindqvist boiled 3 cups of water for Pat Moreau."


@pytest.mark.django_db
def test_what_saphena_does_by_itself_is_recorded_as_its_own() -> None:
    entry = announce(KettleBoiled(patient_id=cast.pat().pk, cups=1), by=SAPHENA)
    assert (entry.actor_id, entry.actor_name) == (None, "Saphena")


@pytest.mark.django_db
def test_looking_is_recorded_too() -> None:
    patient = cast.pat()
    entry = chart_opened(patient_id=patient.pk, by=cast.sam(), page="the plan")
    assert entry.sentence == "Sam Beaulieu opened the plan of Pat Moreau."


@pytest.mark.django_db
def test_what_follows_is_told_the_event_and_who_caused_it(table: dict[type[Event], list[Any]]) -> None:
    told: list[tuple[Event, Actor]] = []
    table[KettleBoiled] = [lambda event, by: told.append((event, by))]
    event, nora = KettleBoiled(patient_id=cast.pat().pk, cups=2), cast.nora()
    announce(event, by=nora)
    assert told == [(event, nora)]


@pytest.mark.django_db(transaction=True)
def test_a_follow_up_that_fails_undoes_the_act_its_entry_and_what_followed_before(
    table: dict[type[Event], list[Any]],
) -> None:
    patient = cast.pat()

    def make_tea(event: KettleBoiled, *, by: Actor) -> None:
        patient.address = "the tea room"
        patient.save()

    def spill(event: KettleBoiled, *, by: Actor) -> None:
        raise OSError("spilt")

    table[KettleBoiled] = [make_tea, spill]
    with pytest.raises(OSError, match="spilt"), transaction.atomic():
        announce(KettleBoiled(patient_id=patient.pk, cups=1), by=SAPHENA)
    patient.refresh_from_db()
    assert patient.address == ""
    assert not Entry.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_nothing_can_be_announced_outside_of_its_transaction() -> None:
    with pytest.raises(NoTransaction, match="outside"):
        announce(KettleBoiled(patient_id=cast.pat().pk, cups=1), by=SAPHENA)


def test_the_table_of_follow_ups_is_in_force_from_the_start() -> None:
    assert announcing._handoffs  # config/apps.py handed it over
