"""A patient who was discharged opens the link, answers late, tells something, writes: clear, safe, nothing lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import time_machine
from django.urls import reverse

from saphena.clinic.courses import ending
from saphena.clinic.journey.recovering.models import Answer, CheckIn, Letter, Matter
from saphena.clinic.journey.recovering.silence import fall_silent
from tests import cast
from tests.clinic.courses.treated import at
from tests.clinic.journey.recovering.home import FORM, asked, phone, treated

if TYPE_CHECKING:
    from collections.abc import Iterator

    from saphena.clinic.courses.models import Course

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(at("2027-03-10T09:30"), tick=False) as traveller:
        yield traveller


def discharged(course: Course) -> Course:
    ending.discharge(actor=cast.priya(), course=course)
    return course


def test_every_page_opens_says_that_it_is_finished_and_asks_nothing(clock: time_machine.Traveller) -> None:
    made = treated()
    clock.move_to(at("2027-03-12T09:30"))
    fall_silent()  # nobody answered on the first day
    discharged(made)
    browser, token = phone(made.patient)
    today = browser.get(reverse("courses:own_today", args=[token])).text
    assert "We ask you nothing more" in today
    assert "We would like to know" not in today
    where = reverse("recovering:own", args=[token])
    assert "We have no more questions for you" in browser.get(where).text
    for page in ("recovering:own_letters", "recovering:own_reaching", "courses:own_plan", "recovering:own_now"):
        assert browser.get(reverse(page, args=[token])).status_code == 200, page


def test_a_late_answer_to_an_old_question_is_taken_and_ends_its_silence(clock: time_machine.Traveller) -> None:
    made = treated()
    clock.move_to(at("2027-03-12T09:30"))
    fall_silent()
    discharged(made)
    browser, token = phone(made.patient)
    first = reverse("recovering:own_one", args=[token, asked(made).pk])
    assert "How is the leg?" in browser.get(first).text
    told = browser.post(first, {**FORM, "yes": ["swelling"], "none_leg": ""}, follow=True)
    assert "Call the clinic today" in told.text
    assert Matter.objects.get(kind="silence").steps.filter(text="answered").exists()
    alert = Matter.objects.get(kind="alert")
    shown = cast.signed_in(cast.nora()).get(reverse("recovering:one", args=[alert.pk])).text
    assert "Discharged on 12 Mar 2027" in shown


def test_what_was_being_filled_in_during_the_discharge_is_not_lost(clock: time_machine.Traveller) -> None:
    made = treated()
    browser, token = phone(made.patient)
    here = reverse("recovering:own_one", args=[token, asked(made).pk])
    assert browser.get(here).status_code == 200
    discharged(made)
    assert browser.get(here).status_code == 409  # who comes now is told that nothing is asked
    told = browser.post(here, {**FORM, "yes": ["breath"], "none_emergency": "", "words": "since noon"}, follow=True)
    assert "Call 911 now" in told.text
    answer = Answer.objects.get()
    assert (answer.words, answer.check_in.name) == ("since noon", "own")
    assert CheckIn.objects.get(course=made, name="day 1").state == "called_off"
    assert Matter.objects.get(kind="alert").level == 0


def test_the_same_sent_twice_is_told_once_and_something_else_is_told_too(clock: time_machine.Traveller) -> None:
    made = discharged(treated())
    browser, token = phone(made.patient)
    where = reverse("recovering:own_now", args=[token])
    sick = {**FORM, "yes": ["swelling"], "none_leg": ""}
    for _tap in range(2):
        assert "Call the clinic today" in browser.post(where, sick, follow=True).text
    assert Answer.objects.count() == Matter.objects.filter(kind="alert").count() == 1
    browser.post(where, {**sick, "words": "and it is warm"})
    clock.shift(300)
    browser.post(where, sick)
    assert Answer.objects.count() == 3


def test_a_message_comes_in_and_its_answer_goes_out(clock: time_machine.Traveller) -> None:
    made = discharged(treated())
    browser, token = phone(made.patient)
    where = reverse("recovering:own_letters", args=[token])
    browser.post(where, {"text": "May I swim?", "form_key": "one"})
    matter = Matter.objects.get(kind="letter")
    nora = cast.signed_in(cast.nora())
    nora.get(reverse("recovering:one", args=[matter.pk]))
    nora.post(reverse("recovering:reply", args=[matter.pk]), {"text": "Yes, you may."})
    assert Letter.objects.count() == 2
    assert "Yes, you may." in browser.get(where).text
