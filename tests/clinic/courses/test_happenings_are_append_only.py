"""What happened stays as it was written down, whoever tries to change it and however. Runs on both databases."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from saphena.clinic.courses.models import Happening
from tests.clinic.courses.treated import at, course, planned


@pytest.fixture
def happening() -> Happening:
    made: Happening = planned(course(), procedure="2027-03-20T10:00").happenings.get()
    connection.check_constraints()  # as a commit would; PostgreSQL truncates nothing that waits to be checked
    return made


def refused(statement: str, *values: int) -> None:
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
    assert Happening.objects.get().at == at("2027-03-20T10:00")


def test_it_cannot_be_changed_by_sql(happening: Happening) -> None:
    refused("UPDATE courses_happening SET name = 'review' WHERE id = %s", happening.pk)


def test_it_cannot_be_deleted_by_sql(happening: Happening) -> None:
    refused("DELETE FROM courses_happening WHERE id = %s", happening.pk)


def test_the_ways_around_an_ordinary_delete_are_closed_too(happening: Happening) -> None:
    if connection.vendor == "sqlite":
        columns = "id, course_id, name, seen, happened, reason, recorded_at, recorded_by"
        values = "%s, %s, 'review', 0, 0, '', '2027-01-01', 'Nobody'"
        statement = f"INSERT OR REPLACE INTO courses_happening ({columns}) VALUES ({values})"  # noqa: S608 - constants
        refused(statement, happening.pk, happening.course_id)
    else:
        refused("TRUNCATE courses_happening CASCADE")


def test_it_cannot_be_changed_through_the_models(happening: Happening) -> None:
    for attempt in (
        happening.save,
        happening.delete,
        Happening.objects.all().delete,
        lambda: Happening.objects.update(name="review"),
    ):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            attempt()
    assert Happening.objects.get().name == "procedure"
