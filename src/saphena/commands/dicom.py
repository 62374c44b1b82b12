"""Answer the ultrasound machines: worklist, images, performed steps, storage commitment."""

from __future__ import annotations

import argparse
import gc
import socket
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from saphena.commands import CommandFailed

if TYPE_CHECKING:
    import ssl

PAUSE = 60.0  # seconds between looks at what could not be told
SWITCH = 0.0002
"""Seconds after which a thread lets another go on. Each association's thread waits for the disk most of the time; with
Python's five milliseconds it would wait as long again for its turn."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="", help="the address to listen on (all of this machine's unless told)")
    parser.add_argument("--port", type=_port, help="SAPHENA_DICOM_PORT, 11112 unless told")
    parser.add_argument("--title", help="the AE title by which we are called: SAPHENA_DICOM_AE_TITLE unless told")
    how_many: dict[str, Any] = {"type": int, "choices": range(1, 9), "metavar": "N", "default": 1}
    parser.add_argument("--processes", **how_many, help="how many share the work (1); 2 use two cores")
    parser.add_argument("--wire", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--certificate", type=Path, help="a certificate in PEM: machines call with TLS only")
    parser.add_argument("--key", type=Path, help="its key")
    parser.add_argument("--authority", type=Path, help="only machines whose certificate this one signed are let in")


def _port(typed: str) -> int:
    if not typed.isdecimal() or not 0 < int(typed) < 65536:
        raise argparse.ArgumentTypeError(f"“{typed}” is no port: a port is a number from 1 to 65535")
    return int(typed)


def run(args: argparse.Namespace) -> int:
    from saphena.commands._django import start_django

    start_django()
    from django.conf import settings

    from saphena.clinic.config.checking import database

    if status := database():
        return status
    port = args.port or settings.SAPHENA_DICOM_PORT
    title = args.title or settings.SAPHENA_DICOM_AE_TITLE
    secure, others = _secure(args), []
    try:
        wire = _wire(args, port)
        others = [_another(wire) for _each in range(args.processes - 1)] if wire else []
        return _listen(args.host, port, title, secure, wire)
    except OSError as error:
        raise CommandFailed(f"port {port} cannot be opened: {error.strerror}") from error
    finally:
        for each in others:
            each.terminate()
        for each in others:
            each.wait(10)


def _wire(args: argparse.Namespace, port: int) -> socket.socket | None:
    """The open port, when several processes have it: the first opens it, and hands it on."""
    if args.wire is not None:
        return socket.socket(fileno=args.wire)
    return socket.create_server((args.host, port)) if args.processes > 1 else None


def _another(wire: socket.socket) -> subprocess.Popen[bytes]:
    """The same once more, beside this one, with the same port: of what is said twice, the last counts."""
    number = wire.fileno()
    words = [sys.executable, "-m", "saphena", *sys.argv[1:], "--processes", "1", "--wire", str(number)]
    return subprocess.Popen(words, pass_fds=[number])  # noqa: S603 - ourselves


def _secure(args: argparse.Namespace) -> ssl.SSLContext | None:
    if not args.certificate and not args.key:
        if args.authority:
            raise CommandFailed("--authority needs --certificate and --key beside it")
        return None
    if not (args.certificate and args.key):
        raise CommandFailed("--certificate and --key go together")
    from saphena.clinic.exchange.dicom.listening import tls

    try:
        return tls(args.certificate, args.key, args.authority)
    except OSError as error:
        raise CommandFailed(f"the certificate or its key cannot be used: {error.strerror or error}") from error


def _listen(host: str, port: int, title: str, secure: ssl.SSLContext | None, wire: socket.socket | None) -> int:
    from saphena.clinic.exchange.dicom.listening import listen, recover, tidy
    from saphena.clinic.messages.worker import attempt, stop_signal

    sys.setswitchinterval(SWITCH)
    with stop_signal() as stopping, listen(host, port, title, secure=secure, wire=wire) as server:
        where = server.server_address
        print(f"Saphena answers machines as {title} on port {where[1]}  (Ctrl-C stops it)", flush=True)
        if found := recover():
            print(f"{found} images that a power failure left without a row have one again", flush=True)
        gc.freeze()  # what is loaded by now stays until the end: no later look for what can go needs to pass through it
        while not stopping.is_set():
            attempt(tidy)
            stopping.wait(PAUSE)
    return 0
