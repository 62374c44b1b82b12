"""Which way reflux runs: arrowheads along the veins on its way, a mark where it comes from, another where it ends."""

from __future__ import annotations

from itertools import pairwise
from math import hypot
from typing import TYPE_CHECKING

from saphena.pathway.anatomy import anatomy
from saphena.pathway.legmap.curves import walked
from saphena.pathway.legmap.lines import chevron

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from saphena.pathway.legmap.curves import Point
    from saphena.pathway.legmap.marks import Flow
    from saphena.pathway.legmap.scene import Drawn, Scene
    from saphena.pathway.legmap.themes import Theme

__all__ = ["flow_marks"]

EVERY = 26.0  # units between arrowheads
WIDE = 3.6  # from here on they stand inside the vein


def flow_marks(theme: Theme, scene: Scene) -> str:
    """The arrows of every way of reflux that is seen in this panel."""
    drawn = scene.drawn
    perforators = {mark.segment: at for at, mark in scene.perforators}
    heads_in: list[str] = []
    heads_over: list[str] = []
    signs = ""
    for flow in scene.map.flows:
        if flow.leg is not scene.panel.leg:
            continue
        for id, upward in _turned(flow):
            if id in drawn and drawn[id].width:
                (heads_in if drawn[id].width >= WIDE else heads_over).extend(_heads(drawn[id], upward=upward))
        branches = any(flow.way[0] in other.way[1:] for other in scene.map.flows if other.leg is flow.leg)
        signs += ("" if branches else _source(theme, flow, drawn, perforators)) + _end(theme, flow, drawn)
    white = (
        f'<path d="{"".join(dict.fromkeys(heads_in))}"{theme.stroke("paper")} stroke-width="1.1"/>' if heads_in else ""
    )
    over = (
        f'<path d="{"".join(dict.fromkeys(heads_over))}"{theme.stroke("reflux")} stroke-width="1.3"/>'
        if heads_over
        else ""
    )
    return white + over + signs


def _turned(flow: Flow) -> Iterator[tuple[str, bool]]:
    """Each vein on the way, and whether reflux runs along its course upwards: it does where it runs as blood does in
    health, as in a thigh extension filled from behind the knee."""
    if len(flow.way) == 1:
        yield flow.way[0], False
    for number, (one, other) in enumerate(pairwise(flow.way)):
        upward = _drains(one, other)
        yield one, upward
        if number == len(flow.way) - 2:
            yield other, upward


def _drains(one: str, other: str) -> bool:
    return one in anatomy() and other in {inflow.segment for inflow in anatomy().drains_into(one)}


def _heads(each: Drawn, *, upward: bool) -> list[str]:
    parts = max(1, round(_length(each) / EVERY))
    steps = walked(each.curve, 2 * parts)[1::2]
    size = each.width * 0.32 if each.width >= WIDE else 2.6
    sign = 1 if upward else -1
    return [chevron(point, (dx * sign, dy * sign), size) for point, (dx, dy) in steps]


def _length(each: Drawn) -> float:
    ends = [point for point, _ in walked(each.curve, 6)]
    return sum(hypot(a[0] - b[0], a[1] - b[1]) for a, b in pairwise(ends))


def _source(theme: Theme, flow: Flow, drawn: Mapping[str, Drawn], perforators: Mapping[str, Point]) -> str:
    """A ring around a dot where reflux comes from: the upper end of a vein, or the perforator itself."""
    first = flow.way[0]
    if first in perforators:
        x, y = perforators[first]
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="6.6"{theme.stroke("reflux")} stroke-width="1.2"/>'
    if first not in drawn:
        return ""
    x, y = walked(drawn[first].curve, 1)[1][0]
    return (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5.2"{theme.both("paper", "reflux")} stroke-width="1.3"/>'
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.4"{theme.fill("reflux")}/>'
    )


def _end(theme: Theme, flow: Flow, drawn: Mapping[str, Drawn]) -> str:
    """An arrowhead against a bar where reflux ends: the far end of the last vein."""
    last = flow.way[-1]
    if last not in drawn:
        return ""
    upward = len(flow.way) > 1 and _drains(flow.way[-2], last)
    ends = walked(drawn[last].curve, 1)
    (x, y), (dx, dy) = ends[1] if upward else ends[0]
    if not upward:
        dx, dy = -dx, -dy
    bar = (x + dx * 7.5, y + dy * 7.5)
    tip = (x + dx * 6.3, y + dy * 6.3)
    head = f"M{x - dy * 3.8:.1f} {y + dx * 3.8:.1f}L{tip[0]:.1f} {tip[1]:.1f} {x + dy * 3.8:.1f} {y - dx * 3.8:.1f}z"
    across = f"M{bar[0] - dy * 4.4:.1f} {bar[1] + dx * 4.4:.1f}L{bar[0] + dy * 4.4:.1f} {bar[1] - dx * 4.4:.1f}"
    return f'<path d="{head}"{theme.fill("reflux")}/><path d="{across}"{theme.stroke("reflux")} stroke-width="1.8"/>'
