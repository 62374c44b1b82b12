"""The plan as staff see it: everything, the patient's, or the clinic's; today marked; what waits for a date."""

from __future__ import annotations

import re

import pytest
import time_machine
from django.urls import reverse

from saphena.clinic.record.models import Entry
from tests import cast
from tests.clinic.courses.treated import at, course, planned, treated

PATIENTS = "Leave the bandage on, day and night"
CLINICS = "Bandage the treated veins straight after the last injection"


def plan(course_id: int, **asked: str) -> str:
    answer = cast.signed_in(cast.nora()).get(reverse("courses:plan", args=[course_id]), asked)
    assert answer.status_code == 200
    text: str = answer.content.decode()
    return text


@pytest.mark.parametrize(
    ("who", "patients", "clinics"),
    [("all", True, True), ("patient", True, False), ("clinic", False, True), ("nonsense", True, True)],
)
def test_three_views(who: str, patients: bool, clinics: bool) -> None:
    page = plan(treated(course()).pk, who=who)
    assert (PATIENTS in page, CLINICS in page) == (patients, clinics)


def test_a_gate_stands_among_the_gates_and_not_in_the_days() -> None:
    page = plan(treated(course()).pk)
    gates, days = page.split('<div class="plan">')
    assert "signed by physician and sonographer" in gates
    assert "signed by physician and sonographer" not in days


def test_today_can_be_gone_to() -> None:
    page = plan(treated(course()).pk)
    assert 'href="#d20270309"' in page
    assert 'id="d20270309"' in page
    assert "Today, day of treatment" in page


def test_no_id_stands_twice() -> None:
    ids = re.findall(r'\bid="([^"]+)"', plan(treated(course()).pk))
    assert len(ids) == len(set(ids))


def test_what_has_no_date_yet_says_what_it_waits_for() -> None:
    page = plan(course().pk)
    assert "Not dated yet" in page
    assert "waits for the procedure" in page


def test_rules_that_wait_show_no_empty_slots() -> None:
    waiting = plan(course().pk).partition("Not dated yet")[2]
    assert "{" not in waiting


def test_every_item_that_a_changed_number_touches_says_so() -> None:
    page = plan(treated(course(numbers={"bandage_nights": 3})).pk)
    assert "Changed here: bandage stays on for 3 nights instead of 5 nights" in page
    assert "Changed here" not in plan(treated(course(leg="right", patient=cast.pat(given_names="Robin"))).pk)


def test_what_is_over_what_is_now_and_what_is_to_come_look_different() -> None:
    with time_machine.travel(at("2027-03-10T09:00"), tick=False):
        page = plan(treated(course()).pk)
    for state in ("past", "now", "coming"):
        assert f'<tr class="{state}"' in page


def test_in_french_the_plan_is_in_french() -> None:
    pats = treated(course())
    browser = cast.signed_in(cast.nora())
    browser.cookies["language"] = "fr-ca"
    page = browser.get(reverse("courses:plan", args=[pats.pk])).content.decode()
    assert "Gardez le bandage jour et nuit" in page
    assert "jour du traitement" in page


def test_opening_the_plan_the_sheet_and_the_calendar_is_recorded() -> None:
    pats = treated(course())
    nora = cast.signed_in(cast.nora())
    for name in ("plan", "handout", "calendar"):
        nora.get(reverse(f"courses:{name}", args=[pats.pk]))
    told = [entry.facts["page"] for entry in Entry.objects.filter(action="record.chart.opened").order_by("id")]
    assert told == ["the plan", "the handout", "the calendar file"]


def test_whoever_may_not_write_down_events_sees_no_forms() -> None:
    pats = planned(course(), procedure="2027-04-06T10:00")
    page = cast.signed_in(cast.max_()).get(reverse("courses:plan", args=[pats.pk])).content.decode()
    assert "Plan or record an event" not in page
    assert reverse("courses:facts", args=[pats.pk]) not in page


def test_a_course_that_is_not_there_is_not_there() -> None:
    nora = cast.signed_in(cast.nora())
    for name in ("plan", "handout", "calendar", "facts"):
        assert nora.get(reverse(f"courses:{name}", args=[404])).status_code == 404


def test_before_a_procedure_has_a_day_the_first_act_is_to_find_times_and_nothing_stands_empty() -> None:
    new, nell = course(), cast.signed_in(cast.nell())
    page = nell.get(reverse("courses:plan", args=[new.pk]))
    assert page.context["acts"][0].url == reverse("booking:course", args=[new.pk])
    assert "Gates stand here once a procedure has a day." in page.content.decode()
    assert "Nothing is dated yet." in page.content.decode()
    planned(new, procedure="2027-04-20T10:00")
    page = nell.get(reverse("courses:plan", args=[new.pk]))
    assert page.context["acts"][0].label == "Sheet to print (PDF)"
    assert "Nothing is dated yet." not in page.content.decode()
