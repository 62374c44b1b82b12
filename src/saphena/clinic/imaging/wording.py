"""What `saphena.echo` says in plain English, in the reader's language. What is not listed is said as it stands."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

__all__ = ["KINDS", "MANUAL", "REGIONS", "STATES", "spoken"]

REGIONS = {
    "PICTURE": lazy("picture, in mm"),
    "SPECTRAL": lazy("Doppler strip, in s and cm/s"),
    "M_MODE": lazy("M-mode, in s and mm"),
}
KINDS = {
    "distance": lazy("Distance"),
    "time": lazy("Time"),
    "velocity difference": lazy("Velocity difference"),
    "reflux duration": lazy("Reflux, as far as it is seen"),
    "reflux duration to zero": lazy("Reflux, extrapolated to zero"),
    "peak reverse velocity": lazy("Peak reverse velocity"),
    "upright diameter": lazy("Diameter, front to back"),
    "transverse diameter": lazy("Diameter, side to side"),
    "depth": lazy("Depth of the front wall"),
    "compressibility": lazy("Compressed by"),
    "foam front": lazy("Foam has come as far as"),
    "filled part of the vein": lazy("Vein filled with foam"),
    "foam speed": lazy("Speed of the foam"),
    "foam at the junction": lazy("Foam is at the junction after"),
    "area": lazy("Area of the vein"),
    "mean reverse velocity": lazy("Mean reverse velocity"),
    "augmentation": lazy("Augmentation"),
}
MANUAL = "the scale was set by hand"
"""As `saphena.echo` says it of a value whose scale a person has set."""
STATES = {
    "proposed": lazy("proposed"),
    "accepted": lazy("accepted"),
    "corrected": lazy("corrected"),
    "refused": lazy("refused"),
    "retired": lazy("retired"),
}
SAID = (
    lazy("the scale comes from the pixel spacing, not from an ultrasound region"),
    lazy("the region's flags and its units disagree; the units were believed"),
    lazy("no Doppler angle is given: velocity along the beam"),
    lazy("velocity was computed from a frequency scale"),
    lazy("no augmentation was found before the reverse flow"),
    lazy("the augmentation is weak, so little reflux does not prove a competent valve"),
    lazy("the strip ends before the flow does"),
    lazy("the strip begins within the augmentation"),
    lazy("flow runs over the edge of the scale and was unwrapped"),
    lazy("flow leaves the scale, and its peak is cut off"),
    lazy("the signal is weak"),
    lazy("the scale is too coarse for this flow"),
    lazy("the display is inverted: augmentation is shown below the baseline"),
    lazy("no reverse flow follows the augmentation"),
    lazy("the wall filter hides the end of the flow"),
    lazy("the reverse flow is interrupted"),
    lazy("the vein is cut by the edge of the picture"),
    lazy("the wall is faint on part of the way round"),
    lazy("the skin was not found: depth is from the top of the picture"),
    lazy("part of the wall was bridged"),
    lazy("No flow stands out of the background of this strip."),
    lazy("The signal is too weak to say that no reverse flow follows the augmentation."),
    lazy("The point lies outside the calibrated picture."),
    lazy("The picture goes on beyond this region as it is within: it was enlarged after its regions were written."),
)


def spoken(sentence: str) -> str:
    """A flag or a refusal of `saphena.echo`."""
    return _(sentence) if sentence else ""
