"""The words of `saphena.echo`, so that they are found for translation: its flags, and what stands within its reasons.

Echo knows no languages. Its reasons have codes with templates (`echo/reasons.py`), which stand in this app's catalogue;
a test holds the catalogue against them, so that a new reason is found before a reader finds it in English.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as lazy

__all__ = ["PHRASES", "WORDS"]

PHRASES = (
    lazy("the scale was set by hand"),
    lazy("the scale comes from the pixel spacing, not from an ultrasound region"),
    lazy("the ends were set by a person"),
    lazy("the region's flags and its units disagree; the units were believed"),
    lazy("no Doppler angle is given: velocity along the beam"),
    lazy("velocity was computed from a frequency scale"),
    lazy("the augmentation is weak, so little reflux does not prove a competent valve"),
    lazy("the strip ends before the flow does"),
    lazy("the strip begins within the augmentation"),
    lazy("flow runs over the edge of the scale and was unwrapped"),
    lazy("flow leaves the scale, and its peak is cut off"),
    lazy("the signal is weak"),
    lazy("the scale is too coarse for this flow"),
    lazy("the reverse flow is only a few columns of the picture wide: its peak may come out too low"),
    lazy("the display is inverted: augmentation is shown below the baseline"),
    lazy("no reverse flow follows the augmentation"),
    lazy("the wall filter hides the end of the flow"),
    lazy("the flow fades so slowly that its end is not sure"),
    lazy("slow reverse flow would not be seen on so coarse a scale"),
    lazy("the reverse flow is interrupted"),
    lazy("the wall is faint on part of the way round"),
    lazy("haze under the near wall may have been taken for it: the vein may reach higher"),
    lazy("the side walls are not seen well: the transverse diameter and the area are less sure"),
    lazy("the vein is small for so coarse a picture: its diameters are less sure"),
    lazy("the skin was not found: depth is from the top of the picture"),
    lazy("the foam has passed the end of the marked vein"),
    lazy("the clip does not say how fast its frames follow one another"),
)
WORDS = (
    lazy("picture"), lazy("M-mode"), lazy("Doppler strip"), lazy("waveform"), lazy("graphics"), lazy("nothing said"),
)  # fmt: skip
"""What stands in the place of a word in them."""
