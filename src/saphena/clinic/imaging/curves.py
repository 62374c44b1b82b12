"""What a clip says frame by frame, as a small curve: how far the foam has come, how wide the vein is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from saphena.clinic.design.figures import rounded

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Curve", "curve_of"]

WIDE, HIGH = 240, 60
"""Of the drawing; it is scaled to its place."""


@dataclass(frozen=True, slots=True)
class Curve:
    """`lines` are runs of frames in which something was measured, as points of the drawing; `said` is it in words."""

    lines: tuple[str, ...]
    least: str
    most: str
    said: str


def curve_of(series: Mapping[str, Any]) -> Curve | None:
    """The front of foam, or the diameter of a vein that was followed; None for what is no clip."""
    front = series.get("front_mm")
    values: list[float | None] = front or series.get("diameter_mm") or []
    known = [value for value in values if value is not None]
    if len(values) < 2 or not known:
        return None
    top = max(known) or 1.0
    runs: list[list[str]] = [[]]
    for place, value in enumerate(values):
        if value is None:
            runs.append([])
        else:
            x, y = place / (len(values) - 1) * WIDE, HIGH - value / top * (HIGH - 4) - 2
            runs[-1].append(f"{x:.1f},{y:.1f}")
    least, most = (rounded(each, 1) for each in (min(known), max(known)))
    told = (
        _("Front of the foam over %(frames)s frames: %(least)s to %(most)s mm")
        if front
        else _("Diameter over %(frames)s frames: %(least)s to %(most)s mm")
    )
    said = told % {"frames": len(values), "least": least, "most": most}
    return Curve(tuple(" ".join(run) for run in runs if run), least, most, said)
