"""Numbers beside the leg: each as near to its site as the others allow, and none over another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from saphena.pathway.legmap.curves import Point

__all__ = ["Label", "Placed", "place", "spread_out"]


@dataclass(frozen=True, slots=True)
class Label:
    """What stands beside a site: a short name, its numbers, and how its numbers are painted."""

    site: Point
    name: str
    numbers: str
    paint: str
    scale: float = 1.0

    @property
    def height(self) -> float:
        return (19.0 if self.numbers else 10.5) * self.scale


@dataclass(frozen=True, slots=True)
class Placed:
    """A label with the middle of its place and the side of the leg on which it stands (-1 left, 1 right)."""

    label: Label
    y: float
    side: int


def spread_out(wanted: Sequence[float], sizes: Sequence[float], low: float, high: float) -> list[float]:
    """Middles for things of these sizes, in this order, that do not overlap and lie as near to where each is wanted as
    they can (least squares), all between low and high as long as there is room for them.

    Neighbours that would overlap become one block whose middle is the mean of what they want.
    """
    offsets, total = [], 0.0
    for i, size in enumerate(sizes):
        total += (sizes[i - 1] + size) / 2 if i else 0.0
        offsets.append(total)
    blocks: list[tuple[float, int]] = []  # sum of what is wanted, how many
    for want, offset in zip(wanted, offsets, strict=True):
        block = (want - offset, 1)
        while blocks and blocks[-1][0] / blocks[-1][1] > block[0] / block[1]:
            before = blocks.pop()
            block = (before[0] + block[0], before[1] + block[1])
        blocks.append(block)
    if not sizes:
        return []
    first, last = low + sizes[0] / 2, high - sizes[-1] / 2 - total
    starts = [max(first, min(last, middle / many)) for middle, many in blocks for _ in range(many)]
    return [start + offset for start, offset in zip(starts, offsets, strict=True)]


def place(labels: Sequence[Label], middle: float, low: float, high: tuple[float, float]) -> list[Placed]:
    """Labels on both sides of the leg: each on the side its site is nearer to, unless that side has no room left.

    `high` is how far down labels may stand on the left and on the right.
    """
    sides: dict[int, list[Label]] = {-1: [], 1: []}
    room = {-1: high[0] - low, 1: high[1] - low}
    for label in sorted(labels, key=lambda each: -abs(each.site[0] - middle)):
        side = -1 if label.site[0] < middle else 1
        if sum(each.height for each in sides[side]) + label.height > room[side]:
            side = -side
        sides[side].append(label)
    placed = []
    for side, theirs in sides.items():
        theirs.sort(key=lambda each: each.site[1])
        ys = spread_out([each.site[1] for each in theirs], [each.height for each in theirs], low, low + room[side])
        placed += [Placed(label, y, side) for label, y in zip(theirs, ys, strict=True)]
    return placed
