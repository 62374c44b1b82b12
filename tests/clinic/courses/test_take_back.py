"""What was planned, recorded or seen by mistake is taken back with a reason; the older rows stay."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from saphena.clinic.courses.actions import observe, take_back
from saphena.clinic.courses.drawing import standing
from saphena.clinic.record.models import Entry
from saphena.pathway.refused import Refused
from tests import cast
from tests.clinic.courses.treated import at, course, happened, plan_of, planned, treated, window


def test_the_event_is_gone_from_the_plan_and_stays_in_the_history() -> None:
    pats = planned(course(), procedure="2027-03-20T10:00")
    take_back(actor=cast.nell(), course=pats, name="procedure", reason="the patient has a cold")
    assert "procedure" not in plan_of(pats).events
    assert pats.happenings.count() == 2
    sentence = Entry.objects.get(action="courses.event.taken_back").sentence
    assert sentence == "Nell Okafor took back procedure of Pat Moreau: the patient has a cold."


def test_it_needs_a_reason() -> None:
    pats = planned(course(), procedure="2027-03-20T10:00")
    for reason in ("", "   "):
        with pytest.raises(Refused, match="say why"):
            take_back(actor=cast.nell(), course=pats, name="procedure", reason=reason)
    assert "procedure" in plan_of(pats).events


def test_what_is_not_there_cannot_be_taken_back() -> None:
    with pytest.raises(Refused, match="nothing to take back"):
        take_back(actor=cast.nell(), course=course(), name="procedure", reason="a mistake")


def test_it_is_taken_back_once() -> None:
    pats = planned(course(), procedure="2027-03-20T10:00")
    take_back(actor=cast.nell(), course=pats, name="procedure", reason="a cold")
    with pytest.raises(Refused, match="nothing to take back"):
        take_back(actor=cast.nell(), course=pats, name="procedure", reason="a cold")


def test_what_was_taken_back_can_be_planned_again() -> None:
    pats = happened(course(), test="2027-03-01T11:00")
    take_back(actor=cast.nell(), course=pats, name="test", reason="another patient's")
    planned(pats, test="2027-03-12T11:00")
    known = standing(pats.happenings.all())
    assert (known.events["test"], known.happened) == (at("2027-03-12T11:00"), frozenset())


def test_who_may_not_write_down_events_takes_none_back() -> None:
    pats = planned(course(), procedure="2027-03-20T10:00")
    for person in (cast.max_(), cast.ada(), cast.olive(), pats.patient):
        with pytest.raises(PermissionDenied):
            take_back(actor=person, course=pats, name="procedure", reason="because")


def test_a_blister_that_was_none_is_taken_back_and_the_bandage_stays_on() -> None:
    pats = treated(course())
    whole = window(plan_of(pats), "bandage")
    observe(actor=cast.nora(), course=pats, name="blister", at=at("2027-03-09T13:00"))
    assert window(plan_of(pats), "bandage")[1] == "2027-03-09 13:00"
    take_back(actor=cast.nora(), course=pats, name="blister", reason="it was the tape", seen=True)
    assert window(plan_of(pats), "bandage") == whole


def test_on_the_page_both_kinds_are_offered() -> None:
    pats = treated(course())
    observe(actor=cast.nora(), course=pats, name="blister", at=at("2027-03-09T13:00"))
    nora, page = cast.signed_in(cast.nora()), reverse("courses:plan", args=[pats.pk])
    assert 'value="seen:blister"' in nora.get(page).content.decode()
    address = reverse("courses:take_back", args=[pats.pk])
    shown = nora.post(address, {"name": "seen:blister", "reason": "it was the tape"}, follow=True).content.decode()
    assert "What moved:" in shown
    assert not standing(pats.happenings.all()).seen
    nora.post(address, {"name": "home", "reason": "they called from the car"})
    assert "home" not in standing(pats.happenings.all()).events


def test_without_a_reason_the_page_asks_for_one() -> None:
    pats = planned(course(), procedure="2027-03-20T10:00")
    address = reverse("courses:take_back", args=[pats.pk])
    page = cast.signed_in(cast.nell()).post(address, {"name": "procedure"}, follow=True).content.decode()
    assert "Please say why." in page
