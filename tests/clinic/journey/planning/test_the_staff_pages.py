"""The pages of the room: what was typed stays, what is wrong is said, and every look is recorded."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from saphena.clinic.journey.planning.models import Consent, TestSession, TreatmentPlan
from saphena.clinic.journey.planning.weighing import findings_of
from saphena.clinic.journey.planning.wording import OBSERVED
from saphena.clinic.record.models import Entry
from saphena.pathway.planning.consenting import ConsentKind
from saphena.pathway.planning.testing import is_serious
from tests import cast
from tests.clinic.courses.treated import course, happened
from tests.clinic.journey.planning.prepared import (
    again,
    answers,
    asked,
    begun,
    closed,
    consented,
    drafted,
    signed,
    ticked,
    vein,
)  # fmt: skip
from tests.clinic.stock.shelf import lot

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from saphena.clinic.courses.models import Course
    from saphena.clinic.people.models import User
    from saphena.pathway.planning.screening import Answer

PAGES = ("course", "questions", "again", "findings", "plan", "tests")


def page(name: str, pats: Course, *more: object) -> str:
    return reverse(f"planning:{name}", args=[pats.pk, *more])


def typed(told: dict[str, Answer]) -> dict[str, object]:
    """Answers as the form sends them."""
    sent: dict[str, object] = {}
    for name, answer in told.items():
        sent |= {key: str(value) for key, value in answer.numbers.items()}
        sent[name] = list(answer.items) or answer.state.value
        sent[f"{name}-more"] = answer.more
    return sent


def physician() -> Client:
    return cast.signed_in(cast.priya())


@pytest.mark.parametrize("name", PAGES)
def test_every_page_opens_before_anything_is_there_and_when_all_is(name: str) -> None:
    pats = happened(course(), requested="2027-02-10T09:00")
    browser = physician()
    assert browser.get(page(name, pats)).status_code == 200
    asked(pats.patient, Q06=ticked("vte_history"), Q02=ticked("asthma"))
    vein(drafted(pats), "gsv.thigh.upper", diameter="13", ml="12")
    assert browser.get(page(name, pats)).status_code == 200
    opened = Entry.objects.filter(action="record.chart.opened", patient_id=pats.patient_id)
    assert opened.count() == 2


@pytest.mark.parametrize("name", PAGES)
def test_the_desk_sees_none_of_it(name: str) -> None:
    assert cast.signed_in(cast.nell()).get(page(name, course())).status_code == 403


def test_the_chart_leads_to_the_room() -> None:
    pats = happened(course(), requested="2027-02-10T09:00", mapped="2027-02-20T09:00")
    chart = physician().get(reverse("courses:chart", args=[pats.patient_id])).content.decode()
    assert page("course", pats) in chart


def test_a_group_of_questions_is_filled_in() -> None:
    pats, browser = course(), cast.signed_in(cast.nora())
    told = answers("medicines", Q12=ticked("anticoagulant", more="apixaban"))
    assert browser.post(page("group", pats, "medicines"), typed(told)).status_code == 302
    shown = browser.get(page("questions", pats)).content.decode()
    assert "Anticoagulant; apixaban" in shown


def test_a_question_that_was_left_out_is_marked_and_the_rest_stays() -> None:
    pats, browser = course(), cast.signed_in(cast.nora())
    sent = typed(answers("medicines", Q12=ticked("anticoagulant", more="apixaban")))
    del sent["Q11"]
    answer = browser.post(page("group", pats, "medicines"), sent)
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert "If you are not sure, tick" in shown
    assert 'value="apixaban"' in shown


def test_something_and_nothing_at_once_is_asked_back() -> None:
    pats, browser = course(), cast.signed_in(cast.nora())
    sent = typed(answers("medicines")) | {"Q12": ["anticoagulant", "none"]}
    assert "Please tick one or the other" in browser.post(page("group", pats, "medicines"), sent).content.decode()


def test_on_the_day_one_button_confirms_what_is_filled_in() -> None:
    pats, browser = course(), cast.signed_in(cast.nora())
    asked(pats.patient)
    form = browser.get(page("again", pats)).context["form"]
    sent = {name: form[name].initial or "" for name in form.fields}
    assert browser.post(page("again", pats), sent).status_code == 302
    assert "Nora Lindqvist" in browser.get(page("course", pats)).content.decode()


def test_label_and_guideline_stand_side_by_side_with_their_sources() -> None:
    pats = course()
    asked(pats.patient, Q06=ticked("vte_history"))
    vein(drafted(pats))
    shown = physician().get(page("findings", pats)).content.decode()
    assert "the sources disagree" in shown
    assert "Fibrovein SmPC 4.3 and 4.4, 2018 (read in the source)" in shown
    assert "UIP consensus on sclerotherapy, 2023, abstract" in shown


def test_a_physician_decides_on_the_page_and_a_nurse_cannot() -> None:
    pats = course()
    asked(pats.patient, Q06=ticked("vte_history"))
    seen = findings_of(pats).stopping[0]
    sent = {"condition": "vte_history", "basis": seen.basis, "goes_on": "yes", "reason": ""}
    empty = physician().post(page("decide", pats), sent)
    assert (empty.status_code, "required" in empty.content.decode()) == (422, True)
    assert cast.signed_in(cast.nora()).post(page("decide", pats), sent | {"reason": "old"}).status_code == 403
    assert physician().post(page("decide", pats), sent | {"reason": "long ago"}).status_code == 302
    assert "long ago" in physician().get(page("findings", pats)).content.decode()


VEIN = {
    "segment": "tr.calf.inner", "syringe": "fibrovein 1", "form": "foam", "ratio": "1+4", "ml": "2,5",
    "access": "direct", "session": "1", "diameter_mm": "",
}  # fmt: skip


def test_a_plan_is_written_and_signed_on_its_page() -> None:
    pats, browser = course(), physician()
    asked(pats.patient)
    assert browser.post(page("plan_begin", pats)).status_code == 302
    assert browser.post(page("plan_add", pats), VEIN).status_code == 302
    assert browser.post(page("plan_describe", pats), {"compression": "stocking"}).status_code == 302
    assert browser.post(page("plan_sign", pats), {}).status_code == 302
    plan = TreatmentPlan.objects.get()
    assert (plan.state, str(plan.injections.get().ml)) == ("signed", "2.50")
    assert "Priya Raman" in browser.get(page("plan", pats)).content.decode()


@pytest.mark.parametrize(
    ("change", "said"),
    [({"ratio": "1:4"}, "1:4"), ({"ml": "2,5 mg"}, "it is asked in mL"), ({"ml": ""}, "required"),
     ({"segment": "cfv"}, "valid choice"), ({"session": "0"}, "greater than or equal to 1")],
)  # fmt: skip
def test_what_is_wrong_with_a_vein_is_said_and_what_was_typed_stays(change: dict[str, str], said: str) -> None:
    pats, browser = course(), physician()
    drafted(pats)
    answer = browser.post(page("plan_add", pats), VEIN | change)
    assert (answer.status_code, said in answer.content.decode()) == (422, True)


def test_signing_too_early_says_what_is_missing() -> None:
    pats, browser = course(), physician()
    vein(drafted(pats))
    answer = browser.post(page("plan_sign", pats), {})
    assert "which compression" in answer.content.decode()


def test_a_consent_is_signed_on_the_tablet_with_a_drawn_name() -> None:
    pats, browser = course(), cast.signed_in(cast.nora())
    assert "No physician of the clinic has approved" in browser.get(page("consent", pats, "test")).content.decode()
    physician().post(reverse("planning:text_approve", args=["test"]))
    shown = browser.get(page("consent", pats, "test"))
    seen = shown.context["form"].initial["seen"]
    blank = browser.post(page("consent", pats, "test"), {"seen": seen})
    assert (blank.status_code, Consent.objects.exists()) == (422, False)
    drawn = json.dumps([[[x * 20, 100] for x in range(12)]])
    assert browser.post(page("consent", pats, "test"), {"seen": seen, "drawn": drawn}).status_code == 302
    kept = Consent.objects.get()
    proof = browser.get(page("kept", pats, kept.pk)).content.decode()
    assert kept.fingerprint in proof
    assert '<svg class="signature"' in proof
    assert browser.post(page("withdraw", pats, kept.pk), {"reason": "not now"}).status_code == 302
    assert "Withdrawn on" in browser.get(page("kept", pats, kept.pk)).content.decode()


@pytest.mark.parametrize("drawn", ["[[1]]", "{", "[[[1,2,3]]]", '"x"', "[" * 5000, "[[[1e999,1]]]", "7"])
def test_a_drawing_that_is_none_is_refused_in_a_sentence(drawn: str) -> None:
    consented(course())
    pats, browser = course(), cast.signed_in(cast.nora())
    seen = browser.get(page("consent", pats, "test")).context["form"].initial["seen"]
    assert browser.post(page("consent", pats, "test"), {"seen": seen, "drawn": drawn}).status_code == 422


def test_a_test_session_from_the_injection_to_its_result() -> None:
    pats, browser, shelf = course(), cast.signed_in(cast.nora()), lot()
    asked(pats.patient)
    consented(pats)
    sent = {"lot": shelf.pk, "ml": "0.5", "sites": ["tr.calf.inner"], "day": "2027-03-02", "clock": "10:40"}
    assert browser.post(page("test_begin", pats), sent | {"sites": []}).status_code == 422
    assert browser.post(page("test_begin", pats), sent).status_code == 302
    test = TestSession.objects.get()
    early = browser.post(page("test_close", pats, test.pk), {"move": "tolerated"})
    assert "Nobody has written down yet" in early.content.decode()
    seen = {"seen": "well", "day": "2027-03-02", "clock": "11:00"}
    assert browser.post(page("test_observe", pats, test.pk), seen).status_code == 302
    assert browser.post(page("test_close", pats, test.pk), {"move": "tolerated"}).status_code == 302
    assert again(pats).facts["test_tolerated"] is True


def test_a_serious_sign_is_answered_at_once() -> None:
    pats, browser = course(), cast.signed_in(cast.nora())
    asked(pats.patient)
    test = begun(pats)
    seen = {"seen": "hives", "day": "2027-03-02", "clock": "10:50"}
    page_after = browser.post(page("test_observe", pats, test.pk), seen, follow=True)
    assert "This may begin a severe reaction" in page_after.content.decode()


def test_everything_that_may_be_seen_is_weighed() -> None:
    assert all(is_serious(seen) in (True, False) for seen in OBSERVED)


def test_the_room_asks_the_database_a_fixed_number_of_times() -> None:
    pats, browser = happened(course(), requested="2027-02-10T09:00"), physician()
    asked(pats.patient)
    closed(begun(pats))
    counts = []
    for _version in range(3):
        signed(pats)
        with CaptureQueriesContext(connection) as queries:
            browser.get(page("course", pats))
        counts.append(len(queries))
    assert len(set(counts)) == 1


def test_a_test_that_is_not_done_has_its_reason() -> None:
    pats, browser = course(), cast.signed_in(cast.nora())
    sent = {"syringe": "fibrovein 1", "reason": "patient was late"}
    assert browser.post(page("test_skip", pats), sent).status_code == 302
    assert "patient was late" in browser.get(page("tests", pats)).content.decode()


def test_a_test_of_another_patient_is_not_found() -> None:
    test = closed(begun_for())
    other = course()
    answer = cast.signed_in(cast.nora()).post(page("test_close", other, test.pk), {"move": "systemic"})
    assert answer.status_code == 404


def begun_for() -> TestSession:
    pats = course()
    asked(pats.patient)
    return begun(pats)


def test_the_rule_sets_are_shown_and_a_physician_puts_one_on() -> None:
    browser = physician()
    shown = browser.get(reverse("planning:rules")).content.decode()
    assert "European 2013, S2k 2020" in shown
    sent = {"name": "european", "on": "yes", "words": "read on Monday"}
    assert browser.post(reverse("planning:rules_switch"), sent | {"words": ""}).status_code == 422
    assert browser.post(reverse("planning:rules_switch"), sent).status_code == 302
    assert "read on Monday" in browser.get(reverse("planning:rules")).content.decode()
    assert cast.signed_in(cast.nora()).post(reverse("planning:rules_switch"), sent).status_code == 403


def test_the_room_says_what_is_missing_until_nothing_is() -> None:
    pats, browser = happened(course(), requested="2027-02-10T09:00"), physician()
    assert "questions are not answered" in browser.get(page("course", pats)).content.decode()
    asked(pats.patient)
    signed(pats)
    closed(begun(pats))
    consented(pats, ConsentKind.PROCEDURE)
    assert "Nothing is missing for the procedure" in browser.get(page("course", pats)).content.decode()


def test_each_thing_in_the_way_of_the_procedure_leads_to_the_page_where_it_is_done() -> None:
    pats, nora = course(), cast.signed_in(cast.nora())
    missing = nora.get(page("course", pats)).context["missing"]
    urls = [act.url for _sentence, act in missing]
    assert urls[0] == page("questions", pats)
    assert {page("plan", pats), page("tests", pats), page("consent", pats, "procedure")} <= set(urls)
    assert [nora.get(url).status_code for url in urls] == [200] * len(urls)


@pytest.mark.parametrize("who", [cast.max_, cast.sam, cast.nora])
def test_whoever_sees_the_planning_of_a_course_may_go_wherever_it_leads(who: Callable[[], User]) -> None:
    browser, of = cast.signed_in(who()), course()
    said = browser.get(page("course", of)).text
    links = set(re.findall(r'<a [^>]*href="(/[^"#?]*)', said.partition("<main")[2].partition("</main>")[0]))
    assert len(links) > 4
    assert [link for link in links if browser.get(link).status_code == 403] == []
