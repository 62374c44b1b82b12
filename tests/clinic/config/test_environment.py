"""What a clinic sets is read with its type, and what cannot be read is said at once, by name."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from saphena.clinic.config import environment as env


@pytest.mark.parametrize(("value", "read"), [("yes", True), ("1", True), ("TRUE", True), ("off", False), ("", True)])
def test_a_flag_is_yes_or_no(value: str, read: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAPHENA_X", value)
    assert env.flag("SAPHENA_X", default=True) is read


@pytest.mark.parametrize(
    ("name", "value", "reader"),
    [
        ("SAPHENA_FLAG", "maybe", lambda: env.flag("SAPHENA_FLAG", default=False)),
        ("SAPHENA_NUMBER", "many", lambda: env.number("SAPHENA_NUMBER", 1)),
        ("SAPHENA_NUMBER", "-1", lambda: env.number("SAPHENA_NUMBER", 1)),
        ("SAPHENA_NUMBER", "6", lambda: env.number("SAPHENA_NUMBER", 1, most=5)),
        ("SAPHENA_URL", "clinic.example", lambda: env.address("SAPHENA_URL", "")),
        ("SAPHENA_URL", "https://clinic.example/path", lambda: env.address("SAPHENA_URL", "")),
        ("SAPHENA_DATABASE_URL", "", lambda: env.database("mysql://db/clinic", Path())),
        ("SAPHENA_DATABASE_URL", "", lambda: env.database("postgresql://db", Path())),
        ("SAPHENA_SMTP_URL", "", lambda: env.mail("http://mail", console=False)),
        ("SAPHENA_KEY_FILE", "/nowhere/at/all", lambda: env.secret("SAPHENA_KEY")),
    ],
)
def test_what_cannot_be_read_is_named(name: str, value: str, reader: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(ImproperlyConfigured, match=name):
        reader()


def test_a_secret_may_stand_in_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "key").write_text("from the file\n")
    monkeypatch.setenv("SAPHENA_KEY_FILE", str(tmp_path / "key"))
    assert env.secret("SAPHENA_KEY") == "from the file"
    monkeypatch.setenv("SAPHENA_KEY", "from the environment")
    with pytest.raises(ImproperlyConfigured, match="both set"):
        env.secret("SAPHENA_KEY")


def test_without_an_address_the_rows_are_in_a_file_at_home(tmp_path: Path) -> None:
    found = env.database("", tmp_path)
    assert found["NAME"] == tmp_path / "clinic.sqlite3"
    assert found["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", "busy_timeout"):
        assert pragma in found["OPTIONS"]["init_command"]


def test_an_address_names_a_postgresql(tmp_path: Path) -> None:
    found = env.database("postgresql://nora:p%40ss@db.example:5433/clinic%20one?sslmode=require", tmp_path)
    assert found["ENGINE"].endswith("postgresql")
    wanted = {"NAME": "clinic one", "USER": "nora", "PASSWORD": "p@ss", "HOST": "db.example", "PORT": "5433"}
    assert {name: found[name] for name in wanted} == wanted
    assert found["OPTIONS"] == {"sslmode": "require"}


def test_a_postgresql_may_be_reached_by_its_socket(tmp_path: Path) -> None:
    found = env.database("postgresql:///clinic?host=/run/postgresql", tmp_path)
    assert (found["HOST"], found["PORT"], found["OPTIONS"]) == ("/run/postgresql", "", {})


def test_mail_leaves_by_the_server_that_is_named() -> None:
    found = env.mail("smtp://nora:p%40ss@mail.example", console=False)
    assert found["EMAIL_BACKEND"].endswith("smtp.EmailBackend")
    assert (found["EMAIL_HOST"], found["EMAIL_PORT"], found["EMAIL_HOST_PASSWORD"]) == ("mail.example", 587, "p@ss")
    assert (found["EMAIL_USE_TLS"], found["EMAIL_USE_SSL"]) == (True, False)
    secure = env.mail("smtps://mail.example", console=False)
    assert (secure["EMAIL_PORT"], secure["EMAIL_USE_TLS"], secure["EMAIL_USE_SSL"]) == (465, False, True)
    assert env.mail("smtp://localhost:25?starttls=no", console=False)["EMAIL_USE_TLS"] is False


@pytest.mark.parametrize(("console", "backend"), [(True, "console"), (False, "dummy")])
def test_without_a_server_mail_is_printed_in_the_demo_and_held_back_elsewhere(console: bool, backend: str) -> None:
    assert env.mail("", console=console)["EMAIL_BACKEND"] == f"django.core.mail.backends.{backend}.EmailBackend"
