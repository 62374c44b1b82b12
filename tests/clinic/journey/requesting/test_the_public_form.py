"""The public form: what is wrong stands at its field, what was typed stays, and after sending nothing is echoed."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from saphena.clinic.journey.requesting.models import AppointmentRequest, Telling
from saphena.clinic.people.trying import APPOINTMENTS_FROM_ONE_ADDRESS, APPOINTMENTS_TO_ONE_E_MAIL
from saphena.pathway.requesting import rows
from tests.clinic.journey.requesting.asked import NOW, key, sent

pytestmark = pytest.mark.django_db


def test_anybody_may_open_it_and_no_cache_keeps_it() -> None:
    answer = Client().get(reverse("requesting:ask"))
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    for row in (*rows().flags.values(), *rows().screening.values()):
        assert row.ask["en"] in answer.content.decode()


def test_it_is_whole_in_french() -> None:
    phone = Client()
    phone.cookies["language"] = "fr-ca"
    said = phone.get(reverse("requesting:ask")).content.decode()
    assert "Demander un rendez-vous" in said
    assert all(row.ask["fr"] in said for row in (*rows().flags.values(), *rows().screening.values()))
    assert 'value="fr" required id="id_language_1" checked' in said or 'value="fr"' in said.split("checked")[0]


def test_what_was_filled_in_is_kept() -> None:
    answer = sent(
        None,
        legs=["left", "right"],
        earlier=["surgery"],
        screening=["clot"],
        days=["0", "4"],
        parts=["morning"],
        minutes_home="50",
        **{"trip1-mode": "plane", "trip1-leaves": "2027-05-01", "trip1-returns": "2027-05-09", "trip1-seated": "9"},
    )
    assert (answer.status_code, answer["Location"]) == (302, reverse("requesting:received"))
    told = Telling.objects.get().answers
    assert (told["legs"], told["days"], told["minutes_home"]) == (["left", "right"], ["0", "4"], 50)
    assert told["trips"] == [{"mode": "plane", "leaves": "2027-05-01", "returns": "2027-05-09", "seated": 9}]
    assert Telling.objects.get().reasons == ["clot", "after surgery", "needs a ride", "long trip"]


@pytest.mark.parametrize(("ticked", "where"), [("breath", "emergency"), ("swelling", "today")])
def test_a_red_flag_is_answered_at_once(ticked: str, where: str) -> None:
    name = "emergencies" if where == "emergency" else "today"
    phone = Client()
    answer = sent(phone, **{name: [ticked]})
    assert answer["Location"] == reverse("requesting:received", args=[where])
    said = phone.get(answer["Location"]).content.decode()
    assert "Do not wait for us." in said.split("<h1>")[0]
    assert AppointmentRequest.objects.get().urgency == ("emergency", "today").index(where)


def test_a_red_flag_is_answered_although_the_form_is_not_complete() -> None:
    answer = sent(emergencies=["breath"], phone="")
    said = answer.content.decode()
    assert answer.status_code == 422
    assert "Call 911 now." in said.split("<form")[0] or "Call 911 now." in said.split('class="form ask"')[0]


def test_nothing_that_was_typed_is_shown_once_it_is_sent() -> None:
    phone = Client()
    answer = sent(phone)
    assert not any(word in answer["Location"] for word in ("Pat", "Moreau", "1961"))
    said = phone.get(answer["Location"]).content.decode()
    assert not any(word in said for word in ("Moreau", "pat@home", "0142", "aches", "1961"))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"birth_date": "1961-02-31"}, "This is not a date."),
        ({"birth_date": "2061-04-23"}, "still to come"),
        ({"birth_date": "1861-04-23"}, "long ago"),
        ({"birth_date": ""}, "This field is required."),
        ({"legs": []}, "which leg"),
        ({"concerns": [], "words": ""}, "what is wrong, or tell us"),
        ({"phone": "none"}, "area code"),
        ({"email": "pat at home"}, "Enter a valid email address."),
        ({"words": "x" * 10_000}, "fewer words"),
        ({"minutes_home": "-3"}, "greater than or equal"),
        ({"legs": ["third"]}, "third"),
        ({"trip1-leaves": "2027-02-30"}, "This is not a date."),
        ({"trip1-leaves": "2027-05-09", "trip1-returns": "2027-05-01"}, "ends before it begins"),
        ({"trip2-mode": "car"}, "day on which the trip begins"),
        ({"trip2-leaves": "2027-01-09"}, "This trip is over."),
        ({"given_names": "P\x00t"}, "Null"),
    ],
    ids=str,
)
def test_what_is_wrong_is_said_where_it_is_and_nothing_typed_is_lost(change: dict[str, Any], said: str) -> None:
    answer = sent(None, **{"family_name": "Moreau-O’Neil", **change})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    assert "Moreau-O’Neil" in page
    assert not AppointmentRequest.objects.exists()


def test_every_thing_that_is_wrong_is_said_at_once() -> None:
    page = sent(None, birth_date="", legs=[], phone="1", **{"trip1-mode": "car"}).content.decode()
    for said in ("This field is required.", "which leg", "area code"):
        assert said in page


def test_the_top_of_the_page_leads_to_everything_that_is_wrong_trips_too() -> None:
    trip = {"trip2-mode": "car", "trip2-leaves": "2027-05-09", "trip2-returns": "2027-05-01"}
    for change, places in (
        (trip, ["id_trip2-returns"]),
        ({"birth_date": "31 June", "legs": [], "phone": ""}, ["id_birth_date_day", "id_phone", "id_legs_0"]),
    ):
        page = sent(None, **change).content.decode()
        assert re.findall(r'<li><a href="#([^"]+)">', page) == places
        for place in places:
            assert f'id="{place}"' in page


def test_the_double_click_is_one_request() -> None:
    again, phone = key(), Client()
    assert [sent(phone, form_key=again).status_code for _click in range(2)] == [302, 302]
    assert Telling.objects.count() == 1


def test_a_field_that_nobody_sees_gives_programs_away_and_loses_nobodys_words() -> None:
    answer = sent(website="https://buy.test")
    assert answer.status_code == 422
    assert "Please leave this field empty." in answer.content.decode()
    assert "It aches in the evening." in answer.content.decode()
    assert not AppointmentRequest.objects.exists()


@pytest.mark.parametrize(
    "mark",
    [key(NOW), "", "made up", key(NOW) + "x", key(NOW - timedelta(days=3))],
    ids=["at once", "none", "made up", "changed", "old"],
)
def test_a_form_filled_in_within_a_moment_is_shown_once_more(mark: str) -> None:
    phone = Client()
    answer = sent(phone, form_key=mark)
    assert answer.status_code == 422
    assert "That was quick." in answer.content.decode()
    fresh = answer.context["form"]["form_key"].value()
    with time_machine.travel(NOW + timedelta(seconds=5), tick=False):
        assert sent(phone, form_key=fresh).status_code == 302


def test_a_flood_from_one_place_has_to_wait_and_keeps_what_it_typed() -> None:
    for number in range(APPOINTMENTS_FROM_ONE_ADDRESS.tries):
        assert sent(given_names=f"P{number}", email="").status_code == 302
    answer = sent(given_names="Late", email="")
    assert answer.status_code == 429
    assert "Late" in answer.content.decode()
    with time_machine.travel(NOW + timedelta(minutes=10), tick=False):
        assert sent(given_names="Late", email="").status_code == 302


def test_nobodys_mailbox_is_flooded_by_way_of_us() -> None:
    for number in range(APPOINTMENTS_TO_ONE_E_MAIL.tries):
        assert sent(given_names=f"P{number}", birth_date=f"1961-04-0{number + 1}").status_code == 302
    assert sent(given_names="Late").status_code == 429
    assert sent(given_names="Late", email="other@home.test").status_code == 302
