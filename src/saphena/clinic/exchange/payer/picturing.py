"""A frame with its calipers as one drawing: the picture inside it, the lines of what was measured on top."""

from __future__ import annotations

import base64
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from saphena.clinic.imaging.looking import picture
from saphena.pathway.refused import Refused

if TYPE_CHECKING:
    from collections.abc import Iterator

    from saphena.clinic.exchange.payer.pack import Frame
    from saphena.clinic.imaging.models import Measurement

__all__ = ["Drawn", "drawn"]

WIDEST = 1000
"""Pixels across on paper: more is not seen there, and makes a paper that no mailbox takes."""
QUALITY = 88
WIDE = 1.9
LINE, EDGE = "#ffd24a", "#000000"


@dataclass(frozen=True, slots=True)
class Drawn:
    """The SVG, or nothing with the reason why the file cannot be shown."""

    svg: str
    why_not: str = ""
    wide: bool = False


def drawn(frame: Frame) -> Drawn:
    first = frame.first
    try:
        content, across, down = _as_jpeg(first)
    except Refused as no:
        return Drawn("", no.reason)
    except FileNotFoundError:
        return Drawn("", _("The file of this image is not at its place."))
    except OSError:  # so Pillow calls a picture that was cut short too
        return Drawn("", _("The file of this image cannot be read."))
    inside = base64.b64encode(content).decode()
    lines = "".join(_stroke(points, across) for each in frame.measured for points in _lines(each, down))
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'viewBox="-0.5 -0.5 {across} {down}" width="{across}" height="{down}">'
        f'<image x="-0.5" y="-0.5" width="{across}" height="{down}" xlink:href="data:image/jpeg;base64,{inside}"/>'
        f"{lines}</svg>"
    )
    return Drawn(svg, wide=across > WIDE * down)


def _as_jpeg(first: Measurement) -> tuple[bytes, int, int]:
    """The frame for paper, and how many pixels it has in the file: calipers are told in those."""
    from PIL import Image

    shown = Image.open(io.BytesIO(picture(first.instance, first.frame).content)).convert("RGB")
    across, down = shown.size
    if across > WIDEST:
        shown = shown.resize((WIDEST, round(down * WIDEST / across)))
    file = io.BytesIO()
    shown.save(file, "JPEG", quality=QUALITY)
    return file.getvalue(), across, down


def _lines(each: Measurement, down: int) -> Iterator[list[tuple[float, float]]]:
    """The caliper; on a strip where the reflux begins and where it ends."""
    if ends := each.series.get("ends"):
        for x, _y in ends:
            yield [(float(x), 0.0), (float(x), float(down))]
    elif len(each.points) > 1:
        yield [(float(x), float(y)) for x, y in each.points]


def _stroke(points: list[tuple[float, float]], across: int) -> str:
    told, width = " ".join(f"{x:g},{y:g}" for x, y in points), across / 400
    return "".join(
        f'<polyline points="{told}" fill="none" stroke="{colour}" stroke-width="{wide:g}"/>'
        for colour, wide in ((EDGE, 2.2 * width), (LINE, width))
    )
