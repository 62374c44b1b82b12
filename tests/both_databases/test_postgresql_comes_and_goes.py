"""The server that the tests start for themselves: there for one command, and gone after it, whatever became of it."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import psycopg
import pytest

from tests.both_databases.postgresql import postgresql
from tests.project.checkout import ROOT


def folders() -> set[Path]:
    return set(Path(tempfile.gettempdir()).glob("saphena-postgresql-*"))


def test_it_answers_and_then_is_gone() -> None:
    with postgresql() as address:
        with psycopg.connect(address) as connection:
            assert connection.execute("SELECT 6 * 7").fetchone() == (42,)
        assert folders()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(address, connect_timeout=5)


def test_it_is_gone_after_a_command_that_failed_and_the_failure_is_told() -> None:
    before = folders()
    done = subprocess.run([sys.executable, "-m", "tests.both_databases.postgresql", "false"], cwd=ROOT, check=False)
    assert done.returncode == 1
    assert folders() <= before
