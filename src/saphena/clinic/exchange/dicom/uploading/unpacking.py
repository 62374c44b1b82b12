"""What was sent, file by file: files as they are, archives unpacked in bounded room, an empty name never invented."""

from __future__ import annotations

import os
import tempfile
import zipfile
import zlib
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from saphena.clinic.imaging import keeping

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from io import RawIOBase
    from typing import BinaryIO

    from django.core.files.uploadedfile import UploadedFile

__all__ = ["NO_ROOM", "Brought", "brought"]

MOST_FILES = 3000
PIECE = 1 << 18
CONTENTS = "DICOMDIR"
NO_ROOM = lazy("The disk did not take it. Please tell whoever keeps the computer.")


class NoRoom(Exception):
    """The disk of the images takes no more."""


@dataclass(frozen=True, slots=True)
class Brought:
    """One file: what it was called, where it lies now, or why it does not."""

    name: str
    path: Path | None
    why: str = ""


def brought(files: Iterable[UploadedFile]) -> Iterator[Brought]:
    """Each file of an upload, and each file within its archives. Whoever takes one removes it."""
    for upload in files:
        name = str(upload.name or "")
        beginning = upload.read(4)
        upload.seek(0)
        if beginning == b"PK\x03\x04":
            yield from _unpacked(name, upload)  # type: ignore[arg-type]  # it reads and seeks like a file
        else:
            yield _whole(name, upload)  # type: ignore[arg-type]  # the same


def _whole(name: str, file: BinaryIO) -> Brought:
    try:
        return Brought(name, _written(file, None))
    except NoRoom:
        return Brought(name, None, str(NO_ROOM))


def _unpacked(archive: str, file: BinaryIO) -> Iterator[Brought]:
    left = settings.SAPHENA_LARGEST_UPLOAD * 2**20
    try:
        with zipfile.ZipFile(file) as opened:
            inside = [each for each in opened.infolist() if _counts(each)]
            if len(inside) > MOST_FILES:
                yield Brought(archive, None, _("This archive holds more than %(most)d files.") % {"most": MOST_FILES})
                return
            for each in inside:
                name = f"{archive}: {each.filename}"
                path, why = _one(opened, each, left)
                left -= path.stat().st_size if path else 0
                yield Brought(name, path, why)
    except (zipfile.BadZipFile, OSError):
        yield Brought(archive, None, _("This archive is damaged and cannot be opened."))


def _counts(inside: zipfile.ZipInfo) -> bool:
    """Neither a folder, nor a table of contents, nor what a Mac adds."""
    last = inside.filename.rsplit("/", 1)[-1]
    return not (inside.is_dir() or last.upper() == CONTENTS or last.startswith(".") or "__MACOSX" in inside.filename)


def _one(opened: zipfile.ZipFile, inside: zipfile.ZipInfo, left: int) -> tuple[Path | None, str]:
    if inside.flag_bits & 1:
        return None, _("It is locked with a password.")
    try:
        with opened.open(inside) as file:
            path = _written(file, left)  # type: ignore[arg-type]  # it reads like a file
    except NoRoom:
        return None, str(NO_ROOM)
    except (zipfile.BadZipFile, zlib.error, OSError, NotImplementedError, EOFError):
        return None, _("It is damaged within the archive.")
    return path, "" if path else _("The archive unpacks to more than can be taken at once.")


def _written(file: BinaryIO, most: int | None) -> Path | None:
    """In pieces, onto the disk of the images. None as soon as it is more than `most`. Raises `NoRoom`."""
    with _told_apart():
        handle, name = tempfile.mkstemp(dir=keeping.arrivals(), suffix=".dcm")
    path, size = Path(name), 0
    try:
        with os.fdopen(handle, "wb", buffering=0) as out:
            while piece := file.read(PIECE):
                size += len(piece)
                if most is not None and size > most:
                    path.unlink()
                    return None
                with _told_apart():
                    _all_of_it(out, piece)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return path


def _all_of_it(out: RawIOBase, piece: bytes) -> None:
    left = memoryview(piece)
    while left:
        left = left[out.write(left) or 0 :]


@contextmanager
def _told_apart() -> Iterator[None]:
    """What the disk does not take is no damage of the archive."""
    try:
        yield
    except OSError as error:
        raise NoRoom from error
