"""One visit: people, room and scanner for its phases, the course's date, the patient's plan."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from saphena.clinic.courses.drawing import standing
from saphena.clinic.diary.models import Claim, Resource
from saphena.clinic.journey.booking.actions import book_course, book_visit
from saphena.clinic.journey.booking.models import Visit
from saphena.clinic.journey.booking.refusing import Unavailable
from saphena.clinic.record.models import Entry
from saphena.pathway.refused import Refused
from tests import cast
from tests.clinic.courses.treated import at, course
from tests.clinic.diary.house import house, tiny_house
from tests.clinic.journey.booking.booked import procedure, ready


def minutes_of(name: str) -> int:
    return 5 * Claim.objects.filter(resource=Resource.objects.get(name=name)).count()


def test_each_is_held_for_what_they_are_needed_for_and_no_longer() -> None:
    tiny_house()
    visit = book_visit(
        actor=cast.nell(), course=ready(), site=tiny_house(), step="procedure", starts=at("2027-03-15T10:00")
    )
    held = [minutes_of(name) for name in ("Priya Raman", "Sam Beaulieu", "Nora Lindqvist", "Room 1", "Scanner A")]
    assert held == [15, 45, 25, 60, 45]
    assert (visit.starts_at, visit.ends_at) == (at("2027-03-15T10:00"), at("2027-03-15T11:10"))
    assert {seat.role for seat in visit.seats.all()} == {"physician", "sonographer", "nurse", "room", "scanner"}


def test_the_course_has_the_date_and_the_record_has_the_act() -> None:
    visit = procedure()
    assert standing(visit.course.happenings.all()).events["procedure"] == at("2027-03-15T10:00")
    assert Entry.objects.filter(action="booking.visit.booked", patient_id=visit.patient_id).count() == 1
    assert [(row.what, row.changed_by) for row in visit.changes.all()] == [("booked", "Nell Okafor")]


def test_the_same_form_sent_twice_books_once() -> None:
    pats = ready()
    assert procedure(of=pats) == procedure(of=pats)
    assert Visit.objects.count() == 1


def test_a_second_procedure_is_refused_while_the_first_is_to_come() -> None:
    pats = ready()
    procedure(of=pats)
    with pytest.raises(Refused, match="Move it instead"):
        procedure("2027-03-16T10:00", of=pats)


def test_what_is_taken_is_refused_with_what_is_near() -> None:
    where = tiny_house()
    book_visit(actor=cast.nell(), course=ready(), site=where, step="procedure", starts=at("2027-03-15T10:00"))
    other = ready(given_names="Robin", family_name="Hall")
    with pytest.raises(Unavailable) as refused:
        book_visit(actor=cast.nell(), course=other, site=where, step="procedure", starts=at("2027-03-15T10:15"))
    assert len(refused.value.near) == 3
    assert "These are near" in str(refused.value)
    assert Visit.objects.count() == 1
    near = refused.value.near[0].starts
    assert book_visit(actor=cast.nell(), course=other, site=where, step="procedure", starts=near).starts_at == near


def test_without_a_test_session_the_gate_is_shut_and_says_so() -> None:
    with pytest.raises(Unavailable, match="test session") as refused:
        procedure(of=course())
    assert refused.value.gates


def test_the_test_session_has_to_be_on_an_earlier_date() -> None:
    with pytest.raises(Unavailable, match="gate"):
        book_course(
            actor=cast.nell(),
            course=course(),
            site=house(),
            starts={
                "map": at("2027-03-10T09:00"),
                "test": at("2027-03-12T09:00"),
                "procedure": at("2027-03-12T13:00"),
            },
        )
    assert not Visit.objects.exists()
    assert not Claim.objects.exists()


def test_a_whole_course_is_held_in_one_act() -> None:
    visits = book_course(
        actor=cast.nell(),
        course=course(),
        site=house(),
        starts={
            "map": at("2027-03-10T09:00"),
            "test": at("2027-03-11T09:00"),
            "procedure": at("2027-03-16T13:00"),
            "return": at("2027-03-24T09:00"),
            "result": at("2027-05-18T09:00"),
        },
    )
    assert [visit.event for visit in visits] == ["mapped", "test", "procedure", "review", "review 2"]
    assert set(standing(visits[0].course.happenings.all()).events) == {visit.event for visit in visits}


def test_who_may_not_book_does_not() -> None:
    pats, where = ready(), house()
    for actor in (cast.sam(), cast.olive(), cast.max_()):
        with pytest.raises(PermissionDenied):
            book_visit(actor=actor, course=pats, site=where, step="procedure", starts=at("2027-03-15T10:00"))
