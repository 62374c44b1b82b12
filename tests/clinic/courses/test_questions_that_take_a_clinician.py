"""A receptionist opens a course without answering what is clinical: it stays open, and a clinician is led to it."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from saphena.clinic.courses.actions import answer_facts
from saphena.clinic.courses.models import Course
from saphena.clinic.courses.questions import clinical
from saphena.pathway.protocol.library import load, shipped
from tests import cast
from tests.clinic.courses.treated import course, plan_of, planned

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
        assert "clinical question" not in nora.get(page).content.decode()


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
