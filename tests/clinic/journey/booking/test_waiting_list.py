"""A freed time is offered one by one, for a while each, to those whose gates are open and whose times fit."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from django.utils import timezone

from saphena.clinic.journey.booking.actions import book_visit, cancel_visit
from saphena.clinic.journey.booking.models import FreedPlace, TimedOffer, Visit, Waiting
from saphena.clinic.journey.booking.states import OFFER_MOVES, OfferState
from saphena.clinic.journey.booking.waiting import accept, decline, put_on_list, sweep_offers, take_off_list
from saphena.clinic.journey.booking.wishes import Wishes
from saphena.clinic.messages.models import PromisedMessage
from saphena.clinic.messages.models import Wishes as MessageWishes
from saphena.pathway.refused import Refused
from tests import cast
from tests.clinic.courses.treated import at, course, phone_of, token_of
from tests.clinic.diary.house import tiny_house
from tests.clinic.journey.booking.booked import ready

if TYPE_CHECKING:
    import time_machine

TEN = at("2027-03-15T10:00")


def booked() -> Visit:
    return book_visit(actor=cast.nell(), course=ready(), site=tiny_house(), step="procedure", starts=TEN)


def waits(name: str, **more: object) -> Waiting:
    pats = ready(given_names=name, email=f"{name.lower()}@home.test")
    return put_on_list(actor=cast.nell(), course=pats, site=tiny_house(), step="procedure", **more)  # type: ignore[arg-type]


def open_offer() -> TimedOffer:
    return TimedOffer.objects.get(state="open")


def test_a_time_that_is_given_up_is_offered_to_whoever_waits_longest() -> None:
    visit, first, second = booked(), waits("Robin"), waits("Sasha")
    cancel_visit(actor=cast.nell(), visit=visit, reason="A fever.")
    offer = open_offer()
    assert (offer.waiting, offer.place.starts_at) == (first, TEN)
    assert offer.expires_at == timezone.now() + timedelta(minutes=120)
    assert PromisedMessage.objects.get(kind="booking.offer").patient_id == first.course.patient_id
    assert second.offers.count() == 0


def test_whose_gate_is_shut_or_whose_times_do_not_fit_is_passed_over() -> None:
    visit = booked()
    put_on_list(actor=cast.nell(), course=course(cast.pat(given_names="Ali")), site=tiny_house(), step="procedure")
    waits("Robin", wishes=Wishes(days=("3",)))
    fits = waits("Sasha")
    cancel_visit(actor=cast.nell(), visit=visit, reason="A fever.")
    assert open_offer().waiting == fits


def test_an_offer_that_is_declined_or_lapses_goes_to_the_next(clock: time_machine.Traveller) -> None:
    visit, first, second, third = booked(), waits("Robin"), waits("Sasha"), waits("Toni")
    cancel_visit(actor=cast.nell(), visit=visit, reason="A fever.")
    decline(actor=first.course.patient, offer=open_offer())
    assert open_offer().waiting == second
    assert sweep_offers() == 0
    clock.shift(timedelta(minutes=120))
    assert sweep_offers() == 1
    assert open_offer().waiting == third
    clock.shift(timedelta(minutes=120))
    assert sweep_offers() == 1
    assert FreedPlace.objects.get().closed_at == timezone.now()
    assert {row.state for row in Waiting.objects.all()} == {"waiting"}


def test_who_accepts_has_it_and_waits_no_more() -> None:
    visit, first = booked(), waits("Robin")
    cancel_visit(actor=cast.nell(), visit=visit, reason="A fever.")
    taken = accept(actor=first.course.patient, offer=open_offer())
    assert (taken.course_id, taken.starts_at) == (first.course_id, TEN)
    first.refresh_from_db()
    assert first.state == "booked"
    with pytest.raises(Refused, match="has ended"):
        accept(actor=first.course.patient, offer=TimedOffer.objects.get())


def test_who_has_a_later_time_moves_to_the_earlier_one() -> None:
    visit, mine = booked(), ready(given_names="Robin", email="")
    week_later = at("2027-03-22T10:00")
    later = book_visit(actor=cast.nell(), course=mine, site=tiny_house(), step="procedure", starts=week_later)
    put_on_list(actor=cast.nell(), course=mine, site=tiny_house(), step="procedure")
    cancel_visit(actor=cast.nell(), visit=visit, reason="A fever.")
    taken = accept(actor=cast.nell(), offer=open_offer())
    assert (taken.pk, taken.starts_at) == (later.pk, TEN)


def test_an_offer_after_its_end_is_refused_and_changes_nothing(clock: time_machine.Traveller) -> None:
    visit, first = booked(), waits("Robin")
    cancel_visit(actor=cast.nell(), visit=visit, reason="A fever.")
    clock.shift(timedelta(minutes=120))
    with pytest.raises(Refused, match="has ended"):
        accept(actor=first.course.patient, offer=open_offer())
    assert not Visit.objects.filter(course=first.course).exists()


def test_a_place_that_somebody_was_quicker_to_book_is_refused_and_the_offer_stays() -> None:
    visit, first = booked(), waits("Robin")
    cancel_visit(actor=cast.nell(), visit=visit, reason="A fever.")
    book_visit(actor=cast.nell(), course=ready(given_names="Sasha"), site=tiny_house(), step="procedure", starts=TEN)
    with pytest.raises(Refused, match="These are near"):
        accept(actor=first.course.patient, offer=open_offer())
    assert open_offer().waiting == first


def test_somebody_asked_twice_waits_once_and_can_be_taken_off() -> None:
    row = waits("Robin")
    again = put_on_list(actor=cast.nell(), course=row.course, site=tiny_house(), step="procedure")
    assert again == row
    take_off_list(actor=cast.nell(), waiting=row)
    cancel_visit(actor=cast.nell(), visit=booked(), reason="A fever.")
    assert not TimedOffer.objects.exists()


def test_the_pages_of_the_list_and_of_the_patient() -> None:
    visit, first = booked(), waits("Robin")
    nell = cast.signed_in(cast.nell())
    assert b"Robin" in nell.get(reverse("booking:waiting")).content
    cancel_visit(actor=cast.nell(), visit=visit, reason="A fever.")
    assert b"They take it" in nell.get(reverse("booking:waiting")).content
    assert b"Please call" not in nell.get(reverse("booking:waiting")).content
    MessageWishes.objects.create(patient=first.course.patient, stopped=["earlier"])
    assert b"They want no messages of this kind. Please call." in nell.get(reverse("booking:waiting")).content
    token = token_of(first.course.patient)
    phone = phone_of(first.course.patient, token)
    page = phone.get(reverse("booking:own_visits", args=[token])).content.decode()
    assert "A time has become free" in page
    address = re.search(r'action="(/p/[^"]+/offers/\d+/)"', page)
    assert address
    phone.post(address[1], {"accept": "yes"})
    assert Visit.objects.get(course=first.course).starts_at == TEN


def test_every_state_of_an_offer_is_in_the_table() -> None:
    assert set(OFFER_MOVES) == set(OfferState)
