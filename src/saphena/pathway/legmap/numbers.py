"""The names and numbers beside a leg: what each label says and where it stands."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from saphena.pathway.anatomy import anatomy
from saphena.pathway.legmap import body
from saphena.pathway.legmap.curves import walked
from saphena.pathway.legmap.labels import Label, place
from saphena.pathway.legmap.marks import PerforatorMark, State, TributaryMark
from saphena.pathway.legmap.panels import FLOOR, TOP
from saphena.pathway.legmap.words import WORDS, number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from saphena.pathway.anatomy import Leg
    from saphena.pathway.legmap.curves import Point
    from saphena.pathway.legmap.marks import SegmentMark, View
    from saphena.pathway.legmap.scene import Drawn, Scene
    from saphena.pathway.legmap.themes import Theme

__all__ = ["numbers_of"]

PAINT = {State.INCOMPETENT: "reflux", State.COMPETENT: "competent", State.THROMBOSED: "clot"}
NAME, FIGURES = 7.0, 8.4  # sizes of type
NAME_WIDE, FIGURES_WIDE = 4.7, 4.7  # how wide a letter of each is on average, on the safe side


def numbers_of(scene: Scene, theme: Theme, language: str, shown: frozenset[tuple[Leg, View]]) -> str:
    """Every vein that was found, named once: in the view where its numbers belong, or where it is seen at all."""
    low, high = scene.panel.columns
    lines, texts = "", _Texts(theme)
    for each in place(list(_labels(scene, theme, language, shown)), scene.panel.axis, TOP, _floors(scene)):
        (sx, sy), label = each.label.site, each.label
        wide = max(len(label.name) * NAME_WIDE, len(label.numbers) * FIGURES_WIDE) * theme.scale * theme.narrow + 3
        x, edge = (low, low + wide) if each.side < 0 else (high, high - wide)
        lines += f"M{sx:.1f} {sy:.1f}L{edge - each.side * 5:.1f} {each.y:.1f}H{edge:.1f}"
        first = each.y - (1.4 if label.numbers else -2.4) * theme.scale
        texts.add("soft", NAME, each.side, x, first, label.name)
        if label.numbers:
            texts.add(label.paint, FIGURES, each.side, x, first + 8.6 * theme.scale, label.numbers)
    hair = f'<path d="{lines}"{theme.stroke("leader")} stroke-width=".5"/>' if lines else ""
    return hair + texts.written()


def _floors(scene: Scene) -> tuple[float, float]:
    """How far down labels may stand on the left and on the right: not beside the foot."""
    if not scene.panel.has_foot:
        return FLOOR - 2, FLOOR - 2
    return (FLOOR - 62, FLOOR - 2) if scene.panel.foot_left else (FLOOR - 2, FLOOR - 62)


class _Texts:
    """Texts that are painted alike stand in one group."""

    def __init__(self, theme: Theme) -> None:
        self.theme = theme
        self.groups: dict[tuple[str, float, int], str] = {}

    def add(self, paint: str, size: float, side: int, x: float, y: float, words: str) -> None:
        key = (paint, size, side)
        self.groups[key] = self.groups.get(key, "") + f'<text x="{x:g}" y="{y:.1f}">{words}</text>'

    def written(self) -> str:
        return "".join(
            f"<g{self.theme.text(paint, size, bold=size == FIGURES, anchor='start' if side < 0 else 'end')}>{texts}</g>"
            for (paint, size, side), texts in self.groups.items()
        )


def _labels(scene: Scene, theme: Theme, language: str, shown: frozenset[tuple[Leg, View]]) -> Iterator[Label]:
    for each in scene.drawn.values():
        if each.mark and _called_here(scene, each, shown):
            site = walked(each.curve, 2)[1][0]
            yield _label(site, _name(each, language), each.mark, language, theme.scale)
    for at, mark in scene.perforators:
        height = "" if mark.height is None else f" {number(mark.height, language)} cm"
        yield _label(at, f"{anatomy().segment(mark.segment).abbr}{height}", mark, language, theme.scale)


def _called_here(scene: Scene, each: Drawn, shown: frozenset[tuple[Leg, View]]) -> bool:
    if each.by_hand:
        return True
    wanted = body.calls(each.id)
    return wanted == scene.panel.view or (scene.panel.leg, wanted) not in shown


def _name(each: Drawn, language: str) -> str:
    if each.by_hand:
        return escape(each.id)
    segment = anatomy().segment(each.id)
    return f"{segment.abbr} {WORDS[language]['preterminal']}" if each.id.endswith(".preterminal") else segment.abbr


def _label(
    site: Point, name: str, mark: SegmentMark | TributaryMark | PerforatorMark, language: str, scale: float
) -> Label:
    said = [] if mark.diameter is None else [f"{number(mark.diameter, language)} mm"]
    if mark.state in (State.ABSENT, State.NOT_SEEN):
        said = [WORDS[language][mark.state]]
    if mark.reflux is not None and mark.state is State.INCOMPETENT:
        said.append(f"{number(mark.reflux, language)} s")
    return Label(site, name, " · ".join(said), PAINT.get(mark.state, "closed"), scale)
