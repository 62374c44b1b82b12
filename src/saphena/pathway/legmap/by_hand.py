"""A tributary's course as it is sent by a form: “inner: 0.4 12.5, 1.9 18, 1.2 24”, points from below upwards."""

from __future__ import annotations

from math import isfinite

from saphena.pathway.legmap.marks import View
from saphena.pathway.refused import Refused

__all__ = ["read_course", "write_course"]

MOST = 120  # points: a longer line was not drawn by a hand
REACH, LOWEST, HIGHEST = 25.0, -3.0, 100.0  # centimetres: the paper that there is


def read_course(text: str, field: str = "course") -> tuple[View, tuple[tuple[float, float], ...]]:
    """The view and the points (x, height in centimetres, as the right leg is drawn), from below upwards.

    Raises `Refused` for what is no course on a leg.
    """
    view, _, rest = text.partition(":")
    try:
        points = [tuple(float(number) for number in point.split()) for point in rest.split(",")]
        drawn = tuple((x, y) for x, y in points)
        where = View(view.strip())
    except ValueError:
        raise Refused("The line on the leg could not be read. Draw it again.", field) from None
    if not 2 <= len(drawn) <= MOST:
        raise Refused("A vein is drawn as one line, from one end to the other. Draw it again.", field)
    if any(not isfinite(x) or abs(x) > REACH or not LOWEST <= y <= HIGHEST for x, y in drawn):
        raise Refused("The line leaves the leg. Draw it again, on the leg.", field)
    return where, drawn if drawn[0][1] <= drawn[-1][1] else drawn[::-1]


def write_course(view: View, points: tuple[tuple[float, float], ...]) -> str:
    """The same, as a form sends it and as it is kept."""
    return f"{view}: {', '.join(f'{x:g} {y:g}' for x, y in points)}"
