"""Claims of days that are long over go; what is to come, the visits and the masks stay as they are."""

from __future__ import annotations

from datetime import timedelta

import pytest

from saphena.clinic.diary.claiming import KEPT, forget_past, rebuild
from saphena.clinic.diary.models import Claim, TakenDay
from saphena.clinic.journey.booking.models import Seat, Visit
from saphena.clinic.messages.worker import TIDYING, tidy
from tests.clinic.courses.conftest import clock
from tests.clinic.courses.treated import at
from tests.clinic.journey.booking.booked import procedure

__all__ = ["clock"]

pytestmark = pytest.mark.django_db


def test_what_is_long_over_goes_and_the_visit_with_its_seats_stays() -> None:
    visit = procedure()
    claims, seats = Claim.objects.count(), Seat.objects.count()
    assert claims
    assert forget_past(visit.ends_at + KEPT - timedelta(days=2)) == 0
    assert forget_past(visit.ends_at + KEPT + timedelta(days=2)) >= claims
    assert (Claim.objects.count(), TakenDay.objects.count()) == (0, 0)
    assert (Visit.objects.count(), Seat.objects.count()) == (1, seats)


def test_what_is_to_come_stays_and_masks_equal_claims() -> None:
    procedure()
    claims = Claim.objects.count()
    forget_past(at("2027-03-14T10:00"))
    assert Claim.objects.count() == claims
    assert rebuild() == 0


def test_the_worker_does_it_once_in_a_while() -> None:
    assert forget_past in TIDYING
    assert tidy() == 0
