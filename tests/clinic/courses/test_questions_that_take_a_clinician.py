"""A receptionist opens a course without answering what is clinical: it stays open, and a clinician is led to it."""

from __future__ import annotations

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from saphena.clinic.courses.actions import answer_facts, write_facts
from saphena.clinic.courses.models import Course
from saphena.clinic.courses.questions import clinical, noes_of
from saphena.clinic.record.models import Entry
from saphena.pathway.protocol.library import load, shipped
from tests import cast
from tests.clinic.courses.treated import at, course, plan_of, planned

DESK = {"drive_minutes": "55", "one_medium_stocking": "yes"}


def facts(course: Course) -> str:
    return reverse("courses:facts", args=[course.pk])


def test_the_desk_is_not_asked_them_and_reads_which_they_are() -> None:
    answer = cast.signed_in(cast.nell()).get(facts(course()))
    assert not {"no_ice", "no_acetaminophen", "map_signed"} & set(answer.context["form"].fields)
    assert "Must you avoid acetaminophen" in answer.content.decode().partition("For a clinician")[2]


def test_saved_at_the_desk_they_stay_open_and_are_no_noes() -> None:
    pats, nell = course(), cast.signed_in(cast.nell())
    nell.post(facts(pats), DESK | {"no_ice": "yes", "map_signed": "yes"})  # what the page did not offer
    assert Course.objects.get().facts == {"drive_minutes": 55, "one_medium_stocking": True}


def test_the_chart_and_the_plan_lead_a_clinician_to_what_is_open_until_it_is_answered() -> None:
    pats = course()
    pages = [reverse("courses:chart", args=[pats.patient_id]), reverse("courses:plan", args=[pats.pk])]
    nora, nell = cast.signed_in(cast.nora()), cast.signed_in(cast.nell())
    for page in pages:
        assert "3 clinical questions about the patient are open. <a" in nora.get(page).content.decode()
        assert "They wait for a clinician." in nell.get(page).content.decode()
    nora.post(facts(pats), DESK | {"no_ice": "no", "no_acetaminophen": "no", "keeps_support_hose": "yes"})
    assert Course.objects.get().facts["keeps_support_hose"] is True
    for page in pages:
        assert "about the patient are open" not in nora.get(page).content.decode()


def test_a_no_is_seen_on_the_chart_with_who_said_it_and_when_and_a_clinician_puts_it_back_to_open() -> None:
    pats, nora = course(), cast.signed_in(cast.nora())
    chart = reverse("courses:chart", args=[pats.patient_id])
    with time_machine.travel(at("2027-03-01T09:00"), tick=False):
        write_facts(actor=cast.nell(), course=pats, facts={"no_ice": False, "map_signed": False, "lives_far": False})
    shown = nora.get(chart).content.decode()
    assert "One clinical question is answered with no" in shown
    assert "Answered by Nell Okafor (receptionist) on 1 Mar 2027." in shown
    assert "put it back to open" in shown
    assert "put it back to open" not in cast.signed_in(cast.nell()).get(chart).content.decode()
    assert nora.get(facts(pats)).context["form"]["no_ice"].help_text.startswith("Answered by Nell Okafor")
    nora.post(facts(pats), {"no_ice": "open"})
    assert Course.objects.get().facts == {"map_signed": False, "lives_far": False}
    assert "answered with no" not in nora.get(chart).content.decode()
    entry = Entry.objects.filter(action="courses.facts.answered").latest("pk")
    assert (entry.facts["before"], entry.facts["after"]) == ({"no_ice": False}, {"no_ice": None})


def test_what_was_said_as_the_course_was_opened_and_of_another_course_keeps_its_own_name() -> None:
    first, second = course(facts={"no_ice": False}), course(leg="right", facts={"no_ice": False})
    answer_facts(actor=cast.nora(), course=second, facts={"no_ice": True})
    answer_facts(actor=cast.nora(), course=second, facts={"no_ice": False})
    said = noes_of([Course.objects.get(pk=first.pk), Course.objects.get(pk=second.pk)])
    assert [each.by for each in said[first.pk]] == [""]
    assert [each.by for each in said[second.pk]] == ["Nora Lindqvist"]
    assert said[first.pk][0].sentence.startswith("Answered as the course was opened, on ")


def test_nobody_answers_them_around_the_page_who_may_not() -> None:
    with pytest.raises(PermissionDenied):
        answer_facts(actor=cast.nell(), course=course(), facts={"map_signed": True})


def test_a_gate_stays_shut_while_its_question_is_open() -> None:
    pats = planned(course(), procedure="2027-04-20T10:00")
    cast.signed_in(cast.nell()).post(facts(pats), DESK | {"map_signed": "yes", "test_tolerated": "yes"})
    gates = [item.gate for item in plan_of(pats).items if item.gate]
    assert gates
    assert not any(gate.open for gate in gates)


@pytest.mark.parametrize("name", shipped())
def test_what_a_physician_must_have_checked_is_clinical_in_every_protocol(name: str) -> None:
    protocol = load(name)
    checked = {"compression_checked", "map_signed", "no_known_forbidding", "test_tolerated"} & set(protocol.facts)
    assert checked
    assert checked <= set(clinical(protocol))
