"""The newer rules of the clocks count: the machine's own, or those that are pinned with us."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zoneinfo
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from saphena import zones
from tests.clocks import keep_alberta_changing_its_clocks

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

WINTER = datetime(2026, 12, 1, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def as_before(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The tests' own clocks are put back afterwards."""
    path = zoneinfo.TZPATH
    monkeypatch.delenv("PYTHONTZPATH")
    yield
    zoneinfo.reset_tzpath(to=path)
    zoneinfo.ZoneInfo.clear_cache()


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    zoneinfo.reset_tzpath(to=[str(tmp_path)])
    return tmp_path


def hour_in_calgary() -> int:
    return WINTER.astimezone(zoneinfo.ZoneInfo("America/Edmonton")).hour


def test_an_older_machine_gives_way_to_the_pinned_rules(machine: Path) -> None:
    (machine / "tzdata.zi").write_text("# version 2025b\n# This zic input file is in the public domain.\n")
    assert zones.use_the_newest() == zones.PINNED
    assert hour_in_calgary() == 6  # Alberta no longer puts its clocks back


def test_a_newer_machine_is_believed(machine: Path) -> None:
    (machine / "+VERSION").write_text("2031a\n")
    assert zones.use_the_newest() == "2031a"
    assert (str(machine),) == zoneinfo.TZPATH


@pytest.mark.parametrize("said", ["", "version\n", "\xff\xfe"])
def test_a_machine_that_does_not_say_how_old_its_rules_are_gives_way(machine: Path, said: str) -> None:
    (machine / "tzdata.zi").write_text(said, encoding="latin-1")
    assert zones.use_the_newest() == zones.PINNED


def test_whoever_has_chosen_the_rules_has_chosen(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONTZPATH", str(machine))
    zones.use_the_newest()
    assert (str(machine),) == zoneinfo.TZPATH


def test_a_command_tells_the_time_of_the_newer_rules() -> None:
    command = [sys.executable, "-m", "saphena", "plan", "leaflet", "--at", "procedure=2026-12-01T10:00"]
    without = {name: value for name, value in os.environ.items() if name != "PYTHONTZPATH"}
    told = subprocess.run([*command, "--format", "json"], env=without, capture_output=True, text=True, check=True)
    assert json.loads(told.stdout)["events"]["procedure"]["at"] == "2026-12-01T10:00:00-06:00"


def test_the_clocks_of_these_tests_change_twice_a_year() -> None:
    keep_alberta_changing_its_clocks()
    assert hour_in_calgary() == 5
    assert datetime(2027, 7, 1, 12, tzinfo=UTC).astimezone(zoneinfo.ZoneInfo("America/Edmonton")).hour == 6
