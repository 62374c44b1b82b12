"""The scripts: each is bash that parses, and says plainly what it cannot do."""

from __future__ import annotations

import json
import subprocess
import sys
from types import ModuleType

import pytest

from benchmarks import __main__ as bench
from tests.project.checkout import ROOT

SCRIPTS = sorted([*(ROOT / "scripts").iterdir(), ROOT / ".ci" / "run"])


@pytest.fixture
def pretend(monkeypatch: pytest.MonkeyPatch) -> None:
    """A benchmark that talks while it measures."""

    def measure() -> dict[str, float]:
        print("measuring ...")
        return {"plans_per_s": 2500.5, "items": 60}

    module = ModuleType("benchmarks.pretend")
    vars(module)["measure"] = measure
    monkeypatch.setitem(sys.modules, "benchmarks.pretend", module)
    monkeypatch.setattr(bench, "known", lambda: ["plans", "pretend"])


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_it_parses(script: object) -> None:
    subprocess.run(["bash", "-n", str(script)], check=True)


def test_an_environment_that_does_not_exist_is_one_line() -> None:
    done = subprocess.run([ROOT / "scripts/environment", "dmeo"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (2, "usage: scripts/environment demo|dev\n")


@pytest.mark.usefixtures("pretend")
def test_a_benchmarks_figures_stand_alone_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert bench.main(["pretend", "--json"]) == 0
    said = capsys.readouterr()
    assert json.loads(said.out) == {"plans_per_s": 2500.5, "items": 60}
    assert said.err == "measuring ...\n"


@pytest.mark.usefixtures("pretend")
def test_a_benchmarks_figures_can_be_read(capsys: pytest.CaptureFixture[str]) -> None:
    assert bench.main(["pretend"]) == 0
    assert capsys.readouterr().out == "plans_per_s  2,500.5\nitems        60\n"


@pytest.mark.usefixtures("pretend")
def test_an_unknown_benchmark_is_one_line_with_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    assert bench.main(["planz"]) == 2
    assert capsys.readouterr() == ("", "scripts/bench: there is no benchmark planz (did you mean plans?)\n")
