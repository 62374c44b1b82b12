"""The `saphena` command. It knows its commands by name alone: drawing a plan does not wait for Django to load."""

from __future__ import annotations

import argparse
import errno
import os
import sys
from importlib import import_module
from typing import TYPE_CHECKING, NoReturn

from saphena import __version__
from saphena.commands import CommandFailed, did_you_mean
from saphena.zones import use_the_newest

if TYPE_CHECKING:
    from collections.abc import Sequence

COMMANDS = {
    "plan": "draw a protocol and a patient's dates into a dated, explained plan",
    "protocol": "list, show or check protocols",
    "outcomes": "count closed segments over the registry exports of many clinics",
    "echo": "measure ultrasound files: scale, distance, reflux, diameter, foam, reports",
    "dicom": "answer the ultrasound machines: worklist, images, performed steps, storage commitment",
    "calendar": "bring a calendar file of another program into the diary",
    "demo": "build a pretend clinic and open it: web, worker and people to sign in as",
    "serve": "serve the clinic's pages, with the worker beside them",
    "work": "send the messages that have fallen due, again and again until stopped",
    "check": "say whether this installation is set up properly",
    "manage": "run one of Django's own commands, for example: saphena manage migrate",
}

CANNOT_BE_WRITTEN = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EBADF)
"""What goes wrong with standard output itself: a full disk, mostly. An error about a file names the file."""


class Parser(argparse.ArgumentParser):
    """An argument parser whose complaint is one line."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {message} (see {self.prog} --help)\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. Exit status 0: done; 2: not possible as asked, and one line on standard error says why."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    use_the_newest()
    if sys.stdout is None:  # so Python says that it was closed
        return complain("saphena: standard output is closed, so there is nowhere to answer")
    try:
        status = answer(given)
        sys.stdout.flush()
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # the reader, `head` perhaps, has seen enough
        _write_no_more()
        return 0
    except OSError as error:
        if error.errno not in CANNOT_BE_WRITTEN or error.filename is not None:
            raise
        _write_no_more()
        return complain(f"saphena: the answer cannot be written: {error.strerror}")
    return status


def _write_no_more() -> None:
    """What is still waiting to be written would fail again when Python ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def answer(given: list[str]) -> int:
    """What stands before a command, or the command."""
    if not given or given[0] in ("-h", "--help", "help"):
        print(overview())
        return 0
    if given[0] == "--version":
        print(f"saphena {__version__}")
        return 0
    return run(given[0], given[1:])


def overview() -> str:
    """All commands, one line each."""
    width = max(map(len, COMMANDS))
    lines = [f"  {name:{width}}  {summary}" for name, summary in COMMANDS.items()]
    return "\n".join(["usage: saphena COMMAND ...", "", *lines, "", "saphena COMMAND --help says more about one."])


def run(name: str, arguments: list[str]) -> int:
    """Find the command's module, let it read its arguments, and run it; what stops it becomes one line."""
    if name not in COMMANDS:
        near = did_you_mean(name, COMMANDS)
        return complain(f"saphena: there is no command {name or '“”'}{near}; saphena --help lists them")
    command = import_module(f"saphena.commands.{name}")
    parser = Parser(prog=f"saphena {name}", description=command.__doc__, allow_abbrev=False)
    command.add_arguments(parser)
    try:
        status: int = command.run(parser.parse_args(arguments))
    except CommandFailed as failure:
        return complain(f"saphena {name}: {failure}")
    return status


def complain(sentence: str) -> int:
    """One line on standard error; the exit status that goes with it."""
    print(sentence, file=sys.stderr)
    return 2
