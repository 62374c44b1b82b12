"""The web server and the worker beside it, started and stopped together."""

from __future__ import annotations

import copy
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.management import call_command
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.server import create_server

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType

THREADS = 8
LARGEST_REQUEST = 25_000_000  # bytes; what is larger is turned away unread, unless its sender is known
STOPPING_SECONDS = 15  # what the worker gets to finish the item in its hand
RESTART_SECONDS = 2  # between a worker that died and the next one
HERE = frozenset({"127.0.0.1", "::1", "0.0.0.0", "::"})  # noqa: S104 - what this machine calls itself


class DoorTaken(Exception):
    """The clinic cannot be served where it was to be served."""

    def __init__(self, host: str, port: int, why: str) -> None:
        self.why = why.lower()
        super().__init__(f"cannot listen on {host} port {port} ({self.why}); name another with --port or --host")


def open_door(host: str, port: int) -> socket.socket:
    """The socket on which to serve. Port 0 takes any that is free. Raises `DoorTaken`."""
    door = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM)
    door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        door.bind((host, port))
        door.listen()  # only now is it certain that nobody else has it
    except (OSError, OverflowError) as error:
        door.close()
        raise DoorTaken(host, port, getattr(error, "strerror", None) or str(error)) from error
    return door


def address(door: socket.socket) -> str:
    """Where a browser on this machine finds it: localhost, for passkeys do not work with bare numbers."""
    host, port = door.getsockname()[:2]
    return f"http://{'localhost' if host in HERE else host}:{port}"


class Reader(HTTPRequestParser):  # type: ignore[misc]  # waitress has no types
    """Reads requests. Whoever is known by a token or a session may send what is larger: images are."""

    def parse_header(self, header_plus: bytes) -> None:
        from saphena.clinic.exchange.dicom.web.sizes import may_send_much  # late: needs Django

        super().parse_header(header_plus)
        large = self.chunked or self.content_length >= LARGEST_REQUEST
        if large and self.command == "POST" and may_send_much(self.path, self.headers):
            self.adj: Any = copy.copy(self.adj)
            self.adj.max_request_body_size = settings.SAPHENA_LARGEST_UPLOAD * 2**20


def web_server(door: socket.socket) -> Any:
    """What answers at the door, once it is told to `run`."""
    from saphena.clinic.config.wsgi import application  # late: it looks once, now, which static files there are

    HTTPChannel.parser_class = Reader
    # Behind proxies that the clinic trusts, Django reads what they say of the caller; otherwise nobody may say it.
    return create_server(
        application,
        sockets=[door],
        threads=THREADS,
        ident="",
        max_request_body_size=LARGEST_REQUEST,
        clear_untrusted_proxy_headers=not settings.SAPHENA_TRUSTED_PROXIES,
    )


def serve(door: socket.socket, with_worker: bool, when_open: Callable[[str], None]) -> int:
    """Serve the clinic at the door until SIGINT or SIGTERM. `when_open` gets the address once requests are answered."""
    call_command("collectstatic", interactive=False, verbosity=0)
    server = web_server(door)
    for signum in (signal.SIGINT, signal.SIGTERM):
        signal.signal(signum, stop)
    with worker() if with_worker else nobody():
        when_open(address(door))
        server.run()  # until `stop`; waitress lets the requests in hand finish
    return 0


def stop(_signum: int, _frame: FrameType | None) -> None:
    raise SystemExit(0)


@contextmanager
def nobody() -> Iterator[None]:
    """No worker: another process does `saphena work`."""
    yield


@contextmanager
def worker() -> Iterator[None]:
    """`saphena work` as a process of its own, started again when it dies, and stopped at the end."""
    over = threading.Event()
    keeper = threading.Thread(target=keep_working, args=(over,), name="worker-keeper")
    keeper.start()
    try:
        yield
    finally:
        over.set()
        keeper.join()


def keep_working(over: threading.Event) -> None:
    """Have a worker until it is over."""
    while not over.is_set():
        # A session of its own: Ctrl-C in the terminal reaches us alone, and we ask the worker to stop.
        process = subprocess.Popen([sys.executable, "-m", "saphena", "work"], start_new_session=True)
        while process.poll() is None and not over.wait(0.2):
            pass
        if over.is_set():
            finish(process)
        else:
            sys.stderr.write(f"The worker stopped by itself (status {process.returncode}); starting another.\n")
            over.wait(RESTART_SECONDS)


def finish(process: subprocess.Popen[bytes]) -> None:
    """Ask it to stop; insist after a while."""
    process.terminate()
    until = time.monotonic() + STOPPING_SECONDS
    while process.poll() is None and time.monotonic() < until:
        time.sleep(0.05)
    process.kill()
    process.wait()
