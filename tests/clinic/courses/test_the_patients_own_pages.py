"""Today and the whole plan: for the patient alone, by link and birth date, in their own language and on their clock."""

from __future__ import annotations

import re

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from saphena.clinic.people.links import withdraw_links
from saphena.clinic.record.models import Entry
from tests import cast
from tests.clinic.courses.treated import at, course, own, phone_of, planned, token_of, treated

PAGES = ("today", "plan", "handout", "calendar")


@pytest.mark.parametrize("name", PAGES)
def test_before_the_birth_date_nothing_of_the_plan_is_shown(name: str) -> None:
    pats = treated(course())
    answer = Client().get(own(name, token_of(pats.patient)))
    assert answer["Content-Type"].startswith("text/html")
    assert "date of birth" in answer.content.decode()
    for word in ("bandage", "Moreau", "stocking"):
        assert word not in answer.content.decode()


@pytest.mark.parametrize("name", PAGES)
def test_a_link_that_has_ended_opens_nothing(name: str) -> None:
    pats = treated(course())
    token = token_of(pats.patient)
    phone = phone_of(pats.patient, token)
    withdraw_links(actor=cast.nora(), patient=pats.patient)
    assert phone.get(own(name, token)).status_code == 410


def test_the_link_leads_to_today() -> None:
    pats = treated(course())
    token = token_of(pats.patient)
    phone = phone_of(pats.patient, token)
    assert phone.get(reverse("people:link", args=[token]))["Location"] == own("today", token)


def test_today_says_what_now_what_next_and_this_week() -> None:
    pats = treated(course())
    token = token_of(pats.patient)
    page = phone_of(pats.patient, token).get(own("today", token)).content.decode()
    assert "Tuesday 9 March" in page
    assert "Lie down with both legs higher than your heart until 15:50." in page
    assert 'stroke-dasharray="66.7 100"' in page
    assert page.count('class="thing"') == 3
    assert "Leave the bandage on" in page


def test_when_nothing_is_to_be_done_by_the_clock_it_says_so() -> None:
    pats = treated(course())
    token = token_of(pats.patient)
    with time_machine.travel(at("2027-03-12T10:00"), tick=False):
        page = phone_of(pats.patient, token).get(own("today", token)).content.decode()
    assert "Nothing to do by the clock right now." in page


def test_without_a_course_the_page_says_what_will_be_here() -> None:
    pat = cast.pat()
    token = token_of(pat)
    for name in ("today", "plan"):
        page = phone_of(pat, token).get(own(name, token)).content.decode()
        assert "There is nothing for you to do here yet." in page


def test_the_plan_shows_every_day_and_no_gates_or_staffs_work() -> None:
    pats = treated(course())
    token = token_of(pats.patient)
    page = phone_of(pats.patient, token).get(own("plan", token)).content.decode()
    assert "Leave the bandage on, day and night, until Sunday 14 March, in the morning." in page
    assert "From Tuesday 6 April you are free to travel." in page
    assert "Bandage the treated veins straight after" not in page  # the nurse's
    assert "signed by physician" not in page  # a gate
    days = re.findall(r'id="c\d+-(\d{8})"', page)
    assert len(days) > 5
    assert days == sorted(set(days))


def test_two_legs_have_a_plan_each() -> None:
    pat = cast.pat()
    treated(course(pat, "left"))
    planned(course(pat, "right"), procedure="2027-04-20T10:00", test="2027-03-09T15:00")
    token = token_of(pat)
    phone = phone_of(pat, token)
    page = phone.get(own("plan", token)).content.decode()
    assert "Left leg" in page
    assert "Right leg" in page
    assert "until Sunday 25 April, in the morning" in page
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))


