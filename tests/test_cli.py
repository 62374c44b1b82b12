"""The `saphena` command itself: what it knows, what it says when asked wrongly, and that it starts without Django."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module

import pytest

from saphena import __version__, cli
from saphena.commands import CommandFailed


@pytest.mark.parametrize("asked", [[], ["--help"], ["-h"], ["help"]])
def test_it_lists_every_command_with_one_line(asked: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(asked) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines if line.startswith("  ")] == list(cli.COMMANDS)
    assert max(map(len, lines)) <= 100


@pytest.mark.parametrize("name", cli.COMMANDS)
def test_every_command_listed_is_there(name: str) -> None:
    command = import_module(f"saphena.commands.{name}")
    assert command.__doc__
    assert callable(command.add_arguments)
    assert callable(command.run)


@pytest.mark.parametrize("name", cli.COMMANDS)
def test_every_command_explains_itself(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main([name, "--help"])
    assert ended.value.code == 0
    assert capsys.readouterr().out.startswith(f"usage: saphena {name} ")


def test_it_says_its_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--version"]) == 0
    assert capsys.readouterr().out == f"saphena {__version__}\n"


def test_an_unknown_command_gets_one_line_with_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["plam", "leaflet"]) == 2
    assert capsys.readouterr() == (
        "",
        "saphena: there is no command plam (did you mean plan?); saphena --help lists them\n",
    )


def test_a_command_that_is_like_no_other_gets_no_guess(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["zzzzzz"]) == 2
    assert "did you mean" not in capsys.readouterr().err


def test_a_wrong_option_gets_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(["serve", "--harbour", "8000"])
    assert ended.value.code == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_what_stops_a_command_is_one_line(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def fail(_args: object) -> int:
        raise CommandFailed("the door is shut")

    monkeypatch.setattr("saphena.commands.serve.run", fail)
    assert cli.main(["serve"]) == 2
    assert capsys.readouterr().err == "saphena serve: the door is shut\n"


@pytest.mark.parametrize("arguments", [["--help"], ["plan", "--help"], ["protocol", "list"]])
def test_plans_and_protocols_do_not_wait_for_django(arguments: list[str]) -> None:
    program = (
        "import sys; from saphena.cli import main\n"
        f"try: main({arguments!r})\nexcept SystemExit: pass\n"
        "sys.exit('django' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, timeout=60)


def test_a_reader_who_has_seen_enough_is_no_error() -> None:
    command = f"{sys.executable} -m saphena --help | true"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command], capture_output=True, text=True, check=False, timeout=60
    )
    assert (done.returncode, done.stderr) == (0, "")
