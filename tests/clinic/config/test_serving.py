"""The web server and its worker: where they listen, that the worker is replaced when it dies, and that both stop."""

from __future__ import annotations

import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

import pytest

from saphena.clinic.config import serving

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Played = subprocess.Popen[bytes]


@pytest.fixture
def workers(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], list[Played]]:
    """`workers(program)`: let this Python program play the worker; the list holds each one that was started."""
    real = subprocess.Popen

    def play(program: str) -> list[Played]:
        started: list[Played] = []

        def popen(_command: list[str], **options: Any) -> Played:
            started.append(real([sys.executable, "-c", program], **options))
            return started[-1]

        monkeypatch.setattr("saphena.clinic.config.serving.subprocess.Popen", popen)
        return started

    return play


def wait_until(true: Callable[[], bool]) -> None:
    until = time.monotonic() + 20
    while not true():
        assert time.monotonic() < until
        time.sleep(0.02)


def test_the_worker_runs_as_long_as_the_server(workers: Callable[[str], list[Played]]) -> None:
    started = workers("import time; time.sleep(60)")
    with serving.worker():
        wait_until(lambda: len(started) == 1)
        assert started[0].poll() is None
    assert started[0].poll() is not None
    assert len(started) == 1


def test_a_worker_that_dies_is_replaced(
    workers: Callable[[str], list[Played]], monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(serving, "RESTART_SECONDS", 0.01)
    started = workers("raise SystemExit(3)")
    with serving.worker():
        wait_until(lambda: len(started) >= 3)
    assert "The worker stopped by itself (status 3); starting another." in capfd.readouterr().err


def test_a_worker_that_does_not_listen_is_ended(
    workers: Callable[[str], list[Played]], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(serving, "STOPPING_SECONDS", 0.1)
    deaf = tmp_path / "deaf"
    ignore = "signal.signal(signal.SIGTERM, signal.SIG_IGN)"
    started = workers(f"import pathlib, signal, time; {ignore}; pathlib.Path({str(deaf)!r}).touch(); time.sleep(60)")
    with serving.worker():
        wait_until(deaf.exists)
    assert started[0].poll() is not None


def test_a_door_that_is_taken_is_said_in_one_line() -> None:
    with serving.open_door("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(serving.DoorTaken, match=f"cannot listen on 127.0.0.1 port {port} .address already in use"):
            serving.open_door("127.0.0.1", port)


@pytest.mark.parametrize(("host", "port"), [("127.0.0.1", 70000), ("no.such.host.invalid", 0)])
def test_a_door_that_cannot_be_is_said_too(host: str, port: int) -> None:
    with pytest.raises(serving.DoorTaken, match=f"{host} port {port}"):
        serving.open_door(host, port)


def test_the_address_is_one_that_a_browser_here_can_open() -> None:
    with serving.open_door("127.0.0.1", 0) as door:
        assert serving.address(door) == f"http://localhost:{door.getsockname()[1]}"
