"""Whoever has a patient's link and time does not get far by guessing birth dates, hour after hour."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from saphena.clinic.people.links import Proof, find_link, make_link, prove
from saphena.clinic.people.trying import forget_full_buckets
from saphena.clinic.record.actors import SAPHENA
from tests import cast

if TYPE_CHECKING:
    from saphena.clinic.people.models import PatientLink

pytestmark = pytest.mark.django_db

NOW = datetime(2027, 3, 9, 17, 0, tzinfo=UTC)


@pytest.fixture
def link() -> PatientLink:
    cast.clinic()
    found = find_link(make_link(actor=SAPHENA, patient=cast.pat(), now=NOW))
    assert found is not None
    return found


def guess(link: PatientLink, hour: int, *, right: bool = False) -> Proof:
    said = link.patient.birth_date if right else date(1990, 1, 1)
    return prove(link=link, birth_date=said, address=f"203.0.113.{hour % 250}", now=NOW + timedelta(hours=hour))


@pytest.mark.once  # the other two ask the same of the database, a little less often
def test_months_of_guessing_from_many_places_are_a_try_a_day(link: PatientLink) -> None:
    read = 0
    for hour in range(0, 24 * 60, 6):
        read += sum(guess(link, hour) is not Proof.TOO_MANY for _try in range(5))
        if hour % 120 == 0:
            forget_full_buckets(NOW + timedelta(hours=hour))
    assert read < 30 + 60 + 5


def test_the_patient_who_comes_every_day_is_never_turned_away(link: PatientLink) -> None:
    assert {guess(link, hour, right=True) for hour in range(0, 24 * 40, 12)} == {Proof.RIGHT}


def test_after_a_long_lock_a_new_link_is_open(link: PatientLink) -> None:
    for hour in range(8):
        for _try in range(5):
            guess(link, hour)
    assert guess(link, 9, right=True) is Proof.TOO_MANY
    fresh = find_link(make_link(actor=SAPHENA, patient=link.patient, now=NOW))
    assert fresh is not None
    assert guess(fresh, 9, right=True) is Proof.RIGHT
