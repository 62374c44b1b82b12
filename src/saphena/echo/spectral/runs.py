"""Stretches of flow in one direction along a strip, and which of them are the augmentation and the reflux."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import ndimage, signal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from saphena.echo.spectral.envelope import Envelope, Line
    from saphena.echo.spectral.sheet import Sheet

__all__ = ["Run", "augmentation", "following", "going_on", "runs"]

LEAST_EVIDENCE = 1.1
"""Rows as bright as blood that a column needs to be called flow."""

BRIDGED = 0.15
"""s: a gap in the flow that is bridged."""
FOLLOWS = 0.4
"""s: how soon after the augmentation the reverse flow must begin."""
LEAST = 0.05
"""s: anything shorter is speckle."""


PARABOLA = 0.35


@dataclass(frozen=True)
class Run:
    """Columns `start` until before `stop` in which blood flows one way: `side` 1 is up, -1 down; `peak` in cm/s."""

    side: int
    start: int
    stop: int
    peak: float
    bridged: float = 0.0

    @property
    def columns(self) -> int:
        return self.stop - self.start


def velocity(envelope: Envelope, side: int, sheet: Sheet) -> Line:
    """cm/s by column on one side of the baseline, never negative."""
    rows = envelope.up if side > 0 else envelope.down
    weight = envelope.up_weight if side > 0 else envelope.down_weight
    return np.where(weight >= LEAST_EVIDENCE, np.maximum(rows, 0) * sheet.speed, 0.0)


def runs(envelope: Envelope, sheet: Sheet) -> list[Run]:
    """All stretches of flow, in order. Where both sides are lit, the stronger one is meant: the other is its mirror."""
    size = max(1, round(0.03 / sheet.seconds) | 1)
    up = ndimage.median_filter(envelope.up_weight, size, mode="nearest")
    down = ndimage.median_filter(envelope.down_weight, size, mode="nearest")
    found = [
        run
        for side, one, other in ((1, up, down), (-1, down, up))
        for run in _stretches(side, (one >= LEAST_EVIDENCE) & (one >= other), envelope, sheet)
    ]
    return sorted(found, key=lambda run: run.start)


def _stretches(side: int, lit: NDArray[np.bool_], envelope: Envelope, sheet: Sheet) -> list[Run]:
    edges = np.flatnonzero(np.diff(np.concatenate([[False], lit, [False]]).astype(np.int8)))
    pieces = [(int(start), int(stop)) for start, stop in edges.reshape(-1, 2)]
    speed = velocity(envelope, side, sheet)
    found = []
    for start, stop, gap in _bridged(pieces, round(BRIDGED / sheet.seconds)):
        if (stop - start) * sheet.seconds >= LEAST:
            found.append(Run(side, start, stop, peak_of(speed[start:stop], sheet.seconds), gap * sheet.seconds))
    return found


def _bridged(pieces: Sequence[tuple[int, int]], most: int) -> list[tuple[int, int, int]]:
    """Pieces joined over short gaps, with the columns that were bridged. Specks do not bridge."""
    joined: list[tuple[int, int, int]] = []
    for start, stop in pieces:
        if joined and start - joined[-1][1] <= min(most, max(stop - start, 2) * 3):
            before, last, gap = joined[-1]
            joined[-1] = before, stop, gap + start - last
        else:
            joined.append((start, stop, 0))
    return joined


def peak_of(speed: Line, seconds: float) -> float:
    """The highest velocity of a stretch of flow: the top of parabolas through a third of it, a quarter second at most,
    so that no single column makes a peak and none is cut off."""
    size = round(float(np.clip(PARABOLA * speed.size * seconds, 0.05, 0.25)) / seconds) | 1
    size = min(size, (speed.size - 1) | 1)
    if size < 5 or size > speed.size:
        return float(speed.max(initial=0.0))
    return float(signal.savgol_filter(speed, size, 2, mode="nearest").max())


def augmentation(found: Sequence[Run]) -> Run | None:
    """The first run that is at least half as fast as the fastest: the squeeze comes before the reflux."""
    fastest = max((run.peak for run in found), default=0.0)
    return next((run for run in found if run.peak >= 0.5 * fastest and run.peak > 0), None)


def following(found: Sequence[Run], first: Run, seconds: float) -> Run | None:
    """The first run the other way that begins soon after the augmentation."""
    soon = first.stop + FOLLOWS / seconds
    return next((run for run in found if run.side == -first.side and first.stop - 3 <= run.start <= soon), None)


def going_on(found: Sequence[Run], back: Run, seconds: float) -> Run | None:
    """A run that goes on the same way soon after another has ended, half as fast at least: the flow was interrupted."""
    soon = back.stop + FOLLOWS / seconds
    same = (run for run in found if run.side == back.side and back.stop <= run.start <= soon)
    return next((run for run in same if run.peak >= 0.5 * back.peak), None)
