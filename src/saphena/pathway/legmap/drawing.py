"""A leg map as SVG: a pure function of plain data. One view of one leg, or a sheet of several with a legend.

Nothing here needs a style attribute or a script. On screen the drawing carries classes; on paper it carries colours.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from saphena.pathway.anatomy import Leg, anatomy
from saphena.pathway.legmap.backdrop import backdrop, ghosts, ruler
from saphena.pathway.legmap.flows import flow_marks
from saphena.pathway.legmap.legend import legend, legend_height
from saphena.pathway.legmap.lines import vein
from saphena.pathway.legmap.marks import LegMap, View
from saphena.pathway.legmap.numbers import numbers_of
from saphena.pathway.legmap.panels import HEIGHT, Panel
from saphena.pathway.legmap.scene import Scene
from saphena.pathway.legmap.signs import change_sign, perforator, pins, scars
from saphena.pathway.legmap.targets import targets
from saphena.pathway.legmap.themes import SCREEN, Theme
from saphena.pathway.legmap.words import WORDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from saphena.pathway.legmap.changes import ChangeMark

__all__ = ["BOTH", "Look", "draw", "one_leg", "panel_title"]


@dataclass(frozen=True)
class Look:
    """How a map is drawn: its theme and language, whether its veins can be chosen, and what stands around it.

    `key` keeps the ids of several drawings on one page apart.
    """

    theme: Theme = SCREEN
    language: str = "en"
    choosable: bool = False
    labels: bool = True
    ruler: bool = True
    legend: bool = False
    key: str = "map"


def one_leg(leg: Leg) -> tuple[tuple[Leg, View], ...]:
    """The views of one leg, side by side as they are read."""
    return ((leg, View.INNER), (leg, View.FRONT), (leg, View.BACK))


BOTH: tuple[tuple[Leg, View], ...] = (
    (Leg.RIGHT, View.INNER),
    (Leg.RIGHT, View.FRONT),
    (Leg.LEFT, View.FRONT),
    (Leg.LEFT, View.INNER),
    (Leg.LEFT, View.BACK),
    (Leg.RIGHT, View.BACK),
)
"""Both legs as the physician faces the patient, the right one on the left; from behind it is the other way round."""


def draw(
    leg_map: LegMap,
    views: Sequence[tuple[Leg, View]] = BOTH,
    look: Look | None = None,
    changes: Sequence[ChangeMark] = (),
    beside: frozenset[tuple[Leg, View]] = frozenset(),
) -> str:
    """The map as one SVG, its views side by side from left to right, with a legend below if the look wants one.

    A nurse could check it: the right leg stands where a patient's right leg stands when they face you; what is red and
    thick has reflux, what is blue and dashed closes in time. `beside` names views that stand in other pictures of the
    same page: what is named there is not named here again.
    """
    look = look or Look()
    panels, left = [], 0.0
    for leg, view in views:
        panels.append(Panel(leg, view, left))
        left += panels[-1].width
    shown = frozenset(views) | beside
    body = "".join(_panel(leg_map, panel, look, changes, shown) for panel in panels)
    tall = HEIGHT
    if look.legend:
        body += legend(look.theme, look.language, leg_map, left, HEIGHT, changes)
        tall += legend_height(leg_map, left, look.language, changes, look.theme.scale)
    face = f' font-family="{look.theme.face}"' if look.theme.face else ""
    alone = f" leg-map-{views[0][1]}" if len(views) == 1 else ""
    dressed = "" if look.theme.colours else f' class="leg-map-picture{alone}"'
    title = panel_title(views, look.language)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {left:g} {tall:g}" fill="none"{face}'
        f'{dressed} role="img" aria-label="{title}">{body}</svg>'
    )


def panel_title(views: Sequence[tuple[Leg, View]], language: str) -> str:
    """What a picture shows, in a few words."""
    words = WORDS[language]
    if len(views) == 1:
        leg, view = views[0]
        return words[f"{leg} {view}"]
    legs = dict.fromkeys(leg for leg, _ in views)
    return f"{words['map of']}: {', '.join(words[leg].lower() for leg in legs)}"


def _panel(
    leg_map: LegMap,
    panel: Panel,
    look: Look,
    changes: Sequence[ChangeMark],
    shown: frozenset[tuple[Leg, View]],
) -> str:
    landmarks = leg_map.landmarks.get(panel.leg) or anatomy().landmarks
    theme = look.theme
    scene = Scene(leg_map, panel, landmarks, everything=look.choosable)
    parts = [
        backdrop(panel, theme, look.key),
        ruler(panel, theme, look.language, landmarks, numbers=look.ruler),
        ghosts(scene, theme),
        *(vein(theme, run.state, run.curve, run.stops) for run in scene.runs()),
        scars(theme, panel, leg_map.scars),
        flow_marks(theme, scene),
        *(perforator(theme, at, mark) for at, mark in scene.perforators),
        *(
            change_sign(theme, scene.drawn[change.segment], change.kind)
            for change in changes
            if change.leg is panel.leg and change.segment in scene.drawn
        ),
        pins(theme, panel, leg_map.pins, scene.drawn),
        numbers_of(scene, theme, look.language, shown) if look.labels else "",
        targets(scene, look.language) if look.choosable else "",
        _title(panel, look),
    ]
    return f'<g data-leg="{panel.leg}" data-view="{panel.view}">{"".join(parts)}</g>'


def _title(panel: Panel, look: Look) -> str:
    words = WORDS[look.language][f"{panel.leg} {panel.view}"]
    paint = look.theme.text("ink", 10, bold=True, anchor="middle")
    return f'<text x="{panel.axis:g}" y="13"{paint}>{words}</text>'
