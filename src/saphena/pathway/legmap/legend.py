"""The legend: what each line and sign means, and only for those that are in the picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from saphena.pathway.anatomy import Leg
from saphena.pathway.legmap.curves import smooth
from saphena.pathway.legmap.lines import vein, width
from saphena.pathway.legmap.marks import PerforatorMark, State
from saphena.pathway.legmap.signs import SIGNS, perforator
from saphena.pathway.legmap.words import WORDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from saphena.pathway.legmap.changes import ChangeMark
    from saphena.pathway.legmap.marks import LegMap
    from saphena.pathway.legmap.themes import Theme

__all__ = ["legend", "legend_entries", "legend_height"]

ROW = 15.0
SAMPLE = 26.0
LETTER = 4.1  # how wide a letter is on average at this size
MARGIN = 8.0


def _entries(leg_map: LegMap, changes: Sequence[ChangeMark]) -> list[str]:
    """What there is to explain, in the order of the legend."""
    states = {mark.state for mark in leg_map.segments} | {mark.state for mark in leg_map.tributaries}
    entries = [state.value for state in State if state in states or state in (State.INCOMPETENT, State.COMPETENT)]
    perforators = {mark.state is State.INCOMPETENT for mark in leg_map.perforators}
    entries += ["perforator incompetent"] if True in perforators else []
    entries += ["perforator competent"] if False in perforators else []
    entries += ["source", "end", "flow"] if leg_map.flows else []
    entries += ["pin"] if leg_map.pins else []
    entries += [kind for kind in ("scar", "ulcer", "healed_ulcer") if any(scar.kind == kind for scar in leg_map.scars)]
    entries += [f"change {kind}" for kind in SIGNS if any(change.kind == kind for change in changes)]
    return [*entries, "width"]


def _rows(
    leg_map: LegMap, wide: float, language: str, changes: Sequence[ChangeMark], scale: float
) -> list[list[tuple[str, float]]]:
    rows: list[list[tuple[str, float]]] = [[]]
    x = MARGIN
    for entry in _entries(leg_map, changes):
        needed = _sample_width(entry) + 5 + LETTER * scale * len(WORDS[language][entry]) + 12
        if x + needed > wide and rows[-1]:
            rows.append([])
            x = MARGIN
        rows[-1].append((entry, x))
        x += needed
    return rows


def legend_height(
    leg_map: LegMap, wide: float, language: str, changes: Sequence[ChangeMark] = (), scale: float = 1.0
) -> float:
    return ROW * len(_rows(leg_map, wide, language, changes, scale)) + 8


def legend(
    theme: Theme, language: str, leg_map: LegMap, wide: float, top: float, changes: Sequence[ChangeMark] = ()
) -> str:
    """The legend below a drawing of this width."""
    text = f'<path d="M{MARGIN:g} {top:g}H{wide - MARGIN:g}"{theme.stroke("hairline")} stroke-width=".7"/>'
    for number, row in enumerate(_rows(leg_map, wide, language, changes, theme.scale)):
        y = top + 11 + ROW * number
        for entry, x in row:
            words = WORDS[language][entry]
            text += _sample(theme, entry, x, y)
            after = x + _sample_width(entry) + 5
            text += f'<text x="{after:g}" y="{y + 2.6:g}"{theme.text("ink", 7.6)}>{words}</text>'
    return text


def legend_entries(
    theme: Theme, language: str, leg_map: LegMap, changes: Sequence[ChangeMark] = ()
) -> list[tuple[str, str]]:
    """The legend as a list for a page: a small picture and its words, for each line and sign that is in the drawing."""
    return [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-1 -8 {_sample_width(entry) + 2:g} 16" '
            f'height="20" width="{1.25 * (_sample_width(entry) + 2):g}" fill="none" class="leg-map-sign" '
            f'aria-hidden="true" focusable="false">{_sample(theme, entry, 0, 0)}</svg>',
            WORDS[language][entry],
        )
        for entry in _entries(leg_map, changes)
    ]


def _sample_width(entry: str) -> float:
    if entry == "width":
        return 88.0
    return SAMPLE if entry in set(State) or entry == "scar" else 13.0


def _sample(theme: Theme, entry: str, x: float, y: float) -> str:
    middle = x + _sample_width(entry) / 2
    if entry == "width":
        return _scale(theme, x, y)
    if entry in set(State):
        state = State(entry)
        curve = smooth([(x, y + 1), (x + SAMPLE / 3, y - 1), (x + 2 * SAMPLE / 3, y + 1), (x + SAMPLE, y - 1)])
        return vein(theme, state, curve, ((0.0, width(5.0 if state is State.INCOMPETENT else 3.0, state)),))
    if entry.startswith("perforator"):
        state = State.INCOMPETENT if entry.endswith(" incompetent") else State.COMPETENT
        return perforator(theme, (middle, y), PerforatorMark(Leg.RIGHT, "", state, diameter=4.0))
    if entry.startswith("change "):
        shape = f"M{middle:g} {y - 6.5:g}l6.5 6.5-6.5 6.5-6.5-6.5z"
        sign = SIGNS[entry.removeprefix("change ")](middle, y)
        return (
            f'<path d="{shape}"{theme.both("change-wash", "change")} stroke-width="1.1"/>'
            f'<path d="{sign}"{theme.stroke("change")} stroke-width="1.4"/>'
        )
    return _sign(theme, entry, middle, y)


def _sign(theme: Theme, entry: str, x: float, y: float) -> str:
    if entry == "source":
        return (
            f'<circle cx="{x:g}" cy="{y:g}" r="5.2"{theme.both("paper", "reflux")} stroke-width="1.3"/>'
            f'<circle cx="{x:g}" cy="{y:g}" r="2.4"{theme.fill("reflux")}/>'
        )
    if entry == "end":
        return (
            f'<path d="M{x - 3.8:g} {y - 4:g}h7.6l-3.8 6.3z"{theme.fill("reflux")}/>'
            f'<path d="M{x - 4.4:g} {y + 3.6:g}h8.8"{theme.stroke("reflux")} stroke-width="1.8"/>'
        )
    if entry == "flow":
        heads = f"M{x - 6:g} {y - 2.6:g}l3.2 2.6-3.2 2.6m6-5.2l3.2 2.6-3.2 2.6"
        return f'<path d="{heads}"{theme.stroke("reflux")} stroke-width="1.3"/>'
    if entry == "pin":
        return (
            f'<circle cx="{x:g}" cy="{y:g}" r="5.6"{theme.fill("pin")}/>'
            f'<text x="{x:g}" y="{y + 2.4:g}"{theme.text("on-pin", 7, bold=True, anchor="middle")}>1</text>'
        )
    if entry == "scar":
        d = f"M{x - 9:g} {y:g}h18" + "".join(f"M{x + step:g} {y - 2.2:g}v4.4" for step in (-6, -2, 2, 6))
        return f'<path d="{d}"{theme.stroke("soft")} stroke-width=".9"/>'
    full = entry == "ulcer"
    paint = theme.both("reflux" if full else "paper", "ink")
    rest = ' fill-opacity=".35"' if full else ' stroke-dasharray="2 1.6"'
    return f'<ellipse cx="{x:g}" cy="{y:g}" rx="7" ry="4.4"{paint}{rest} stroke-width="1"/>'


def _scale(theme: Theme, x: float, y: float) -> str:
    text = ""
    for number, diameter in enumerate((2, 4, 6, 8)):
        at = x + 2 + number * 22
        wide = width(float(diameter), State.INCOMPETENT)
        text += (
            f'<path d="M{at:g} {y:g}h10"{theme.stroke("reflux")} stroke-width="{wide:.3g}"/>'
            f'<text x="{at + 12.5:g}" y="{y + 2.6:g}"{theme.text("soft", 7)}>{diameter}</text>'
        )
    return text
