"""A share with its interval per row, drawn on the server: black dots and lines, readable on any printer.

Without the extra `charts` there are the tables alone.
"""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from saphena.pathway.reviewing import Rate

__all__ = ["can_draw", "draw"]

INK, SOFT, HAIR, PAPER = "#10252a", "#394e53", "#ddd9ce", "#fffefb"
"""The light tokens of design/css/tokens.css: a picture has its own paper, in the dark as well."""
WIDTH, STEP = 520, 24


@cache
def can_draw() -> bool:
    return find_spec("altair") is not None and find_spec("vl_convert") is not None


def draw(rows: Sequence[tuple[str, Rate]], title: str, axis: str, counted: str) -> str:
    """An SVG: one line per row in their order, the dot its share, the line its 95 % interval, the count in its name."""
    import altair
    import vl_convert

    values = [
        {"name": f"{name}  ({counted} {rate.of})", "share": rate.share, "low": ends[0], "high": ends[1]}
        for name, rate in rows
        if (ends := rate.interval) is not None
    ]
    base = altair.Chart(altair.InlineData(values=values)).encode(
        y=altair.Y("name:N", sort=None, title=None, axis=altair.Axis(labelLimit=320, ticks=False, domain=False))
    )
    across = altair.Axis(format=".0%", values=[0, 0.25, 0.5, 0.75, 1], gridColor=HAIR, title=axis)
    scale = altair.Scale(domain=[0, 1])
    line = base.mark_rule(color=SOFT, strokeWidth=2).encode(
        x=altair.X("low:Q", scale=scale, axis=across), x2=altair.X2("high:Q")
    )
    dot = base.mark_point(color=INK, filled=True, size=70, opacity=1).encode(x=altair.X("share:Q", scale=scale))
    chart: Any = (line + dot).properties(width=WIDTH, height={"step": STEP}, background=PAPER, title=title)
    chart = chart.configure(font="sans-serif").configure_axis(
        labelColor=INK, titleColor=SOFT, labelFontSize=13, titleFontSize=13, domainColor=SOFT, tickColor=HAIR
    )
    chart = chart.configure_view(stroke=None).configure_title(color=INK, fontSize=14, anchor="start")
    return str(vl_convert.vegalite_to_svg(chart.to_json()))
