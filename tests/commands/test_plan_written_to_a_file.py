"""A file is written whole or not at all, in the form that its name promises."""

from __future__ import annotations

import json
import os
import shlex
import stat
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from saphena.pathway.protocol import library

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.commands.conftest import Answer

AT = ("--at", "procedure=2027-03-09T10:00")


@pytest.mark.parametrize(
    ("name", "begins"),
    [("plan.json", b"{"), ("plan.ics", b"BEGIN:VCALENDAR"), ("plan.pdf", b"%PDF-"), ("plan.txt", b"Ultrasound-guided")],
)
def test_the_ending_of_the_name_says_the_form(
    saphena: Callable[..., Answer], tmp_path: Path, name: str, begins: bytes
) -> None:
    answer = saphena("plan", "leaflet", *AT, "-o", str(tmp_path / name))
    assert (answer.status, answer.raw, answer.err) == (0, b"", "")
    assert (tmp_path / name).read_bytes().startswith(begins)
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_the_form_that_is_asked_for_wins_over_the_name(saphena: Callable[..., Answer], tmp_path: Path) -> None:
    saphena("plan", "leaflet", *AT, "--format", "json", "-o", str(tmp_path / "plan.txt"))
    assert json.loads((tmp_path / "plan.txt").read_text())["protocol"]["id"] == "leaflet"


def test_an_older_file_is_replaced_and_a_link_is_followed(saphena: Callable[..., Answer], tmp_path: Path) -> None:
    (tmp_path / "real.json").write_text("old")
    (tmp_path / "link.json").symlink_to("real.json")
    saphena("plan", "leaflet", *AT, "-o", str(tmp_path / "link.json"))
    assert (tmp_path / "link.json").is_symlink()
    assert json.loads((tmp_path / "real.json").read_text())["items"]


def test_a_file_has_the_rights_that_this_person_gives_files(saphena: Callable[..., Answer], tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        saphena("plan", "leaflet", *AT, "-o", str(tmp_path / "plan.json"))
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "plan.json").stat().st_mode) == 0o640


def test_a_pipe_is_written_to_and_not_replaced(saphena: Callable[..., Answer], tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with subprocess.Popen(["cat", str(pipe)], stdout=subprocess.PIPE) as reader:
        assert saphena("plan", "leaflet", *AT, "--format", "json", "-o", str(pipe)).status == 0
        assert reader.stdout
        assert json.loads(reader.stdout.read())["items"]
    assert stat.S_ISFIFO(pipe.stat().st_mode)


def test_what_goes_wrong_while_writing_leaves_the_older_file(
    saphena: Callable[..., Answer], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "plan.json"
    file.write_text("old")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pathlib.Path.write_bytes", full)
    answer = saphena("plan", "leaflet", *AT, "-o", str(file))
    assert (answer.status, answer.err) == (2, f"saphena plan: -o {file}: cannot be written: No space left on device\n")
    assert (file.read_text(), len(list(tmp_path.iterdir()))) == ("old", 1)


@pytest.mark.parametrize("form", ["table", "json", "ics", "pdf"])
def test_a_dash_is_standard_output(saphena: Callable[..., Answer], form: str) -> None:
    answer = saphena("plan", "leaflet", *AT, "--format", form, "-o", "-")
    assert (answer.status, answer.err) == (0, "")
    assert len(answer.raw) > 1000


def test_a_plan_of_ones_own_protocol(saphena: Callable[..., Answer], tmp_path: Path) -> None:
    file = tmp_path / "ours.toml"
    file.write_text(library.shipped()["leaflet"].read_text().replace('id = "leaflet"', 'id = "ours"'))
    answer = saphena("plan", str(file), *AT, "--format", "json")
    assert answer.json["protocol"]["id"] == "ours"


def test_the_installed_command_says_the_same(saphena: Callable[..., Answer]) -> None:
    arguments = ["plan", "leaflet", *AT, "--format", "json", "--lang", "fr"]
    done = subprocess.run([sys.executable, "-m", "saphena", *arguments], capture_output=True, check=True, timeout=60)
    assert done.stdout == saphena(*arguments).raw
    assert done.stderr == b""


@pytest.mark.parametrize("arguments", [("plan", "leaflet", *AT), ("protocol", "show", "leaflet"), ("--help",)])
@pytest.mark.parametrize(
    ("where", "why"), [(">/dev/full", "No space left on device"), (">&-", "standard output is closed")]
)
def test_an_answer_that_cannot_be_given_is_one_line(arguments: tuple[str, ...], where: str, why: str) -> None:
    command = f"{shlex.join([sys.executable, '-m', 'saphena', *arguments])} {where}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, check=False, timeout=60, text=True)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert why in done.stderr


def test_a_reader_who_has_seen_enough_is_no_error() -> None:
    command = f"{sys.executable} -m saphena plan leaflet --at procedure=2027-03-09T10:00 | head -1"
    done = subprocess.run(["bash", "-o", "pipefail", "-c", command], capture_output=True, check=False, timeout=60)
    assert (done.returncode, done.stderr) == (0, b"")
