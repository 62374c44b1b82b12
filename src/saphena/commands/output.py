"""Where a command's answer goes: the terminal, or a file that is written whole or not at all."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from saphena.commands import CommandFailed

__all__ = ["put"]


def put(answer: bytes, where: str) -> None:
    """Write the answer to a file, or to standard output when `where` is empty or `-`. Raises `CommandFailed`."""
    if where in ("", "-"):
        sys.stdout.flush()
        sys.stdout.buffer.write(answer)
        sys.stdout.buffer.flush()
        return
    path = Path(where)
    try:
        if path.exists() and not path.is_file():  # a pipe or a device cannot be replaced, and must not be
            path.write_bytes(answer)
        else:
            _replace(path.resolve(), answer)
    except OSError as error:
        raise CommandFailed(f"-o {where}: cannot be written: {error.strerror}") from None


def _replace(path: Path, answer: bytes) -> None:
    """Beside the file first, then in its place: a reader finds the old one or the new one, never half of one."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        beside.write_bytes(answer)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
