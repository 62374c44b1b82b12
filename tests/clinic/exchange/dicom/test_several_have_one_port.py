"""Two of our processes behind one port: whoever is free answers, and one alone when the other has gone."""

from __future__ import annotations

import argparse
import socket
import subprocess
import sys
from contextlib import ExitStack
from typing import TYPE_CHECKING

from saphena.clinic.exchange.dicom.listening import listen
from saphena.commands import dicom
from tests.clinic.exchange.dicom.machines import LOOPBACK, OUR_TITLE, Side, machine

if TYPE_CHECKING:
    import pytest


def test_callers_are_answered_by_both_and_by_one_when_one_has_gone(transactional_db: None) -> None:
    machine()
    with socket.create_server((LOOPBACK, 0)) as wire, ExitStack() as other:
        port = wire.getsockname()[1]
        with listen(LOOPBACK, port, OUR_TITLE, wire=wire.dup()):
            other.enter_context(listen(LOOPBACK, port, OUR_TITLE, wire=wire.dup()))
            assert Side(port).run("echoscu").returncode == 0
            other.close()
            for _each in range(3):
                assert Side(port).run("echoscu").returncode == 0


def test_another_is_started_with_the_same_words_and_the_open_port(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[tuple[list[str], list[int]]] = []
    monkeypatch.setattr(subprocess, "Popen", lambda words, pass_fds: started.append((words[1:], pass_fds)))
    monkeypatch.setattr(sys, "argv", ["saphena", "dicom", "--port", "11112", "--processes", "2"])
    with socket.create_server((LOOPBACK, 0)) as wire:
        dicom._another(wire)
        number = wire.fileno()
    ((words, handed),) = started
    assert words[:6] == ["-m", "saphena", "dicom", "--port", "11112", "--processes"]
    assert handed == [number]
    parsed = _parsed(words[3:])
    assert (parsed.processes, parsed.wire, parsed.port) == (1, number, 11112)


def _parsed(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    dicom.add_arguments(parser)
    return parser.parse_args(words)
