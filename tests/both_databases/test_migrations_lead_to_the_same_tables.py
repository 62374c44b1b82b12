"""What a clinic gets by its migrations is what the tests get from the models: tables, columns, indexes, triggers."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from django.db import connection

from saphena.clinic.record.append_only import GUARDED

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

ALL = "SELECT type, tbl_name, name FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'"
COLUMNS = 'SELECT name, type, "notnull", pk FROM pragma_table_info(?) ORDER BY name'


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "sqlite", reason="the whole run on PostgreSQL needs no second proof")
def test_migrations_lead_to_the_tables_of_the_models(tmp_path: Path) -> None:
    program = [sys.executable, "-m", "saphena", "manage", "migrate", "--verbosity", "0"]
    ordinary = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    subprocess.run(program, check=True, env=ordinary | {"SAPHENA_HOME": str(tmp_path)}, timeout=240)
    (file,) = tmp_path.glob("*.sqlite3")
    with connection.cursor() as cursor:
        ours = cursor.connection
        migrated = sqlite3.connect(file)
        try:
            assert whole(migrated) == whole(ours)
            found = [table for kind, table, _name in migrated.execute(ALL) if kind == "trigger"]
        finally:
            migrated.close()
    assert sorted(found) == sorted([*GUARDED] * 3)


def whole(database: sqlite3.Connection) -> set[tuple[object, ...]]:
    parts: set[tuple[object, ...]] = set(database.execute(ALL))
    tables: Iterable[str] = [str(table) for kind, table, _name in parts if kind == "table"]
    return parts | {(table, *column) for table in tables for column in database.execute(COLUMNS, [table])}
