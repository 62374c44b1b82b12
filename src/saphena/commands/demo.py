"""Build a pretend clinic in an embedded database and open it: web, worker and people to sign in as.

It lives in a folder of its own (`demo` in SAPHENA_HOME), so that it can never touch the patients of a real clinic.
"""

from __future__ import annotations

import os
import shutil
import sys
import webbrowser
from typing import TYPE_CHECKING

from saphena.commands import CommandFailed

if TYPE_CHECKING:
    import argparse
    import socket
    from collections.abc import Sequence

    from saphena.demo.build import DemoClinic

TRIES = 20  # how many ports to try, one after the other, when others are in use


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on (127.0.0.1: this machine only)")
    parser.add_argument("--port", type=int, default=8000, help="8000 unless told; the next free one when it is in use")
    parser.add_argument("--fresh", action="store_true", help="throw the pretend clinic away and build it again")
    parser.add_argument("--no-browser", action="store_true", help="do not open a browser")


def run(args: argparse.Namespace) -> int:
    from saphena.clinic.config.serving import address, serve

    door = first_free_door(args.host, args.port)
    settle_in(address(door), args.host, fresh=args.fresh)
    from saphena.commands._django import start_django

    start_django()
    from saphena.demo.build import build
    from saphena.demo.tables import make_or_migrate

    make_or_migrate()
    clinic = build(fresh=args.fresh)

    def opened(where: str) -> None:
        print(welcome(where, clinic), flush=True)
        if not args.no_browser and somebody_is_watching():
            webbrowser.open(where)

    return serve(door, True, opened)


def first_free_door(host: str, port: int) -> socket.socket:
    """Where to serve: on the port asked for, or on the next that is free."""
    from saphena.clinic.config.serving import DoorTaken, open_door

    for candidate in range(port, port + TRIES):
        try:
            return open_door(host, candidate)
        except DoorTaken as taken:
            print(f"Port {candidate} is not to be had ({taken.why}); trying {candidate + 1}.", file=sys.stderr)
    raise CommandFailed(f"no port from {port} to {port + TRIES - 1} is free; name another with --port")


def settle_in(url: str, host: str, fresh: bool) -> None:
    """Make the demo's own folder the home of this process, and of the worker that it starts."""
    from saphena.clinic.config.home import home

    place = home() / "demo"
    if fresh:
        shutil.rmtree(place, ignore_errors=True)
    for name in [name for name in os.environ if name.startswith("SAPHENA_")]:
        del os.environ[name]  # a real clinic's database, mail and keys are nothing to play with
    os.environ["SAPHENA_HOME"] = str(place)
    os.environ["SAPHENA_URL"] = url
    os.environ["SAPHENA_HOSTS"] = host.replace("0.0.0.0", "*")  # noqa: S104 - whoever asks for it gets it
    os.environ["SAPHENA_DEMO"] = "yes"
    os.environ["SAPHENA_REQUIRE_MFA"] = "no"


def welcome(where: str, clinic: DemoClinic) -> str:
    """The address, who to sign in as, and the pages that patients get by a link."""
    staff = [(each.name, each.role, each.email, each.password) for each in clinic.sign_ins]
    patients = [(each.name, each.about, each.birth_date, each.where) for each in clinic.own_pages]
    parts = [
        f"Saphena's pretend clinic is open at {where}",
        "That page says what to try, in the order of a patient's journey, and signs you in. By hand it is:",
        table(("Who", "Does", "E-mail", "Password"), staff),
    ]
    if patients:
        parts += ["A patient needs no account, only the link and the birth date:"]
        parts += [table(("Who", "Where they are", "Born", "Link"), patients)]
    return "\n" + "\n\n".join([*parts, "Ctrl-C stops it."])


def table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    """Columns, each as wide as its widest cell."""
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
    ruled = [head, tuple("-" * width for width in widths), *rows]
    return "\n".join("  ".join(map(str.ljust, row, widths)).rstrip() for row in ruled)


def somebody_is_watching() -> bool:
    """A person at a screen: not a test, not a server without a display."""
    display = sys.platform in ("darwin", "win32") or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    return sys.stdout.isatty() and bool(display)
