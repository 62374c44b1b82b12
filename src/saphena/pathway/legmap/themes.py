"""How marks are painted: classes that a style sheet colours, or colours themselves where there is no style sheet.

Line styles are the same in every theme, so that each reads in black and white.
"""

from __future__ import annotations

from dataclasses import dataclass, field

__all__ = ["GREY", "PAPER", "SCREEN", "Theme"]


@dataclass(frozen=True, eq=False)
class Theme:
    """`colours` by name; without them the drawing carries classes, `f-name` for a fill and `s-name` for a stroke."""

    name: str
    colours: dict[str, str] = field(default_factory=dict)
    face: str = ""
    scale: float = 1.0  # of all text: on paper the drawing is smaller than on a screen
    narrow: float = 1.0  # how wide a letter of the face is, against one of a screen

    def fill(self, name: str) -> str:
        return f' fill="{self.colours[name]}"' if self.colours else f' class="f-{name}"'

    def stroke(self, name: str) -> str:
        return f' stroke="{self.colours[name]}"' if self.colours else f' class="s-{name}"'

    def both(self, fill: str, stroke: str) -> str:
        if self.colours:
            return f' fill="{self.colours[fill]}" stroke="{self.colours[stroke]}"'
        return f' class="f-{fill} s-{stroke}"'

    def stop(self, name: str) -> str:
        return f' stop-color="{self.colours[name]}"' if self.colours else f' class="c-{name}"'

    def text(self, name: str, size: float, *, bold: bool = False, anchor: str = "") -> str:
        weight = ' font-weight="600"' if bold else ""
        place = f' text-anchor="{anchor}"' if anchor else ""
        return f'{self.fill(name)} font-size="{size * self.scale:.3g}"{weight}{place}'


SCREEN = Theme("screen")

PAPER = Theme(
    "paper",
    {
        "skin": "#fbf3ea", "shade": "#efdfcf", "edge": "#8d7868", "hint": "#d9c4b2", "fascia": "#f3e6d6",
        "deep": "#dde3ea", "ghost": "#b9aa9c", "ink": "#10252a", "soft": "#394e53", "faint": "#596a6d",
        "hairline": "#cfc8ba", "leader": "#a9a294",
        "paper": "#ffffff", "reflux": "#a3230f", "competent": "#1b4f8c", "closed": "#46525d",
        "not-seen": "#6a6f72", "clot": "#241a2b", "pin": "#0a5157", "on-pin": "#ffffff", "change": "#6b4300",
        "change-wash": "#fdf2db",
    },
    "Libertinus Serif",
    1.28,
    0.84,
)  # fmt: skip

GREY = Theme(
    "grey",
    {
        "skin": "#ffffff", "shade": "#f1f1f1", "edge": "#777777", "hint": "#d2d2d2", "fascia": "#f0f0f0",
        "deep": "#e4e4e4", "ghost": "#bdbdbd", "ink": "#000000", "soft": "#333333", "faint": "#555555",
        "hairline": "#bbbbbb", "leader": "#999999",
        "paper": "#ffffff", "reflux": "#000000", "competent": "#000000", "closed": "#444444",
        "not-seen": "#666666", "clot": "#000000", "pin": "#000000", "on-pin": "#ffffff", "change": "#000000",
        "change-wash": "#eeeeee",
    },
    "Libertinus Serif",
    1.28,
    0.84,
)  # fmt: skip
