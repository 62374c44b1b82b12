"""What is touched to choose a vein: wide unseen lines over the drawing, and the ground on which one may draw."""

from __future__ import annotations

from typing import TYPE_CHECKING

from saphena.pathway.legmap.curves import path
from saphena.pathway.legmap.panels import FLOOR, UNIT

if TYPE_CHECKING:
    from saphena.pathway.legmap.scene import Scene

__all__ = ["targets"]


def targets(scene: Scene) -> str:
    """A target per vein and perforator; `ground` carries the way from this view's centimetres to the drawing."""
    panel = scene.panel
    veins = "".join(
        f'<path d="{path(each.curve)}" class="hit" data-segment="{each.id}"/>' for each in scene.drawn.values()
    )
    perforators = "".join(
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="10" class="hit" data-segment="{mark.segment}"/>'
        for (x, y), mark in scene.perforators
    )
    across = -UNIT if panel.mirrored else UNIT
    ground = f'<g class="ground" transform="matrix({across:g} 0 0 {-UNIT:g} {panel.axis:g} {FLOOR:g})"/>'
    return f"{veins}{perforators}{ground}"
