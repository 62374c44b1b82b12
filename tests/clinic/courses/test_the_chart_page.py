"""A patient's chart: one section per course, its journey line, what comes next, what has happened."""

from __future__ import annotations

from django.urls import reverse

from saphena.clinic.record.models import Entry
from tests import cast
from tests.clinic.courses.treated import course, planned, treated


def chart(patient_id: int) -> str:
    return reverse("courses:chart", args=[patient_id])


def test_without_a_course_it_says_what_will_be_here_and_offers_the_first_act() -> None:
    pat = cast.pat()
    page = cast.signed_in(cast.nell()).get(chart(pat.pk)).content.decode()
    assert "No course of treatment yet" in page
    assert reverse("courses:open", args=[pat.pk]) in page


def test_each_leg_has_its_line() -> None:
    pat = cast.pat()
    treated(course(pat, "left"))
    planned(course(pat, "right", numbers={"bandage_nights": 7}), procedure="2027-04-20T10:00")
    page = cast.signed_in(cast.nora()).get(chart(pat.pk)).content.decode()
    assert page.count('<ol class="journey"') == 2
    assert "Left leg: " in page
    assert "Right leg: " in page
    assert "Changed here: bandage stays on for" in page


def test_opening_it_is_recorded() -> None:
    pat = cast.pat()
    cast.signed_in(cast.nora()).get(chart(pat.pk))
    assert Entry.objects.get(action="record.chart.opened").sentence == "Nora Lindqvist opened the chart of Pat Moreau."


def test_whoever_may_not_open_courses_is_not_offered_to() -> None:
    pat = cast.pat()
    page = cast.signed_in(cast.sam()).get(chart(pat.pk)).content.decode()
    assert reverse("courses:open", args=[pat.pk]) not in page
    assert cast.signed_in(cast.sam()).get(reverse("courses:open", args=[pat.pk])).status_code == 403


def test_opening_a_course_is_the_main_act_only_while_none_goes_on() -> None:
    pat = cast.pat()
    nell = cast.signed_in(cast.nell())
    first = nell.get(chart(pat.pk)).context["acts"][0]
    assert (first.label, first.quiet) == ("Open a course", False)
    course(pat)
    acts = nell.get(chart(pat.pk)).context["acts"]
    assert (acts[-1].label, all(act.quiet for act in acts)) == ("Open another course", True)


def test_a_patient_who_is_not_there_is_not_there() -> None:
    assert cast.signed_in(cast.nora()).get(chart(404)).status_code == 404
