"""A zip, streamed: it is never in memory or on the disk as a whole."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

from saphena.clinic.exchange.dicom.exporting.copies import path_of, who

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from saphena.clinic.exchange.dicom.models import Copy

__all__ = ["packed"]

PIECE = 1 << 18
NO_DAY = (1980, 1, 1, 0, 0, 0)


class _Out:
    """What zipfile writes to: it gives away what it has and cannot go back."""

    def __init__(self) -> None:
        self.held: list[bytes] = []

    def write(self, data: bytes) -> int:
        self.held.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing is held back."""

    def give(self) -> bytes:
        found, self.held = b"".join(self.held), []
        return found


def packed(copies: Sequence[Copy]) -> Iterator[bytes]:
    """The copies in a folder that is called as the patient is in them, without a date in the archive either."""
    out = _Out()
    with zipfile.ZipFile(out, "w") as archive:  # type: ignore[call-overload]  # it needs write and flush alone
        for copy in copies:
            entry = zipfile.ZipInfo(f"{who(copy.export)}/{copy.number:04d}.dcm", NO_DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            with path_of(copy).open("rb") as file, archive.open(entry, "w", force_zip64=True) as inside:
                while piece := file.read(PIECE):
                    inside.write(piece)
                    yield out.give()
    yield out.give()
