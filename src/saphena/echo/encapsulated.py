"""Compressed frames inside a DICOM file: where each begins, and whether its own header claims the size it should."""

from __future__ import annotations

from typing import TYPE_CHECKING

from saphena.echo.reasons import Refused, Why

if TYPE_CHECKING:
    from saphena.echo.opening import Opened

__all__ = ["Frame", "check_size", "frames", "read", "wrapped"]

Frame = list[tuple[int, int]]
"""A frame's fragments: place in the file and length."""

ITEM = b"\xfe\xff\x00\xe0"
END = b"\xfe\xff\xdd\xe0"
JPEG_FRAMES = {*range(0xC0, 0xD0), 0xF7} - {0xC4, 0xC8, 0xCC}
"""Markers that begin a JPEG frame's header (C0-CF but three), and JPEG-LS's (F7)."""


def frames(opened: Opened, count: int) -> list[Frame]:
    """Where each of `count` frames lies. Raises `Refused` when the file ends first or they cannot be told apart."""
    fragments = _fragments(opened)
    offsets, pieces = _offsets(opened, *fragments[0]), fragments[1:]
    if len(pieces) == count:
        return [[piece] for piece in pieces]
    if count == 1 and pieces:
        return [pieces]
    if len(pieces) > count and len(offsets) == count:
        return _by_offsets(pieces, offsets)
    if len(pieces) < count:
        raise Refused(Why.FEWER_FRAMES, claimed=count, held=len(pieces))
    raise Refused(Why.LOOSE_PIECES, held=len(pieces), frames=count)


def _fragments(opened: Opened) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    place, end = opened.start, opened.start + opened.left
    while place + 8 <= end:
        head = opened.read(place, 8)
        length = int.from_bytes(head[4:], "little")
        if head[:4] == END:
            break
        if head[:4] != ITEM or place + 8 + length > end:
            raise Refused(Why.CUT_OR_WRONG_LENGTH)
        found.append((place + 8, length))
        place += 8 + length
    else:
        raise Refused(Why.CUT_BEFORE_LAST)
    if not found:
        raise Refused(Why.NO_FRAMES)
    return found


def _offsets(opened: Opened, place: int, length: int) -> list[int]:
    table = opened.read(place, length)
    return [int.from_bytes(table[i : i + 4], "little") for i in range(0, length - 3, 4)]


def _by_offsets(pieces: list[tuple[int, int]], offsets: list[int]) -> list[Frame]:
    first = pieces[0][0]
    found: list[Frame] = []
    for piece in pieces:
        if piece[0] - first in offsets:
            found.append([])
        if not found:
            raise Refused(Why.WRONG_FRAME_TABLE)
        found[-1].append(piece)
    if len(found) != len(offsets):
        raise Refused(Why.WRONG_FRAME_TABLE)
    return found


def read(opened: Opened, frame: Frame) -> bytes:
    """One frame's bytes, its fragments joined."""
    return b"".join(opened.read(place, length) for place, length in frame)


def wrapped(data: bytes) -> bytes:
    """One frame as pydicom's decoders want it: an empty table, the frame, the end."""
    if len(data) % 2:
        data += b"\0"
    return ITEM + bytes(4) + ITEM + len(data).to_bytes(4, "little") + data + END + bytes(4)


def check_size(data: bytes, rows: int, columns: int) -> None:
    """Hold the size that a compressed frame claims by itself against the header's, before a decoder believes it."""
    claimed = _claimed(data)
    if claimed and claimed != (rows, columns):
        raise Refused(
            Why.OTHER_SIZE_INSIDE, inner_columns=claimed[1], inner_rows=claimed[0], columns=columns, rows=rows
        )


def _claimed(data: bytes) -> tuple[int, int] | None:
    """Rows and columns, by a JPEG or JPEG 2000 header; None for RLE, which claims nothing."""
    if data[:4] == b"\xff\x4f\xff\x51":  # JPEG 2000: size and offset of the reference grid
        wide, high, left, top = (int.from_bytes(data[place : place + 4], "big") for place in (8, 12, 16, 20))
        return high - top, wide - left
    if data[:2] != b"\xff\xd8":
        return None
    place = 2
    while place + 9 < len(data):
        if data[place] != 0xFF:
            break
        marker = data[place + 1]
        if marker in JPEG_FRAMES:
            rows, columns = data[place + 5 : place + 7], data[place + 7 : place + 9]
            return int.from_bytes(rows, "big"), int.from_bytes(columns, "big")
        place += 1 if marker == 0xFF else 2 + int.from_bytes(data[place + 2 : place + 4], "big")
    raise Refused(Why.NO_INNER_HEADER)
