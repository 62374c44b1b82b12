"""The tests' database comes from the models in one go; the migrations are noted as run.

Running them would take a quarter of a minute of each process that tests. That they lead to the same tables is tested
once, in tests/both_databases/test_migrations_lead_to_the_same_tables.py.
"""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest

from saphena.demo.tables import finish, without_migrations

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_django import DjangoDbBlocker


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> Iterator[ExitStack]:
    """Asked for by pytest-django before it makes the database. Its own names one for each of several processes."""
    with ExitStack() as while_tables_are_made:
        while_tables_are_made.enter_context(without_migrations())
        yield while_tables_are_made


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_setup: None, django_db_modify_db_settings: ExitStack, django_db_blocker: DjangoDbBlocker
) -> None:
    """Once the tables are there: what migrations add to them, and that they have run."""
    django_db_modify_db_settings.close()
    with django_db_blocker.unblock():
        finish()
