"""The tests' database comes from the models in one go; the migrations are noted as run.

Running them draws every model anew for each step: a quarter of a minute for each process that tests. That they lead to
the same tables is tested once, in tests/both_databases/test_migrations_lead_to_the_same_tables.py.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from saphena.clinic.record.append_only import AppendOnly

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_django import DjangoDbBlocker


class NoMigrations(dict[str, None]):
    """Every app is one without migrations, so its tables are made from its models."""

    def __contains__(self, _app: object) -> bool:
        return True

    def __missing__(self, _app: str) -> None:
        return None


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> Iterator[dict[str, str | None]]:
    """Asked for by pytest-django before it makes the database. Its own names one for each of several processes."""
    usual: dict[str, str | None] = settings.MIGRATION_MODULES
    settings.MIGRATION_MODULES = NoMigrations()
    yield usual
    settings.MIGRATION_MODULES = usual


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_setup: None, django_db_modify_db_settings: dict[str, str | None], django_db_blocker: DjangoDbBlocker
) -> None:
    """Once the tables are there: what migrations add to them, and that they have run."""
    settings.MIGRATION_MODULES = django_db_modify_db_settings
    with django_db_blocker.unblock():
        finish()


def finish() -> None:
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
