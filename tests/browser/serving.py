"""The demo clinic, really served: its own process, its own folder, a port that was free."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

STARTING_SECONDS = 120
STOPPING_SECONDS = 60  # its worker may take 15 to finish what it has in its hand; a machine may be busy


@dataclass(frozen=True)
class Served:
    """A clinic that is open, as the person who started it sees it."""

    address: str  # without a slash at the end
    patients: dict[str, str]  # first name: the link to their own page


@contextmanager
def demo_clinic(folder: Path) -> Iterator[Served]:
    """`saphena demo` in the folder, for as long as needed."""
    log = folder / "server.log"
    ordinary = {name: value for name, value in os.environ.items() if not name.startswith("SAPHENA_")}
    environment = {**ordinary, "SAPHENA_HOME": str(folder)}
    command = [sys.executable, "-m", "saphena", "demo", "--no-browser", "--port", "0"]
    with log.open("w") as out, subprocess.Popen(command, env=environment, stdout=out, stderr=out) as server:
        try:
            yield welcome_in(log, server)
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(STOPPING_SECONDS)


def welcome_in(log: Path, server: subprocess.Popen[bytes]) -> Served:
    """Wait until the server says where it is, and who can be tried."""
    for _ in range(STARTING_SECONDS * 10):
        said = log.read_text()
        if "Ctrl-C stops it." in said:
            address = re.search(r"http://[^/\s]+", said)
            assert address
            return Served(address[0], dict(re.findall(r"^(\S+) .* (http://\S+/p/\S+)$", said, re.MULTILINE)))
        try:
            status = server.wait(0.1)
        except subprocess.TimeoutExpired:
            continue
        raise AssertionError(f"saphena demo ended with status {status}:\n{log.read_text()}")
    raise AssertionError(f"saphena demo was not open after {STARTING_SECONDS} seconds:\n{log.read_text()}")
