"""Another program finds, books, moves and calls off, by the same acts as anybody, and is told what is near."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saphena.clinic.diary.models import Claim
from saphena.clinic.exchange.visits.models import Answered
from saphena.clinic.exchange.visits.once import forget_answers
from saphena.clinic.exchange.visits.reading import Told
from saphena.clinic.journey.booking.models import Visit, VisitChange
from saphena.clinic.people.applications.door import Fault
from saphena.clinic.record.models import Entry
from tests import cast
from tests.clinic.courses.treated import at, course
from tests.clinic.diary.house import house
from tests.clinic.exchange.visits.knocking import program
from tests.clinic.journey.booking.booked import procedure, ready

pytestmark = pytest.mark.django_db

TEN = "2027-03-15T10:00"


def told(starts: str = TEN, step: str = "procedure") -> list[dict[str, str]]:
    return [{"step": step, "starts": starts}]


def test_a_course_is_found_by_number_and_date_of_birth_with_what_is_missing() -> None:
    house()
    pats = course(cast.pat(health_number="1234 567 890"))
    asked = {"health_number": "1234567890", "birth_date": str(pats.patient.birth_date)}
    found = program("visits.read")("courses", **asked).json()["courses"]
    assert [(each["id"], each["leg"], each["missing"][0]) for each in found] == [(pats.pk, pats.leg, "map")]
    assert program()("courses", **asked | {"birth_date": "1950-01-01"}).status_code == 404
    assert Entry.objects.filter(action="record.chart.opened", actor_name="Old system", patient_id=pats.patient_id)


def test_a_whole_course_is_found_and_booked_in_one_question() -> None:
    ask, where, pats = program(), house(), course()
    found = ask("openings", course=pats.pk, site=where.pk, most=2).json()
    assert [visit["step"] for visit in found["offers"][0]["visits"]][:3] == ["map", "test", "procedure"]
    assert found["why_not_sooner"]
    wanted = [{name: visit[name] for name in ("step", "starts")} for visit in found["offers"][0]["visits"]]
    booked = ask("book", course=pats.pk, visits=wanted)
    assert booked.status_code == 201
    assert Visit.objects.filter(course=pats, booked_by="Old system").count() == len(wanted)
    assert VisitChange.objects.first().by_role == "application"  # type: ignore[union-attr]  # there is one
    assert ask("openings", course=pats.pk).json()["complete"]


def test_asked_twice_with_one_key_it_is_booked_once_and_answered_the_same() -> None:
    ask, pats = program(), ready()
    house()
    first, again = (ask("book", key="k-1", course=pats.pk, visits=told()) for _time in range(2))
    assert (first.status_code, again.status_code, first.json()) == (201, 201, again.json())
    assert again["Idempotent-Replayed"] == "true"
    assert Visit.objects.count() == 1
    other = ask("book", key="k-1", course=pats.pk, visits=told("2027-03-16T10:00"))
    assert (other.status_code, other.json()["field"]) == (422, "Idempotency-Key")
    assert forget_answers(at("2027-03-20T10:00")) == 1
    assert not Answered.objects.exists()


def test_a_time_that_is_taken_is_refused_with_what_is_near() -> None:
    procedure(of=ready(given_names="Other", email=""))
    Claim.objects.count()
    ask, mine = program(), ready()
    refused = ask("book", key="k", course=mine.pk, visits=told())
    assert (refused.status_code, refused["Content-Type"]) == (409, "application/problem+json")
    no = refused.json()
    assert len(no["near"]) == 3
    assert no["field"] == "starts"
    assert ask("book", key="k", course=mine.pk, visits=told(no["near"][0]["starts"])).status_code == 201


def test_a_shut_gate_is_told_as_such() -> None:
    house()
    no = program()("book", course=course().pk, visits=told()).json()
    assert no["obstacles"][0]["kind"] == "shut"
    assert no["obstacles"][0]["said"]


def test_a_visit_is_moved_and_called_off_and_a_stale_version_is_refused() -> None:
    ask, visit = program(), procedure()
    moved = ask("move", visit.pk, starts="2027-03-16T14:00", version=0, reason="The old system said so.")
    assert (moved.json()["starts"], moved.json()["version"]) == ("2027-03-16T14:00:00-06:00", 1)
    assert ask("move", visit.pk, starts="2027-03-17T14:00", version=0).status_code == 409
    gone = [ask("cancel", visit.pk, key="c", reason="A fever.") for _time in range(2)]
    assert [each.json()["state"] for each in gone] == ["cancelled", "cancelled"]
    assert ask("one", visit.pk).json()["state"] == "cancelled"
    assert ask("cancel", visit.pk, reason="").status_code == 409


def test_a_program_that_may_only_read_books_nothing() -> None:
    pats = ready()
    house()
    assert program("visits.read")("book", course=pats.pk, visits=told()).status_code == 403
    assert not Visit.objects.exists()


@pytest.mark.parametrize(
    ("body", "status"),
    [("{", 400), ("[]", 400), ('"x"', 400), ("[" * 9000, 400), ("x" * 200_000, 413), ('{"nobody": 1}', 422)],
)
def test_what_cannot_be_read_is_told_so(body: str, status: int) -> None:
    house()
    assert program()("book", body=body).status_code == status


@pytest.mark.parametrize(
    "wrong",
    [
        {"course": "x"}, {"course": 10**30}, {"course": None}, {"course": 0}, {"site": 999}, {"visits": []},
        {"visits": [{}]}, {"visits": told("never")}, {"visits": told("9999-12-31T10:00")}, {"visits": told(step="x")},
        {"visits": told(step="\0")}, {"note": "x" * 10_000}, {"note": "a\0b"}, {"visits": told("0001-01-01T00:00")},
    ],
)  # fmt: skip
def test_nonsense_is_answered_and_books_nothing(wrong: dict[str, object]) -> None:
    pats = ready()
    house()
    asked = {"course": pats.pk, "visits": told()} | wrong
    answer = program()("book", **asked)
    assert answer.status_code in (404, 409, 422), answer.content
    assert answer.json()["detail"]
    assert not Visit.objects.exists()


JSON = st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | st.text(), lambda each: st.lists(each))


@given(JSON)
def test_whatever_a_name_holds_it_is_read_or_named(value: object) -> None:
    for read in ("text", "number", "yes", "day"):
        field = "x"
        try:
            getattr(Told({"x": value}, ["x"]), read)("x")
        except Fault as no:
            field = no.field
        assert field == "x"
