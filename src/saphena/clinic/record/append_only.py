"""What a migration says to make a table append-only, on SQLite and on PostgreSQL.

    operations = [append_only("record_entry")]

Libraries that watch `save()` miss `QuerySet.update()`, raw SQL and a hasty shell; a trigger misses none of them. Two
traps on SQLite: INSERT OR REPLACE removes a row without asking the DELETE trigger, so inserting over a row is refused
too; and Django alters a table there by building a new one, which loses the triggers, so a later migration that alters
such a table ends with `append_only` again. tests/both_databases/ finds out when one forgets.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.db.migrations.operations.base import Operation

if TYPE_CHECKING:
    from django.db.backends.base.schema import BaseDatabaseSchemaEditor
    from django.db.migrations.state import ProjectState

SQLITE = (
    "CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} "
    "BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END",
    "CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} "
    "BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END",
    "CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} WHEN EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id) "
    "BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END",
)
SQLITE_OFF = (
    "DROP TRIGGER IF EXISTS {table}_no_update",
    "DROP TRIGGER IF EXISTS {table}_no_delete",
    "DROP TRIGGER IF EXISTS {table}_no_replace",
)
POSTGRESQL = (
    "CREATE OR REPLACE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION '{table} is append-only' USING ERRCODE = 'integrity_constraint_violation'; END $$",
    "CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} "
    "FOR EACH ROW EXECUTE FUNCTION {table}_refuse()",
    "CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
    "FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuse()",
)
POSTGRESQL_OFF = (
    "DROP TRIGGER IF EXISTS {table}_no_change ON {table}",
    "DROP TRIGGER IF EXISTS {table}_no_truncate ON {table}",
    "DROP FUNCTION IF EXISTS {table}_refuse()",
)
ON: dict[str, tuple[str, ...]] = {"sqlite": SQLITE, "postgresql": POSTGRESQL}
OFF: dict[str, tuple[str, ...]] = {"sqlite": SQLITE_OFF, "postgresql": POSTGRESQL_OFF}

# Every table that a migration has made so, for the tests: they empty tables between them.
GUARDED: set[str] = set()


class _OfTable(Operation):
    """Says something to the database about one table; the models do not know."""

    reduces_to_sql = True

    def __init__(self, table: str) -> None:
        self.table = table

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Nothing changes for the models."""

    def _say(self, schema_editor: BaseDatabaseSchemaEditor, *statements: str) -> None:
        for statement in statements:
            schema_editor.execute(statement.format(table=self.table))


class AppendOnly(_OfTable):
    """The table refuses UPDATE, DELETE and TRUNCATE from now on.

    No `RunPython`: that draws every model anew for each table, a quarter of the time that all migrations take.
    """

    reversible = True

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        self.guard(schema_editor)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        self._say(schema_editor, *OFF[schema_editor.connection.vendor])

    def guard(self, schema_editor: BaseDatabaseSchemaEditor) -> None:
        vendor = schema_editor.connection.vendor
        self._say(schema_editor, *OFF[vendor], *ON[vendor])

    def describe(self) -> str:
        return f"Make {self.table} append-only"


class NoLongerAppendOnly(_OfTable):
    """The migration step before a guarded table is dropped: what refused its changes goes first.

    Its name leaves the list of the earlier migration.
    """

    reversible = False

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        self._say(schema_editor, *OFF[schema_editor.connection.vendor])

    def describe(self) -> str:
        return f"Let {self.table} be changed"


def append_only(table: str) -> AppendOnly:
    """The migration step that refuses UPDATE, DELETE and TRUNCATE on the table from now on."""
    if not re.fullmatch(r"[a-z_]+", table):  # the name goes into SQL as it stands
        raise ValueError(f"{table} is no plain table name")
    GUARDED.add(table)
    return AppendOnly(table)
