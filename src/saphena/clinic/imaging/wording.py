"""What `saphena.echo` says in plain English, in the reader's language."""

from __future__ import annotations

import re
from functools import cache

from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from saphena.clinic.imaging.phrases import PHRASES

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
DO = "Set the scale by two points on its ruler."
PLACE = r"%\(\w+\)s"
MANUAL = "the scale was set by hand"
"""As `saphena.echo` says it of a value whose scale a person has set."""
STATES = {
    "proposed": lazy("proposed"),
    "accepted": lazy("accepted"),
    "corrected": lazy("corrected"),
    "refused": lazy("refused"),
    "retired": lazy("retired"),
}


def spoken(sentence: str) -> str:
    """A flag or a refusal of `saphena.echo`. What is not listed is said as it stands."""
    if not sentence or (get_language() or "en")[:2] == "en":
        return sentence
    parts = _parted(sentence)
    return " ".join(_phrase(part) for part in parts)


def _parted(sentence: str) -> list[str]:
    """A refusal names the regions that were refused after it, and what to do last."""
    body, last = sentence, ""
    if sentence.endswith(DO) and sentence != DO:
        body, last = sentence.removesuffix(DO).rstrip(), DO
    parts = re.split(r"(?<=\.) (?=Region -?\d+: )", body)
    return [*parts, last] if last else parts


def _phrase(said: str) -> str:
    direct = _(said)
    if direct != said:
        return direct
    for shape, msgid in _shapes():
        if found := shape.fullmatch(said):
            return _(msgid) % {name: _word(text) for name, text in found.groupdict().items()}
    return said


def _word(text: str) -> str:
    """A number with the reader's comma, a word in their language, a sentence within a sentence."""
    if re.fullmatch(r"-?\d+\.\d+(e[-+]\d+)?( \S+)?", text):
        return text.replace(".", ",", 1)
    if re.fullmatch(r"\d+%", text):
        return f"{text[:-1]}\N{NO-BREAK SPACE}%"
    return _phrase(text) if text.endswith(".") else _(text)


@cache
def _shapes() -> list[tuple[re.Pattern[str], str]]:
    """Each phrase with places for numbers as a pattern, those with more words of their own first."""
    with override("en"):
        msgids = [str(phrase) for phrase in PHRASES if "%(" in str(phrase)]
    msgids.sort(key=lambda msgid: -len(re.sub(PLACE, "", msgid)))
    return [(re.compile(re.sub(r"%\\\((\w+)\\\)s", r"(?P<\1>.+?)", re.escape(msgid))), msgid) for msgid in msgids]
