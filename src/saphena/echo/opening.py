"""The first look at a file: whether it is DICOM at all, its header, and where its pixels begin."""

from __future__ import annotations

import io
import os
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO

from saphena.echo.reasons import Refused, Why

if TYPE_CHECKING:
    from pydicom import Dataset
    from pydicom.uid import UID

__all__ = ["Opened", "check_beginning", "open_header", "read"]

NOT_DICOM = {
    b"\xff\xd8\xff": Why.A_JPEG,
    b"\x89PNG": Why.A_PNG,
    b"%PDF": Why.A_PDF,
    b"PK\x03\x04": Why.A_ZIP,
    b"GIF8": Why.A_GIF,
    b"\x1f\x8b": Why.A_GZIP,
    b"<": Why.A_TEXT,
}
MAX_INFLATED = 512 * 2**20
PIXEL_DATA = 0x7FE00010
LONG = 0xFFFFFFFF


@dataclass(frozen=True)
class Opened:
    """A file whose header has been read: `start` is the first byte of its pixels, `left` how many bytes they have,
    `vr` whether they are said to be bytes (OB) or words (OW), which matters in big endian."""

    file: BinaryIO
    header: Dataset
    syntax: UID
    start: int
    left: int
    vr: str

    def read(self, place: int, length: int) -> bytes:
        """Exactly `length` bytes. Raises `Refused` when the file ends first."""
        self.file.seek(place)
        found = self.file.read(length)
        if len(found) != length:
            raise Refused(Why.CUT_IN_FRAME)
        return found


def open_header(file: BinaryIO) -> Opened:
    """Read everything but the pixels. Raises `Refused`: not DICOM, cut short, damaged, no picture inside."""
    size = file.seek(0, os.SEEK_END)
    beginning = check_beginning(file)
    header = read(file, stop_before_pixels=True, force=beginning[128:132] != b"DICM")
    syntax = _syntax(header)
    if syntax.is_deflated:
        file, size = _inflated(file)
    place = file.tell()
    return _at_pixels(file, header, syntax, place, size)


def read(file: BinaryIO, **how: Any) -> Dataset:
    """A data set. Whatever damaged bytes provoke becomes a refusal."""
    from pydicom import dcmread

    try:
        if _is_deflated(file):
            _check_inflates(file)
        found = dcmread(file, **how)
    except Refused:
        raise
    except Exception as error:  # damaged bytes raise whatever they happen to hit
        raise Refused(Why.DAMAGED_HEADER, kind=type(error).__name__) from None
    if not len(found):
        raise Refused(Why.NOT_DICOM)
    return found


def check_beginning(file: BinaryIO) -> bytes:
    """The first bytes of a file, which is left at its beginning. Raises `Refused` when they are another format's."""
    file.seek(0)
    beginning = file.read(132)
    file.seek(0)
    if not beginning:
        raise Refused(Why.EMPTY)
    if beginning[128:132] == b"DICM":
        return beginning
    for magic, why in NOT_DICOM.items():
        if beginning.startswith(magic):
            raise Refused(why)
    return beginning


def _syntax(header: Dataset) -> UID:
    from pydicom.uid import UID, ExplicitVRLittleEndian, ImplicitVRLittleEndian

    named = getattr(header, "file_meta", {}).get("TransferSyntaxUID")
    if named:
        syntax = UID(str(named))
        if not syntax.is_transfer_syntax:
            raise Refused(Why.UNKNOWN_SYNTAX, syntax=syntax[:64])
        return syntax
    implicit, _little = getattr(header, "original_encoding", (True, True))
    return ImplicitVRLittleEndian if implicit else ExplicitVRLittleEndian


def _at_pixels(file: BinaryIO, header: Dataset, syntax: UID, place: int, size: int) -> Opened:
    """Step over the pixel element's own head."""
    file.seek(place)
    head = file.read(12)
    order = "little" if syntax.is_little_endian else "big"
    if len(head) < 12 or _number(head[:2], order) << 16 | _number(head[2:4], order) != PIXEL_DATA:
        raise Refused(Why.NO_PICTURE)
    explicit = not syntax.is_implicit_VR
    length = _number(head[8:12] if explicit else head[4:8], order)
    start = place + (12 if explicit else 8)
    if syntax.is_encapsulated != (length == LONG):
        raise Refused(Why.PACKED_OTHERWISE)
    left = size - start if length == LONG else min(length, size - start)
    vr = "OB" if explicit and head[4:6] == b"OB" else "OW"
    return Opened(file, header, syntax, start, left, vr)


def _number(raw: bytes, order: Any) -> int:
    return int.from_bytes(raw, order)


def _is_deflated(file: BinaryIO) -> bool:
    place = file.tell()
    beginning = file.read(2048)
    file.seek(place)
    return b"1.2.840.10008.1.2.1.99" in beginning or b"1.2.840.10008.1.2.8.1" in beginning


def _check_inflates(file: BinaryIO) -> None:
    """A few kilobytes may unpack to more than the machine has. They are unpacked piecewise first, and thrown away."""
    place = file.tell()
    _skip_meta(file)
    total, unpack = 0, zlib.decompressobj(-zlib.MAX_WBITS)
    while packed := unpack.unconsumed_tail or file.read(65536):
        total += len(unpack.decompress(packed, 1 << 20))
        if total > MAX_INFLATED:
            raise Refused(Why.INFLATES_TOO_FAR)
        if unpack.eof:
            break
    file.seek(place)


def _skip_meta(file: BinaryIO) -> None:
    from pydicom.filereader import _read_file_meta_info, read_preamble

    read_preamble(file, force=True)
    _read_file_meta_info(file)


def _inflated(file: BinaryIO) -> tuple[BinaryIO, int]:
    """The data set of a deflated file, unpacked, from its pixels on."""
    from pydicom.filereader import _at_pixel_data, read_dataset

    file.seek(0)
    _skip_meta(file)
    whole = io.BytesIO(zlib.decompress(file.read(), -zlib.MAX_WBITS))
    size = whole.seek(0, os.SEEK_END)
    whole.seek(0)
    read_dataset(whole, is_implicit_VR=False, is_little_endian=True, stop_when=_at_pixel_data)
    return whole, size
