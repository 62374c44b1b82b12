"""A multipart/related body, read as it comes: each part goes into a file, and no more than a piece is in memory."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from saphena.clinic.exchange.dicom.web.answers import Answer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

__all__ = ["Part", "parts"]

PIECE = 1 << 16
LONGEST_HEAD = 8192
MOST_PARTS = 5000


class Source(Protocol):
    def read(self, size: int, /) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Part:
    """One part: what it says it is, the file it lies in, and whether it came to its end."""

    content_type: str
    path: Path
    whole: bool


class _Body:
    """The body with a look ahead."""

    def __init__(self, source: Source, boundary: bytes) -> None:
        self.source = source
        self.end = b"\r\n--" + boundary
        self.held = b"\r\n"  # so that a boundary at the very beginning is like any other
        self.over = False

    def more(self) -> bool:
        piece = self.source.read(PIECE)
        self.held += piece
        self.over = not piece
        return bool(piece)

    def until_boundary(self) -> Iterator[bytes]:
        """What stands before the next boundary, in pieces; `over` when the body ends first."""
        keep = len(self.end) - 1
        while (place := self.held.find(self.end)) < 0:
            sure = len(self.held) - keep
            if sure > 0:
                yield self.held[:sure]
                self.held = self.held[sure:]
            if not self.more():
                yield self.held
                self.held = b""
                return
        yield self.held[:place]
        self.held = self.held[place + len(self.end) :]

    def line(self, end: bytes) -> bytes:
        """Up to `end`, which is left out. Raises `Answer` for more than a head can be."""
        while (place := self.held.find(end)) < 0:
            if len(self.held) > LONGEST_HEAD or not self.more():
                raise Answer("The head of a part has no end.", 400)
        found, self.held = self.held[:place], self.held[place + len(end) :]
        return found


def parts(source: Source, boundary: bytes, arrive: Callable[[], Path]) -> Iterator[Part]:
    """The parts one by one, each in the file that `arrive` gives. Raises `Answer` for what is not in parts at all.

    Whoever takes a part takes its file: it has to be moved or removed.
    """
    body = _Body(source, boundary)
    for _before in body.until_boundary():
        pass
    if body.over:
        raise Answer("The body does not hold the boundary that its head names.", 400)
    for _each in range(MOST_PARTS):
        if _is_end(body):
            return
        head = _head(body)
        path = arrive()
        with path.open("wb") as file:
            for piece in body.until_boundary():
                file.write(piece)
        yield Part(head, path, whole=not body.over)
        if body.over:
            return
    raise Answer(f"More than {MOST_PARTS} parts at once.", 413)


def _is_end(body: _Body) -> bool:
    while len(body.held) < 2 and body.more():
        pass
    return body.held[:2] == b"--" or body.over


def _head(body: _Body) -> str:
    """The part's content type."""
    body.line(b"\r\n")  # white space after the boundary
    if body.held[:2] != b"\r\n":
        while len(body.held) < 2 and body.more():
            pass
    if body.held[:2] == b"\r\n":  # no head at all
        body.held = body.held[2:]
        return ""
    for line in body.line(b"\r\n\r\n").split(b"\r\n"):
        name, _colon, value = line.partition(b":")
        if name.strip().lower() == b"content-type":
            return value.strip().decode("latin-1").lower()
    return ""
