"""Where an installation keeps what is its own, and its secret."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from saphena.clinic.config.home import chosen_home, home, secret_key, user_data, write_once
from tests.project.checkout import ROOT

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SAPHENA_HOME", str(tmp_path / "house"))
    return tmp_path / "house"


def test_the_home_is_where_one_says_and_is_private(house: Path) -> None:
    assert home() == house
    assert stat.S_IMODE(house.stat().st_mode) == 0o700


def test_the_home_of_a_checkout_is_var() -> None:
    assert chosen_home("") == ROOT / "var"


def test_an_installed_saphena_lives_with_the_users_own_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SAPHENA_HOME", raising=False)
    monkeypatch.setattr("saphena.__file__", str(tmp_path / "lib/python3/site-packages/saphena/__init__.py"))
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "share"))
    assert home() == user_data() / "saphena" == tmp_path / "share" / "saphena"


@pytest.mark.usefixtures("house")
def test_the_secret_is_made_once_and_kept() -> None:
    assert secret_key() == secret_key()
    assert len(secret_key()) >= 64


def test_only_its_owner_may_read_the_secret(house: Path) -> None:
    secret_key()
    assert stat.S_IMODE((house / "secret-key").stat().st_mode) == 0o600
    assert [path.name for path in house.iterdir()] == ["secret-key"]


def test_of_many_that_write_at_once_one_text_stands_for_all(tmp_path: Path) -> None:
    place = tmp_path / "secret"

    def write(number: int) -> str:
        write_once(place, f"text {number}")
        return place.read_text()

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(write, range(64)))) == 1
