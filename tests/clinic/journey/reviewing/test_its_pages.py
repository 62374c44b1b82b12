"""The pages of a return visit: what is typed is noted, what is wrong is said at its field, nothing typed is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from saphena.clinic.journey.reviewing.models import Review
from tests import cast
from tests.clinic.courses.treated import at
from tests.clinic.journey.reviewing.back import UPPER, back, confirm_all, treated_course

if TYPE_CHECKING:
    from django.test import Client


@pytest.fixture
def priya() -> Client:
    return cast.signed_in(cast.priya())


def test_from_the_chart_to_a_signed_return_visit(priya: Client) -> None:
    confirm_all()
    course = treated_course()
    chart = priya.get(f"/patients/{course.patient_id}/").text
    assert f"/reviews/open/{course.pk}/" in chart
    assert priya.post(f"/reviews/open/{course.pk}/", {"time": "early"}).status_code == 302
    review = Review.objects.get()
    here = f"/reviews/{review.pk}/"
    typed = {"compressible": "no", "flow": "no", "treated_length": "20,5"}
    assert priya.post(f"{here}segments/{UPPER}/", typed).status_code == 302
    assert str(review.segments.get().treated_length) == "20.5"
    assert priya.post(f"{here}found/", {"version": 1, "deep_clear": "yes", "wanted": "no"}).status_code == 302
    assert priya.post(f"{here}scores/", {"version": 2, "symptom_heavy": "3", "vcss_1": "2"}).status_code == 302
    review.refresh_from_db()
    assert (review.deep_clear, review.wanted, review.symptoms, review.vcss) == (True, False, {"heavy": 3}, {"1": 2})
    page = priya.get(here).text
    assert "closed" in page
    listed = priya.get("/reviews/").text
    assert here in listed[listed.index('id="to-sign"') : listed.index('id="all-reviews"')]
    done = priya.post(f"{here}sign/", {"decided": "wait", "reason": "the early scan"})
    assert done.status_code == 302
    review.refresh_from_db()
    assert review.state == "signed"
    assert "Priya Raman" in priya.get(here).text
    assert "Moreau" in priya.get("/reviews/").text
    assert "To sign" not in priya.get("/reviews/").text
    assert "Moreau" not in priya.get("/reviews/?q=nobody-of-that-name").text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"diameter": "six"}, "Please give a number"),
        ({"diameter": "6 cm"}, "This is in cm; it is asked in mm."),
        ({"treated_length": "3", "open_length": "4"}, "longer than what was treated"),
        ({"reflux": "900"}, "at most 99"),
        ({}, "Say what became of this segment"),
    ],
    ids=["word", "unit", "longer", "much", "nothing"],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(priya: Client, typed: dict[str, str], said: str) -> None:
    confirm_all()
    review = back()
    answer = priya.post(f"/reviews/{review.pk}/segments/{UPPER}/", typed)
    assert answer.status_code == 422
    assert said in answer.text
    assert all(f'value="{value}"' in answer.text for value in typed.values())
    assert not review.segments.exists()


def test_a_stale_page_is_told_and_nothing_is_overwritten(priya: Client) -> None:
    review = back()
    priya.post(f"/reviews/{review.pk}/found/", {"version": 0, "wanted": "yes"})
    answer = priya.post(f"/reviews/{review.pk}/found/", {"version": 0, "wanted": "no"})
    assert answer.status_code == 422
    assert "quicker" in answer.text
    review.refresh_from_db()
    assert review.wanted is True


def test_definitions_say_where_they_come_from_and_are_confirmed_by_a_physician(priya: Client) -> None:
    assert "De Maeseneer" in priya.get("/reviews/definitions/").text
    confirming = {"name": "outcome.complete", "words": "read in the paper"}
    assert cast.signed_in(cast.sam()).post("/reviews/definitions/confirm/", confirming).status_code == 403
    assert priya.post("/reviews/definitions/confirm/", confirming).status_code == 302
    assert "read in the paper" in priya.get("/reviews/definitions/").text


def test_the_list_takes_a_fixed_number_of_queries(priya: Client, django_assert_max_num_queries: object) -> None:
    back()
    with django_assert_max_num_queries(14):  # type: ignore[operator]  # pytest-django's
        priya.get("/reviews/")


def test_a_late_evening_is_of_the_clinics_own_day(priya: Client) -> None:
    review = back()
    Review.objects.filter(pk=review.pk).update(seen_at=at("2027-05-08T23:30"))  # the next day in UTC
    assert "8 May 2027" in priya.get(f"/reviews/{review.pk}/").text
