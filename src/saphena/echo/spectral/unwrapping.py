"""Flow that runs over the edge of the velocity scale comes in at the other edge. It is put back, or said to be cut."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import ndimage

from saphena.echo.measurement import Flag
from saphena.echo.reasons import Refused, Why
from saphena.echo.spectral.envelope import trace

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from saphena.echo.spectral.envelope import Envelope, Line
    from saphena.echo.spectral.sheet import Sheet

__all__ = ["unwrapped"]

CLEAR_ROWS = 6
"""Rows of background that are kept beyond what came in at the other edge."""
LEAST_SECONDS = 0.03


def unwrapped(sheet: Sheet) -> tuple[Sheet, Envelope, tuple[str, ...]]:
    """The strip with its scale shifted so that no flow is cut. Flow that leaves at an edge and does not come in at the
    other is flagged. Raises `Refused` when the flow fills the whole scale."""
    top, bottom = _wrapped(sheet)
    if (top or 0) > 0 and (bottom or 0) > 0:
        raise Refused(Why.OVER_BOTH_EDGES)
    cut = (Flag.CLIPPED,) if 0 in (top, bottom) else ()
    if not top and not bottom:
        return sheet, trace(sheet), cut
    rolled = sheet.rolled(top + CLEAR_ROWS if top else -((bottom or 0) + CLEAR_ROWS))
    if not 4 <= rolled.baseline <= sheet.grey.shape[0] - 5:
        raise Refused(Why.FASTER_THAN_SCALE)
    if _wrapped(rolled) != (None, None):
        raise Refused(Why.FILLS_SCALE)
    return rolled, trace(rolled), (Flag.ALIASED, *cut)


def _wrapped(sheet: Sheet) -> tuple[int | None, int | None]:
    """For the upper and the lower edge: how many rows of the other edge hold what left the scale at this edge; 0 when
    it did not come in there, None when nothing has left."""
    size = max(3, round(0.03 / sheet.seconds) | 1)
    even = ndimage.uniform_filter1d(sheet.smooth, size, axis=1, mode="nearest")
    above, below = int(sheet.baseline), int(sheet.grey.shape[0] - 1 - sheet.baseline)
    return _left(even, above, sheet), _left(even[::-1], below, sheet)


def _left(near: NDArray[np.float32], room: int, sheet: Sheet) -> int | None:
    """The same for one edge: `near` has its rows from that edge on, `room` of them before the baseline."""
    halfway = (sheet.noise[0] + sheet.signal) / 2
    leaves = (near[:4].mean(axis=0) > halfway) & ((near[: max(6, room - 4)] > halfway).mean(axis=0) > 0.8)
    if leaves.sum() * sheet.seconds < LEAST_SECONDS:
        return None
    other = near[::-1][: len(near) - room - 2]  # from the other edge as far as the baseline
    return int(_depth(other, halfway, sheet)[leaves].max())


def _depth(inward: NDArray[np.float32], halfway: float, sheet: Sheet) -> Line:
    """Rows of blood from an edge inward, by the change point; none where the evidence is less than two rows."""
    over = max(8.0, (sheet.signal - sheet.noise[0]) / 2)
    sums = np.cumsum(np.clip((inward - halfway) / over, -1, 1), axis=0)
    last = sums.argmax(axis=0)
    weight = np.take_along_axis(sums, last[None], axis=0)[0]
    return np.where(weight > 2, last + 1, 0).astype(float)
