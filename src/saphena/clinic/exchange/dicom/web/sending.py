"""Kept files and frames on their way out, as they came: nothing is decoded, and nothing is in memory as a whole."""

from __future__ import annotations

import logging
import secrets
from contextlib import ExitStack
from typing import TYPE_CHECKING

from django.http import HttpResponse, StreamingHttpResponse

from saphena.clinic.exchange.dicom.web.answers import MEDIA, Answer, takes
from saphena.clinic.imaging.keeping import path_of
from saphena.clinic.imaging.looking import opened

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from django.http.response import HttpResponseBase

    from saphena.clinic.imaging.models import Instance
    from saphena.echo.frames import Clip

__all__ = ["files", "frames", "pixels"]

log = logging.getLogger(__name__)

PIECE = 1 << 18
WHOLE = "application/dicom"
RAW = "application/octet-stream"
PLAIN = "1.2.840.10008.1.2.1"
SAME_BYTES = ("1.2.840.10008.1.2", PLAIN, "1.2.840.10008.1.2.1.99")
"""Native frames are the same bytes in each of these."""


def files(instances: Sequence[Instance], accept: str) -> HttpResponseBase:
    """Whole files, each in its own transfer syntax. Raises `Answer` when the caller takes none of them."""
    taken = [each for each in instances if takes(accept, WHOLE, each.transfer_syntax)]
    there = [(each, path_of(each)) for each in taken if path_of(each).is_file()]
    if not taken:
        kept = ", ".join(sorted({each.transfer_syntax for each in instances}))
        raise Answer(f"Images are given as they came, as application/dicom; these are in {kept}.", 406)
    if len(there) < len(taken):
        log.error("%d kept images are no longer where they were put", len(taken) - len(there))
    if not there:
        raise Answer("The file is no longer where it was kept.", 410)
    one = takes(accept, WHOLE, taken[0].transfer_syntax)
    if one and not one.in_parts and len(there) == 1:
        return _sized(StreamingHttpResponse(_pieces(there[0][1]), content_type=WHOLE), there[0][1].stat().st_size)
    response = _parts(there)
    response.status_code = 200 if len(there) == len(instances) else 206
    return response


def _parts(there: list[tuple[Instance, Path]]) -> HttpResponseBase:
    boundary = secrets.token_hex(16)
    heads = [_head(boundary, f"{WHOLE}; transfer-syntax={each.transfer_syntax}") for each, _path in there]
    end = f"\r\n--{boundary}--\r\n".encode()
    size = sum(len(head) + path.stat().st_size for head, (_each, path) in zip(heads, there, strict=True)) + len(end)

    def stream() -> Iterator[bytes]:
        for head, (_each, path) in zip(heads, there, strict=True):
            yield head
            yield from _pieces(path)
        yield end

    return _sized(StreamingHttpResponse(stream(), content_type=_related(WHOLE, boundary)), size)


def _sized(response: StreamingHttpResponse, size: int) -> StreamingHttpResponse:
    response["Content-Length"] = str(size)
    return response


def _related(media: str, boundary: str) -> str:
    return f'multipart/related; type="{media}"; boundary={boundary}'


def _head(boundary: str, content_type: str) -> bytes:
    return f"\r\n--{boundary}\r\nContent-Type: {content_type}\r\n\r\n".encode()


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            yield piece


def frames(instance: Instance, numbers: Sequence[int], accept: str) -> HttpResponseBase:
    """Frames as they stand in the file, counted from 1. Raises `Answer` and `Refused`; nothing is sent before."""
    syntax, media = _kind(instance)
    chosen = _chosen(accept, media, syntax)
    if chosen is None:
        raise Answer(f"These frames are given as they came: {media}, transfer syntax {syntax}.", 406)
    media, in_parts = chosen
    with ExitStack() as stack:
        clip = stack.enter_context(opened(instance))
        if not all(0 < number <= clip.count for number in numbers):
            raise Answer(f"This image has frames 1 to {clip.count}.", 404)
        if not in_parts and len(numbers) == 1:
            return HttpResponse(clip.encoded(numbers[0] - 1), content_type=media)
        boundary = secrets.token_hex(16)
        stream = _frames(stack.pop_all(), clip, numbers, _head(boundary, f"{media}; transfer-syntax={syntax}"))
    return StreamingHttpResponse(
        _ended(stream, f"\r\n--{boundary}--\r\n".encode()), content_type=_related(media, boundary)
    )


def _kind(instance: Instance) -> tuple[str, str]:
    syntax = instance.transfer_syntax
    if syntax in SAME_BYTES:
        return PLAIN, RAW
    if syntax not in MEDIA:
        raise Answer("Frames of this transfer syntax are not given by themselves. Take the whole image.", 406)
    return syntax, MEDIA[syntax]


def _chosen(accept: str, media: str, syntax: str) -> tuple[str, bool] | None:
    """The media type under which to give it, and whether in parts."""
    if fits := takes(accept, media, syntax):
        return media, fits.in_parts
    raw = takes(accept, RAW, syntax)
    # Compressed bytes are only called plain bytes for somebody who says that any transfer syntax will do.
    return (RAW, raw.in_parts) if raw and raw.syntax in ("*", syntax) else None


def _frames(stack: ExitStack, clip: Clip, numbers: Sequence[int], head: bytes) -> Iterator[bytes]:
    with stack:
        for number in numbers:
            yield head
            yield clip.encoded(number - 1)


def _ended(stream: Iterator[bytes], end: bytes) -> Iterator[bytes]:
    yield from stream
    yield end


def pixels(instance: Instance) -> HttpResponseBase:
    """All pixels as one value, for a native image; the frames of a compressed one as parts."""
    with opened(instance) as clip:
        count = clip.count
    return frames(instance, range(1, count + 1), f'multipart/related; type="{RAW}"; transfer-syntax=*')
