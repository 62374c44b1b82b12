"""A visit gets another time, or none: what it held, what the course knows, and what stays readable."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction

from saphena.clinic.courses.drawing import standing
from saphena.clinic.courses.models import Course
from saphena.clinic.diary.models import Claim
from saphena.clinic.journey.booking.actions import book_visit, cancel_visit, move_visit
from saphena.clinic.journey.booking.models import Visit, VisitChange
from saphena.clinic.journey.booking.refusing import Unavailable
from saphena.clinic.record.models import Entry
from saphena.pathway.refused import Refused
from tests import cast
from tests.clinic.courses.treated import at
from tests.clinic.diary.house import tiny_house
from tests.clinic.journey.booking.booked import procedure, ready


def events(visit: Visit) -> dict[str, object]:
    return dict(standing(Course.objects.get(pk=visit.course_id).happenings.all()).events)


def test_a_move_takes_the_new_time_and_gives_up_the_old() -> None:
    visit = procedure("2027-03-15T10:00")
    before = Claim.objects.count()
    moved = move_visit(actor=cast.nell(), visit=visit, starts=at("2027-03-16T14:00"), reason="She works on Mondays.")
    assert moved.starts_at == at("2027-03-16T14:00")
    assert Claim.objects.count() == before
    assert events(moved)["procedure"] == at("2027-03-16T14:00")
    other = procedure("2027-03-15T10:00", of=ready(given_names="Robin", family_name="Hall"))
    assert other.starts_at == at("2027-03-15T10:00")


def test_a_move_by_a_quarter_of_an_hour_keeps_the_people_it_overlaps_with() -> None:
    visit = book_visit(
        actor=cast.nell(), course=ready(), site=tiny_house(), step="procedure", starts=at("2027-03-15T10:00")
    )
    assert move_visit(actor=cast.nell(), visit=visit, starts=at("2027-03-15T10:15")).starts_at == at("2027-03-15T10:15")


def test_when_the_new_time_cannot_be_had_the_old_one_is_kept() -> None:
    where = tiny_house()
    other = ready(given_names="Robin", family_name="Hall")
    book_visit(actor=cast.nell(), course=other, site=where, step="procedure", starts=at("2027-03-16T14:00"))
    visit = book_visit(actor=cast.nell(), course=ready(), site=where, step="procedure", starts=at("2027-03-15T10:00"))
    before = set(Claim.objects.values_list("resource", "cell"))
    with pytest.raises(Unavailable):
        move_visit(actor=cast.nell(), visit=visit, starts=at("2027-03-16T14:00"))
    visit.refresh_from_db()
    assert visit.starts_at == at("2027-03-15T10:00")
    assert set(Claim.objects.values_list("resource", "cell")) == before


def test_a_page_that_has_gone_stale_moves_nothing() -> None:
    visit = procedure()
    move_visit(actor=cast.nell(), visit=visit, starts=at("2027-03-16T14:00"), version=0)
    with pytest.raises(Refused, match="Somebody was quicker"):
        move_visit(actor=cast.nora(), visit=visit, starts=at("2027-03-17T14:00"), version=0)


def test_the_same_move_sent_twice_is_one() -> None:
    visit = procedure()
    for _again in range(2):
        move_visit(actor=cast.nell(), visit=visit, starts=at("2027-03-16T14:00"), version=0)
    assert VisitChange.objects.filter(what="moved").count() == 1


def test_the_history_says_from_where_to_where_by_whom_and_why() -> None:
    visit = procedure("2027-03-15T10:00")
    move_visit(actor=cast.nell(), visit=visit, starts=at("2027-03-16T14:00"), reason="She works on Mondays.")
    cancel_visit(actor=cast.nora(), visit=visit, reason="A fever.")
    told = [(row.what, row.was_at, row.now_at, row.changed_by, row.reason) for row in visit.changes.all()]
    first, second = at("2027-03-15T10:00"), at("2027-03-16T14:00")
    assert told == [
        ("booked", None, first, "Nell Okafor", ""),
        ("moved", first, second, "Nell Okafor", "She works on Mondays."),
        ("cancelled", second, None, "Nora Lindqvist", "A fever."),
    ]


def test_a_history_cannot_be_rewritten() -> None:
    visit = procedure()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        VisitChange.objects.filter(visit=visit).update(changed_by="Nobody")


def test_a_cancelled_visit_stays_and_holds_nothing() -> None:
    visit = procedure()
    cancel_visit(actor=cast.nell(), visit=visit, reason="A fever.")
    visit.refresh_from_db()
    assert visit.state == "cancelled"
    assert not Claim.objects.exists()
    assert "procedure" not in events(visit)
    assert Entry.objects.get(action="booking.visit.cancelled").facts["reason"] == "A fever."
    assert procedure(of=Course.objects.get(pk=visit.course_id)).pk != visit.pk


def test_cancelling_needs_a_reason() -> None:
    with pytest.raises(Refused, match="why"):
        cancel_visit(actor=cast.nell(), visit=procedure(), reason="  ")


def test_a_visit_that_is_over_is_neither_moved_nor_cancelled() -> None:
    visit = procedure()
    Visit.objects.filter(pk=visit.pk).update(state="left")
    with pytest.raises(Refused, match="left the clinic"):
        move_visit(actor=cast.nell(), visit=visit, starts=at("2027-03-16T14:00"))
    with pytest.raises(Refused, match="left the clinic"):
        cancel_visit(actor=cast.nell(), visit=visit, reason="A fever.")


def test_a_move_stays_behind_the_gates_of_the_other_visits() -> None:
    visit = procedure("2027-03-15T10:00")
    book_visit(actor=cast.nell(), course=visit.course, site=visit.site, step="return", starts=at("2027-03-23T10:00"))
    with pytest.raises(Unavailable, match="return visit is booked for"):
        move_visit(actor=cast.nell(), visit=visit, starts=at("2027-03-19T10:00"))
