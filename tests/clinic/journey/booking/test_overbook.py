"""A time that is taken is booked on purpose: by right, with a reason, beside whoever has it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from saphena.clinic.diary.models import Claim, Overbooking
from saphena.clinic.journey.booking.actions import book_visit, cancel_visit, overbook
from saphena.clinic.journey.booking.refusing import Unavailable
from saphena.pathway.refused import Refused
from tests import cast
from tests.clinic.courses.treated import at, course
from tests.clinic.diary.house import tiny_house
from tests.clinic.journey.booking.booked import ready

if TYPE_CHECKING:
    from saphena.clinic.journey.booking.models import Visit

TEN = at("2027-03-15T10:00")


def two() -> tuple[Visit, Visit]:
    """One as usual, and one beside it."""
    first = book_visit(actor=cast.nell(), course=ready(), site=tiny_house(), step="procedure", starts=TEN)
    second = overbook(
        actor=cast.priya(),
        course=ready(given_names="Robin", family_name="Hall"),
        site=tiny_house(),
        step="procedure",
        starts=TEN,
        reason="Comes from Yellowknife for one day.",
    )
    return first, second


def test_both_stand_and_the_second_says_who_allowed_it_and_why() -> None:
    first, second = two()
    assert (first.overbooked, second.overbooked) == (False, True)
    allowed = Overbooking.objects.get()
    assert (allowed.allowed_by, allowed.reason) == (cast.priya(), "Comes from Yellowknife for one day.")
    assert not Claim.objects.filter(beside__gt=0, overbooking=None).exists()


def test_nobody_else_gets_the_place_when_the_first_gives_it_up() -> None:
    first, second = two()
    cancel_visit(actor=cast.nell(), visit=first, reason="A fever.")
    assert not Claim.objects.filter(beside__gt=0).exists()
    third = ready(given_names="Sasha", family_name="Lee")
    with pytest.raises(Unavailable):
        book_visit(actor=cast.nell(), course=third, site=tiny_house(), step="procedure", starts=TEN)
    cancel_visit(actor=cast.nell(), visit=second, reason="A fever.")
    booked = book_visit(actor=cast.nell(), course=third, site=tiny_house(), step="procedure", starts=TEN)
    assert booked.starts_at == TEN


def test_the_database_lets_nobody_stand_beside_without_being_allowed() -> None:
    first, _second = two()
    claim = Claim.objects.filter(hold__about=first.about).first()
    assert claim is not None
    with pytest.raises(IntegrityError), transaction.atomic():
        Claim.objects.create(resource_id=claim.resource_id, cell=claim.cell, hold=claim.hold, beside=7)


def test_the_right_and_a_reason_are_needed() -> None:
    pats = ready()
    with pytest.raises(PermissionDenied):
        overbook(actor=cast.nell(), course=pats, site=tiny_house(), step="procedure", starts=TEN, reason="Busy.")
    with pytest.raises(Refused, match="why"):
        overbook(actor=cast.priya(), course=pats, site=tiny_house(), step="procedure", starts=TEN, reason=" ")


def test_a_shut_gate_stays_shut() -> None:
    with pytest.raises(Refused, match="gate"):
        overbook(actor=cast.priya(), course=course(), site=tiny_house(), step="procedure", starts=TEN, reason="Busy.")
