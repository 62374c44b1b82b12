"""Where images lie, and how one is put there: on the disk for good before anybody is told that it is.

A file is written beside its place, linked into its place under a name that says nothing, then forced to the disk, and
its folder after it. Linking never overwrites: two that come at once under one number cannot mix. Until the disk has it,
its first name stays and it is locked: a second name without a lock is what a power failure left behind, and is
replaced. Linked first, the file takes its name along to the disk, and forcing the folder is then nearly free.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from saphena.clinic.imaging.models import Instance

__all__ = ["Clash", "arrivals", "digest", "keep", "kept_since", "path_of", "place_for", "prepare"]


class Clash(Exception):
    """Another file lies under this number already."""


def folder() -> Path:
    return Path(settings.SAPHENA_IMAGES)


def arrivals() -> Path:
    """Where files are while they come in: on the same disk as their place."""
    path = folder() / "arriving"
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def prepare() -> None:
    """Make all the folders now: forcing a new one to the disk takes as long as forcing an image."""
    for number in range(256):
        (folder() / f"{number:02x}").mkdir(mode=0o700, parents=True, exist_ok=True)
    _force(folder())
    _force(folder().parent)


def place_for(uid: str) -> str:
    """A name that tells nothing, spread over 256 folders: “ab/abcd....dcm”. More would mostly be new ones to force."""
    name = hashlib.sha256(uid.encode()).hexdigest()[:40]
    return f"{name[:2]}/{name}.dcm"


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
    handle = os.open(arrived, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        if _linked(arrived, target):
            os.fsync(handle)
        else:
            _force(target)  # whoever put it there may have died before the disk had it
        _force(target.parent)
        arrived.unlink(missing_ok=True)  # still locked: from here on, the one name is the sign that it is kept
    finally:
        os.close(handle)
    return place


def _linked(arrived: Path, target: Path) -> bool:
    """Whether it lies there now by its second name; False when the same file was there before. Raises `Clash`."""
    while True:
        try:
            os.link(arrived, target)
        except FileNotFoundError:
            if not arrived.exists():
                raise
            _make(target.parent)  # or somebody else has just made it
            continue
        except FileExistsError:
            if _was_left_behind(target):
                continue
            if digest(arrived) != digest(target):
                raise Clash(target.stem) from None
            return False
        return True


def _was_left_behind(target: Path) -> bool:
    """Waits for whoever is just putting it there. If nobody finished that, it is removed, and the place is free."""
    try:
        handle = os.open(target, os.O_RDONLY)
    except FileNotFoundError:
        return True
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        found = os.fstat(handle)
        if not target.exists() or target.stat().st_ino != found.st_ino:
            return True  # somebody else has cleared it away meanwhile
        if found.st_nlink == 1:
            return False
        target.unlink()
        return True
    finally:
        os.close(handle)


def kept_since(moment: float) -> Iterator[str]:
    """The places of files that were written after this moment."""
    for inside in folder().iterdir():
        if len(inside.name) == 2 and inside.is_dir():
            for entry in os.scandir(inside):
                if entry.stat().st_mtime >= moment:
                    yield f"{inside.name}/{entry.name}"


def _make(path: Path) -> None:
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
