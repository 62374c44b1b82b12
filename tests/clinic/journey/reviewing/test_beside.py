"""Beside a return visit: coagula let out, complications, scores before treatment, photos without their place."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from saphena.clinic.journey.reviewing import actions, comparing
from saphena.clinic.journey.reviewing.models import ComplicationFound, Drainage, ReviewPhoto, ScoresBefore
from saphena.clinic.journey.reviewing.standing import Before
from tests import cast
from tests.clinic.journey.reviewing.back import LOWER, UPPER, back, later, noted, treated_course

if TYPE_CHECKING:
    from django.test import Client

SOMEWHERE = b"51 deg 2' 42'' N"


@pytest.fixture
def priya() -> Client:
    return cast.signed_in(cast.priya())


def photo() -> SimpleUploadedFile:
    """A JPEG that says where it was taken."""
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = SOMEWHERE.decode()
    Image.new("RGB", (60, 40), "brown").save(out, "JPEG", exif=exif)
    return SimpleUploadedFile("leg.jpg", out.getvalue(), "image/jpeg")


def test_a_drained_coagulum_is_kept_with_its_vein_its_way_and_the_lot(priya: Client) -> None:
    course = treated_course()
    here = f"/reviews/drained/{course.pk}/"
    typed = {"segment": LOWER, "method": "needle", "millilitres": "0,5", "dressing_lot": "D77",
             "at": f"{timezone.localtime():%Y-%m-%dT%H:%M}"}  # fmt: skip
    assert priya.post(here, typed).status_code == 302
    row = Drainage.objects.get()
    assert (row.segment, str(row.millilitres), row.words) == (LOWER, "0.5", "dressing lot D77")
    assert "through a needle" in priya.get(here).text
    wrong = priya.post(here, {**typed, "at": "2031-01-01T10:00"})
    assert wrong.status_code == 422
    assert "still to come" in wrong.text
    assert cast.signed_in(cast.nell()).get(here).status_code == 403


def test_a_complication_is_noted_with_how_it_was_found(priya: Client) -> None:
    course = treated_course()
    here = f"/reviews/complications/{course.pk}/"
    today = timezone.localdate().isoformat()
    assert priya.post(here, {"what": "phlebitis", "day": today}).status_code == 422
    assert priya.post(here, {"what": "phlebitis", "found_by": "seen", "day": today}).status_code == 302
    assert ComplicationFound.objects.get().found_by == "seen"
    assert "superficial phlebitis" in priya.get(here).text
    early = priya.post(here, {"what": "phlebitis", "found_by": "seen", "day": "2020-01-01"})
    assert "between the day of the session and today" in early.text


def test_scores_before_are_kept_and_stand_beside_those_of_the_visit(priya: Client) -> None:
    course = treated_course()
    here = f"/reviews/before/{course.pk}/"
    assert priya.post(here, {}).status_code == 422
    assert priya.post(here, {"symptom_heavy": "7"}).status_code == 302
    assert ScoresBefore.objects.get().symptoms == {"heavy": 7}
    review = back(course=course)
    priya.post(f"/reviews/{review.pk}/scores/", {"version": 0, "symptom_heavy": "2", "signs": ["C1"], "satisfied": "9"})
    review.refresh_from_db()
    assert (review.signs, review.satisfied) == (["C1"], 9)
    assert "\N{MINUS SIGN}5" in priya.get(f"/reviews/{review.pk}/").text


def test_a_photo_keeps_its_picture_and_loses_its_place(priya: Client) -> None:
    review = back()
    here = f"/reviews/{review.pk}/photo/"
    for _twice in range(2):
        assert priya.post(here, {"photo": photo(), "words": "inner calf"}).status_code == 302
    row = ReviewPhoto.objects.get()
    answer = priya.get(f"/reviews/photos/{row.pk}/")
    content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]  # it is streamed
    assert (answer["Content-Type"], answer["Cache-Control"]) == ("image/jpeg", "no-store")
    assert SOMEWHERE not in content
    assert Image.open(io.BytesIO(content)).size == (60, 40)
    assert "inner calf" in priya.get(f"/reviews/{review.pk}/").text
    assert cast.signed_in(cast.nell()).get(f"/reviews/photos/{row.pk}/").status_code == 403


@pytest.mark.parametrize(
    "content", [b"", b"%PDF-1.7 no photo", b"\xff\xd8\xff\xe0 broken"], ids=["empty", "pdf", "broken"]
)
def test_what_is_no_photo_is_refused(priya: Client, content: bytes) -> None:
    review = back()
    priya.post(f"/reviews/{review.pk}/photo/", {"photo": SimpleUploadedFile("x.jpg", content)})
    assert not ReviewPhoto.objects.exists()


def test_the_visit_says_what_an_earlier_one_said_of_the_segment(priya: Client) -> None:
    course = treated_course()
    first = back(8, "early", course)
    noted(first, UPPER, outcome="closed")
    actions.sign(actor=cast.priya(), review=first, decided="wait", reason="the first scan", now=later(8))
    second = back(60, "result", course)
    assert "closed (day 8)" in priya.get(f"/reviews/{second.pk}/").text


def test_scores_of_earlier_visits_stand_between_before_and_now(priya: Client) -> None:
    course = treated_course()
    first = back(course=course)
    actions.note(actor=cast.sam(), review=first, symptoms={"heavy": 4})
    actions.sign(actor=cast.priya(), review=first, decided="wait", reason="as agreed", now=later(60))
    second = back(365, "year", course)
    actions.note(actor=cast.sam(), review=second, symptoms={"heavy": 1})
    second.refresh_from_db()
    between = comparing.visits_between(second)
    rows = comparing.scores(second, Before(None, {"heavy": 7}, ""), between)
    assert [(row.before, row.between, row.now, row.change) for row in rows] == [(7, (4,), 1, "\N{MINUS SIGN}6")]
    assert "day 60" in priya.get(f"/reviews/{second.pk}/").text
