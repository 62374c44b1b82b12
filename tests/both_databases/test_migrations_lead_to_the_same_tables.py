"""What a clinic gets by its migrations is what the tests get from the models: tables, columns, indexes, triggers."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

import pytest
from django.db import connection

from saphena.clinic.record.append_only import GUARDED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

ALL = "SELECT type, tbl_name, name FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'"
COLUMNS = 'SELECT name, type, "notnull", pk FROM pragma_table_info(?) ORDER BY name'


NOTED = "SELECT app, name FROM django_migrations"
SAPHENA = [sys.executable, "-m", "saphena", "manage", "migrate", "--verbosity", "0"]
DEMO = "import django; django.setup(); from saphena.demo.tables import make_or_migrate as make; make(); make()"
WHY = "the whole run on PostgreSQL needs no second proof"

pytestmark = [pytest.mark.django_db, pytest.mark.skipif(connection.vendor != "sqlite", reason=WHY)]


@contextmanager
def made_by(command: list[str], home: Path) -> Iterator[sqlite3.Connection]:
    """A database that this command has made in an empty home."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SAPHENA_")}
    settings = {"DJANGO_SETTINGS_MODULE": "saphena.clinic.config.settings", "SAPHENA_HOME": str(home)}
    subprocess.run(command, check=True, env={**kept, **settings}, timeout=240)
    (file,) = home.glob("*.sqlite3")
    with closing(sqlite3.connect(file)) as database:
        yield database


@pytest.mark.slow
def test_migrations_lead_to_the_tables_of_the_models(tmp_path: Path) -> None:
    with connection.cursor() as cursor, made_by(SAPHENA, tmp_path) as migrated:
        assert whole(migrated) == whole(cursor.connection)
        found = [table for kind, table, _name in migrated.execute(ALL) if kind == "trigger"]
        assert {*migrated.execute(NOTED)} == {*cursor.connection.execute(NOTED)}
    assert sorted(found) == sorted([*GUARDED] * 3)


def test_the_pretend_clinic_has_the_same_tables_and_needs_no_migration(tmp_path: Path) -> None:
    with connection.cursor() as cursor, made_by([sys.executable, "-c", DEMO], tmp_path) as pretend:
        assert whole(pretend) == whole(cursor.connection)
        assert sorted(pretend.execute(NOTED)) == sorted(cursor.connection.execute(NOTED))


def whole(database: sqlite3.Connection) -> set[tuple[object, ...]]:
    parts: set[tuple[object, ...]] = set(database.execute(ALL))
    tables: Iterable[str] = [str(table) for kind, table, _name in parts if kind == "table"]
    return parts | {(table, *column) for table in tables for column in database.execute(COLUMNS, [table])}
