"""These tests run twice. Each time they are really on the database that the run says."""

from __future__ import annotations

import os

import pytest
from django.db import connection

pytestmark = pytest.mark.django_db


def test_it_is_postgresql_when_an_address_is_given_and_sqlite_otherwise() -> None:
    assert connection.vendor == ("postgresql" if os.environ.get("SAPHENA_DATABASE_URL") else "sqlite")


@pytest.mark.postgresql
def test_it_sorts_and_counts_time_the_same_on_every_machine() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('TimeZone'), current_setting('server_encoding')")
        assert cursor.fetchone() == ("UTC", "UTF8")
