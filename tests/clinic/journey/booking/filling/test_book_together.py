"""The day that was proposed is booked whole or not at all, and who stands in the way is named with what is near."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from saphena.clinic.journey.booking.actions import book_visit
from saphena.clinic.journey.booking.models import Visit
from saphena.clinic.journey.booking.refusing import Unavailable
from saphena.clinic.journey.booking.together import Wanted, book_together
from saphena.pathway.refused import Refused
from tests import cast
from tests.clinic.courses.treated import at, course
from tests.clinic.diary.house import tiny_house
from tests.clinic.journey.booking.booked import ready

if TYPE_CHECKING:
    from saphena.clinic.diary.models import Site

pytestmark = pytest.mark.django_db

TEN, NOON = at("2027-03-15T10:00"), at("2027-03-15T13:00")


def two() -> list[Wanted]:
    rows = [ready(given_names=name, email="") for name in ("Able", "Baker")]
    return [Wanted(each, "procedure", starts) for each, starts in zip(rows, (TEN, NOON), strict=True)]


def quick(where: Site) -> None:
    """Somebody else has the second time by now."""
    mine = ready(given_names="Quick", email="")
    book_visit(actor=cast.nell(), course=mine, site=where, step="procedure", starts=NOON)


def test_all_of_them_are_booked_in_one_act() -> None:
    booked = book_together(actor=cast.nell(), site=tiny_house(), wanted=two())
    assert [visit.starts_at for visit in booked] == [TEN, NOON]


def test_if_one_is_taken_none_is_booked_and_it_is_named_with_what_is_near() -> None:
    where, wanted = tiny_house(), two()
    quick(where)
    with pytest.raises(Unavailable, match=r"Nothing was booked\. Moreau, Baker: .*just taken.*near") as no:
        book_together(actor=cast.nell(), site=where, wanted=wanted)
    assert len(no.value.near) == 3
    assert Visit.objects.count() == 1


def test_if_one_has_a_shut_gate_none_is_booked() -> None:
    where, wanted = tiny_house(), two()
    shut = Wanted(course(cast.pat(given_names="Shut", email="")), "procedure", NOON)
    with pytest.raises(Refused, match="Shut"):
        book_together(actor=cast.nell(), site=where, wanted=[wanted[0], shut])
    assert not Visit.objects.exists()


def test_whoever_may_not_book_books_nobody() -> None:
    with pytest.raises(PermissionDenied):
        book_together(actor=cast.sam(), site=tiny_house(), wanted=two())


def test_the_page_books_what_is_ticked_or_proposes_anew_with_the_reason() -> None:
    where, wanted, nell = tiny_house(), two(), cast.signed_in(cast.nell())
    told = {"site": str(where.pk), "day": "2027-03-15"}
    rows = [f"{each.course.pk}|{each.step}|{each.starts.isoformat()}" for each in wanted]
    quick(where)
    answer = nell.post(reverse("filling:book"), told | {"book": rows}, follow=True)
    assert "Nothing was booked. Moreau, Baker" in answer.content.decode()
    assert answer.redirect_chain[-1][0].startswith(reverse("filling:fill"))
    nell.post(reverse("filling:book"), told | {"book": rows[:1]})
    assert Visit.objects.filter(starts_at=TEN).count() == 1
    assert "Nothing is ticked" in nell.post(reverse("filling:book"), told, follow=True).content.decode()
