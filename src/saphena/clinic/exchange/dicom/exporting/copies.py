"""Where the copies lie until they are taken away, and how one is made."""

from __future__ import annotations

import hashlib
import os
import shutil
from typing import TYPE_CHECKING

from saphena.clinic.imaging import keeping
from saphena.clinic.imaging.wording import spoken
from saphena.pathway.refused import Refused

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from saphena.clinic.exchange.dicom.models import Copy, Export
    from saphena.echo.regions import Box

__all__ = ["boxes_in", "forget", "make", "path_of", "who"]


def _folder(export: Export) -> Path:
    return keeping.folder() / "exports" / str(export.pk)


def path_of(copy: Copy) -> Path:
    return _folder(copy.export) / f"{copy.number:04d}.dcm"


def who(export: Export) -> str:
    """What the patient is called in the copies: nothing that is theirs, and the same in all of one export."""
    told = hashlib.sha256(bytes(export.secret) + b"who").hexdigest()
    return f"A{told[:10].upper()}"


def boxes_in(copy: Copy) -> tuple[Box, ...]:
    """What the machine itself marked as measurable and the picture does not belie; a scale set by hand marks nothing.
    Raises `Refused`."""
    from saphena.clinic.imaging.looking import opened
    from saphena.echo.agreement import believed
    from saphena.echo.nameless.pixels import boxes_of

    with opened(copy.instance) as clip:
        return boxes_of(believed(clip.calibration, clip.grey(0)))


def make(copy: Copy, boxes: Sequence[Box]) -> str:
    """Write the copy and give its sum. Raises `Refused`; then there is no copy, also no older one."""
    from saphena.echo.measurement import Refused as Untrusted
    from saphena.echo.nameless.copying import copy_without_names

    path = path_of(copy)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    draft = path.with_suffix(".part")
    try:
        with open(os.open(draft, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "wb") as file:
            copy_without_names(keeping.path_of(copy.instance), file, boxes, bytes(copy.export.secret), who(copy.export))
        draft.rename(path)
    except Untrusted as no:
        raise Refused(spoken(no.reason)) from None
    finally:
        draft.unlink(missing_ok=True)
    return keeping.digest(path)


def forget(export: Export) -> bool:
    """Whether none of its copies lies on the disk any more."""
    folder = _folder(export)
    shutil.rmtree(folder, ignore_errors=True)
    return not folder.exists()
