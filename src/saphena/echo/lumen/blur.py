"""How much the probe blurs, told from the speckle of the picture itself, and what that does to a wall.

The speckle of tissue is as long and as wide as the point spread is. A blurred wall closes in on the lumen, more at the
sides than above and below; by how much was measured on phantoms (bias by width of speckle, 716 cross-sections).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Grey = NDArray[np.float32]

__all__ = ["Blur", "told_from"]

UPRIGHT = (0.42, 2.65, -0.045)
LEVEL = (3.74, -0.74, -0.27)
"""mm of diameter lost per mm of speckle width across and along the beam, and at no width at all."""
LAG_ACROSS, LAG_DOWN = 0.25, 0.09
"""mm at which speckle is compared with itself."""


@dataclass(frozen=True)
class Blur:
    """Half widths of speckle in mm, across and along the beam."""

    across: float
    down: float

    @property
    def upright(self) -> float:
        """mm by which the upright diameter comes out too small."""
        return self._lost(UPRIGHT)

    @property
    def level(self) -> float:
        """mm by which the transverse diameter comes out too small."""
        return self._lost(LEVEL)

    def _lost(self, by: tuple[float, float, float]) -> float:
        return float(np.clip(by[0] * self.across + by[1] * self.down + by[2], -0.3, 1.5))


def told_from(speckle: Grey, within: NDArray[np.bool_], across: float, down: float) -> Blur:
    """From grey without its coarse part, where tissue is."""
    lag = max(1, round(LAG_ACROSS / across)), max(1, round(LAG_DOWN / down))
    wide = _half_width(speckle[::2, : -lag[0]], speckle[::2, lag[0] :], within[::2, : -lag[0]] & within[::2, lag[0] :])
    high = _half_width(speckle[: -lag[1], ::2], speckle[lag[1] :, ::2], within[: -lag[1], ::2] & within[lag[1] :, ::2])
    return Blur(min(1.0, wide * lag[0] * across), min(0.5, high * lag[1] * down))


def _half_width(one: Grey, other: Grey, within: NDArray[np.bool_]) -> float:
    """Lags at which the likeness of speckle with itself falls to a half, if it falls as a bell does."""
    a, b = one[within], other[within]
    if a.size < 200:
        return 1.0
    likeness = float(np.dot(a, b) / max(1e-6, np.sqrt(np.dot(a, a) * np.dot(b, b))))
    return float(np.sqrt(np.log(2) / -np.log(np.clip(likeness, 0.02, 0.98))))
