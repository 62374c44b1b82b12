"""`saphena echo`: one file, many files, and files that cannot be measured."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from distributed import LocalCluster

from saphena.echo.tasks import TASKS
from tests.echo.conftest import real

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.commands.conftest import Answer

CX50 = str(real("OBXXXX1A.dcm"))
POINTS = ("460", "291", "499", "302")


def test_distance_in_json_is_the_caliper_on_the_screen(saphena: Callable[..., Answer]) -> None:
    said = saphena("echo", "distance", CX50, *POINTS, "--json")
    assert said.status == 0
    assert said.json["value"] == pytest.approx(10.6, abs=0.1)
    assert (said.json["unit"], said.json["refused"], said.json["flags"]) == ("mm", None, [])


def test_a_refused_file_has_the_same_names_in_json_and_status_2(saphena: Callable[..., Answer]) -> None:
    said = saphena("echo", "distance", str(real("US1_UNCI.dcm")), *POINTS, "--json")
    assert said.status == 2
    assert said.json["value"] is None
    assert "no scale that can be trusted" in said.json["refused"]


def test_the_rest_of_a_batch_goes_on_after_a_refusal(saphena: Callable[..., Answer], tmp_path: Path) -> None:
    (tmp_path / "a.dcm").write_bytes(b"\xff\xd8\xff\xe0 a picture")
    said = saphena("echo", "distance", str(tmp_path / "gone.dcm"), str(tmp_path), CX50, *POINTS, "--json")
    assert said.status == 0
    assert [each["value"] is None for each in said.json] == [True, True, False]
    assert "JPEG" in said.json[1]["refused"]


def test_a_batch_ends_with_how_many_were_measured(saphena: Callable[..., Answer], tmp_path: Path) -> None:
    said = saphena("echo", "regions", str(tmp_path / "gone.dcm"), CX50)
    assert said.out.splitlines()[-1] == "1 of 2 files measured, 1 refused."


def test_a_folder_without_a_file_is_one_line(saphena: Callable[..., Answer], tmp_path: Path) -> None:
    said = saphena("echo", "reflux", str(tmp_path))
    assert (said.status, said.err.count("\n")) == (2, 1)
    assert "There is no file in" in said.err


def test_a_scale_set_by_hand_is_told(saphena: Callable[..., Answer]) -> None:
    ruler = ("--scale", "0", "0", "0", "100", "40")
    said = saphena("echo", "distance", str(real("US1_UNCI.dcm")), *POINTS, *ruler, "--json")
    assert said.json["value"] == pytest.approx(40.52 * 0.4, abs=0.01)
    assert said.json["flags"] == ["the scale was set by hand"]


def test_regions_are_told_with_those_that_are_not_used(saphena: Callable[..., Answer]) -> None:
    said = saphena("echo", "regions", CX50)
    assert "kind picture" in said.out
    assert "It is an ECG trace." in said.out


@pytest.mark.slow
def test_every_engine_gives_the_same_numbers(saphena: Callable[..., Answer]) -> None:
    files = [CX50, str(real("OBXXXX1A_rle.dcm")), str(real("US1_UNCI.dcm"))]
    answers = [saphena("echo", "distance", *files, *POINTS, "--json", "--engine", engine) for engine in
               ("here", "processes", "dask")]  # fmt: skip
    with LocalCluster(n_workers=1, processes=False, protocol="tcp", dashboard_address=None) as cluster:  # type: ignore[no-untyped-call]
        there = ("--scheduler", str(cluster.scheduler_address))
        answers.append(saphena("echo", "distance", *files, *POINTS, "--json", *there))
    assert [answer.status for answer in answers] == [0] * 4
    assert all(answer.json == answers[0].json for answer in answers)


def test_a_bar_shows_how_far_it_is(saphena: Callable[..., Answer], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    said = saphena("echo", "regions", CX50, CX50, "--json")
    assert "1 of 2 files" in said.err
    assert len(said.json) == 2


@pytest.mark.parametrize("wrong", [("--engine", "steam"), ("--scheduler", "tcp://localhost:1", "--engine", "here")])
def test_a_wrong_engine_is_one_line(saphena: Callable[..., Answer], wrong: tuple[str, ...]) -> None:
    said = saphena("echo", "regions", CX50, *wrong)
    assert said.status == 2
    assert said.err.count("\n") == 1


def test_asking_how_waits_for_no_array() -> None:
    program = (
        "import sys; from saphena.cli import main\n"
        "try: main(['echo', '--help'])\n"
        "except SystemExit: pass\n"
        "print('LOADED', sorted({'numpy', 'scipy', 'pydicom', 'django'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True, timeout=60)
    assert json.loads(done.stdout.split("LOADED ")[1].replace("'", '"')) == []


def test_a_fault_of_the_program_is_told_and_the_rest_goes_on(
    saphena: Callable[..., Answer], monkeypatch: pytest.MonkeyPatch
) -> None:
    def faulty(path: str, options: dict[str, object]) -> dict[str, object]:
        if path == CX50:
            raise AttributeError("nothing there")
        return {"regions": []}

    monkeypatch.setitem(TASKS, "regions", faulty)
    said = saphena("echo", "regions", CX50, str(real("US1_UNCI.dcm")), "--json")
    assert said.status == 0
    assert "a fault of the program (AttributeError: nothing there)" in said.json[0]["refused"]
    assert said.json[1]["refused"] is None
