"""How tests that commit are cleaned up, although the record refuses to be emptied.

Django empties every table after such a test. For that moment, and in tests alone, the triggers are taken away.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.db import connections, transaction
from django.db.backends.base.operations import BaseDatabaseOperations

from saphena.clinic.record import append_only

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def switch(operations: Any, statements: dict[str, tuple[str, ...]]) -> None:
    with operations.connection.cursor() as cursor:
        for table in sorted(append_only.GUARDED):
            for statement in statements[operations.connection.vendor]:
                cursor.execute(statement.format(table=table))


@pytest.fixture(autouse=True, scope="session")
def emptied_for_the_next_test() -> Iterator[None]:
    """Let the flush after a test that commits through."""
    usual = BaseDatabaseOperations.execute_sql_flush

    def flush(self: Any, sql_list: Iterable[str]) -> None:
        with transaction.atomic(using=self.connection.alias):
            switch(self, append_only.OFF)
            usual(self, sql_list)
            switch(self, append_only.OFF)  # two folders of tests have this fixture, so it may be nested
            switch(self, append_only.ON)

    assert set(connections) == {"default"}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseDatabaseOperations, "execute_sql_flush", flush)
        yield
