"""What holds for every test."""

from __future__ import annotations

import gc
import os
from pathlib import Path

import pytest
from hypothesis import settings

from tests.clocks import keep_alberta_changing_its_clocks
from tests.tables import django_db_modify_db_settings, django_db_setup

keep_alberta_changing_its_clocks()
__all__ = ["django_db_modify_db_settings", "django_db_setup"]

BROWSER = Path(__file__).parent / "browser"
BOTH = Path(__file__).parent / "both_databases"
DATABASE = {"db", "transactional_db", "django_db_setup"}
POSTGRESQL = os.environ.get("SAPHENA_DATABASE_URL", "").startswith("postgres")

# A shared machine is slow now and then, which says nothing about the code; the same examples every time, so that a red
# build is red for everybody. `--hypothesis-profile=searching` looks for new ones.
settings.register_profile("steady", deadline=None, derandomize=True, database=None)
settings.register_profile("searching", deadline=None, max_examples=2000)
# What a value does to our code is seen on SQLite; on PostgreSQL a few of the same say what it does to the database.
settings.register_profile("again", parent=settings.get_profile("steady"), max_examples=25)
settings.load_profile("again" if POSTGRESQL else "steady")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark the browser tests and run them last: Playwright leaves an event loop behind, which Django takes amiss.

    Files that take long come first: of several processes none is left alone with one at the end. Leave out what the
    database of this run has nothing to say about: see `concerned`.
    """
    for item in items:
        if BROWSER in item.path.parents:
            item.add_marker(pytest.mark.browser)
    elsewhere = [item for item in items if not concerned(item)]
    if elsewhere:
        config.hook.pytest_deselected(items=elsewhere)
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items[:] = sorted(
        (item for item in items if concerned(item)),
        key=lambda item: (item.get_closest_marker("browser") is not None, item.path not in slow),
    )


def pytest_collection_finish() -> None:
    """Ten thousand tests and what they load stay to the end: no search for rubbish has to look through them again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 10, 10)


def concerned(item: pytest.Item) -> bool:
    """On SQLite everything but what is about PostgreSQL alone; on PostgreSQL whatever asks something of it."""
    if not POSTGRESQL:
        return item.get_closest_marker("postgresql") is None
    if item.get_closest_marker("once"):
        return False
    asks = item.get_closest_marker("django_db") or DATABASE & {*getattr(item, "fixturenames", ())}
    return bool(asks) or BOTH in item.path.parents
