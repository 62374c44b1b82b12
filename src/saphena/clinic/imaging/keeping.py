"""Where images lie, and how one is put there: on the disk for good before anybody is told that it is.

A file is written beside its place, forced to the disk, linked into its place under a name that says nothing, and the
folder is forced to the disk too. Linking never overwrites: two that come at once under one number cannot mix.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from saphena.clinic.imaging.models import Instance

__all__ = ["Clash", "arrivals", "digest", "keep", "path_of", "place_for"]


class Clash(Exception):
    """Another file lies under this number already."""


def folder() -> Path:
    return Path(settings.SAPHENA_IMAGES)


def arrivals() -> Path:
    """Where files are while they come in: on the same disk as their place."""
    path = folder() / "arriving"
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def place_for(uid: str) -> str:
    """A name that tells nothing, spread over folders: “ab/cd/abcd....dcm”."""
    name = hashlib.sha256(uid.encode()).hexdigest()[:40]
    return f"{name[:2]}/{name[2:4]}/{name}.dcm"


def path_of(instance: Instance) -> Path:
    return folder() / instance.place


def digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def keep(arrived: Path, uid: str) -> str:
    """Put an arrived file into its place for good and give the place. The arrived name is gone afterwards.

    The same file once more is no harm. Raises `Clash` when another lies there, `OSError` when the disk refuses it.
    """
    place = place_for(uid)
    target = folder() / place
    _make(target.parent)
    _force(arrived)
    try:
        os.link(arrived, target)
    except FileExistsError:
        if digest(arrived) != digest(target):
            raise Clash(uid) from None
    else:
        _force(target.parent)
    arrived.unlink(missing_ok=True)
    return place


def _make(path: Path) -> None:
    if not path.is_dir():
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        _force(path.parent)
        _force(path.parent.parent)


def _force(path: Path) -> None:
    """Until the disk has it. A folder too: a name that is only in memory is lost with the power."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write(data: bytes) -> Path:
    """An arrived file, from bytes."""
    handle, name = tempfile.mkstemp(dir=arrivals(), suffix=".dcm")
    with open(handle, "wb") as file:
        file.write(data)
    return Path(name)
