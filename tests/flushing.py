"""How tests that commit are cleaned up, although the record refuses to be emptied.

Django empties every table after such a test, and tells every app that its tables are new: most of a second on
PostgreSQL. Here only the tables that hold a row are emptied, and those among them that are append-only let it happen
for that moment, in tests alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection, connections, transaction
from django.test import TransactionTestCase

from saphena.clinic.record import append_only

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from django.db.backends.utils import CursorWrapper

# Django writes them when the tables are made, and would write the same again.
KEPT = {"django_content_type", "auth_permission"}
OFF = {"sqlite": append_only.OFF["sqlite"], "postgresql": ("ALTER TABLE {table} DISABLE TRIGGER USER",)}
# What waits to be checked until the end is checked first: PostgreSQL changes no such table.
CHECKED = "SET CONSTRAINTS ALL IMMEDIATE"
ON = {"sqlite": append_only.ON["sqlite"], "postgresql": (CHECKED, "ALTER TABLE {table} ENABLE TRIGGER USER")}


def empty_what_is_full(_test: Any) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        full = full_tables(cursor)
        guarded = [table for table in full if table in append_only.GUARDED]
        say(cursor, OFF[connection.vendor], guarded)
        say(cursor, ("DELETE FROM {table}",), full)
        say(cursor, ON[connection.vendor], guarded)


def full_tables(cursor: CursorWrapper) -> list[str]:
    """Those with a row in them, asked in one statement."""
    tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
    asked = (f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM {table})" for table in sorted({*tables} - KEPT))  # noqa: S608
    cursor.execute(" UNION ALL ".join(asked))
    return [str(table) for (table,) in cursor.fetchall()]


def say(cursor: CursorWrapper, statements: Iterable[str], tables: Iterable[str]) -> None:
    for table in tables:
        for statement in statements:
            cursor.execute(statement.format(table=table))


@pytest.fixture(autouse=True, scope="session")
def emptied_for_the_next_test() -> Iterator[None]:
    """This instead of Django's own way, after each test that commits."""
    assert set(connections) == {"default"}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", empty_what_is_full)
        yield
