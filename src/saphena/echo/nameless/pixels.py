"""Pixels that show nothing but what is measured: everything outside the given boxes is zero, in every frame."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from saphena.echo.measurement import Flag

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

    from saphena.echo.frames import Clip
    from saphena.echo.regions import Box, Calibration

    Picture = NDArray[np.uint8]

__all__ = ["blacked", "boxes_of", "brightest", "inside"]


def boxes_of(scale: Calibration) -> tuple[Box, ...]:
    """The boxes that the machine itself marked as measurable. A scale for the whole picture marks none: a name may be
    anywhere in it."""
    whole = (Flag.PIXEL_SPACING, Flag.MANUAL_SCALE)
    return tuple(region.box for region in scale.regions if not any(flag in whole for flag in region.flags))


def inside(rows: int, columns: int, boxes: Iterable[Box]) -> NDArray[np.bool_]:
    """True where a pixel may stay: (rows, columns)."""
    mask = np.zeros((rows, columns), bool)
    for box in boxes:
        mask[box.top : box.bottom + 1, box.left : box.right + 1] = True
    return mask


def blacked(clip: Clip, mask: NDArray[np.bool_]) -> Iterator[Picture]:
    """Frame by frame, uint8: what is outside the mask is zero. Grey stays grey, everything else becomes RGB."""
    for index in range(clip.count):
        frame = clip.frame(index)
        yield np.where(mask if frame.ndim == 2 else mask[..., np.newaxis], frame, np.uint8(0))


def brightest(frames: Iterable[Picture]) -> Picture:
    """All frames in one picture: at each pixel the brightest value that it ever has, so that writing which shows in a
    single frame is seen. Raises `ValueError` for no frame at all."""
    found: Picture | None = None
    for frame in frames:
        found = frame.copy() if found is None else np.maximum(found, frame, out=found)
    if found is None:
        raise ValueError("there is no frame")
    return found
