"""A new clinic's tables, made from the models in one go instead of by one migration after the other.

Running the migrations draws every model anew for each step: a quarter of a minute, for which whoever opens the pretend
clinic would wait. What they add to the tables is added, and they are noted as run, so later ones find their place.
tests/both_databases/test_migrations_lead_to_the_same_tables.py compares both ways.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from saphena.clinic.record.append_only import AppendOnly

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["finish", "make_or_migrate", "without_migrations"]


class _None(dict[str, None]):
    """Every app is one without migrations, so its tables are made from its models."""

    def __contains__(self, _app: object) -> bool:
        return True

    def __missing__(self, _app: str) -> None:
        return None


def make_or_migrate() -> None:
    """A new database gets its tables from the models; one that is there already gets what has come since."""
    if MigrationRecorder(connection).has_table():
        call_command("migrate", verbosity=0)
        return
    with without_migrations():
        call_command("migrate", run_syncdb=True, verbosity=0)
    finish()


@contextmanager
def without_migrations() -> Iterator[None]:
    usual: dict[str, str | None] = settings.MIGRATION_MODULES
    settings.MIGRATION_MODULES = _None()
    try:
        yield
    finally:
        settings.MIGRATION_MODULES = usual


def finish() -> None:
    """Once the tables are there: what migrations add to them, and that they have run."""
    call_command("createcachetable", verbosity=0)
    migrations = MigrationLoader(connection, ignore_no_migrations=True).disk_migrations
    with connection.schema_editor() as editor:
        for migration in migrations.values():
            for step in migration.operations:
                if isinstance(step, AppendOnly):
                    step.guard(editor)
    recorder = MigrationRecorder(connection)
    recorder.ensure_schema()
    recorder.Migration.objects.bulk_create(recorder.Migration(app=app, name=name) for app, name in migrations)
