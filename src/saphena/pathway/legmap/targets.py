"""What is touched to choose a vein: wide unseen lines over the drawing, and the ground on which one may draw."""

from __future__ import annotations

from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING

from saphena.pathway.anatomy import anatomy
from saphena.pathway.legmap.curves import walked
from saphena.pathway.legmap.panels import FLOOR, UNIT

if TYPE_CHECKING:
    from saphena.pathway.legmap.curves import Curve
    from saphena.pathway.legmap.scene import Scene

__all__ = ["targets"]


def targets(scene: Scene, language: str) -> str:
    """A target per vein and perforator, with its name and, for the keyboard, what lies up and down the vein from it.

    `ground` carries the way from this view's centimetres to the drawing.
    """
    panel = scene.panel
    joins = {mark.key: mark.segment for mark in scene.hand}
    veins = "".join(
        f'<path d="{_coarse(each.curve)}"{_about(each.id, joins.get(each.id, each.id), language)}</path>'
        for each in scene.drawn.values()
    )
    perforators = "".join(
        f'<circle cx="{x:.0f}" cy="{y:.0f}" r="9"{_about(mark.segment, mark.segment, language)}</circle>'
        for (x, y), mark in scene.perforators
    )
    across = -UNIT if panel.mirrored else UNIT
    ground = f'<g class="ground" transform="matrix({across:g} 0 0 {-UNIT:g} {panel.axis:g} {FLOOR:g})"/>'
    return f"{veins}{perforators}{ground}"


def _about(id: str, segment: str, language: str) -> str:
    key = escape(id)
    name = _names(segment, language) if id == segment else f"{key}, {_names(segment, language)}"
    return f' class="hit" data-segment="{key}"{_ways(segment)}><title>{name}</title>'


@lru_cache(maxsize=512)
def _names(segment: str, language: str) -> str:
    return anatomy().segment(segment).name(language)


@lru_cache(maxsize=512)
def _ways(segment: str) -> str:
    """Toward the heart, and away from it: the trunk first, then what else joins here."""
    up = " ".join(inflow.segment for inflow in anatomy().drains_into(segment))
    down = " ".join(each.id for each in anatomy().fed_by(segment))
    return f' data-up="{up}"' * bool(up) + f' data-down="{down}"' * bool(down)


def _coarse(curve: Curve) -> str:
    points = [point for point, _ in walked(curve, max(2, len(curve)))]
    return "M" + "L".join(f"{x:.0f} {y:.0f}" for x, y in points)
