"""The protocol's own questions, asked in a form; the plan follows the answers."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from saphena.clinic.courses.actions import answer_facts, open_course
from saphena.clinic.courses.keeping import approve_protocol, keep_protocol
from saphena.clinic.courses.models import Course
from saphena.clinic.record.models import Entry
from saphena.pathway.refused import Refused
from tests import cast
from tests.clinic.courses.treated import course, plan_of, text_of, treated


def test_the_form_asks_in_the_protocols_words_and_knows_what_was_answered() -> None:
    pats = course(facts={"drive_minutes": 55, "lives_far": True})
    page = cast.signed_in(cast.nell()).get(reverse("courses:facts", args=[pats.pk]))
    assert "How many minutes is it to drive home from the clinic?" in page.content.decode()
    form = page.context["form"]
    assert form["drive_minutes"].value() == 55
    assert form["lives_far"].value() == "yes"
    assert form["two_light_stockings"].value() is None


def test_what_was_answered_changes_the_plan_and_the_page_says_so() -> None:
    pats = treated(course())
    nell = cast.signed_in(cast.nell())
    address = reverse("courses:facts", args=[pats.pk])
    told = {"drive_minutes": "55", "two_light_stockings": "yes", "lives_far": "no"}
    page = nell.post(address, told, follow=True).content.decode()
    assert "What moved:" in page
    assert "New: Someone must drive you." in page
    assert "inner light stocking stays on" in page
    assert Course.objects.get().facts == {"drive_minutes": 55, "two_light_stockings": True, "lives_far": False}


def test_a_wrong_answer_is_said_beside_its_question() -> None:
    pats = course(facts={"drive_minutes": 40})
    nell = cast.signed_in(cast.nell())
    for wrong in ("-5", "far", "99999"):
        answer = nell.post(reverse("courses:facts", args=[pats.pk]), {"drive_minutes": wrong, "lives_far": "yes"})
        assert answer.status_code == 422
        assert list(answer.context["form"].errors) == ["drive_minutes"]
    assert Course.objects.get().facts == {"drive_minutes": 40}


def test_a_number_that_nobody_has_said_stands_empty_and_is_not_kept() -> None:
    pats, nell = course(), cast.signed_in(cast.nell())
    address = reverse("courses:facts", args=[pats.pk])
    field = nell.get(address).context["form"]["drive_minutes"]
    assert field.value() is None
    assert field.help_text == "Nobody has said. Until somebody does, the plan counts with 30 minutes."
    nell.post(address, {"drive_minutes": "", "lives_far": "no"})
    assert Course.objects.get().facts == {"lives_far": False}
    nell.post(address, {"drive_minutes": "40"})
    nell.post(address, {"drive_minutes": ""})
    assert Course.objects.get().facts == {"lives_far": False}


def test_only_what_changed_is_recorded() -> None:
    pats = course(facts={"drive_minutes": 40, "no_ice": True})
    answer_facts(actor=cast.nora(), course=pats, facts={"drive_minutes": 50, "no_ice": True})
    answer_facts(actor=cast.nora(), course=pats, facts={"drive_minutes": 50, "no_ice": True})
    entry = Entry.objects.get(action="courses.facts.answered")
    assert entry.sentence == "Nora Lindqvist answered drive_minutes for Pat Moreau."
    assert (entry.facts["before"], entry.facts["after"]) == ({"drive_minutes": 40}, {"drive_minutes": 50})


def test_an_unknown_question_is_refused_with_the_nearest() -> None:
    with pytest.raises(Refused, match="did you mean no_ice"):
        answer_facts(actor=cast.nora(), course=course(), facts={"noice": True})


def test_who_may_not_write_down_events_answers_nothing() -> None:
    pats = course()
    for person in (cast.max_(), cast.ada(), cast.olive(), pats.patient):
        with pytest.raises(PermissionDenied):
            answer_facts(actor=person, course=pats, facts={"no_ice": True})
    assert plan_of(pats).facts["no_ice"] is False


def test_in_french_the_questions_are_in_french() -> None:
    pats = course()
    browser = cast.signed_in(cast.nell())
    browser.cookies["language"] = "fr-ca"
    page = browser.get(reverse("courses:facts", args=[pats.pk])).content.decode()
    assert "Combien de minutes de route" in page


def test_millilitres_need_not_be_whole() -> None:
    version = approve_protocol(
        actor=cast.priya(), version_id=keep_protocol(actor=cast.priya(), text=text_of("varithena_14d")).pk
    )
    pats = open_course(actor=cast.priya(), patient=cast.pat(), protocol=version, leg="left")
    address = reverse("courses:facts", args=[pats.pk])
    answer = cast.signed_in(cast.nora()).post(address, {"drive_minutes": "30", "foam_ml": "7.5"})
    assert answer.status_code == 302
    assert Course.objects.get().facts["foam_ml"] == 7.5


def test_one_medium_stocking_and_two_light_ones_are_not_both_chosen() -> None:
    opened = course(facts={"one_medium_stocking": True})
    with pytest.raises(Refused, match="one_medium_stocking is chosen already"):
        answer_facts(actor=cast.priya(), course=opened, facts={"two_light_stockings": True})
    changed = {"one_medium_stocking": False, "two_light_stockings": True}
    assert answer_facts(actor=cast.priya(), course=opened, facts=changed).facts["two_light_stockings"]
