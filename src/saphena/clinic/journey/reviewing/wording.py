"""Outcomes, verdicts and criteria in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext_lazy

from saphena.pathway.reviewing import Extension, Outcome, Verdict
from saphena.pathway.reviewing.again import Answer

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

OUTCOMES: dict[str, StrPromise] = {
    Outcome.CLOSED: lazy("closed"),
    Outcome.PARTLY: lazy("partly open, no reflux"),
    Outcome.PARTLY_REFLUXING: lazy("partly open, with reflux"),
    Outcome.OPEN: lazy("open"),
    Outcome.NOT_EXAMINED: lazy("not examined"),
}
VERDICTS: dict[str, StrPromise] = {
    Verdict.AGAIN: lazy("another injection"),
    Verdict.OTHER_METHOD: lazy("another method"),
    Verdict.WAIT: lazy("wait and look again"),
    Verdict.DISCHARGE: lazy("discharge"),
    Verdict.ASK: lazy("something that decides is not known yet"),
}
DECISIONS = (Verdict.AGAIN, Verdict.OTHER_METHOD, Verdict.WAIT, Verdict.DISCHARGE)
ANSWERS: dict[str, StrPromise] = {Answer.YES: lazy("yes"), Answer.NO: lazy("no"), Answer.UNKNOWN: lazy("not known")}
CRITERIA: dict[str, StrPromise] = {
    "refluxing": lazy("a treated segment still refluxes"),
    "troubled": lazy("symptoms, or varicose veins that are seen"),
    "deep_clear": lazy("the deep veins are clear"),
    "no_reaction": lazy("no reaction to an earlier session"),
    "no_contraindication": lazy("nothing new speaks against it"),
    "wanted": lazy("the patient wants it"),
    "interval": lazy("the interval since the last injection has passed"),
    "again.wide": lazy("the vein is wide: another method suits it better"),
    "again.failures": lazy("injections have failed before: another method is discussed"),
}
EXTENSIONS: dict[str, StrPromise] = {
    Extension.NONE: pgettext_lazy("how much of it", "none"),
    Extension.I: lazy("class I: up to the junction"),
    Extension.II: lazy("class II: less than half of the deep vein"),
    Extension.III: lazy("class III: half of the deep vein or more"),
    Extension.IV: lazy("class IV: the deep vein is closed"),
    Extension.ELSEWHERE: lazy("elsewhere in a deep vein"),
}
SYMPTOMS: dict[str, StrPromise] = {
    "heavy": lazy("heaviness"),
    "ache": lazy("aching"),
    "swelling": lazy("swelling"),
    "throb": lazy("throbbing"),
    "itch": lazy("itching"),
    "looks": lazy("how the leg looks"),
    "work": lazy("work and daily life"),
}
"""Our own words and a scale of 0 to 10: no published instrument."""
METHODS: dict[str, StrPromise] = {
    "needle": lazy("through a needle"),
    "blade": lazy("through the prick of a blade"),
    "other": lazy("otherwise, as told in words"),
}
"""How a coagulum is let out."""
