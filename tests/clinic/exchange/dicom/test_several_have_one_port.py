"""Two of our processes behind one port: they share the callers, and one answers alone when the other has gone."""

from __future__ import annotations

import argparse
import socket
import subprocess
import sys
import time
from contextlib import ExitStack
from typing import Any

import pytest
from pynetdicom import AE

from saphena.clinic.exchange.dicom import sockets
from saphena.clinic.exchange.dicom.listening import listen
from saphena.commands import dicom
from tests.clinic.exchange.dicom.machines import LOOPBACK, OUR_TITLE, Side, machine


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


def test_who_has_fewer_callers_takes_the_next(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    machine()
    monkeypatch.setattr(sockets, "COURTESY", 0.03)  # long enough for a machine that is busy with other tests
    with socket.create_server((LOOPBACK, 0)) as wire:
        port = wire.getsockname()[1]
        with listen(LOOPBACK, port, OUR_TITLE, wire=wire.dup()) as one:
            calls = [_calling(port) for _each in range(3)]
            with listen(LOOPBACK, port, OUR_TITLE, wire=wire.dup()) as other:
                for _each in range(3):
                    time.sleep(0.12)
                    calls.append(_calling(port))
                assert [len(each.active_associations) for each in (one, other)] == [3, 3]
                for call in calls:
                    call.release()
                assert Side(port).run("echoscu").returncode == 0


def test_one_alone_forgets_callers_that_have_gone(transactional_db: None) -> None:
    machine()
    with listen(LOOPBACK, 0, OUR_TITLE) as server:
        for _each in range(4):
            assert Side(server.server_address[1]).run("echoscu").returncode == 0
        assert len(server._open) <= 2  # the last, and one that may still be on its way out


def _calling(port: int) -> Any:
    caller = AE(ae_title="CX50")
    caller.add_requested_context("1.2.840.10008.1.1")
    call = caller.associate(LOOPBACK, port, ae_title=OUR_TITLE)
    assert call.is_established
    return call


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


@pytest.mark.parametrize("words", [["--port", "99999"], ["--port", "dicom"], ["--processes", "0"]], ids=str)
def test_what_is_no_port_and_no_number_of_processes_is_said_in_a_line(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        _parsed(words)
    assert words[0] in capsys.readouterr().err


def _parsed(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    dicom.add_arguments(parser)
    return parser.parse_args(words)
