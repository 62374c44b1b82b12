"""A confirmed visit moves for the clinic's sake only with its patient's yes, which is a record of its own."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from saphena.clinic.journey.booking.actions import book_visit, cancel_visit, move_visit
from saphena.clinic.journey.booking.asking import agree, ask_to_move, keep_time, said_yes, sweep_asks
from saphena.clinic.journey.booking.models import AskedMove, OwnChange, Visit, Way
from saphena.clinic.journey.booking.states import ASK_MOVES, AskState
from saphena.clinic.messages.models import PromisedMessage, Wishes
from saphena.pathway.refused import Refused
from tests import cast
from tests.clinic.courses.treated import at, phone_of, token_of
from tests.clinic.diary.house import tiny_house
from tests.clinic.journey.booking.booked import procedure, ready

pytestmark = pytest.mark.django_db

TEN, HALF_PAST_ONE = at("2027-03-15T10:00"), at("2027-03-15T13:30")


def asked(visit: Visit | None = None) -> AskedMove:
    return ask_to_move(actor=cast.nell(), visit=visit or procedure(), starts=HALF_PAST_ONE)


def now_of(visit: Visit) -> object:
    return Visit.objects.get(pk=visit.pk).starts_at


def test_asked_by_link_the_visit_stays_until_the_patient_says_yes() -> None:
    question = asked()
    assert now_of(question.visit) == TEN
    assert PromisedMessage.objects.get(kind="booking.ask").about == f"asked:{question.pk}"
    agree(actor=question.visit.patient, asked=question)
    assert now_of(question.visit) == HALF_PAST_ONE
    question.refresh_from_db()
    assert (question.state, question.answered_way, question.written_by) == ("agreed", "link", "Pat Moreau")
    assert "said yes by their link" in Visit.objects.get().changes.latest("pk").reason


def test_a_yes_on_the_telephone_is_kept_with_who_wrote_it_down_and_moves_in_the_same_act() -> None:
    visit = procedure()
    said_yes(actor=cast.nell(), visit=visit, starts=HALF_PAST_ONE, way=Way.PHONE)
    said_yes(actor=cast.nell(), visit=visit, starts=HALF_PAST_ONE, way=Way.PHONE)
    question = AskedMove.objects.get()
    assert (question.state, question.answered_way, question.written_by) == ("agreed", "telephone", cast.nell().name)
    assert now_of(visit) == HALF_PAST_ONE
    assert not OwnChange.objects.exists()


def test_a_no_is_kept_too_and_the_staff_see_it() -> None:
    question = asked()
    keep_time(actor=question.visit.patient, asked=question)
    assert now_of(question.visit) == TEN
    assert OwnChange.objects.get().what == "stayed"
    with pytest.raises(Refused, match="over"):
        agree(actor=question.visit.patient, asked=question)


def test_a_yes_to_a_time_that_is_gone_changes_nothing_and_says_so() -> None:
    where, mine = tiny_house(), ready()
    visit = book_visit(actor=cast.nell(), course=mine, site=where, step="procedure", starts=TEN)
    question = asked(visit)
    other = ready(given_names="Other", email="")
    book_visit(actor=cast.nell(), course=other, site=where, step="procedure", starts=HALF_PAST_ONE)
    with pytest.raises(Refused, match="just taken"):
        agree(actor=mine.patient, asked=question)
    question.refresh_from_db()
    assert question.state == "open"
    assert now_of(visit) == TEN


def test_a_question_is_void_once_the_visit_was_moved_or_called_off() -> None:
    question = asked()
    move_visit(actor=cast.nell(), visit=question.visit, starts=at("2027-03-16T10:00"))
    with pytest.raises(Refused):
        agree(actor=question.visit.patient, asked=question)
    again = asked(Visit.objects.get())
    cancel_visit(actor=cast.nell(), visit=again.visit, reason="A fever.")
    with pytest.raises(Refused):
        agree(actor=again.visit.patient, asked=again)


def test_there_is_one_question_at_a_time_and_the_same_one_is_asked_once() -> None:
    first = asked()
    assert asked(first.visit) == first
    later = ask_to_move(actor=cast.nell(), visit=first.visit, starts=at("2027-03-15T15:00"))
    states = dict(AskedMove.objects.values_list("pk", "state"))
    assert states == {first.pk: "withdrawn", later.pk: "open"}
    live = PromisedMessage.objects.filter(kind="booking.ask").exclude(state="cancelled")
    assert [each.about for each in live] == [f"asked:{later.pk}"]


def test_who_says_nothing_keeps_their_time() -> None:
    question = asked()
    assert sweep_asks(question.expires_at - timedelta(seconds=1)) == 0
    assert sweep_asks(question.expires_at) == 1
    question.refresh_from_db()
    assert question.state == "lapsed"
    with pytest.raises(Refused):
        agree(actor=question.visit.patient, asked=question, now=question.expires_at)
    assert now_of(question.visit) == TEN


def test_nobody_answers_for_somebody_else_and_not_everybody_asks() -> None:
    question = asked()
    with pytest.raises(PermissionDenied):
        agree(actor=cast.pat(given_names="Eve"), asked=question)
    with pytest.raises(PermissionDenied):
        ask_to_move(actor=cast.sam(), visit=question.visit, starts=TEN)


def test_the_patient_says_yes_on_their_own_page_and_staff_read_it_on_the_visits() -> None:
    question = asked()
    token = token_of(question.visit.patient)
    phone = phone_of(question.visit.patient, token)
    page = reverse("booking:own_visits", args=[token])
    assert b"May your visit move?" in phone.get(page).content
    phone.post(reverse("booking:own_asked", args=[token, question.pk]), {"yes": "yes"})
    assert now_of(question.visit) == HALF_PAST_ONE
    assert b"May your visit move?" not in phone.get(page).content
    told = cast.signed_in(cast.nell()).get(reverse("booking:visit", args=[question.visit.pk])).content
    assert b"Asked whether it may move" in told
    assert b"by their link" in told


def test_staff_ask_or_write_down_a_yes_from_the_page() -> None:
    visit, nell = procedure(), cast.signed_in(cast.nell())
    page = reverse("booking:ask", args=[visit.pk])
    nell.post(page, {"starts": HALF_PAST_ONE.isoformat(), "way": "link"})
    assert AskedMove.objects.get().state == "open"
    answer = nell.post(page, {"starts": HALF_PAST_ONE.isoformat(), "way": "telephone", "next": "/board/"})
    assert answer["Location"] == "/board/"
    assert now_of(visit) == HALF_PAST_ONE
    for nonsense in ("", "never", "2027-03-15T10:00", "\0"):
        assert nell.post(page, {"starts": nonsense, "way": "link"}).status_code == 404


def test_whoever_wants_no_earlier_time_is_still_asked_and_whoever_wants_no_such_question_is_called() -> None:
    visit, nell = procedure(), cast.signed_in(cast.nell())
    Wishes.objects.create(patient=visit.patient, stopped=["earlier"])
    assert asked(visit).state == "open"
    assert PromisedMessage.objects.get(kind="booking.ask").state == "promised"
    AskedMove.objects.all().delete()
    Wishes.objects.update(stopped=["moves"])
    told = nell.post(
        reverse("booking:ask", args=[visit.pk]), {"starts": HALF_PAST_ONE.isoformat(), "way": "link"}, follow=True
    )
    assert b"They want no messages of this kind. Please call." in told.content
    assert not AskedMove.objects.exists()
    nell.post(reverse("booking:ask", args=[visit.pk]), {"starts": HALF_PAST_ONE.isoformat(), "way": "telephone"})
    assert now_of(visit) == HALF_PAST_ONE


def test_every_end_of_a_question_is_an_end() -> None:
    assert set(ASK_MOVES) == set(AskState)
    assert all(not after for state, after in ASK_MOVES.items() if state is not AskState.OPEN)
    assert timezone.now() < TEN
