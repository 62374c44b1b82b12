"""Accepting: as a patient whom a person recognised, or as a new one; never merged by itself; then the course."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from saphena.clinic.courses.drawing import standing
from saphena.clinic.courses.models import Course
from saphena.clinic.journey.requesting.actions import accept_as_known, accept_as_new
from saphena.clinic.journey.requesting.models import RequestedCourse
from saphena.clinic.journey.requesting.queries import candidates
from saphena.clinic.people.models import Patient
from saphena.clinic.record.models import Entry
from saphena.pathway.refused import Refused
from tests import cast
from tests.clinic.courses.treated import course, leaflet
from tests.clinic.journey.requesting.asked import NOW, PAT, ROBIN, asked, at_the_desk

pytestmark = pytest.mark.django_db


def test_somebody_new_becomes_a_patient_as_they_said() -> None:
    request = asked(ROBIN)
    patient = accept_as_new(actor=cast.nell(), asked=request)
    assert (str(patient), patient.phone, patient.language) == ("Robin Hébert", "403 555-0143", "fr")
    assert (request.state, request.patient, request.decided_by) == ("accepted", patient, cast.nell())
    entry = Entry.objects.get(action="requesting.request.accepted")
    assert entry.patient == patient


def test_nobody_is_merged_by_themselves() -> None:
    known = cast.pat()
    request = asked()
    with pytest.raises(Refused, match="already"):
        accept_as_new(actor=cast.nell(), asked=request)
    request.refresh_from_db()
    assert (request.state, request.patient) == ("new", None)
    assert accept_as_new(actor=cast.nell(), asked=request, although_known=True) != known


def test_somebody_known_stays_as_they_are() -> None:
    known = cast.pat(phone="403 555-0100")
    request = asked()
    accept_as_known(actor=cast.nell(), asked=request, patient=known)
    known.refresh_from_db()
    assert (request.patient, known.phone, Patient.objects.count()) == (known, "403 555-0100", 1)
    page = cast.signed_in(cast.nell()).get(at_the_desk(request)).content.decode()
    assert "Another telephone than in the details: 403 555-0142" in page


def test_once_accepted_it_is_accepted_once() -> None:
    request = asked()
    accept_as_new(actor=cast.nell(), asked=request)
    with pytest.raises(Refused, match="quicker"):
        accept_as_new(actor=cast.nora(), asked=request, although_known=True)
    assert Patient.objects.count() == 1  # the second's patient went with the refusal


def test_the_desk_shows_who_it_may_be_and_why() -> None:
    twin = cast.pat(given_names="Dominique", email="", phone="")
    same = cast.pat()
    moved = cast.pat(given_names="Patricia", birth_date=ROBIN.birth_date, email="", phone="(403) 555-0142")
    cast.pat(given_names="Someone", family_name="Else", birth_date=ROBIN.birth_date, email="", phone="")
    found = candidates(cast.nell(), asked())
    assert [each.patient for each in found] == [same, twin, moved]
    assert found[0].same_person
    assert found[0].why == (
        "same date of birth",
        "same family name",
        "same given names",
        "same e-mail",
        "same telephone",
    )
    assert found[2].why == ("same family name", "same telephone")
    assert candidates(cast.olive(), asked()) == []


def test_by_the_page_as_known_and_as_new() -> None:
    known, nell = cast.pat(), cast.signed_in(cast.nell())
    request = asked()
    refused = nell.post(at_the_desk(request, "accept"))
    assert refused.status_code == 422
    assert "another person of the same name" in refused.content.decode()
    assert nell.post(at_the_desk(request, "accept"), {"patient": known.pk}).status_code == 302
    request.refresh_from_db()
    assert request.patient == known
    assert nell.post(at_the_desk(request, "accept"), {"patient": known.pk}).status_code == 409


def test_the_way_on_is_a_course_for_each_leg() -> None:
    leaflet()
    request = asked(legs=("left", "right"))
    patient = accept_as_new(actor=cast.nell(), asked=request)
    nell = cast.signed_in(cast.nell())
    opening = f"/patients/{patient.pk}/courses/open/?leg=right"
    assert opening in nell.get(at_the_desk(request)).content.decode()
    page = nell.get(opening).content.decode()
    assert 'value="right"' in page.split("checked")[0].rpartition("<input")[2]


def test_the_course_begins_with_the_day_of_the_request() -> None:
    request = asked(now=NOW - timedelta(days=2))
    patient = accept_as_new(actor=cast.nell(), asked=request)
    opened = course(patient, "left")
    assert standing(opened.happenings.all()).events["requested"] == NOW - timedelta(days=2)
    assert RequestedCourse.objects.get().course == opened
    assert "Open a course, left leg" not in cast.signed_in(cast.nell()).get(at_the_desk(request)).content.decode()


def test_another_leg_or_a_second_course_has_nothing_to_do_with_it() -> None:
    request = asked()
    patient = accept_as_new(actor=cast.nell(), asked=request)
    course(patient, "right")
    assert not RequestedCourse.objects.exists()
    course(patient, "left")
    course(patient, "left")
    assert RequestedCourse.objects.count() == 1
    assert Course.objects.count() == 3


def test_an_old_request_dates_no_new_course() -> None:
    request = asked(replace(PAT), now=NOW - timedelta(days=400))
    course(accept_as_new(actor=cast.nell(), asked=request), "left")
    assert not RequestedCourse.objects.exists()


def test_a_course_without_a_request_is_as_before() -> None:
    opened = course()
    assert "requested" not in standing(opened.happenings.all()).events
