"""The demo: a folder of its own, a port that is free, and a table of who to sign in as."""

from __future__ import annotations

import os
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import pytest

from saphena.clinic.config.home import home
from saphena.clinic.config.serving import address, open_door
from saphena.commands import CommandFailed, demo

if TYPE_CHECKING:
    from pathlib import Path

    from saphena.demo.build import DemoClinic


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The home of a real clinic, with settings of its own; all as before after the test."""
    for name in [name for name in os.environ if name.startswith("SAPHENA_")]:
        monkeypatch.delenv(name)
    for name in ("SAPHENA_URL", "SAPHENA_HOSTS", "SAPHENA_DEMO", "SAPHENA_REQUIRE_MFA"):
        monkeypatch.setenv(name, "")  # so that what the demo sets is undone
    monkeypatch.setenv("SAPHENA_HOME", str(tmp_path))
    monkeypatch.setenv("SAPHENA_DATABASE_URL", "postgresql://clinic.example/patients")
    monkeypatch.setenv("SAPHENA_SMTP_URL", "smtp://mail.example")
    (tmp_path / "clinic.sqlite3").write_text("real patients")
    return tmp_path


def test_it_lives_in_a_folder_of_its_own(house: Path) -> None:
    demo.settle_in("http://localhost:8000", "127.0.0.1", fresh=False)
    assert home() == house / "demo"


@pytest.mark.usefixtures("house")
def test_it_knows_nothing_of_the_real_clinics_database_and_mail() -> None:
    demo.settle_in("http://localhost:8000", "127.0.0.1", fresh=False)
    assert "SAPHENA_DATABASE_URL" not in os.environ
    assert "SAPHENA_SMTP_URL" not in os.environ


def test_fresh_throws_away_the_demo_alone(house: Path) -> None:
    (house / "demo").mkdir()
    (house / "demo" / "clinic.sqlite3").write_text("pretend patients")
    demo.settle_in("http://localhost:8000", "127.0.0.1", fresh=True)
    assert not (house / "demo").exists()
    assert (house / "clinic.sqlite3").read_text() == "real patients"


def test_a_port_in_use_leads_to_the_next(capsys: pytest.CaptureFixture[str]) -> None:
    with open_door("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        with demo.first_free_door("127.0.0.1", port) as door:
            assert door.getsockname()[1] > port
            assert address(door) != address(taken)
    assert f"Port {port} is not to be had (address already in use)" in capsys.readouterr().err


def test_no_free_port_at_all_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demo, "TRIES", 1)
    with (
        open_door("127.0.0.1", 0) as taken,
        pytest.raises(CommandFailed, match=r"no port from .* is free; name another with --port"),
    ):
        demo.first_free_door("127.0.0.1", taken.getsockname()[1])


def test_the_welcome_says_where_and_who() -> None:
    nell = SimpleNamespace(name="Nell", role="desk", email="nell@clinic.example", password="a-long-word")
    pat = SimpleNamespace(name="Pat", about="at home", birth_date="1961-05-04", where="http://localhost:8001/p/abc/")
    clinic = cast("DemoClinic", SimpleNamespace(sign_ins=[nell], own_pages=[pat]))
    assert demo.welcome("http://localhost:8001", clinic).splitlines() == [
        "",
        "Saphena's pretend clinic is open at http://localhost:8001",
        "",
        "That page says what to try, in the order of a patient's journey, and signs you in. By hand it is:",
        "",
        "Who   Does  E-mail               Password",
        "----  ----  -------------------  -----------",
        "Nell  desk  nell@clinic.example  a-long-word",
        "",
        "A patient needs no account, only the link and the birth date:",
        "",
        "Who  Where they are  Born        Link",
        "---  --------------  ----------  ----------------------------",
        "Pat  at home         1961-05-04  http://localhost:8001/p/abc/",
        "",
        "Ctrl-C stops it.",
    ]
