"""A table of another system becomes visits: tried first, line by line, nothing twice, nothing half."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from saphena.clinic.courses.models import Course
from saphena.clinic.diary.models import Claim, Site
from saphena.clinic.exchange.visits.importing import Found, take_over, try_out
from saphena.clinic.exchange.visits.models import TakenOver
from saphena.clinic.journey.booking.actions import cancel_visit, move_visit
from saphena.clinic.journey.booking.models import Visit
from saphena.clinic.record.models import Entry
from saphena.pathway.refused import Refused
from tests import cast
from tests.clinic.courses.treated import at, course
from tests.clinic.diary.house import house, tiny_house
from tests.clinic.journey.booking.booked import ready

pytestmark = pytest.mark.django_db

BORN = date(1961, 2, 3)
HEAD = "id,family_name,birth_date,leg,visit,starts\n"


def line(number: int, family: str, visit: str, starts: str, leg: str = "right") -> str:
    return f"{number},{family},1961-02-03,{leg},{visit},{starts}\n"


def patient(family: str) -> Course:
    return ready(family_name=family, birth_date=BORN, email="")


def leg() -> str:
    return Course.objects.latest("pk").leg


def ables() -> str:
    return line(1, "Able", "procedure", "2027-03-15 10:00", leg())


def tried(text: str, where: Site) -> list[Found]:
    return try_out(actor=cast.nell(), site=where, source="Old", text=text)


def taken(text: str, where: Site) -> list[Found]:
    return take_over(actor=cast.nell(), site=where, source="Old", text=text)


def test_trying_writes_nothing_and_says_what_would_become_of_each_line() -> None:
    where = house()
    patient("Able")
    text = HEAD + ables() + line(2, "Nobody", "procedure", "2027-03-15T13:00")
    before = Entry.objects.count()
    found = tried(text, where)
    assert [(each.line, each.what, each.field) for each in found] == [(2, "new", ""), (3, "refused", "family_name")]
    assert (Visit.objects.count(), Claim.objects.count(), Entry.objects.count()) == (0, 0, before)


def test_lines_become_visits_by_the_same_act_and_the_same_file_again_changes_nothing() -> None:
    where = house()
    patient("Able")
    text = HEAD + ables() + line(2, "ABLE", "return visit", "2027-03-23 10:00", leg())
    assert [each.what for each in tried(text, where)] == ["new", "new"]
    assert [each.what for each in taken(text, where)] == ["new", "new"]
    assert [(v.step, v.starts_at) for v in Visit.objects.order_by("starts_at")] == [
        ("procedure", at("2027-03-15T10:00")),
        ("return", at("2027-03-23T10:00")),
    ]
    assert [each.what for each in taken(text, where)] == ["known", "known"]
    assert [each.what for each in tried(text, where)] == ["known", "known"]
    assert TakenOver.objects.count() == Visit.objects.count() == 2


def test_what_was_moved_here_since_is_not_moved_back() -> None:
    where = house()
    patient("Able")
    text = HEAD + ables()
    [found] = taken(text, where)
    visit = Visit.objects.get()
    assert found.visit_id == visit.pk
    move_visit(actor=cast.nell(), visit=visit, starts=at("2027-03-16T10:00"))
    [again] = taken(text, where)
    assert (again.what, again.field) == ("refused", "starts")
    assert Visit.objects.get().starts_at == at("2027-03-16T10:00")
    cancel_visit(actor=cast.nell(), visit=visit, reason="A fever.")
    assert taken(text, where)[0].what == "refused"


def test_two_lines_that_take_one_place_are_found_out_before_anything_is_booked() -> None:
    where = tiny_house()
    patient("Able")
    patient("Baker")
    text = HEAD + ables() + line(2, "Baker", "procedure", "2027-03-15 10:00", leg())
    for found in (tried(text, where), taken(text, where)):
        assert [(each.what, each.field) for each in found] == [("new", ""), ("refused", "starts")]
        assert "just taken" in found[1].reason
    assert Visit.objects.count() == 1


def test_a_course_is_opened_where_there_is_none_with_its_first_visit_or_not_at_all() -> None:
    where = house()
    course()  # so a protocol is approved
    cast.pat(family_name="Able", birth_date=BORN, email="")
    before = Course.objects.count()
    shut = HEAD + line(1, "Able", "procedure", "2027-03-15 10:00")
    assert [each.what for each in tried(shut, where)] == [each.what for each in taken(shut, where)] == ["refused"]
    assert Course.objects.count() == before
    whole = HEAD + line(1, "Able", "map", "2027-03-10 10:00") + line(2, "Able", "test", "2027-03-11 10:00")
    assert [each.what for each in tried(whole, where)] == ["new", "new"]
    assert [each.what for each in taken(whole, where)] == ["new", "new"]
    assert Course.objects.count() == before + 1


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        (line(1, "Able", "procedure", "tomorrow"), "starts"),
        (line(1, "Able", "dentist", "2027-03-15 10:00"), "visit"),
        (line(1, "Able", "procedure", "2027-03-15 10:00", "middle"), "leg"),
        (line(1, "Able", "procedure", "2026-03-15 10:00"), "starts"),
        (line(1, "Able", "procedure", "2047-03-15 10:00"), "starts"),
        (line(1, "", "procedure", "2027-03-15 10:00"), "health_number"),
        ("1,Able,03/02/1961,left,procedure,2027-03-15 10:00\n", "birth_date"),
        ("1,Able,1961-02-03,left,procedure\n", ""),
        ("1,Able,1961-02-03,left,procedure,2027-03-15 10:00,more\n", ""),
        (f"1,{'x' * 9000},1961-02-03,left,procedure,2027-03-15 10:00\n", "family_name"),
    ],
)
def test_a_line_that_cannot_be_is_named_by_line_and_column_and_the_next_goes_on(wrong: str, field: str) -> None:
    where = house()
    patient("Able")
    good = line(2, "Able", "procedure", "2027-03-15 10:00", leg())
    for found in (tried(HEAD + wrong + good, where), taken(HEAD + wrong + good, where)):
        assert [(each.line, each.what) for each in found] == [(2, "refused"), (3, "new")]
        assert found[0].field == field
        assert found[0].reason


def test_nobody_is_guessed_where_two_have_one_name_and_date_of_birth() -> None:
    where = house()
    patient("Able")
    patient("Able")
    [found] = tried(HEAD + line(1, "Able", "procedure", "2027-03-15 10:00"), where)
    assert (found.what, found.field) == ("refused", "family_name")


@pytest.mark.parametrize("text", ["", "nothing\n", "id,leg\n1,left\n", HEAD + '1,"Able', HEAD[:-1] + ",colour\n", "\0"])
def test_what_is_no_such_table_is_refused_whole(text: str) -> None:
    with pytest.raises(Refused):
        tried(text, house())


def test_semicolons_and_a_mark_at_the_beginning_are_read_too() -> None:
    where = house()
    patient("Able")
    text = "\ufeff" + (HEAD + ables()).replace(",", ";")
    assert [each.what for each in tried(text, where)] == ["new"]


def test_whoever_may_not_book_takes_nothing_over() -> None:
    for act in (try_out, take_over):
        with pytest.raises(PermissionDenied):
            act(actor=cast.sam(), site=house(), source="Old", text=HEAD)


def test_the_page_tries_a_file_and_books_it_when_it_was_looked_through() -> None:
    where, nell = house(), cast.signed_in(cast.nell())
    patient("Able")
    page, text = reverse("exchange_visits:take_over"), HEAD + ables()
    told = {"source": "Old", "site": str(where.pk)}
    first = nell.post(page, told | {"file": SimpleUploadedFile("old.csv", text.encode())})
    assert b"Book this visit" in first.content
    assert not Visit.objects.exists()
    second = nell.post(page, told | {"text": first.context["text"], "book": "yes"})
    assert second.status_code == 200
    assert Visit.objects.get().booked_by == cast.nell().name
    latin = SimpleUploadedFile("old.csv", (HEAD + "1,Côté,,,,\n").encode("latin-1"))
    assert nell.post(page, told | {"file": latin}).status_code == 422
    assert nell.post(page, told).status_code == 422
