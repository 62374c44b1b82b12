"""`saphena check`: Django's system checks, ours among them, and whether the database is as the code expects it."""

from __future__ import annotations

import sys

from django.core.management import call_command
from django.core.management.base import CommandError, SystemCheckError
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor


def check(deploy: bool) -> int:
    """0 when the installation is in order. With `deploy` also what a clinic open to the internet must have set."""
    try:
        call_command("check", deploy=deploy, fail_level="WARNING" if deploy else "ERROR", databases=["default"])
    except (SystemCheckError, CommandError) as found:
        sys.stderr.write(f"{found}\n")
        return 1
    return database()


def database() -> int:
    """0 when the database answers and has every migration."""
    try:
        executor = MigrationExecutor(connection)
    except OperationalError as error:
        sys.stderr.write(f"The database does not answer: {str(error).strip()}\n")
        return 1
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if missing:
        first = f"{missing[0][0].app_label} {missing[0][0].name}"
        sys.stderr.write(f"{len(missing)} migrations are missing, first {first}; run: saphena manage migrate\n")
        return 1
    return 0
