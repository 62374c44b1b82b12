"""The check-in by link and birth date, on one screen: what is missing is said, an emergency is answered as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from saphena.clinic.journey.recovering.models import Answer, CheckIn, LegPhoto, Matter
from saphena.pathway.recovering import Level
from tests import cast
from tests.clinic.courses.treated import at, course
from tests.clinic.journey.recovering.home import FORM, asked, phone, picture, treated

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Page

    from saphena.clinic.courses.models import Course

pytestmark = pytest.mark.django_db


def page(made: Course, name: str = "day 1") -> tuple[Client, str]:
    browser, token = phone(made.patient)
    return browser, reverse("recovering:own_one", args=[token, asked(made, name).pk])


def sent(made: Course, **change: object) -> Page:
    browser, where = page(made)
    return browser.post(where, {**FORM, **change}, follow=True)


def test_today_asks_and_the_link_in_the_message_leads_to_the_question() -> None:
    made = treated()
    browser, token = phone(made.patient)
    assert (
        "We would like to know how the leg is"
        in browser.get(reverse("courses:own_today", args=[token])).content.decode()
    )
    shown = browser.get(reverse("recovering:own", args=[token]), follow=True)
    assert shown.redirect_chain[-1][0].endswith(f"/check-in/{asked(made).pk}/")
    assert "How is the leg?" in shown.content.decode()


def test_well_is_told_and_the_address_stays_good() -> None:
    made = treated()
    shown = sent(made)
    assert "All is going as it should" in shown.content.decode()
    browser, where = page(made)
    assert "All is going as it should" in browser.get(where).content.decode()
    again = browser.post(where, {**FORM, "yes": ["swelling"]})
    assert again.status_code == 409
    assert "You have answered this already" in again.content.decode()
    assert Answer.objects.count() == 1


def test_an_emergency_is_answered_whatever_else_is_missing_or_wrong() -> None:
    made = treated()
    browser, where = page(made)
    shown = browser.post(where, {"yes": ["breath"], "pain": "eleven", "photo": picture("GIF")}, follow=True)
    text = shown.content.decode()
    assert shown.status_code == 200
    assert 'href="tel:911"' in text
    assert "Call 911 now" in text
    assert Matter.objects.get().level == 0
    assert not LegPhoto.objects.exists()


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"none_leg": ""}, "None of these"),
        ({"pain": ""}, "Please choose a number."),
        ({"pain": "11"}, "11"),
        ({"bandage": ""}, "Please say how the bandage is."),
        ({"stocking": "torn"}, "torn"),
        ({"words": "x" * 1001}, "1000"),
        ({"photo": picture("GIF")}, "not a photo"),
    ],
    ids=[
        "a list left open",
        "no pain",
        "pain of eleven",
        "no bandage",
        "another stocking",
        "too many words",
        "no photo",
    ],
)
def test_what_is_missing_is_said_and_what_was_chosen_stays(change: dict[str, object], says: str) -> None:
    made = treated()
    shown = sent(made, yes=["lump"], unsure=["lump"], **change)
    text = shown.content.decode()
    assert shown.status_code == 422
    assert says in text
    assert 'name="yes" value="lump" checked' in text
    assert 'name="unsure" value="lump" checked' in text
    assert asked(made).state == "expected"


def test_a_tick_that_nobody_is_sure_of_is_one_level_worse() -> None:
    shown = sent(treated(), yes=["numb_skin"], unsure=["numb_skin"])
    assert "Call the clinic today" in shown.content.decode()


def test_a_detail_left_open_counts_as_not_known() -> None:
    shown = sent(treated(), yes=["itch"], none_leg="")
    assert "Call the clinic today" in shown.content.decode()
    assert Answer.objects.get().fired[0]["because"] == ["unknown"]


def test_a_photo_and_the_day_of_the_bandage_are_taken() -> None:
    made = treated()
    shown = sent(made, bandage="off", off_on="2027-03-09", photo=picture())
    assert "Your plan has changed" in shown.content.decode()
    assert LegPhoto.objects.count() == 1
    assert Answer.objects.get().told["off_on"] == "2027-03-09"
    assert Answer.objects.get().off_on == at("2027-03-09T12:00").date()


def test_the_wrong_day_says_when_and_offers_to_tell_now() -> None:
    made = treated()
    browser, where = page(made, "day 3")
    shown = browser.get(where)
    assert shown.status_code == 409
    assert "We ask you this later" in shown.content.decode()
    assert "Tell us now" in shown.content.decode()


def test_what_was_filled_in_for_the_wrong_day_is_taken_as_told_without_being_asked() -> None:
    made = treated()
    browser, where = page(made, "day 3")
    assert "All is going as it should" in browser.post(where, FORM, follow=True).content.decode()
    assert Answer.objects.get().check_in.name == "own"
    assert asked(made, "day 3").state == "expected"


def test_telling_without_being_asked_is_the_same_form() -> None:
    made = treated()
    browser, token = phone(made.patient)
    shown = browser.post(
        reverse("recovering:own_now", args=[token]), {**FORM, "yes": ["swelling"], "none_leg": ""}, follow=True
    )
    assert "Call the clinic today" in shown.content.decode()
    assert "Do not rub the leg" in shown.content.decode()
    assert CheckIn.objects.filter(name="own").count() == 1


def test_for_two_legs_it_asks_which() -> None:
    made = treated()
    treated(made.patient, "right")
    browser, token = phone(made.patient)
    shown = browser.get(reverse("recovering:own_now", args=[token])).content.decode()
    assert "Which leg is it about?" in shown
    assert browser.post(reverse("recovering:own_now", args=[token]), FORM).status_code == 200
    assert not Answer.objects.exists()


def test_before_a_treatment_and_long_after_it_there_is_nothing_to_answer() -> None:
    made = course()
    browser, token = phone(made.patient)
    assert "once you have been treated" in browser.get(reverse("recovering:own", args=[token])).content.decode()


def test_after_the_last_question_whatever_is_wrong_is_still_taken_and_shown_to_staff() -> None:
    """Discharged or not: a leg that swells months later is told on the same page, and somebody answers."""
    made = treated()
    with time_machine.travel(at("2027-07-09T12:00"), tick=False):
        browser, token = phone(made.patient)
        shown = browser.get(reverse("recovering:own", args=[token])).content.decode()
        assert "We have no more questions for you." in shown
        assert "or call us: 403 555-0100" in shown
        ill = {**FORM, "yes": ["swelling"], "none_leg": ""}
        sent = browser.post(reverse("recovering:own_now", args=[token]), ill)
        assert sent.status_code == 302
        told = browser.get(sent["Location"]).content.decode()
    assert "Call the clinic" in told
    assert Matter.objects.get(kind="alert").patient == made.patient


def test_an_answer_from_another_zone_is_held_against_the_patients_own_clock() -> None:
    made = treated(cast.pat(zone="Asia/Tokyo"))
    due = asked(made).due_at
    assert due == at("2027-03-11T09:00", "Asia/Tokyo")  # the injection fell on the tenth, over there
    with time_machine.travel(due, tick=False):
        assert "All is going as it should" in sent(made).content.decode()


def test_without_the_birth_date_nothing_is_shown_and_nothing_is_taken() -> None:
    made = treated()
    _browser, where = page(made)
    stranger = Client()
    for shown in (stranger.get(where), stranger.post(where, FORM)):
        assert "date of birth" in shown.content.decode()
        assert "How is the leg?" not in shown.content.decode()
    assert not Answer.objects.exists()


def test_another_patients_check_in_is_not_there() -> None:
    made, other = treated(), cast.pat(given_names="Robin", email="robin@home.test")
    browser, token = phone(other)
    assert browser.get(reverse("recovering:own_one", args=[token, asked(made).pk])).status_code == 404


def test_in_french_every_word_of_it_is_french() -> None:
    made = treated(cast.pat(language="fr"))
    browser, token = phone(made.patient)
    shown = browser.get(reverse("recovering:own", args=[token]), follow=True).content.decode()
    assert "Comment va la jambe?" in shown
    for word in ("None of these", "The bandage", "Smaller things", "I am not sure"):
        assert word not in shown


def test_the_plan_of_the_day_before_is_asked_about_with_one_tap_and_nobody_has_to_say() -> None:
    made = treated()
    browser, where = page(made)
    with time_machine.travel(at("2027-03-10T09:30"), tick=False):
        shown = browser.get(where).content.decode()
        assert "did you walk as your plan says" in shown
        assert "did you exercise as your plan says" in shown
        unasked = browser.get(where.replace(f"check-in/{asked(made).pk}/", "check-in/now/"))
        assert "How is the leg?" in unasked.content.decode()
        assert "as your plan says" not in unasked.content.decode()
    sent(made, followed_walking="yes", followed_exercise="perhaps")
    assert not Answer.objects.exists()  # a word that was not on the form
    sent(made, followed_walking="yes")
    answer = Answer.objects.get()
    assert answer.told["followed"] == {"walking": "yes"}
    assert answer.level == Level.NOTHING
    assert answer.followed == [("walking, the day before", "yes")]


def today(made: Course) -> str:
    browser, token = phone(made.patient)
    return browser.get(reverse("courses:own_today", args=[token])).content.decode()


def test_in_an_emergency_nothing_stands_beside_it() -> None:
    made = treated()
    shown = sent(made, yes=["breath"], none_emergency="", pain="8").content.decode()
    assert "Call 911. Sit up and rest until help comes." in shown
    assert "Put the leg up until then" not in shown
    assert "Your plan has changed" not in shown


def test_what_was_told_at_once_stays_on_today_until_the_clinic_has_closed_it() -> None:
    made = treated()
    assert "we told you" not in today(made)
    sent(made, yes=["swelling"], none_leg="")
    said, answer = today(made), Answer.objects.get()
    assert "At 09:30 we told you: Call the clinic today." in said
    assert f"/check-in/{answer.check_in_id}/" in said
    Matter.objects.update(
        state="closed", outcome="called", closed_at=at("2027-03-10T10:00"), read_at=at("2027-03-10T10:00")
    )
    assert "we told you" not in today(made)


def test_it_does_not_stay_longer_than_a_day_nor_when_all_is_well() -> None:
    made = treated()
    sent(made)
    assert "we told you" not in today(made)
    sent(made, yes=["swelling"], none_leg="")
    with time_machine.travel(at("2027-03-11T11:00"), tick=False):
        assert "we told you" not in today(made)


def test_whoever_is_worried_finds_the_questions_on_today() -> None:
    made = treated()
    assert "something looks wrong" not in today(made)  # the question of the day stands above already
    sent(made)
    said = today(made)
    assert "Pain, or something looks wrong?" in said
    assert "/check-in/now/" in said
    assert "something looks wrong" not in today(course(cast.pat(given_names="Robin", email="")))
