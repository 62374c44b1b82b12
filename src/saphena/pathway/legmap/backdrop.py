"""What lies under the veins: skin, hints of muscle and bone, deep veins and fascia, and the heights beside it."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from saphena.pathway.anatomy import anatomy
from saphena.pathway.legmap.body import compartment, contour, course
from saphena.pathway.legmap.curves import closed_path, path
from saphena.pathway.legmap.marks import View
from saphena.pathway.legmap.panels import FLOOR, HEIGHT, TOP, UNIT
from saphena.pathway.legmap.scene import GHOSTS
from saphena.pathway.legmap.words import WORDS

if TYPE_CHECKING:
    from saphena.pathway.anatomy import Landmarks
    from saphena.pathway.legmap.panels import Panel
    from saphena.pathway.legmap.scene import Scene
    from saphena.pathway.legmap.themes import Theme

__all__ = ["backdrop", "ghosts", "ruler"]

WAIST = 30.0  # centimetres: the light is that of the leg above this height, the foot does not count
FASCIA = {View.INNER: ("gsv",), View.FRONT: ("gsv", "aasv"), View.BACK: ("ssv",)}
DEEP = {
    View.INNER: (),
    View.FRONT: ("eiv", "cfv", "fv.upper", "fv.middle", "fv.lower"),
    View.BACK: ("popv.upper", "popv.lower"),
}


@lru_cache(maxsize=256)
def backdrop(panel: Panel, theme: Theme, key: str) -> str:
    """The leg itself. Light falls on its middle, so that it looks round, and it fades out above."""
    shape = contour(panel.view)
    skin, close = panel.curve(shape.skin), panel.curve(shape.close)
    hints = "".join(path(panel.curve(each)) for each in shape.faint)
    fascia = "".join(path(panel.curve(compartment(vein, panel.view))) for vein in FASCIA[panel.view])
    deep = "".join(path(panel.curve(course(id, panel.view))) for id in DEEP[panel.view])
    id = f"{key}-{panel.leg}-{panel.view}"
    return (
        f'{_light(id, panel, theme)}{_fading(id, panel)}<g mask="url(#{id}-m)">'
        f'<path d="{closed_path(close)}" fill="url(#{id}-l)" stroke="url(#{id}-l)"/>'
        f'<path d="{path(skin)}" fill="url(#{id}-l)"{theme.stroke("edge")} stroke-linecap="round"/>'
        f'<path d="{hints}"{theme.stroke("hint")} stroke-width=".9" stroke-linecap="round"/>'
        + (f'<path d="{deep}"{theme.stroke("deep")} stroke-width="6.5" stroke-linecap="round"/>' if deep else "")
        + f'<path d="{fascia}"{theme.stroke("fascia")} stroke-width="10" stroke-linecap="round"/>'
        "</g>"
    )


def _light(id: str, panel: Panel, theme: Theme) -> str:
    xs = [x for x, y in contour(panel.view).outline if y > WAIST]
    left, right = panel.at((min(xs), 0.0))[0], panel.at((max(xs), 0.0))[0]
    stops = ((0, "shade"), (0.3, "skin"), (0.62, "skin"), (1, "shade"))
    lights = "".join(f'<stop offset="{offset:g}"{theme.stop(colour)}/>' for offset, colour in stops)
    across = f'gradientUnits="userSpaceOnUse" x1="{left:g}" x2="{right:g}"'
    return f'<linearGradient id="{id}-l" {across}>{lights}</linearGradient>'


def _fading(id: str, panel: Panel) -> str:
    left, top, wide, tall = panel.left, TOP - 6, panel.width, HEIGHT - TOP + 6
    return (
        f'<linearGradient id="{id}-f" x2="0" y2="1"><stop stop-color="#000"/><stop offset=".13" stop-color="#fff"/>'
        f'</linearGradient><mask id="{id}-m" maskUnits="userSpaceOnUse" x="{left:g}" y="{top:g}" width="{wide:g}" '
        f'height="{tall:g}"><path d="M{left:g} {top:g}h{wide:g}v{tall:g}h{-wide:g}z" fill="url(#{id}-f)"/></mask>'
    )


def ghosts(scene: Scene, theme: Theme) -> str:
    """A thin line for each saphenous trunk where nobody has looked."""
    lines = "".join(path(each.curve) for each in scene.drawn.values() if each.mark is None and _ghost(each.id))
    return f'<path d="{lines}"{theme.stroke("ghost")} stroke-width=".9"/>' if lines else ""


def _ghost(id: str) -> bool:
    return anatomy().segment(id).vein.id in GHOSTS


@lru_cache(maxsize=256)
def ruler(panel: Panel, theme: Theme, language: str, landmarks: Landmarks, *, numbers: bool) -> str:
    """Groin, knee and ankle across the leg; before the inner view a rule in centimetres above this patient's floor."""
    drawn = anatomy().landmarks
    marks = (("groin", drawn.groin), ("knee", drawn.knee), ("ankle", drawn.ankle))
    left, right = panel.left, panel.left + panel.width
    lines = "".join(f"M{left:g} {FLOOR - height * UNIT:g}H{right:g}" for _, height in marks)
    across = f'<path d="{lines}"{theme.stroke("hairline")} stroke-width=".7" stroke-dasharray="1 3"/>'
    if not numbers or panel.view is not View.INNER:
        return across
    x, inward, anchor = (right - 3, -1, "end") if panel.mirrored else (left + 3, 1, "start")
    names = "".join(
        f'<text x="{x + 15 * inward:g}" y="{FLOOR - height * UNIT - 2:g}">{WORDS[language][name]}</text>'
        for name, height in marks
    )
    anchored = f'{theme.text("faint", 6, anchor=anchor)} letter-spacing=".2"'
    numbered = _rule_numbers(landmarks, x + 6 * inward)
    return f"{across}<g{anchored}>{names}{numbered}</g>{_rule(theme, landmarks, x, inward)}"


def _height(landmarks: Landmarks, own: float) -> float:
    return FLOOR - landmarks.carry(own, anatomy().landmarks) * UNIT


def _rule_numbers(landmarks: Landmarks, x: float) -> str:
    tens = range(0, int(landmarks.groin) + 6, 10)
    return "".join(f'<text x="{x:g}" y="{_height(landmarks, own) + 2:.1f}">{own}</text>' for own in tens)


def _rule(theme: Theme, landmarks: Landmarks, x: float, inward: int) -> str:
    ticks = "".join(
        f"M{x:g} {_height(landmarks, own):.1f}h{(4.5 if own % 10 == 0 else 2.5) * inward:g}"
        for own in range(0, int(landmarks.groin) + 6, 5)
    )
    line = f"M{x:g} {FLOOR:g}V{_height(landmarks, landmarks.groin + 5):.1f}"
    return f'<path d="{line}{ticks}"{theme.stroke("faint")} stroke-width=".6"/>'
