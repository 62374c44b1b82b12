"""What was recorded stays as it was recorded, whoever tries to change it and however. Runs on both databases."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from saphena.clinic.record.announcing import chart_opened
from saphena.clinic.record.append_only import GUARDED
from saphena.clinic.record.models import Entry
from tests import cast
from tests.flushing import empty_what_is_full

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry() -> Entry:
    made = chart_opened(patient_id=cast.pat().pk, by=cast.nora())
    connection.check_constraints()  # as a commit would; PostgreSQL truncates nothing that waits to be checked
    return made


def refused(statement: str, *values: int) -> None:
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
    assert Entry.objects.get().actor_name == "Nora Lindqvist"


def test_an_entry_cannot_be_changed_by_sql(entry: Entry) -> None:
    refused("UPDATE record_entry SET actor_name = 'Nobody' WHERE id = %s", entry.pk)


def test_an_entry_cannot_be_deleted_by_sql(entry: Entry) -> None:
    refused("DELETE FROM record_entry WHERE id = %s", entry.pk)


def test_the_ways_around_an_ordinary_delete_are_closed_too(entry: Entry) -> None:
    if connection.vendor == "sqlite":
        columns = "id, at, actor_name, actor_role, action, facts, request_id, search"
        values = "%s, '2027-01-01', 'Nobody', '', 'x', '{}', '', ''"
        refused(f"INSERT OR REPLACE INTO record_entry ({columns}) VALUES ({values})", entry.pk)  # noqa: S608 - constants
    else:
        refused("TRUNCATE record_entry CASCADE")


def test_an_entry_cannot_be_changed_through_the_models(entry: Entry) -> None:
    entry.actor_name = "Nobody"
    for attempt in (
        entry.save,
        entry.delete,
        Entry.objects.all().delete,
        lambda: Entry.objects.update(actor_name="Nobody"),
    ):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            attempt()
    assert Entry.objects.get().actor_name == "Nora Lindqvist"


def test_a_patient_with_a_record_cannot_be_deleted(entry: Entry) -> None:
    assert entry.patient is not None
    with pytest.raises((DatabaseError, Exception), match=r"(?i)protect|foreign|append-only"), transaction.atomic():
        entry.patient.delete()


def test_the_record_goes_on(entry: Entry) -> None:
    assert entry.patient_id is not None
    chart_opened(patient_id=entry.patient_id, by=cast.sam())
    assert Entry.objects.count() == 2


def test_every_table_that_says_so_has_its_triggers() -> None:
    """On SQLite a migration that alters a table loses them; this finds out."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT tbl_name, COUNT(*) FROM sqlite_master WHERE type = 'trigger' GROUP BY tbl_name")
        else:
            cursor.execute(
                "SELECT tgrelid::regclass::text, COUNT(*) FROM pg_trigger WHERE NOT tgisinternal GROUP BY tgrelid"
            )
        found = dict(cursor.fetchall())
    wanted = {"sqlite": 3, "postgresql": 2}[connection.vendor]
    assert "record_entry" in GUARDED
    assert found == dict.fromkeys(GUARDED, wanted)


@pytest.mark.django_db(transaction=True)
def test_between_tests_that_commit_it_is_emptied_and_on_its_guard_again(entry: Entry) -> None:
    empty_what_is_full(None)
    assert not Entry.objects.exists()
    made = chart_opened(patient_id=cast.pat().pk, by=cast.nora())
    with pytest.raises(DatabaseError, match="append-only"):
        Entry.objects.filter(pk=made.pk).delete()
