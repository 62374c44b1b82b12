"""Answers in plain words, and what the caller said it can take."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse

__all__ = ["MEDIA", "Answer", "Wanted", "json_wanted", "takes", "told", "wanted"]

MEDIA = {
    "1.2.840.10008.1.2.4.50": "image/jpeg",
    "1.2.840.10008.1.2.4.51": "image/jpeg",
    "1.2.840.10008.1.2.4.57": "image/jpeg",
    "1.2.840.10008.1.2.4.70": "image/jpeg",
    "1.2.840.10008.1.2.4.80": "image/jls",
    "1.2.840.10008.1.2.4.81": "image/jls",
    "1.2.840.10008.1.2.4.90": "image/jp2",
    "1.2.840.10008.1.2.4.91": "image/jp2",
    "1.2.840.10008.1.2.4.92": "image/jpx",
    "1.2.840.10008.1.2.4.93": "image/jpx",
    "1.2.840.10008.1.2.4.201": "image/jphc",
    "1.2.840.10008.1.2.4.202": "image/jphc",
    "1.2.840.10008.1.2.4.203": "image/jphc",
    "1.2.840.10008.1.2.5": "image/dicom-rle",
}
"""PS3.18, table 8.7.3-5: how a compressed frame is called, by its transfer syntax."""

EACH = re.compile(r'(?:"[^"]*"|[^,"])+')
PART = re.compile(r'(?:"[^"]*"|[^;"])+')


class Answer(Exception):
    """Nothing that can be given: why, and with which status."""

    def __init__(self, reason: str, status: int, **headers: str) -> None:
        super().__init__(reason)
        self.reason, self.status, self.headers = reason, status, headers


def told(reason: str, status: int, **headers: str) -> HttpResponse:
    return HttpResponse(reason + "\n", status=status, content_type="text/plain; charset=utf-8", headers=headers)


@dataclass(frozen=True, slots=True)
class Wanted:
    """One media type of an Accept header: what it is, whether in parts, and in which transfer syntax."""

    media: str
    in_parts: bool
    syntax: str

    def fits(self, media: str, syntax: str) -> bool:
        kind = media.partition("/")[0]
        return self.media in (media, "*/*", f"{kind}/*") and self.syntax in ("", "*", syntax)


def wanted(accept: str) -> list[Wanted]:
    """In the order in which they stand. Nothing said is anything."""
    found = []
    for each in EACH.findall(accept) or ["*/*"]:
        head, *parameters = (part.strip() for part in PART.findall(each))
        named: dict[str, Any] = {}
        for parameter in parameters:
            name, _sign, value = parameter.partition("=")
            named[name.strip().lower()] = value.strip().strip('"')
        in_parts = head.lower() == "multipart/related"
        media = named.get("type", "*/*") if in_parts else head
        found.append(Wanted(media.lower(), in_parts or media == "*/*", named.get("transfer-syntax", "")))
    return found


def takes(accept: str, media: str, syntax: str = "") -> Wanted | None:
    """The first of what the caller takes that this is."""
    return next((each for each in wanted(accept) if each.fits(media, syntax)), None)


def json_wanted(accept: str) -> None:
    """Raises `Answer` for a caller that only takes XML, or pictures."""
    if not (takes(accept, "application/dicom+json") or takes(accept, "application/json")):
        raise Answer("This is given as application/dicom+json.", 406)
