"""A course: one leg, one approved protocol, the clinic's numbers, what is known of the patient."""

from __future__ import annotations

from datetime import time

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from saphena.clinic.courses.actions import open_course
from saphena.clinic.courses.models import Course
from saphena.clinic.record.models import Entry
from saphena.pathway.refused import Refused
from tests import cast
from tests.clinic.courses.treated import course, leaflet, plan_of, planned


def form(**more: str) -> dict[str, str]:
    return {"protocol": str(leaflet().pk), "leg": "left", **more}


def test_it_is_recorded_by_whom_for_whom_and_by_which_protocol() -> None:
    opened = course()
    entry = Entry.objects.get(action="courses.course.opened")
    assert entry.sentence.startswith(
        "Priya Raman opened a course for the left leg of Pat Moreau, by the protocol leaflet"
    )
    assert (opened.opened_by, entry.patient) == (cast.priya(), opened.patient)


def test_who_may_not_open_one_is_refused() -> None:
    for person in (cast.sam(), cast.max_(), cast.ada(), cast.olive(), cast.pat()):
        with pytest.raises(PermissionDenied):
            open_course(actor=person, patient=cast.pat(), protocol=leaflet(), leg="left")
    assert not Course.objects.exists()


def test_a_fact_that_the_protocol_does_not_ask_is_refused_with_the_nearest() -> None:
    with pytest.raises(Refused, match="did you mean drive_minutes"):
        course(facts={"drive_minuts": 40})


def test_a_number_out_of_its_bounds_is_refused() -> None:
    with pytest.raises(Refused, match="above the most it may be, 14 nights"):
        course(numbers={"bandage_nights": 15})


def test_a_clock_time_among_the_numbers_is_kept_and_read_again() -> None:
    opened = planned(course(numbers={"morning": time(6, 30)}), procedure="2027-03-20T10:00")
    end = plan_of(opened).item("bandage").end
    assert end is not None
    assert f"{end:%H:%M}" == "06:30"


def test_two_legs_are_two_courses() -> None:
    pat = cast.pat()
    assert course(pat, "left") != course(pat, "right")
    assert pat.courses.count() == 2


def test_from_the_page_it_leads_on_to_the_questions() -> None:
    pat = cast.pat()
    nell = cast.signed_in(cast.nell())
    answer = nell.post(reverse("courses:open", args=[pat.pk]), form(day="2027-03-20", clock="10:00"))
    opened = Course.objects.get()
    assert answer["Location"] == reverse("courses:facts", args=[opened.pk])
    assert f"{plan_of(opened).events['procedure'].moment.at:%Y-%m-%d %H:%M}" == "2027-03-20 16:00"


def test_half_a_procedure_is_asked_for_its_other_half_and_what_was_typed_stays() -> None:
    nell, pat = cast.signed_in(cast.nell()), cast.pat()
    for half, asked in (({"day": "2027-03-20"}, "clock"), ({"clock": "10:00"}, "day")):
        answer = nell.post(reverse("courses:open", args=[pat.pk]), form(**half))
        assert answer.status_code == 422
        assert answer.context["form"].errors == {asked: ["A procedure needs both a day and a time."]}
        assert next(iter(half.values())) in answer.content.decode()
    assert not Course.objects.exists()


def test_a_protocol_that_nobody_approved_is_not_offered() -> None:
    version, pat = leaflet(approved=False), cast.pat()
    nell = cast.signed_in(cast.nell())
    page = nell.get(reverse("courses:open", args=[pat.pk]))
    assert "No protocol is approved yet" in page.content.decode()
    answer = nell.post(reverse("courses:open", args=[pat.pk]), {"protocol": str(version.pk), "leg": "left"})
    assert answer.status_code == 422
    assert not Course.objects.exists()
