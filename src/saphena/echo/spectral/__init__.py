"""What a Doppler strip says: the outline of the flow, the augmentation, and the reverse flow that follows."""

from saphena.echo.spectral.correcting import between
from saphena.echo.spectral.reflux import Reflux, measure_reflux

__all__ = ["Reflux", "between", "measure_reflux"]
