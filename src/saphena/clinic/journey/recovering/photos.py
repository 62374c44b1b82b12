"""A photo of the leg: made anew from what was sent; nothing of the telephone, the time or the place is in it."""

from __future__ import annotations

import hashlib
import io
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from django.core.files.base import ContentFile
from django.utils.translation import gettext as _

from saphena.clinic.journey.recovering.models import LegPhoto
from saphena.pathway.recovering import follow_up
from saphena.pathway.refused import Refused

if TYPE_CHECKING:
    from typing import BinaryIO

    from django.core.files.base import File

    from saphena.clinic.journey.recovering.models import Answer

FORMATS = ("JPEG", "PNG", "WEBP")
QUALITY = 85
FIELD = "photo"


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo as it is kept: a JPEG without any metadata, upright, no larger than needed."""

    jpeg: bytes
    width: int
    height: int


def read_photo(file: BinaryIO | File[bytes], size: int) -> Photo:
    """What was sent, as a photo of ours. Refused: what is no photo, is too large, or cannot be read."""
    from PIL import Image, ImageOps, UnidentifiedImageError

    from saphena.echo.quiet import quiet

    amounts = follow_up().amounts
    if size > amounts["most_photo_mb"] * 1_000_000:
        raise Refused(_("This photo is larger than %(size)d MB. Please choose a smaller one.")
                      % {"size": amounts["most_photo_mb"]}, FIELD)  # fmt: skip
    try:
        with quiet():  # its size in pixels is looked at below, before anything is unpacked
            found = Image.open(cast("BinaryIO", file), formats=FORMATS)
        if found.width * found.height > amounts["most_photo_pixels"]:
            raise Refused(_("This photo has too many pixels. Please choose a smaller one."), FIELD)
        side = amounts["most_photo_side"]
        found.draft("RGB", (side, side))
        upright = ImageOps.exif_transpose(found)
        upright.thumbnail((side, side))
        return _anew(upright)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise Refused(_("This is not a photo that we can read. Please send a JPEG, PNG or WebP."), FIELD) from None


def _anew(upright: object) -> Photo:
    """The pixels alone, drawn into an empty picture: whatever else the file carried stays behind."""
    from PIL import Image

    assert isinstance(upright, Image.Image)  # noqa: S101 - narrows a type: Pillow is imported late
    empty = Image.new("RGB", upright.size, "white")
    flat = upright.convert("RGBA")
    empty.paste(flat, mask=flat.getchannel("A"))
    out = io.BytesIO()
    empty.save(out, "JPEG", quality=QUALITY)
    return Photo(out.getvalue(), *empty.size)


def keep_photo(answer: Answer, photo: Photo) -> LegPhoto:
    """Store it under a name that says nothing of anybody."""
    row = LegPhoto(answer=answer, width=photo.width, height=photo.height, sha256=hashlib.sha256(photo.jpeg).hexdigest())
    row.image.save(f"{secrets.token_hex(16)}.jpg", ContentFile(photo.jpeg), save=False)
    row.save()
    return row
