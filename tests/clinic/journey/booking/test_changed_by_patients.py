"""What patients change by themselves stands on a list until somebody of the staff has seen it, by name."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from saphena.clinic.journey.booking.actions import cancel_visit, move_visit
from saphena.clinic.journey.booking.models import OwnChange, TimedOffer
from saphena.clinic.journey.booking.noticing import see
from saphena.clinic.journey.booking.own import cancel_own, move_own
from saphena.clinic.journey.booking.waiting import accept, decline, put_on_list
from saphena.clinic.record.models import Entry
from tests import cast
from tests.clinic.courses.treated import at
from tests.clinic.diary.house import house
from tests.clinic.journey.booking.booked import procedure, ready

pytestmark = pytest.mark.django_db


def test_what_a_patient_moves_and_calls_off_stands_there_and_what_staff_do_does_not() -> None:
    visit = procedure()
    move_visit(actor=cast.nell(), visit=visit, starts=at("2027-03-16T10:00"))
    assert not OwnChange.objects.exists()
    move_own(actor=visit.patient, visit=visit, starts=at("2027-03-17T10:00"))
    cancel_own(actor=visit.patient, visit=visit, reason="A fever.")
    rows = list(OwnChange.objects.values_list("what", "was_at", "now_at", "reason"))
    assert rows == [
        ("moved", at("2027-03-16T10:00"), at("2027-03-17T10:00"), "by the patient"),
        ("cancelled", at("2027-03-17T10:00"), None, "A fever."),
    ]


def test_answers_to_an_offer_stand_there_whichever_they_are() -> None:
    visit = procedure()
    for name in ("First", "Second"):
        put_on_list(actor=cast.nell(), course=ready(given_names=name, email=""), site=house(), step="procedure")
    cancel_visit(actor=cast.nell(), visit=visit, reason="A fever.")
    offer = TimedOffer.objects.get()
    decline(actor=offer.waiting.course.patient, offer=offer)
    offer = TimedOffer.objects.latest("pk")
    accept(actor=offer.waiting.course.patient, offer=offer)
    assert list(OwnChange.objects.values_list("what", "now_at")) == [
        ("declined", at("2027-03-15T10:00")),
        ("booked", at("2027-03-15T10:00")),
    ]


def test_seen_it_goes_from_the_list_and_says_who_and_the_first_stays_the_first() -> None:
    visit = procedure()
    move_own(actor=visit.patient, visit=visit, starts=at("2027-03-17T10:00"))
    row = OwnChange.objects.get()
    assert see(actor=cast.nell(), changes=[row.pk]) == 1
    assert see(actor=cast.priya(), changes=[row.pk]) == 0
    row.refresh_from_db()
    assert row.seen_by == cast.nell()
    assert Entry.objects.filter(action="booking.own_change.seen").count() == 1
    with pytest.raises(PermissionDenied):
        see(actor=cast.sam(), changes=[row.pk])


def test_the_desk_and_the_board_say_so_and_lead_to_the_list() -> None:
    visit, nell = procedure(), cast.signed_in(cast.nell())
    desk, page = reverse("requesting:desk"), reverse("booking:own_changes")
    assert page.encode() not in nell.get(desk).content
    move_own(actor=visit.patient, visit=visit, starts=at("2027-03-17T10:00"))
    cancel_own(actor=visit.patient, visit=visit, reason="A fever.")
    for where in (desk, reverse("board:board")):
        assert page.encode() in nell.get(where).content
    assert b"A fever." in nell.get(page).content
    first, second = OwnChange.objects.order_by("pk")
    nell.post(reverse("booking:own_changes_seen"), {"seen": str(first.pk)})
    assert nell.get(page).context["new"] == [second]
    nell.post(reverse("booking:own_changes_seen"), {"all": "yes", "shown": [str(second.pk), "x", "9" * 30]})
    answer = nell.get(page)
    assert b"seen by Nell" in answer.content
    assert page.encode() not in nell.get(desk).content


def test_the_list_takes_the_same_queries_however_long() -> None:
    nell, page = cast.signed_in(cast.nell()), reverse("booking:own_changes")
    visit = procedure()
    move_own(actor=visit.patient, visit=visit, starts=at("2027-03-17T10:00"))
    nell.get(page)
    counts = []
    for _time in range(2):
        with CaptureQueriesContext(connection) as asked:
            nell.get(page)
        counts.append(len(asked))
        for row in OwnChange.objects.all():
            row.pk = None
            row.save()
    assert counts[0] == counts[1]
