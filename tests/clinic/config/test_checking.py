"""`saphena check`: an installation in order, and what is said of one that is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core.checks import Error
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder

from saphena.clinic.config.checking import check, database

if TYPE_CHECKING:
    from pytest_django import Settings


@pytest.mark.django_db
def test_an_installation_in_order_passes() -> None:
    assert check(deploy=False) == 0


@pytest.mark.django_db
def test_a_missing_migration_is_named_with_what_to_do(capsys: pytest.CaptureFixture[str]) -> None:
    newest = MigrationRecorder(connection).migration_qs.filter(app="people").latest("pk")
    newest.delete()
    assert database() == 1
    assert f"people {newest.name}; run: saphena manage migrate" in capsys.readouterr().err


def test_a_database_that_does_not_answer_is_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(_connection: object) -> None:
        raise OperationalError("connection refused\n")

    monkeypatch.setattr("saphena.clinic.config.checking.MigrationExecutor", refuse)
    assert database() == 1
    assert capsys.readouterr().err == "The database does not answer: connection refused\n"


def test_a_failed_check_is_said_and_fails(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def find(*_: object, **__: object) -> list[Error]:
        return [Error("The door stands open.", id="saphena.E999")]

    monkeypatch.setattr("django.core.checks.run_checks", find)
    assert check(deploy=False) == 1
    assert "The door stands open." in capsys.readouterr().err


def test_what_is_fit_for_a_laptop_is_not_fit_for_the_internet(settings: Settings) -> None:
    settings.DEBUG = True
    assert check(deploy=True) == 1
