"""A share with its interval per row, drawn on the server: dots and lines, readable in the dark and on any printer.

Each name stands above its row, so that none is cut off, whatever letters the reader's browser has; the narrow form is
for a telephone. The colours of the dark are in the picture itself: a browser asks for them by the page's colour scheme.
Without the extra `charts` there are the tables alone.

A picture that is loaded by itself can hold no links; the page lays an image map over it (`areas`). Nothing scales the
picture, so a row is where it was drawn.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from saphena.clinic.design.components import Row
    from saphena.pathway.reviewing import Rate

__all__ = ["Area", "areas", "can_draw", "draw"]

INK, SOFT, HAIR, PAPER = "#10252a", "#394e53", "#ddd9ce", "#fffefb"
"""The light tokens of design/css/tokens.css, and what each is in the dark."""
IN_THE_DARK = {INK: "#e9efec", SOFT: "#b8c7c5", HAIR: "#263a3e", PAPER: "#15262a"}
WIDE, NARROW, STEP, PADDING = 520, 290, 44, 5
LONGEST = {WIDE: 62, NARROW: 41}
"""Letters of a name: how wide a letter is, only the reader's browser knows, so there is room to spare."""
TEXT = {WIDE: 13, NARROW: 12}


@cache
def can_draw() -> bool:
    return find_spec("altair") is not None and find_spec("vl_convert") is not None


@dataclass(frozen=True, slots=True)
class Area:
    """The strip of one row on the picture, in its pixels, and where the cases behind it are."""

    name: str
    url: str
    top: int
    bottom: int
    right: int = WIDE + 2 * PADDING


def areas(rows: Iterable[Row], *, examined: int) -> list[Area]:
    """A strip for each row of the table that is drawn: where nobody was examined there is no share. `examined` is the
    column whose cases a dot counts.
    """
    drawn = [(row.cells[0].text, url) for row in rows if (url := row.cells[examined].url)]
    return [
        Area(name, url, PADDING + STEP * number, PADDING + STEP * (number + 1))
        for number, (name, url) in enumerate(drawn)
    ]


def draw(rows: Sequence[tuple[str, Rate]], axis: str, counted: str, *, narrow: bool = False) -> str:
    """An SVG: one line per row in their order, the dot its share, the line its 95 % interval, the count in its name."""
    import vl_convert

    width = NARROW if narrow else WIDE
    drawn = [(name, rate, ends) for name, rate in rows if (ends := rate.interval) is not None]
    values = [
        {"row": number, "name": f"{shortened(name, LONGEST[width])}  ({counted} {rate.of})", "share": rate.share,
         "low": ends[0], "high": ends[1]}
        for number, (name, rate, ends) in enumerate(drawn)
    ]  # fmt: skip
    return with_dark(str(vl_convert.vegalite_to_svg(_chart(values, axis, width).to_json())))


def shortened(name: str, most: int) -> str:
    """Without its middle: veins differ at the end of their names.

    >>> shortened("great saphenous vein, knee, above the joint line", 41)
    'great saphenou… knee, above the joint line'
    """
    if len(name) <= most:
        return name
    head = (most - 1) // 3
    return f"{name[:head].rstrip(' ,')}…{name[len(name) - (most - 1 - head) :]}"


def _chart(values: list[dict[str, Any]], axis: str, width: int) -> Any:
    import altair

    base = altair.Chart(altair.InlineData(values=values)).encode(y=altair.Y("row:O", title=None, axis=None))
    across = altair.Axis(format=".0%", values=[0, 0.25, 0.5, 0.75, 1], gridColor=HAIR, title=axis, titleLimit=0)
    scale = altair.Scale(domain=[0, 1])
    line = base.mark_rule(color=SOFT, strokeWidth=2).encode(
        x=altair.X("low:Q", scale=scale, axis=across), x2=altair.X2("high:Q")
    )
    dot = base.mark_point(color=INK, filled=True, size=80, opacity=1).encode(x=altair.X("share:Q", scale=scale))
    above: dict[str, Any] = {"align": "left", "baseline": "bottom", "dy": -7, "fontSize": TEXT[width], "color": INK}
    names = base.mark_text(**above).encode(text="name:N", x=altair.value(0))
    chart: Any = (line + dot + names).properties(
        width=width, height={"step": STEP}, background=PAPER, padding=PADDING
    )  # fmt: skip
    chart = chart.configure(font="sans-serif").configure_axis(
        labelColor=INK, titleColor=SOFT, labelFontSize=TEXT[width], titleFontSize=TEXT[width],
        domainColor=SOFT, tickColor=HAIR, titleFontWeight="normal",
    )  # fmt: skip
    return chart.configure_view(stroke=None)


def with_dark(drawn: str) -> str:
    """The same picture with the colours of the dark beside those of the light."""
    rules = "".join(
        f'[{what}="{light}"]{{{what}:{dark}}}' for light, dark in IN_THE_DARK.items() for what in ("fill", "stroke")
    )
    end = drawn.index(">") + 1
    return f"{drawn[:end]}<style>@media(prefers-color-scheme:dark){{{rules}}}</style>{drawn[end:]}"