def test_whoever_is_in_the_middle_of_it_goes_on_from_today() -> None:
    pats = treated(course())
    token = token_of(pats.patient)
    phone = phone_of(pats.patient, token)
    assert f'href="#c{pats.pk}-20270309"' in phone.get(own("plan", token)).content.decode()
    with time_machine.travel(at("2027-03-11T09:00"), tick=False):  # nothing begins on that day
        assert f'href="#c{pats.pk}-2027031' in phone.get(own("plan", token)).content.decode()
    with time_machine.travel(at("2027-12-11T09:00"), tick=False):
        phone = phone_of(pats.patient, token)
        assert "Go to now" not in phone.get(own("plan", token)).content.decode()


def test_the_emergency_signs_are_those_of_the_patients_own_protocol() -> None:
    pats = treated(course())
    token = token_of(pats.patient)
    for name in ("today", "plan"):
        page = phone_of(pats.patient, token).get(own(name, token)).content.decode()
        assert "Emergency: call 911" in page
        assert "You cannot see well all of a sudden, or have the worst headache of your life" in page


def test_nobody_reaches_another_patients_plan() -> None:
    pats, robins = treated(course()), planned(course(cast.pat(given_names="Robin")), procedure="2027-04-20T10:00")
    token = token_of(pats.patient)
    phone = phone_of(pats.patient, token)
    for name in PAGES:
        answer = phone.get(own(name, token), {"course": str(robins.pk)})
        assert answer.status_code == 200
        assert b"April 20" not in answer.content
        assert b"20270420" not in answer.content
        assert not Entry.objects.filter(action="record.chart.opened", patient=robins.patient).exists()
    assert phone.get(own("today", token_of(robins.patient))).context.get("things") is None


def test_in_french_the_whole_page_is_french() -> None:
    lucies = treated(course(cast.pat(given_names="Lucie", language="fr")))
    token = token_of(lucies.patient)
    phone = phone_of(lucies.patient, token)
    today, whole = (phone.get(own(name, token)).content.decode() for name in ("today", "plan"))
    for page in (today, whole):
        assert '<html lang="fr-ca">' in page
        assert "Gardez le bandage jour et nuit" in page
        words = re.sub(r"<[^>]+>", " ", page)
        for english in ("Today", "My plan", "Why", "Call the clinic", "left", "until", "Because", "Starts", " all day"):
            assert not re.search(rf"\b{english}\b", words), english
    assert "Aujourd’hui" in today


def test_times_are_told_on_the_patients_own_clock() -> None:
    away = treated(course(cast.pat(zone="America/Halifax")))  # the same hours, on a clock three hours ahead
    token = token_of(away.patient)
    with time_machine.travel(at("2027-03-09T13:10", "America/Halifax"), tick=False):
        page = phone_of(away.patient, token).get(own("today", token)).content.decode()
    assert "Lie down with both legs higher than your heart until 15:50." in page


def test_the_pages_are_kept_by_no_cache() -> None:
    pats = treated(course())
    token = token_of(pats.patient)
    phone = phone_of(pats.patient, token)
    for name in PAGES:
        assert "no-store" in phone.get(own(name, token))["Cache-Control"]


def test_what_the_patient_opens_is_recorded_as_theirs() -> None:
    pats = treated(course())
    token = token_of(pats.patient)
    phone = phone_of(pats.patient, token)
    for name in PAGES:
        phone.get(own(name, token))
    told = [entry.sentence for entry in Entry.objects.filter(action="record.chart.opened").order_by("id")]
    assert told == [
        f"Pat Moreau opened {page} of Pat Moreau."
        for page in ("today’s page", "the plan", "the handout", "the calendar file")
    ]


def test_a_plan_without_a_day_says_that_there_is_nothing_to_do_yet() -> None:
    pats = course()
    token = token_of(pats.patient)
    page = phone_of(pats.patient, token).get(own("plan", token)).content.decode()
    assert "There is nothing for you to do here yet." in page
    assert "Sheet to print" not in page


def test_an_examination_is_called_as_the_visit_that_it_is() -> None:
    pats = planned(course(), mapped="2027-03-12T10:00")
    token = token_of(pats.patient)
    page = phone_of(pats.patient, token).get(own("today", token)).content.decode()
    assert "Assessment" in page
    assert "vein map" not in page
