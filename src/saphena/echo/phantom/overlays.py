"""What machines write over their pictures."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["write_text"]


def write_text(grey: NDArray[Any], words: str, place: tuple[int, int], level: float) -> None:
    """Write words into a grey picture, from column and row `place`, in Pillow's own small letters."""
    mask = _letters(words)
    x, y = place
    part = grey[y : y + mask.shape[0], x : x + mask.shape[1]]
    part[mask[: part.shape[0], : part.shape[1]]] = level


@lru_cache(maxsize=64)
def _letters(words: str) -> NDArray[np.bool_]:
    from PIL import Image, ImageDraw, ImageFont

    font = ImageFont.load_default_imagefont()
    left, top, right, bottom = font.getbbox(words)
    sheet = Image.new("L", (int(right - left) + 1, int(bottom - top) + 1))
    ImageDraw.Draw(sheet).text((-left, -top), words, fill=255, font=font)
    return np.asarray(sheet) > 128
