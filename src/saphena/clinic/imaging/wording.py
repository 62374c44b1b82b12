"""What `saphena.echo` says in plain English, in the reader's language."""

from __future__ import annotations

import re

from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from saphena.echo.reasons import Reason

__all__ = ["KINDS", "MANUAL", "REGIONS", "STATES", "spoken"]

REGIONS = {
    "PICTURE": lazy("picture, in mm"),
    "SPECTRAL": lazy("Doppler strip, in s and cm/s"),
    "M_MODE": lazy("M-mode, in s and mm"),
}
KINDS = {
    "distance": lazy("Distance"),
    "time": pgettext_lazy("so long", "Time"),
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


DECIMAL = re.compile(r"(?<![\d.])(\d+)\.(\d+)(?![\d.]|,)")
"""A number, and no number of an object, which has several points."""


def spoken(sentence: str) -> str:
    """A flag or a reason of `saphena.echo`, with its numbers as the reader writes them."""
    if not sentence:
        return ""
    told = sentence.said(_) if isinstance(sentence, Reason) else _(sentence)
    if (get_language() or "en")[:2] == "en":
        return told
    return re.sub(r"(?<=\d)%", "\N{NO-BREAK SPACE}%", DECIMAL.sub(r"\1,\2", told))
