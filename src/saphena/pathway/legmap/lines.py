"""A vein in its state: thick and solid for reflux, dashed for competent, a line of its own for every other state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from saphena.pathway.legmap.curves import closed_path, dashes, path, ribbon, walked
from saphena.pathway.legmap.marks import State

if TYPE_CHECKING:
    from collections.abc import Sequence

    from saphena.pathway.legmap.curves import Curve, Point
    from saphena.pathway.legmap.themes import Theme

__all__ = ["UNKNOWN", "chevron", "cross", "vein", "width"]

PER_MILLIMETRE = 0.8
THINNEST, THICKEST = 1.5, 11.0
REFLUX_AT_LEAST = 2.4
DEEP = 0.3
EVEN = 0.7  # units: a dashed vein whose width changes by less is one line
UNKNOWN = 2.5  # millimetres: how a vein is drawn whose diameter nobody measured


def width(diameter: float | None, state: State, *, deep: bool = False) -> float:
    """How wide a vein of this diameter (mm) is drawn. The scale is in the legend; what is very thin or very wide is
    bent into what can be seen, and deep veins, which lie under everything, are drawn narrower."""
    drawn = PER_MILLIMETRE * (UNKNOWN if diameter is None else diameter) * (DEEP if deep else 1.0)
    least = REFLUX_AT_LEAST if state is State.INCOMPETENT else THINNEST
    return min(max(drawn, least), THICKEST)


def vein(theme: Theme, state: State, curve: Curve, stops: Sequence[tuple[float, float]]) -> str:
    """A vein along a curve, with its widths at (how far along, width). Reflux is drawn as an area, whose width runs
    evenly from stop to stop; every other state is a line as wide as the vein in the middle."""
    if state is State.INCOMPETENT:
        return f'<path d="{closed_path(ribbon(curve, stops))}"{theme.both("reflux", "skin")} stroke-width=".7"/>'
    widths = [wide for _, wide in stops]
    if state is State.COMPETENT and max(widths) - min(widths) > EVEN:
        return f'<path d="{dashes(curve, stops)}"{theme.fill("competent")}/>'
    middle = stops[len(stops) // 2][1]
    return "".join(
        f'<path d="{path(curve)}"{theme.stroke(colour)} stroke-width="{wide:.3g}"{_dashes(dashes)}/>'
        for colour, wide, dashes in _strokes(state, middle)
    ) + (_crossed(theme, curve) if state is State.ABSENT else "")


def _strokes(state: State, wide: float) -> tuple[tuple[str, float, str], ...]:
    """Colour, width and dashes of each stroke; a dash of nothing with round ends is a dot."""
    if state is State.COMPETENT:
        return (("competent", wide, "6.4 4"),)
    if state is State.CLOSED:
        return (("closed", wide + 0.6, f"0 {1.75 * (wide + 0.6):.3g}"),)
    if state is State.PARTLY_OPEN:
        return (("closed", wide + 0.8, f"0 {2.4 * (wide + 0.8):.3g}"), ("closed", 1.0, ""))
    if state is State.TREATED:
        return (("closed", 1.3, "7 3 0 3"),)
    if state is State.THROMBOSED:
        return (("clot", wide, ""), ("clot", wide + 4.0, "1.2 3.6"))
    if state is State.NOT_SEEN:
        return (("not-seen", wide + 2.2, ".7 1.9"),)
    return (("not-seen", 0.9, "1 2.2"),)


def _dashes(dashes: str) -> str:
    if not dashes:
        return ""
    cap = ' stroke-linecap="round"' if "0 " in f" {dashes}".replace(".0 ", " ") else ""
    return f' stroke-dasharray="{dashes}"{cap}'


def _crossed(theme: Theme, curve: Curve) -> str:
    marks = "".join(cross(point) for point, _ in walked(curve, 4)[1:4:2])
    return f'<path d="{marks}"{theme.stroke("not-seen")} stroke-width="1.1"/>'


def cross(point: Point, arm: float = 2.2) -> str:
    """A small ×, as a path."""
    x, y = point
    return f"M{x - arm:.1f} {y - arm:.1f}l{2 * arm:g} {2 * arm:g}m0-{2 * arm:g}l-{2 * arm:g} {2 * arm:g}"


def chevron(point: Point, direction: Point, size: float) -> str:
    """An arrowhead without a shaft at a point, as a path: the way the blood runs."""
    (x, y), (dx, dy) = point, direction
    tip = (x + dx * size * 0.6, y + dy * size * 0.6)
    left = (x - dx * size * 0.6 - dy * size, y - dy * size * 0.6 + dx * size)
    right = (x - dx * size * 0.6 + dy * size, y - dy * size * 0.6 - dx * size)
    return f"M{left[0]:.1f} {left[1]:.1f}L{tip[0]:.1f} {tip[1]:.1f} {right[0]:.1f} {right[1]:.1f}"
