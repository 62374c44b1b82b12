"""Another round of a leg is a course of its own that follows the one before, with what still counts carried over."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from saphena.clinic.courses.actions import answer_facts, open_gate, record_event
from saphena.clinic.courses.drawing import draw, standing
from saphena.clinic.courses.models import Course
from saphena.clinic.courses.rounds import start_next_round
from saphena.clinic.record.models import Entry
from saphena.pathway.refused import Refused
from tests import cast
from tests.clinic.courses.treated import at, course, happened, window

pytestmark = pytest.mark.django_db


def looked_at() -> Course:
    """Treated on the 3rd of March, seen again on the 8th, the deep veins open."""
    known = happened(
        course(), mapped="2027-02-10T09:00", test="2027-02-17T13:30", procedure="2027-03-01T10:00",
        injected="2027-03-01T10:20", review="2027-03-08T09:00",
    )  # fmt: skip
    told = {"deep_veins_clear": True, "test_tolerated": True, "map_signed": True, "drive_minutes": 40,
            "stocking_in_hand": True}  # fmt: skip
    return answer_facts(actor=cast.nora(), course=known, facts=told)


def test_what_still_counts_is_carried_over_with_where_it_comes_from() -> None:
    first = looked_at()
    new = start_next_round(actor=cast.nell(), course=first)
    assert (new.follows, new.round, new.leg, new.protocol) == (first, 2, first.leg, first.protocol)
    rows = {row.name: row for row in new.happenings.all()}
    assert {name: row.at for name, row in rows.items()} == {
        "mapped": at("2027-02-10T09:00"),
        "test": at("2027-02-17T13:30"),
    }
    assert {row.reason for row in rows.values()} == {"carried over from round 1"}
    assert new.facts["test_tolerated"]
    assert new.facts["drive_minutes"] == 40
    assert not {"deep_veins_clear", "stocking_in_hand"} & new.facts.keys()
    entry = Entry.objects.get(action="courses.round.started")
    assert entry.facts["carried"][:2] == ["mapped", "test"]


def test_a_round_has_its_own_clock_and_the_one_before_keeps_its_own() -> None:
    first = looked_at()
    new = start_next_round(actor=cast.nell(), course=first)
    record_event(actor=cast.nell(), course=new, name="injected", at=at("2027-03-09T10:20"))
    ends = [window(draw(each), "no-long-trips")[1] for each in (first, new)]
    assert ends[0] < ends[1]
    assert "injected" in standing(first.happenings.all()).happened


def test_started_twice_it_is_started_once() -> None:
    first = looked_at()
    assert start_next_round(actor=cast.nell(), course=first) == start_next_round(actor=cast.priya(), course=first)
    assert Course.objects.count() == 2


def test_a_round_that_was_not_treated_has_no_next_one() -> None:
    with pytest.raises(Refused, match="not been treated"):
        start_next_round(actor=cast.nell(), course=course())


def test_while_the_gate_of_another_session_is_shut_it_says_what_opens_it_and_a_physician_may() -> None:
    first = looked_at()
    answer_facts(actor=cast.nora(), course=first, facts={"deep_veins_clear": False})
    with pytest.raises(Refused, match="deep veins"):
        start_next_round(actor=cast.nell(), course=first)
    assert Course.objects.count() == 1
    open_gate(actor=cast.priya(), course=first, gate="second-injection", reason="Seen by a colleague in Banff.")
    assert start_next_round(actor=cast.nell(), course=first).round == 2


def test_whoever_may_not_open_a_course_starts_no_round() -> None:
    with pytest.raises(PermissionDenied):
        start_next_round(actor=cast.max_(), course=looked_at())


def test_one_tap_opens_it_and_both_courses_name_each_other() -> None:
    first, nell = looked_at(), cast.signed_in(cast.nell())
    assert b"Start the next round" in nell.get(reverse("courses:plan", args=[first.pk])).content
    answer = nell.post(reverse("courses:next_round", args=[first.pk]), follow=True)
    assert answer.redirect_chain[-1][0] == reverse("courses:plan", args=[Course.objects.latest("pk").pk])
    assert b"It follows round 1" in answer.content
    before = nell.get(reverse("courses:plan", args=[first.pk])).content
    assert b"Round 2 follows" in before
    assert b"Start the next round" not in before
    chart = nell.get(reverse("courses:chart", args=[first.patient_id])).content
    assert b"It follows round 1" in chart
    answer = nell.post(reverse("courses:next_round", args=[Course.objects.latest("pk").pk]), follow=True)
    assert b"has not been treated yet" in answer.content
