"""Where two rounds meet, patient and staff read which restriction counts; Today asks nothing that is overruled."""

from __future__ import annotations

import io

import pytest
import time_machine
from django.urls import reverse
from pypdf import PdfReader

from saphena.clinic.courses.models import Course
from tests import cast
from tests.clinic.courses.treated import at, course, happened, phone_of, token_of

pytestmark = pytest.mark.django_db

SENTENCE = "because of the treatment on Friday 12 March. After the one on Tuesday 9 March it would have been until"


def two_rounds(leg: str = "left") -> Course:
    first = happened(course(), procedure="2027-03-09T10:00", injected="2027-03-09T10:20")
    second = happened(course(first.patient, leg), procedure="2027-03-12T10:00", injected="2027-03-12T10:20")
    Course.objects.filter(pk=second.pk).update(follows=first, round=2)
    return first


@pytest.mark.parametrize(("leg", "bandage"), [("left", "Bandage, dry leg"), ("right", "Dry leg until")])
def test_today_says_in_a_sentence_which_one_counts(leg: str, bandage: str) -> None:
    patient = two_rounds(leg).patient
    token = token_of(patient)
    with time_machine.travel(at("2027-03-13T20:00"), tick=False):
        today = phone_of(patient, token).get(reverse("courses:own_today", args=[token])).content.decode()
    words = " ".join(today.replace("\xa0", " ").split())
    assert bandage in words
    assert SENTENCE in words
    over = "Leave the bandage on, day and night, until Sunday 14 March, in the morning."
    assert (over in words) is (leg == "right")


def test_the_plan_marks_what_goes_on_and_what_waits() -> None:
    first = two_rounds()
    token = token_of(first.patient)
    with time_machine.travel(at("2027-03-13T20:00"), tick=False):
        own = phone_of(first.patient, token).get(reverse("courses:own_plan", args=[token])).content.decode()
        staff = cast.signed_in(cast.nora()).get(reverse("courses:plan", args=[first.pk])).content.decode()
    for page in (own, staff):
        words = " ".join(page.replace("\xa0", " ").split())
        assert SENTENCE in words
        assert "goes on until Wednesday 17 March, in the morning" in words
        assert "not before Wednesday 17 March, in the morning: until then the treatment on Friday 12 March" in words


def test_one_course_alone_says_nothing_of_it() -> None:
    known = happened(course(), procedure="2027-03-09T10:00", injected="2027-03-09T10:20")
    with time_machine.travel(at("2027-03-10T20:00"), tick=False):
        page = cast.signed_in(cast.nora()).get(reverse("courses:plan", args=[known.pk])).content.decode()
    assert "because of the treatment" not in page


def test_the_sheet_for_the_fridge_says_it_too() -> None:
    first = two_rounds()
    with time_machine.travel(at("2027-03-13T20:00"), tick=False):
        sheet = cast.signed_in(cast.nora()).get(reverse("courses:handout", args=[first.pk]))
    words = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(sheet.content)).pages)
    assert SENTENCE in " ".join(words.split())
