"""Pictures of what was measured: `var/<benchmark>/<name>.svg`, drawn by Altair."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import altair
import vl_convert

if TYPE_CHECKING:
    from collections.abc import Sequence

VAR = Path(__file__).parents[1] / "var"
INK, SOFT, HAIR, PAPER, ACCENT = "#10252a", "#394e53", "#ddd9ce", "#fffefb", "#0b6b66"
ORDER = ("Saphena", "plain search")


def save(chart: Any, benchmark: str, name: str) -> Path:
    """The picture's file, which it names on the way."""
    chart = chart.properties(background=PAPER).configure(font="sans-serif").configure_view(stroke=None)
    chart = chart.configure_axis(labelColor=INK, titleColor=SOFT, labelFontSize=12, titleFontSize=12, gridColor=HAIR)
    chart = chart.configure_title(color=INK, fontSize=14, anchor="start", subtitleColor=SOFT, subtitleFontSize=12)
    path = VAR / benchmark / f"{name}.svg"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(str(vl_convert.vegalite_to_svg(chart.to_json())), encoding="utf-8")
    print(f"drawn: var/{benchmark}/{name}.svg")
    return path


def compared(rows: Sequence[tuple[str, float, float | None, float | None]], title: str, under: list[str]) -> Any:
    """Milliseconds by powers of ten: for each row ours, the plain search's, and the bar to stay under."""
    values: list[dict[str, object]] = []
    for name, ours, plain, bar in rows:
        values.append({"name": name, "who": ORDER[0], "ms": ours})
        if plain is not None:
            values.append({"name": name, "who": ORDER[1], "ms": plain})
        if bar is not None:
            values.append({"name": name, "who": "bar", "ms": bar})
    base = altair.Chart(altair.InlineData(values=values)).encode(
        y=altair.Y("name:N", sort=None, title=None, axis=altair.Axis(labelLimit=340, ticks=False, domain=False)),
        x=altair.X("ms:Q", scale=altair.Scale(type="log"), title="milliseconds (powers of ten)"),
    )
    points = (
        base.transform_filter("datum.who != 'bar'")
        .mark_point(filled=True, size=90, opacity=1)
        .encode(
            color=altair.Color("who:N", scale=altair.Scale(domain=list(ORDER), range=[ACCENT, SOFT]), title=None),
            shape=altair.Shape(
                "who:N", scale=altair.Scale(domain=list(ORDER), range=["circle", "diamond"]), title=None
            ),
        )
    )
    bars = base.transform_filter("datum.who == 'bar'").mark_tick(color=INK, thickness=2, size=22)
    figures = (
        base.transform_filter("datum.who != 'bar'")
        .mark_text(dy=-11, fontSize=11, color=INK)
        .encode(text=altair.Text("ms:Q", format=".3~g"))
    )
    shown = altair.TitleParams(title, subtitle=under)
    return (bars + points + figures).properties(width=520, height={"step": 44}, title=shown)


def filled(days: Sequence[dict[str, float]], title: str, under: list[str]) -> Any:
    """For each day: visits in blocks of an hour, visits in the tight day, and what is proved to be the most."""
    base = altair.Chart(altair.InlineData(values=list(days))).encode(
        x=altair.X("day:O", title="generated day, by what is gained", axis=altair.Axis(labels=False, ticks=False))
    )
    scale = altair.Scale(zero=True)
    gained = base.mark_rule(color=ACCENT, strokeWidth=3).encode(
        y=altair.Y("blocks:Q", scale=scale, title="visits placed"), y2=altair.Y2("tight:Q")
    )
    blocks = base.mark_tick(color=SOFT, thickness=2, size=8).encode(y=altair.Y("blocks:Q", scale=scale))
    tight = base.mark_point(color=ACCENT, filled=True, size=40, opacity=1).encode(y=altair.Y("tight:Q", scale=scale))
    most = base.mark_point(color=INK, shape="triangle-down", size=36).encode(y=altair.Y("most:Q", scale=scale))
    shown = altair.TitleParams(title, subtitle=under)
    return (gained + blocks + most + tight).properties(width=640, height=260, title=shown)
