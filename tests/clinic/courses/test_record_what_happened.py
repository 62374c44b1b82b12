"""What has happened is written down with its moment, by staff or by the patient themselves."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from saphena.clinic.courses.actions import record_event, say_home
from saphena.clinic.courses.drawing import standing
from saphena.clinic.record.models import Entry
from saphena.pathway.refused import Refused
from tests import cast
from tests.clinic.courses.treated import (
    at,
    course,
    happened,
    own,
    phone_of,
    plan_of,
    planned,
    token_of,
    treated,
    window,
)

NOW = at("2027-03-09T13:10")


def test_what_is_still_to_come_cannot_have_happened() -> None:
    pats = course()
    with pytest.raises(Refused, match="Plan it instead") as no:
        record_event(actor=cast.nora(), course=pats, name="injected", at=NOW + timedelta(minutes=11))
    assert no.value.field == "at"
    assert not pats.happenings.exists()


def test_a_clock_that_runs_a_little_fast_is_believed() -> None:
    pats = course()
    record_event(actor=cast.nora(), course=pats, name="injected", at=NOW + timedelta(minutes=9))
    assert standing(pats.happenings.all()).happened == {"injected"}


def test_on_the_page_the_refusal_stands_beside_the_day() -> None:
    pats = course()
    typed = {"name": "injected", "day": "2027-03-10", "clock": "09:00", "happened": "yes"}
    answer = cast.signed_in(cast.nora()).post(reverse("courses:record_event", args=[pats.pk]), typed)
    assert answer.status_code == 422
    assert answer.context["event_form"].errors == {"day": ["This is still to come. Plan it instead."]}


def test_a_moment_written_down_wrong_is_written_down_again_and_both_stay() -> None:
    pats = happened(course(), injected="2027-03-09T10:20")
    happened(pats, injected="2027-03-09T10:25")
    assert standing(pats.happenings.all()).events["injected"] == at("2027-03-09T10:25")
    assert pats.happenings.count() == 2
    assert Entry.objects.filter(action="courses.event.happened").count() == 2


def test_who_may_not_write_down_events_writes_none() -> None:
    pats = course()
    for person in (cast.max_(), cast.ada(), cast.olive(), pats.patient):
        with pytest.raises(PermissionDenied):
            record_event(actor=person, course=pats, name="injected", at=NOW)


def test_i_am_home_sets_the_hours_with_the_legs_up_from_now() -> None:
    pats = planned(course(), procedure="2027-03-09T10:00")
    happened(pats, injected="2027-03-09T10:20", left="2027-03-09T11:10")
    assert window(plan_of(pats), "legs-up") == ("2027-03-09 11:40", "2027-03-09 15:40")
    token = token_of(pats.patient)
    phone = phone_of(pats.patient, token)
    assert "I am home" in phone.get(own("today", token)).content.decode()
    page = phone.post(own("home", token), follow=True).content.decode()
    assert "Your times are set from now" in page
    assert "I am home" not in page
    assert window(plan_of(pats), "legs-up") == ("2027-03-09 13:10", "2027-03-09 17:10")
    entry = Entry.objects.get(action="courses.event.happened", facts__name="home")
    assert (entry.actor_name, entry.actor_role) == ("Pat Moreau", "patient")


def test_home_is_said_once() -> None:
    pats = treated(course())
    with pytest.raises(Refused, match="home since 11:50"):
        say_home(actor=pats.patient, course=pats, at=NOW)
    token = token_of(pats.patient)
    phone = phone_of(pats.patient, token)
    assert "nothing to say right now" in phone.post(own("home", token), follow=True).content.decode()
    assert window(plan_of(pats), "legs-up") == ("2027-03-09 11:50", "2027-03-09 15:50")


def test_home_is_not_said_before_the_treatment() -> None:
    pats = planned(course(), procedure="2027-03-09T14:00")
    with pytest.raises(Refused, match="once you have been treated"):
        say_home(actor=pats.patient, course=pats, at=NOW)


def test_nobody_says_it_for_another_patient() -> None:
    pats = happened(course(), injected="2027-03-09T10:20")
    with pytest.raises(PermissionDenied):
        say_home(actor=cast.pat(given_names="Robin"), course=pats, at=NOW)


def test_whoever_comes_home_after_midnight_can_say_so() -> None:
    pats = happened(course(), injected="2027-03-08T16:40", left="2027-03-08T17:30")
    token = token_of(pats.patient)
    with time_machine.travel(at("2027-03-09T00:20"), tick=False):
        phone = phone_of(pats.patient, token)
        assert "I am home" in phone.get(own("today", token)).content.decode()


def test_the_day_after_it_is_not_asked_any_more() -> None:
    pats = happened(course(), injected="2027-03-08T10:20", left="2027-03-08T11:10")
    token = token_of(pats.patient)
    assert "I am home" not in phone_of(pats.patient, token).get(own("today", token)).content.decode()
