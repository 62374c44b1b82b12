"""How much the probe blurs, told from the speckle of the picture itself, and what that does to a wall.

The speckle of tissue is as long and as wide as the point spread is. A blurred wall closes in on the lumen, more at the
sides than above and below; by how much was measured on phantoms (by width of speckle, 1,166 cross-sections).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Grey = NDArray[np.float32]

__all__ = ["Blur", "told_from"]

UPRIGHT = (3.75, 2.6)
"""mm of diameter lost per mm of point spread along the beam; and across it, by its square over the radius of the wall's
bend: the bent wall beside a small vein's top and bottom is blurred into them."""
LEVEL = (4.37, -0.2)
"""mm of diameter lost per mm of point spread across the beam, and at none at all."""
LEFT_OPEN = (0.69, 1.08)
"""The usual error of the upright diameter in mm, by the same two."""
LAG_ACROSS, LAG_DOWN = 0.25, 0.09
"""mm at which speckle is compared with itself."""


ACROSS, DOWN = (1.17, 1.30), (3.61, 1.56)
"""The point spread as so many times a power of speckle's half width in mm, measured on phantoms: the wider speckle is,
the more of it is taken for the picture's coarse part."""
COARSE = 11.2
"""By mm2 of point spread: the part of speckle's square that was taken for coarse, against what is left."""


@dataclass(frozen=True)
class Blur:
    """Standard deviations of the power's point spread in mm, across and along the beam."""

    across: float
    down: float

    @property
    def left_of_speckle(self) -> float:
        """The part of speckle's spread on the display that is left when its coarse part is taken off."""
        return float(1 / np.sqrt(1 + COARSE * self.across * self.down))

    @property
    def level(self) -> float:
        """mm by which the outline's transverse diameter comes out too small."""
        return float(np.clip(LEVEL[0] * self.across + LEVEL[1], -0.3, 2.0))

    def upright(self, height: float, width: float) -> tuple[float, float]:
        """mm by which the upright diameter of such a vein (mm) comes out too small, and half of a 95 % interval, in
        which no vein counts as wider than high: of a small one's width blur leaves little to go by."""
        bent = 2 * height * self.across**2
        lost = UPRIGHT[0] * self.down + UPRIGHT[1] * bent / width**2
        open_to = np.hypot(LEFT_OPEN[0] * self.down, LEFT_OPEN[1] * bent / min(width, height) ** 2)
        return min(1.0, lost), 2 * float(open_to)


def told_from(speckle: Grey, within: NDArray[np.bool_], across: float, down: float) -> Blur:
    """The point spread, in mm, from `speckle`: grey without its coarse part, (rows, columns), where tissue is `within`;
    `across` and `down` are the mm of a pixel."""
    lag = max(1, round(LAG_ACROSS / across)), max(1, round(LAG_DOWN / down))
    wide = _half_width(speckle[::2, : -lag[0]], speckle[::2, lag[0] :], within[::2, : -lag[0]] & within[::2, lag[0] :])
    high = _half_width(speckle[: -lag[1], ::2], speckle[lag[1] :, ::2], within[: -lag[1], ::2] & within[lag[1] :, ::2])
    found = (_spread(wide * lag[0] * across, ACROSS), _spread(high * lag[1] * down, DOWN))
    return Blur(min(0.8, found[0]), min(0.3, found[1]))


def _spread(half_width: float, by: tuple[float, float]) -> float:
    return float(by[0] * half_width ** by[1])


def _half_width(one: Grey, other: Grey, within: NDArray[np.bool_]) -> float:
    """Lags at which the likeness of speckle with itself falls to a half, if it falls as a bell does."""
    a, b = one[within], other[within]
    if a.size < 200:
        return 1.0
    likeness = float(np.dot(a, b) / max(1e-6, np.sqrt(np.dot(a, a) * np.dot(b, b))))
    return float(np.sqrt(np.log(2) / -np.log(np.clip(likeness, 0.02, 0.98))))
