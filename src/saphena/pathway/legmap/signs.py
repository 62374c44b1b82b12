"""Small signs on the map: perforators, scars and ulcers, injections, and what has changed."""

from __future__ import annotations

from math import cos, radians, sin
from typing import TYPE_CHECKING

from saphena.pathway.legmap.curves import walked
from saphena.pathway.legmap.labels import spread_out
from saphena.pathway.legmap.lines import cross
from saphena.pathway.legmap.marks import Sore, State
from saphena.pathway.legmap.panels import UNIT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from saphena.pathway.legmap.curves import Point
    from saphena.pathway.legmap.marks import PerforatorMark, Pin, Scar
    from saphena.pathway.legmap.panels import Panel
    from saphena.pathway.legmap.scene import Drawn
    from saphena.pathway.legmap.themes import Theme

__all__ = ["change_sign", "perforator", "pins", "scars"]


def perforator(theme: Theme, at: Point, mark: PerforatorMark) -> str:
    """A full circle for one with reflux, an open one for one that closes; the wider it is the larger."""
    x, y = at
    r = min(max(3.1 + 0.35 * ((mark.diameter or 2.0) - 2.0), 2.8), 5.2)
    middle = f'cx="{x:.1f}" cy="{y:.1f}" r="{r:.2g}"'
    if mark.state is State.INCOMPETENT:
        return f'<circle {middle}{theme.both("reflux", "paper")} stroke-width="1"/>'
    colour = {State.COMPETENT: "competent", State.THROMBOSED: "clot"}.get(mark.state, "closed")
    ring = f'<circle {middle}{theme.both("paper", colour)} stroke-width="1.3"/>'
    if mark.state is State.COMPETENT:
        return ring
    return f'{ring}<path d="{cross(at, r * 0.6)}"{theme.stroke(colour)} stroke-width="1"/>'


def scars(theme: Theme, panel: Panel, scars: Iterable[Scar]) -> str:
    """A scar is a line with stitches across it; an ulcer an outline, full where it is open."""
    return "".join(
        _scar(theme, panel, scar) for scar in scars if scar.leg is panel.leg and scar.place.view == panel.view
    )


def _scar(theme: Theme, panel: Panel, scar: Scar) -> str:
    x, y = panel.at((scar.place.x, scar.place.height))
    half = scar.length * UNIT / 2
    if scar.kind is not Sore.SCAR:
        full = scar.kind is Sore.ULCER
        paint = theme.both("reflux", "ink") if full else theme.both("paper", "ink")
        dashes = "" if full else ' stroke-dasharray="2 1.6"'
        shown = ' fill-opacity=".35"' if full else ""
        round_it = f'cx="{x:.1f}" cy="{y:.1f}" rx="{half * 0.7:.1f}" ry="{half:.1f}"'
        return f"<ellipse {round_it}{paint}{shown}{dashes}/>"
    turn = radians(-scar.slant if panel.mirrored else scar.slant)
    dx, dy = sin(turn), -cos(turn)
    d = f"M{x - dx * half:.1f} {y - dy * half:.1f}L{x + dx * half:.1f} {y + dy * half:.1f}"
    many = max(2, round(2 * half / 4.5))
    for number in range(many):
        at = (number + 0.5) / many * 2 - 1
        sx, sy = x + dx * half * at, y + dy * half * at
        d += f"M{sx - dy * 2.2:.1f} {sy + dx * 2.2:.1f}L{sx + dy * 2.2:.1f} {sy - dx * 2.2:.1f}"
    return f'<path d="{d}"{theme.stroke("soft")} stroke-width=".9"/>'


def pins(theme: Theme, panel: Panel, pins: Iterable[Pin], drawn: Mapping[str, Drawn]) -> str:
    """A numbered disc beside each injection with a stem to its site; discs make room for one another."""
    here = [(site, pin) for pin in pins if pin.leg is panel.leg and (site := _site(panel, pin, drawn))]
    text, paint = "", theme.text("on-pin", 7, bold=True, anchor="middle")
    for side in (-1, 1):
        theirs = sorted((each for each in here if _side(panel, each[0]) == side), key=lambda each: each[0][1])
        ys = spread_out([site[1] for site, _ in theirs], [12.0] * len(theirs), 0, 520)
        for ((x, y), pin), to in zip(theirs, ys, strict=True):
            cx = x + side * 13
            text += (
                f'<path d="M{x:.1f} {y:.1f}L{cx:.1f} {to:.1f}"{theme.stroke("pin")} stroke-width="1"/>'
                f'<circle cx="{x:.1f}" cy="{y:.1f}" r="1.7"{theme.both("pin", "paper")} stroke-width=".6"/>'
                f'<circle cx="{cx:.1f}" cy="{to:.1f}" r="5.6"{theme.both("pin", "paper")} stroke-width=".8"/>'
                f'<text x="{cx:.1f}" y="{to + 2.4:.1f}"{paint}>{pin.number}</text>'
            )
    return text


def _site(panel: Panel, pin: Pin, drawn: Mapping[str, Drawn]) -> Point | None:
    if pin.place:
        return panel.at((pin.place.x, pin.place.height)) if pin.place.view == panel.view else None
    if pin.segment not in drawn:
        return None
    return walked(drawn[pin.segment].curve, 20)[round(min(max(pin.at, 0.0), 1.0) * 20)][0]


def _side(panel: Panel, site: Point) -> int:
    return -1 if site[0] < panel.axis else 1


def change_sign(theme: Theme, each: Drawn, kind: str) -> str:
    """A lozenge with a sign at the middle of a vein that has changed."""
    x, y = walked(each.curve, 2)[1][0]
    shape = f"M{x:.1f} {y - 7.5:.1f}l7.5 7.5-7.5 7.5-7.5-7.5z"
    return (
        f'<path d="{shape}"{theme.both("change-wash", "change")} stroke-width="1.2"/>'
        f'<path d="{SIGNS[kind](x, y)}"{theme.stroke("change")} stroke-width="1.5"/>'
    )


def _inward(x: float, y: float) -> str:
    return f"M{x - 4:.1f} {y:.1f}h2.8m-1.6-1.8l1.8 1.8-1.8 1.8M{x + 4:.1f} {y:.1f}h-2.8m1.6-1.8l-1.8 1.8 1.8 1.8"


def _outward(x: float, y: float) -> str:
    return f"M{x - 3.8:.1f} {y:.1f}h7.6m-5.8-1.8l-1.8 1.8 1.8 1.8m4-3.6l1.8 1.8-1.8 1.8"


def _upward(x: float, y: float) -> str:
    return f"M{x:.1f} {y + 3.4:.1f}v-6.8m-2 2l2-2 2 2"


def _tick(x: float, y: float) -> str:
    return f"M{x - 2.8:.1f} {y:.1f}l2 2.4 3.6-4.6"


SIGNS: dict[str, Callable[[float, float], str]] = {
    "reopened": _upward,
    "open_again": lambda x, y: f"{_upward(x, y)}M{x - 3:.1f} {y + 3.8:.1f}h6",
    "new_reflux": lambda x, y: f"M{x:.1f} {y - 3.2:.1f}v6.4M{x - 3.2:.1f} {y:.1f}h6.4",
    "closed": lambda x, y: cross((x, y), 2.4),
    "reflux_gone": _tick,
    "wider": _outward,
    "narrower": _inward,
    "longer": lambda x, y: f"M{x:.1f} {y - 3.4:.1f}v6.8m-2-2l2 2 2-2",
    "shorter": lambda x, y: f"M{x - 3:.1f} {y:.1f}h6",
}
